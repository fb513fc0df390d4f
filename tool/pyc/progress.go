package main

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/rules-pyc/rules_pyc/tool/compileall"
)

// progress keeps one live line on a terminal during a long run. Elsewhere it
// does nothing.
type progress struct {
	printer  *compileall.Printer
	terminal bool
	next     time.Time
	shown    bool
}

// A run is long after a second; the line changes ten times a second.
const (
	progressDelay    = time.Second
	progressInterval = 100 * time.Millisecond
)

func newProgress(p *compileall.Printer) *progress {
	return &progress{
		printer:  p,
		terminal: term.IsTerminal(int(os.Stderr.Fd())),
		next:     time.Now().Add(progressDelay),
	}
}

// report passes an event on and renews the line where nothing else is printed.
func (p *progress) report(e compileall.Event) {
	p.printer.Report(e)
	if !p.terminal || p.printer.Quiet == 0 {
		return
	}
	if now := time.Now(); now.After(p.next) {
		s := &p.printer.Summary
		fmt.Fprintf(os.Stderr, "\r\x1b[Kpyc compileall: %d compiled, %d up to date, %d failed", s.Compiled, s.UpToDate, s.Failed)
		p.next = now.Add(progressInterval)
		p.shown = true
	}
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(os.Stderr, "\r\x1b[K")
	}
}
