package compileall

import (
	"fmt"
	"io"
	"time"

	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/tool/pytext"
)

// Printer writes events as CPython's compileall prints them, and keeps count.
type Printer struct {
	// Out gets CPython's lines, Err the warnings of the compiler.
	Out, Err io.Writer
	// Quiet is 0, 1 (errors only) or 2 (nothing).
	Quiet int

	Summary Summary
	start   time.Time
}

// Summary is what a run came to.
type Summary struct {
	Files    int       `json:"files"`      // sources looked at
	Compiled int       `json:"compiled"`   // sources compiled, or stale with --check
	UpToDate int       `json:"up_to_date"` // sources whose bytecode was current
	Skipped  int       `json:"skipped"`    // other files, and those left out by an option
	Failed   int       `json:"failed"`
	Bytes    int64     `json:"bytes"` // size of the sources compiled
	Seconds  float64   `json:"seconds"`
	Errors   []Failure `json:"errors,omitempty"`
}

// Failure is one source that was not compiled.
type Failure struct {
	File  string `json:"file"`
	Line  int    `json:"line,omitempty"`
	Error string `json:"error"`
}

// Start begins the clock.
func (p *Printer) Start() { p.start = time.Now() }

// Stop ends it.
func (p *Printer) Stop() { p.Summary.Seconds = time.Since(p.start).Seconds() }

// Report prints and counts one event.
func (p *Printer) Report(e Event) {
	switch e.Kind {
	case Listing:
		p.say(0, "Listing %s...\n", e)
	case CannotList:
		p.say(1, "Can't list %s\n", e)
	case Skipped:
		p.badStrip(e)
		p.Summary.Skipped += e.Count
	case UpToDate:
		p.badStrip(e)
		p.Summary.Files += e.Count
		p.Summary.UpToDate += e.Count
	default:
		p.badStrip(e)
		p.compiled(e)
	}
}

// badStrip says that StripDir was ignored. CPython says so of every file, even
// of one that it then leaves out.
func (p *Printer) badStrip(e Event) {
	if e.BadStrip != nil && p.Quiet < 2 {
		fmt.Fprintf(p.Out, "The stripdir path %s is not a valid prefix for source path %s; ignoring\n",
			pytext.Repr(*e.BadStrip), pytext.Repr(e.Path))
	}
}

// say prints a line about the event's path, unless Quiet is above level.
func (p *Printer) say(level int, format string, e Event) {
	if p.Quiet <= level {
		fmt.Fprintf(p.Out, format, pytext.Repr(e.Path))
	}
}

func (p *Printer) compiled(e Event) {
	p.Summary.Files++
	if e.Kind == Stale {
		p.say(0, "Would compile %s\n", e)
	} else {
		p.say(0, "Compiling %s...\n", e)
	}
	for _, w := range e.Warnings {
		io.WriteString(p.Err, pytext.Warning(w, e.CoFilename))
	}
	if e.Kind != Failed {
		p.Summary.Compiled++
		p.Summary.Bytes += e.Bytes
		return
	}
	p.Summary.Failed++
	p.Summary.Errors = append(p.Summary.Errors, failure(e))
	if p.Quiet >= 2 {
		return
	}
	if p.Quiet == 1 {
		fmt.Fprintf(p.Out, "*** Error compiling %s...\n", pytext.Repr(e.Path))
	} else {
		io.WriteString(p.Out, "*** ")
	}
	fmt.Fprintln(p.Out, ErrorText(e.Err))
}

// ErrorText returns what py_compile says of an error.
func ErrorText(err error) string {
	if bad, ok := err.(*source.SyntaxError); ok {
		return bad.Format()
	}
	if err == ErrOptimize {
		return "Sorry: ValueError: " + err.Error()
	}
	class, msg := pytext.OSError(err)
	return class + ": " + msg
}

func failure(e Event) Failure {
	f := Failure{File: e.Path, Error: e.Err.Error()}
	if bad, ok := e.Err.(*source.SyntaxError); ok {
		f.Line = bad.Line
		f.Error = bad.Class.String() + ": " + bad.Msg
	}
	return f
}
