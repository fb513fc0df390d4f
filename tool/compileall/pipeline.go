package compileall

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/rules-pyc/rules_pyc/compiler"
)

// run is one call of Run: a walk that sends steps, and what becomes of them.
//
// One goroutine walks and sends batches of steps, others do them, and the caller's
// goroutine reports them in the order in which they were sent. The channels are
// short, so memory does not grow with the tree.
//
// To look whether a file is up to date, to read it and to write its bytecode takes
// the system's time, not ours, so all cores do that, however few the workers are:
// they are the compilers.
type run struct {
	Options
	ctx       context.Context
	optLevels []int
	failed    bool

	compilers chan *compiler.Compiler // those that are idle
	batch     *batch                  // being filled
	lister    lister
	entries   []dirEntry // of the directories that are being walked
	spare     sync.Pool  // of *batch
	ordered   chan *batch
	work      chan *batch
}

// step is an event, or a file that one will be made of.
type step struct {
	event  Event
	file   file
	isFile bool
}

// batch is some steps that one goroutine does. Handing over files one by one would
// cost more than to find that one of them is up to date.
type batch struct {
	steps []step
	done  chan struct{} // gets one value
}

const (
	batchSize = 16 // small, so that no worker ends long after the others
	window    = 64 // how many batches may be under way
)

func newRun(ctx context.Context, o Options) *run {
	r := &run{Options: o, ctx: ctx, optLevels: o.levels()}
	r.compilers = make(chan *compiler.Compiler, max(o.Workers, 1))
	for range cap(r.compilers) {
		r.compilers <- &compiler.Compiler{}
	}
	return r
}

func (r *run) all(roots []string) (bool, error) {
	r.ordered = make(chan *batch, window)
	r.work = make(chan *batch, window)
	var doers sync.WaitGroup
	for range r.doers(roots) {
		doers.Go(newCompileFile(r).do)
	}
	go func() {
		defer close(r.ordered)
		defer close(r.work)
		r.walkAll(roots)
		r.flush()
	}()
	for b := range r.ordered {
		<-b.done
		for i := range b.steps {
			r.report(&b.steps[i])
		}
		r.spare.Put(b)
	}
	doers.Wait()
	return !r.failed && r.ctx.Err() == nil, r.ctx.Err()
}

// doers returns how many goroutines do steps. It is one if a single worker may come
// upon a file twice, since it must then see what it has written.
func (r *run) doers(roots []string) int {
	if r.Workers <= 1 && overlap(roots) {
		return 1
	}
	return max(r.Workers, runtime.GOMAXPROCS(0))
}

// overlap tells whether one of the roots is another one or below it.
func overlap(roots []string) bool {
	dirs := make([]string, len(roots))
	for i, root := range roots {
		dirs[i] = strings.TrimSuffix(filepath.Clean(root), "/") + "/"
	}
	slices.Sort(dirs) // what is below a directory stands right behind it
	for i := range len(dirs) - 1 {
		if strings.HasPrefix(dirs[i+1], dirs[i]) || dirs[i] == "./" {
			return true
		}
	}
	return false
}

func (r *run) walkAll(roots []string) {
	for _, path := range roots {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			r.send(step{file: file{path: path, root: r.fileRoot()}, isFile: true})
		} else {
			r.walk(nil, path, r.MaxLevels, r.dirRoot(path))
		}
	}
}

// send hands a step on, from the goroutine that walks.
func (r *run) send(s step) {
	if r.batch == nil {
		r.batch = r.newBatch()
	}
	r.batch.steps = append(r.batch.steps, s)
	if len(r.batch.steps) == batchSize {
		r.flush()
	}
}

func (r *run) newBatch() *batch {
	if b, ok := r.spare.Get().(*batch); ok {
		b.steps = b.steps[:0]
		return b
	}
	return &batch{steps: make([]step, 0, batchSize), done: make(chan struct{}, 1)}
}

func (r *run) flush() {
	if r.batch != nil {
		r.ordered <- r.batch
		r.work <- r.batch
		r.batch = nil
	}
}

func (r *run) report(s *step) {
	r.failed = r.failed || s.event.Kind == Failed
	if r.ctx.Err() == nil {
		r.Report(s.event)
	}
}

// do does the steps of batches as they come.
func (c *compileFile) do() {
	for b := range c.work {
		for i := range b.steps {
			if s := &b.steps[i]; s.isFile {
				if c.ctx.Err() == nil {
					c.compile(&s.event, s.file)
				}
				s.file.dir.release()
			}
		}
		b.done <- struct{}{}
	}
}
