package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// runExtremes compiles the extreme inputs and tells whether the compiler lived.
func (s *settings) runExtremes() bool {
	list := extremes
	if s.heavy || s.only != "" {
		list = slices.Concat(extremes, heavy)
	}
	good := true
	var w *workerProcess
	for _, e := range list {
		if s.only != "" && s.only != e.name {
			continue
		}
		if w == nil {
			var err error
			if w, err = s.startWorker(); err != nil {
				fmt.Println(err)
				return false
			}
		}
		start := time.Now()
		a, err := w.do(e.name)
		if err != nil {
			w, a = nil, &answer{Internal: err.Error()}
		}
		good = s.reportExtreme(e, a, time.Since(start)) && good
	}
	if w != nil {
		w.close()
	}
	return good
}

func (s *settings) reportExtreme(e extreme, a *answer, took time.Duration) bool {
	took = took.Round(time.Millisecond)
	if a.Internal != "" {
		fmt.Printf("FAILED %s after %s: %s\n", e.name, took, a.Internal)
		return false
	}
	fmt.Printf("%-24s %8s  %s\n", e.name, took, describe(&a.Result))
	if s.compare {
		s.compareExtreme(e, a)
	}
	return true
}

// compareExtreme says where CPython sees an extreme input otherwise. That is no
// failure: how deep CPython gets depends on how it was built.
func (s *settings) compareExtreme(e extreme, a *answer) {
	theirs, err := s.askFresh(e.make(), e.name)
	switch {
	case err != nil:
		fmt.Printf("    CPython: %v\n", err)
	case !same(&a.Result, theirs):
		fmt.Printf("    CPython: %s\n", describe(theirs))
	}
}

func (s *settings) askFresh(text []byte, name string) (*reference.Result, error) {
	p, err := s.in.Start()
	if err != nil {
		return nil, err
	}
	defer p.Close()
	return s.ask(p, text, name, nil)
}

// ask returns what a process of CPython makes of a text or, if those bytes are
// not ours, what a new one does.
func (s *settings) ask(p *reference.Process, text []byte, name string, ours *reference.Result) (*reference.Result, error) {
	f, err := os.CreateTemp("", "robust*.py")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(text); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	request := reference.Request{Path: f.Name(), Name: name, Mode: "unchecked_hash"}
	theirs, err := p.Compile(request)
	if err != nil || ours == nil || kindOfDifference(ours, theirs) != otherBytes {
		return theirs, err
	}
	fresh, err := s.in.CompileFresh(request)
	sum := sha256.Sum256(fresh)
	return &reference.Result{Sum: hex.EncodeToString(sum[:]), Size: len(fresh)}, err
}

func describe(r *reference.Result) string {
	if e := r.Error; e != nil {
		return fmt.Sprintf("%s: %s (line %d, column %d)", e.Class, e.Message[:min(len(e.Message), 200)], e.Line, e.Column)
	}
	return fmt.Sprintf("%d bytes of bytecode", r.Size)
}

// same tells whether two answers are the same: bytes, or line, class and text of
// the error.
func same(a, b *reference.Result) bool {
	if a.Error == nil || b.Error == nil {
		return a.Error == b.Error && a.Sum == b.Sum
	}
	return a.Error.Class == b.Error.Class && a.Error.Line == b.Error.Line && a.Error.Message == b.Error.Message
}

// tally counts how mutations came out.
type tally struct {
	sync.Mutex
	done, compiled, rejected, failed int
	differ                           [numKinds]int
	shown                            int
}

// kind says how an answer differs from CPython's.
type kind int

const (
	equal kind = iota
	otherBytes
	otherLine
	otherText
	onlyOurs
	onlyTheirs
	numKinds
)

var kindText = [numKinds]string{"equal", "other bytes", "rejected on another line", "rejected with another text", "rejected by us only", "rejected by CPython only"}

func kindOfDifference(ours, theirs *reference.Result) kind {
	switch {
	case same(ours, theirs):
		return equal
	case ours.Error == nil && theirs.Error == nil:
		return otherBytes
	case ours.Error == nil:
		return onlyTheirs
	case theirs.Error == nil:
		return onlyOurs
	case ours.Error.Line != theirs.Error.Line:
		return otherLine
	}
	return otherText
}

// runMutations compiles mutations in several processes.
func (s *settings) runMutations() bool {
	sources, err := s.sources()
	if err != nil {
		fmt.Println(err)
		return false
	}
	t := &tally{}
	start := time.Now()
	var wait sync.WaitGroup
	for job := range s.jobs {
		wait.Go(func() {
			if err := s.mutate(t, sources, job); err != nil {
				t.Lock()
				defer t.Unlock()
				t.failed++
				fmt.Println("FAILED", err)
			}
		})
	}
	wait.Wait()
	fmt.Printf("%d mutations of %d files in %s: %d compiled, %d rejected, %d failed\n",
		t.done, len(sources), time.Since(start).Round(time.Second), t.compiled, t.rejected, t.failed)
	if s.compare {
		for k, n := range t.differ {
			fmt.Printf("  %6d %s\n", n, kindText[k])
		}
	}
	return t.failed == 0
}

// mutate does every mutation whose number leaves job when divided by the number of jobs.
func (s *settings) mutate(t *tally, sources [][]byte, job int) error {
	w, err := s.startWorker()
	if err != nil {
		return err
	}
	var p *reference.Process
	for number := s.first + job; number < s.first+s.mutations; number += s.jobs {
		a, err := w.do(strconv.Itoa(number))
		if err != nil {
			a = &answer{Internal: err.Error()}
			if w, err = s.startWorker(); err != nil {
				return err
			}
		}
		var theirs *reference.Result
		if s.compare {
			if p == nil {
				if p, err = s.in.Start(); err != nil {
					return err
				}
			}
			// CPython itself dies of some inputs; there is nothing to compare then.
			if theirs, err = s.ask(p, mutation(sources, number), strconv.Itoa(number), &a.Result); err != nil {
				p.Close()
				p = nil
			}
		}
		s.count(t, number, mutation(sources, number), a, theirs)
	}
	w.close()
	if p != nil {
		p.Close()
	}
	return nil
}

func (s *settings) count(t *tally, number int, text []byte, a *answer, theirs *reference.Result) {
	t.Lock()
	defer t.Unlock()
	t.done++
	switch {
	case a.Internal != "":
		t.failed++
		fmt.Printf("FAILED mutation %d, kept as %s: %s\n", number, keep(number, text), a.Internal)
		return
	case a.Error != nil:
		t.rejected++
	default:
		t.compiled++
	}
	if theirs == nil {
		return
	}
	k := kindOfDifference(&a.Result, theirs)
	t.differ[k]++
	if k != equal && t.shown < s.show {
		t.shown++
		fmt.Printf("mutation %d, kept as %s: %s\n  ours:    %s\n  CPython: %s\n",
			number, keep(number, text), kindText[k], describe(&a.Result), describe(theirs))
	}
}

// keep writes a mutation to a file that may be looked at.
func keep(number int, text []byte) string {
	path := filepath.Join(os.TempDir(), fmt.Sprintf("mutation-%d.py", number))
	if err := os.WriteFile(path, text, 0o666); err != nil {
		return err.Error()
	}
	return path
}
