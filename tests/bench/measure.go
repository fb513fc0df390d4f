package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"sort"
	"syscall"
	"time"
)

// measured is what one run took.
type measured struct {
	wall, cpu float64 // seconds
	memory    float64 // peak resident memory of the largest process, MB
}

var worst = measured{math.Inf(1), math.Inf(1), math.Inf(1)}

func (m measured) best(n measured) measured {
	return measured{min(m.wall, n.wall), min(m.cpu, n.cpu), min(m.memory, n.memory)}
}

// measure runs a command. An exit status of 1 is good: a corpus holds sources
// that cannot be compiled.
func measure(env []string, command ...string) (measured, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), env...)
	// A file, since to read a pipe would take time from what is measured.
	out, err := os.CreateTemp("", "pycbench")
	if err != nil {
		return measured{}, err
	}
	defer out.Close()
	if err := os.Remove(out.Name()); err != nil {
		return measured{}, err
	}
	cmd.Stdout, cmd.Stderr = out, out
	start := time.Now()
	err = cmd.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		text, _ := io.ReadAll(io.NewSectionReader(out, 0, 1<<20))
		return measured{}, fmt.Errorf("%v: %w\n%s", command, err, text)
	}
	m := measured{wall: wall.Seconds()}
	m.add(cmd.ProcessState.SysUsage().(*syscall.Rusage))
	m.addOrphans()
	return m, nil
}

// add adds what one process used, with the children that it waited for.
func (m *measured) add(usage *syscall.Rusage) {
	for _, t := range []syscall.Timeval{usage.Utime, usage.Stime} {
		m.cpu += float64(t.Sec) + float64(t.Usec)/1e6
	}
	m.memory = max(m.memory, float64(usage.Maxrss)/1e3)
}

// addOrphans adds the processes that the command left behind: the workers of
// CPython's compileall are children of a fork server that nobody waits for.
func (m *measured) addOrphans() {
	for {
		var usage syscall.Rusage
		if _, err := syscall.Wait4(-1, nil, 0, &usage); err == syscall.EINTR {
			continue
		} else if err != nil {
			return
		}
		m.add(&usage)
	}
}

// adoptOrphans makes this process the parent of its descendants' orphans.
func adoptOrphans() error {
	const setChildSubreaper = 36 // PR_SET_CHILD_SUBREAPER, linux/prctl.h
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); errno != 0 {
		return errno
	}
	return nil
}

// one runs a command n times and returns the medians.
func (b *bench) one(n int, command []string) (measured, error) {
	runs := make([]measured, n)
	for i := range runs {
		var err error
		if runs[i], err = measure(nil, command...); err != nil {
			return measured{}, err
		}
	}
	return measured{
		median(runs, func(m measured) float64 { return m.wall }),
		median(runs, func(m measured) float64 { return m.cpu }),
		median(runs, func(m measured) float64 { return m.memory }),
	}, nil
}

func median(runs []measured, part func(measured) float64) float64 {
	values := sorted(runs, part)
	return values[len(values)/2]
}

func least(runs []measured, part func(measured) float64) float64 { return sorted(runs, part)[0] }

func sorted(runs []measured, part func(measured) float64) []float64 {
	values := make([]float64, len(runs))
	for i, m := range runs {
		values[i] = part(m)
	}
	sort.Float64s(values)
	return values
}

func compare(what, unit string, theirs, ours float64) {
	fmt.Printf("%-24s %9.2f %-2s %9.2f %-2s %8.2f\n", what, theirs, unit, ours, unit, theirs/ours)
}
