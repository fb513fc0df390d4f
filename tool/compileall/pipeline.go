package compileall

import (
	"context"
	"os"
	"sync"
)

// run is one call of Run.
//
// One goroutine walks the trees and sends steps; the workers do those that are
// files; the caller's goroutine reports them in the order in which they were
// sent. The channels are short, so memory does not grow with the tree.
type run struct {
	Options
	ctx       context.Context
	optLevels []int
	ordered   chan *step
	work      chan *step
}

// step is one event to be reported. done is nil if it is known at once.
type step struct {
	event Event
	file  file
	done  chan struct{}
}

// window is how many steps may be under way: enough that the workers do not
// wait for the one that has the largest file.
const window = 512

func (r *run) all(roots []string) (bool, error) {
	r.ordered = make(chan *step, window)
	r.work = make(chan *step, window)
	var workers sync.WaitGroup
	for range max(r.Workers, 1) {
		workers.Go(r.worker)
	}
	go func() {
		defer close(r.ordered)
		defer close(r.work)
		for _, root := range roots {
			r.root(root)
		}
	}()
	ok := true
	for s := range r.ordered {
		if s.done != nil {
			<-s.done
		}
		if s.event.Kind == Failed {
			ok = false
		}
		if r.ctx.Err() == nil {
			r.Report(s.event)
		}
	}
	workers.Wait()
	return ok && r.ctx.Err() == nil, r.ctx.Err()
}

func (r *run) worker() {
	c := newCompileFile(r)
	for s := range r.work {
		if r.ctx.Err() == nil {
			s.event = c.compile(s.file)
		}
		close(s.done)
	}
}

// root sends the steps of one argument (CPython: main in compileall.py).
func (r *run) root(path string) {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		r.sendFile(file{path: path, paths: r.filePaths()})
		return
	}
	r.walk(path, r.MaxLevels, r.dirPaths(path))
}

func (r *run) send(e Event) { r.ordered <- &step{event: e} }

func (r *run) sendFile(f file) {
	s := &step{file: f, done: make(chan struct{})}
	r.ordered <- s
	r.work <- s
}
