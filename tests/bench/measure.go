package main

import (
	"bytes"
	"errors"
	"fmt"
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
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return measured{}, fmt.Errorf("%v: %w\n%s", command, err, out.Bytes())
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return measured{wall.Seconds(), cpu.Seconds(), float64(usage.Maxrss) / 1e3}, nil
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
	values := make([]float64, len(runs))
	for i, m := range runs {
		values[i] = part(m)
	}
	sort.Float64s(values)
	return values[len(values)/2]
}

func compare(what, unit string, theirs, ours float64) {
	fmt.Printf("%-24s %9.2f %-2s %9.2f %-2s %8.2f\n", what, theirs, unit, ours, unit, theirs/ours)
}
