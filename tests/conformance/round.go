package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"sync"
	"sync/atomic"

	"github.com/rules-pyc/rules_pyc/compiler"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// verdict says how one file came out.
type verdict uint8

const (
	identical    verdict = iota
	settled              // our bytes are those of a new CPython process, not of the shared one
	sameObjects          // --objects: other bytes, equal code objects
	rejected             // both reject it, with one text on one line
	rejectedElse         // both reject it on one line, with another class or text
	differs              // failures from here on
	wrongLine            // both reject it, on different lines
	notRejected          // CPython rejects it, we do not
	notCompiled          // we reject it, CPython does not
	panicked
	numVerdicts
)

// outcome is the verdict on one file with all that a report needs.
type outcome struct {
	verdict      verdict
	ours, theirs []byte           // where they differ
	err          error            // ours
	theirErr     *reference.Error // CPython's
}

// round compares one corpus at one level in one mode.
type round struct {
	*settings
	in    *reference.Interpreter
	root  string // the folder of the corpus
	files []file
	level int
	mode  string

	target       *target.Version
	invalidation pyc.Mode

	outcomes []outcome
	failures int
	asked    atomic.Int64 // how many files the reference was asked for again

	pyodideLock sync.Mutex
	pyodide     *reference.Process
}

func (r *round) run() error {
	answers, err := r.answers()
	if err != nil {
		return err
	}
	r.outcomes = make([]outcome, len(r.files))
	failed := make([]error, r.jobs)
	var next atomic.Int64
	var wait sync.WaitGroup
	for job := range r.jobs {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(r.files) && failed[job] == nil; i = int(next.Add(1)) - 1 {
				r.outcomes[i], failed[job] = r.judge(i, answers[i])
			}
		})
	}
	wait.Wait()
	if r.pyodide != nil {
		r.pyodide.Close()
	}
	for _, o := range r.outcomes {
		if o.verdict >= differs {
			r.failures++
		}
	}
	return errors.Join(failed...)
}

// judge compiles one file and compares.
func (r *round) judge(i int, theirs *answer) (outcome, error) {
	text, err := os.ReadFile(r.files[i].path)
	if err != nil {
		return outcome{}, err
	}
	data, err := r.compileOurs(text, r.files[i].name)
	var internal *compiler.InternalError
	switch {
	case errors.As(err, &internal):
		return outcome{verdict: panicked, err: err}, nil
	case err != nil || theirs.Error != nil:
		return outcome{verdict: judgeErrors(err, theirs.Error), err: err, theirErr: theirs.Error}, nil
	}
	sum := sha256.Sum256(data)
	if hex.EncodeToString(sum[:]) == theirs.Sum {
		return outcome{verdict: identical}, nil
	}
	return r.judgeBytes(i, data)
}

func judgeErrors(ours error, theirs *reference.Error) verdict {
	switch {
	case ours == nil:
		return notRejected
	case theirs == nil:
		return notCompiled
	}
	var e *compiler.SyntaxError
	if !errors.As(ours, &e) || e.Line != theirs.Line {
		return wrongLine
	}
	if e.Class.String() != theirs.Class || e.Msg != theirs.Message {
		return rejectedElse
	}
	return rejected
}

// judgeBytes asks a new process of CPython about a file for which the shared
// process wrote other bytes than we.
func (r *round) judgeBytes(i int, ours []byte) (outcome, error) {
	o := outcome{verdict: differs, ours: ours}
	if r.asked.Add(1) > int64(r.settle) {
		return o, nil
	}
	again, err := r.askAgain(i)
	if err != nil {
		return o, err
	}
	o.theirs = again
	switch {
	case string(again) == string(ours):
		o.verdict = settled
	case (r.objects || r.in.Pyodide) && equalObjects(ours, again):
		// A WebAssembly CPython counts references otherwise than a native one.
		o.verdict = sameObjects
	}
	return o, nil
}

// askAgain asks a new process, or the one Pyodide: that takes seconds to start.
func (r *round) askAgain(i int) ([]byte, error) {
	if !r.in.Pyodide {
		return r.in.CompileFresh(r.request(i, true))
	}
	r.pyodideLock.Lock()
	defer r.pyodideLock.Unlock()
	if r.pyodide == nil {
		var err error
		if r.pyodide, err = r.in.Start(); err != nil {
			return nil, err
		}
	}
	result, err := r.pyodide.Compile(r.request(i, true))
	if err != nil {
		return nil, err
	}
	return result.Data, nil
}
