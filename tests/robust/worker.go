package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rules-pyc/rules_pyc/compiler"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// answer is what our compiler made of an input.
type answer struct {
	reference.Result
	Internal string // an internal error
}

func (s *settings) compile(text []byte, name string) *answer {
	data, err := compiler.Compile(text, compiler.Options{Target: s.target, Filename: name, Invalidation: pyc.UncheckedHash})
	a := &answer{}
	var bad *compiler.SyntaxError
	var internal *compiler.InternalError
	switch {
	case errors.As(err, &bad):
		a.Error = &reference.Error{Class: bad.Class.String(), Message: bad.Msg, Line: bad.Line, Column: bad.Col}
	case errors.As(err, &internal):
		a.Internal = fmt.Sprintf("%v\n%s", internal.Cause, internal.Stack)
	case err != nil:
		a.Internal = err.Error()
	default:
		sum := sha256.Sum256(data)
		a.Sum, a.Size = hex.EncodeToString(sum[:]), len(data)
	}
	return a
}

// work is the other end of a workerProcess: it compiles the extreme inputs and
// the mutations that are named on standard input, one a line.
func (s *settings) work() {
	var sources [][]byte
	out := json.NewEncoder(os.Stdout)
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		name := in.Text()
		text := extremeText(name)
		if number, err := strconv.Atoi(name); err == nil {
			if sources == nil {
				if sources, err = s.sources(); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
			}
			text = mutation(sources, number)
		}
		if err := out.Encode(s.compile(text, name)); err != nil {
			os.Exit(1)
		}
	}
}

func extremeText(name string) []byte {
	for _, e := range slices.Concat(extremes, heavy) {
		if e.name == name {
			return e.make()
		}
	}
	return nil
}

// workerProcess is this program once more.
type workerProcess struct {
	timeout time.Duration
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	errors  *strings.Builder
}

func (s *settings) startWorker() (*workerProcess, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w := &workerProcess{timeout: s.timeout, errors: &strings.Builder{}}
	w.cmd = exec.Command(self, "--worker", "--python_version", s.version, "--corpus", s.corpus)
	w.cmd.Stderr = w.errors
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.out = bufio.NewReader(out)
	return w, w.cmd.Start()
}

// do compiles one input. After an error the process is gone.
func (w *workerProcess) do(name string) (*answer, error) {
	timer := time.AfterFunc(w.timeout, func() { w.cmd.Process.Kill() })
	defer timer.Stop()
	if _, err := fmt.Fprintln(w.in, name); err != nil {
		return nil, err
	}
	line, err := w.out.ReadBytes('\n')
	if err != nil {
		return nil, w.epitaph()
	}
	a := &answer{}
	return a, json.Unmarshal(line, a)
}

// epitaph says what the process died of.
func (w *workerProcess) epitaph() error {
	w.in.Close()
	err := w.cmd.Wait()
	text := w.errors.String()
	return fmt.Errorf("the process died: %v\n%s", err, text[:min(len(text), 3000)])
}

func (w *workerProcess) close() {
	w.in.Close()
	w.cmd.Wait()
}
