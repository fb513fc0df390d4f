package compileall

import (
	"context"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

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
	caller    context.Context
	ctx       context.Context // the caller's, once there is a source to look at
	optLevels []int
	start     time.Time
	sources   int // that were reported, and how many of them were compiled
	compiled  int
	failed    bool

	known     *verified               // what an earlier run has left, or nil
	recorder  *recorder               // or nil
	devices   sync.Map                // from device numbers to bool, see learnDevice
	compilers chan *compiler.Compiler // those that are idle
	batch     *batch                  // being filled
	spare     sync.Pool               // of *batch
	ordered   chan *batch
	work      chan *batch
}

// step is an event, or a file that one will be made of.
type step struct {
	event  Event
	file   file
	isFile bool
	isLink bool     // a symlink to a directory: no event
	sum    stateSum // for the snapshot, or zero
	slot   []byte   // of the sum in the snapshot, or nil
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
	moreDoers = 2  // than cores, to have work for these while others wait for the disk
)

func newRun(ctx context.Context, o Options) *run {
	r := &run{Options: o, caller: ctx, ctx: context.Background(), optLevels: o.levels(), start: time.Now()}
	if o.Report == nil {
		r.Report = func(Event) {}
	}
	// A source whose symlinks lead elsewhere may be in the same state.
	if o.Snapshot != "" && !o.Force && o.LimitSymlinks == "" {
		r.recorder = newRecorder(o.Snapshot)
		r.recorder.unfit = o.Check // which writes nothing
	}
	r.compilers = make(chan *compiler.Compiler, max(o.Workers, 1))
	for range cap(r.compilers) {
		r.compilers <- &compiler.Compiler{}
	}
	return r
}

func (r *run) all(roots []string) (bool, error) {
	walk := func(emit func(*step)) { (&walker{run: r, emit: emit}).all(roots) }
	if r.known = r.verify(roots); r.known != nil {
		looks := r.known.looks()
		if len(looks) > 0 {
			r.ctx = r.caller
		}
		walk = func(emit func(*step)) { r.replay(r.known, roots, emit) }
		if len(looks) <= fewLooks {
			r.replayFew(looks, roots)
			return r.outcome()
		}
	}
	r.ctx = r.caller
	r.ordered = make(chan *batch, window)
	r.work = make(chan *batch, window)
	var doers sync.WaitGroup
	for range r.doers(roots) {
		doers.Go(newCompileFile(r).do)
	}
	go func() {
		defer close(r.ordered)
		defer close(r.work)
		walk(r.send)
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
	return r.outcome()
}

func (r *run) outcome() (bool, error) {
	err := r.ctx.Err()
	return !r.failed && err == nil, err
}

// doers returns how many goroutines do steps. It is one if a single worker may come
// upon a file twice, since it must then see what it has written.
func (r *run) doers(roots []string) int {
	if r.Workers <= 1 && overlap(roots) {
		return 1
	}
	return max(r.Workers, runtime.GOMAXPROCS(0)) + moreDoers
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

// send hands a step on, from the goroutine that walks.
func (r *run) send(s *step) {
	if r.batch == nil {
		r.batch = r.newBatch()
	}
	r.batch.steps = append(r.batch.steps, *s)
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
	switch {
	case r.known != nil:
		r.known.patch(s)
	case r.recorder != nil:
		r.recorder.add(s)
	}
	if s.isLink {
		return
	}
	r.count(&s.event)
	if r.ctx.Err() == nil {
		r.Report(s.event)
	}
}

func (r *run) count(e *Event) {
	switch e.Kind {
	case Compiled, Stale:
		r.sources++
		r.compiled++
		if r.recorder != nil && r.compiled > 1000 && r.compiled > r.sources/4 {
			r.recorder.unfit = true // there is no point in going on
		}
	case UpToDate:
		r.sources += e.Count
	case Failed:
		r.sources++
		r.failed = true
	}
}

// do does the steps of batches as they come.
func (c *compileFile) do() {
	for b := range c.work {
		for i := range b.steps {
			c.step(&b.steps[i])
		}
		b.done <- struct{}{}
	}
}

func (c *compileFile) step(s *step) {
	if !s.isFile {
		return
	}
	if c.ctx.Err() == nil {
		c.compile(s)
	}
	s.file.dir.release()
}
