// Package execution carries out actions: those whose outputs are not what they
// should be, each with its declared inputs only.
package execution

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/analysis"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/cache"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/console"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/flock"
)

// Executor carries out actions in a workspace.
type Executor struct {
	Root      string // of the workspace
	OutputDir string // relative to Root
	Cache     *cache.Cache
	Console   *console.Console
	Jobs      int
	KeepGoing bool

	// InProcess does what the compiler does, without starting it, with relative
	// paths taken from dir. Nil: it is started.
	InProcess func(dir string, args []string, stderr io.Writer) int
}

// Stats says what a build did.
type Stats struct {
	Actions  int // all
	UpToDate int // whose outputs were there
	Cached   int // taken from the cache
	Executed int // commands that ran
	Written  int // files written and copied, which is not worth caching
	Failed   int
	Skipped  int // not tried, since another failed
}

// ErrFailed says that actions failed; the console has told which.
var ErrFailed = errors.New("the build failed")

// run is one build.
type run struct {
	*Executor
	state    *state
	tmp      string
	outputs  map[*analysis.File]Digest
	mu       sync.Mutex // of outputs, stats and the nodes' counters
	stats    Stats
	ctx      context.Context
	stop     context.CancelFunc
	toolOnce sync.Once
	toolSum  Digest
	toolErr  error
	warnOnce sync.Once
	idle     []*sandbox // that can be used again; under mu
}

// node is an action in the graph of a build.
type node struct {
	action  *analysis.Action
	waiting int // for so many actions that make its inputs
	users   []*node
	failed  bool // itself or one below
}

// Build makes files.
func (e *Executor) Build(ctx context.Context, files []*analysis.File) (Stats, error) {
	nodes := graph(files)
	out := filepath.Join(e.Root, e.OutputDir)
	if err := os.MkdirAll(out, 0o777); err != nil {
		return Stats{}, err
	}
	unlock, err := flock.Lock(filepath.Join(out, ".lock"), func() {
		e.Console.Print("pyc build: waiting for another build in this workspace")
	})
	if err != nil {
		return Stats{}, err
	}
	defer unlock()
	tmp := filepath.Join(out, ".tmp")
	os.RemoveAll(tmp) // of a build that was killed
	r := &run{Executor: e, state: readState(filepath.Join(out, ".state")), tmp: tmp, outputs: map[*analysis.File]Digest{}}
	r.ctx, r.stop = context.WithCancel(ctx)
	defer r.stop()
	e.Console.Start(len(nodes))
	r.all(nodes)
	os.RemoveAll(tmp)
	r.stats.Actions = len(nodes)
	if err := r.state.write(); err != nil {
		e.Console.Print("pyc build: the next build starts anew: " + err.Error())
	}
	if ctx.Err() != nil {
		return r.stats, context.Cause(ctx)
	}
	if r.stats.Failed > 0 {
		return r.stats, ErrFailed
	}
	return r.stats, nil
}

// graph returns the actions that files need, in an order in which they could be
// carried out.
func graph(files []*analysis.File) []*node {
	var nodes []*node
	byAction := map[*analysis.Action]*node{}
	var visit func(f *analysis.File) *node
	visit = func(f *analysis.File) *node {
		if f.Action == nil {
			return nil
		}
		if n := byAction[f.Action]; n != nil {
			return n
		}
		n := &node{action: f.Action}
		byAction[f.Action] = n
		below := map[*node]bool{}
		for _, input := range f.Action.Inputs {
			if maker := visit(input); maker != nil && !below[maker] {
				below[maker] = true
				maker.users = append(maker.users, n)
				n.waiting++
			}
		}
		nodes = append(nodes, n)
		return n
	}
	for _, f := range files {
		visit(f)
	}
	return nodes
}

// Actions returns the actions that files need, in the order of the graph.
func Actions(files []*analysis.File) []*analysis.Action {
	var actions []*analysis.Action
	for _, n := range graph(files) {
		actions = append(actions, n.action)
	}
	return actions
}

// all carries out the actions of a graph, several at once.
func (r *run) all(nodes []*node) {
	ready := make(chan *node, len(nodes))
	left := len(nodes)
	if left == 0 {
		return
	}
	for _, n := range nodes {
		if n.waiting == 0 {
			ready <- n
		}
	}
	var workers sync.WaitGroup
	for range min(r.Jobs, len(nodes)) {
		workers.Go(func() {
			for n := range ready {
				r.one(n)
				r.mu.Lock()
				for _, user := range n.users {
					user.failed = user.failed || n.failed
					if user.waiting--; user.waiting == 0 {
						ready <- user
					}
				}
				if left--; left == 0 {
					close(ready)
				}
				r.mu.Unlock()
			}
		})
	}
	workers.Wait()
}

// one carries out an action, and counts how.
func (r *run) one(n *node) {
	if n.failed || r.ctx.Err() != nil {
		n.failed = true
		r.count(&r.stats.Skipped)
		return
	}
	how, err := r.try(n)
	if err != nil {
		n.failed = true
		if r.ctx.Err() != nil && !errors.As(err, new(*exitError)) {
			r.count(&r.stats.Skipped) // killed with the build
			return
		}
		r.count(&r.stats.Failed)
		r.Console.Print(r.failure(n.action, err))
		if !r.KeepGoing {
			r.stop()
		}
		return
	}
	r.count(how)
	r.Console.Step(n.action.Progress)
}

func (r *run) count(counter *int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*counter++
}

// try carries out an action and returns the counter for the way in which it was
// done.
func (r *run) try(n *node) (how *int, err error) {
	key, err := r.lockedKey(n)
	if err != nil {
		return nil, err
	}
	if digests, ok := r.state.upToDate(r.Root, paths(n.action), key); ok {
		r.record(n.action, digests)
		return &r.stats.UpToDate, nil
	}
	if n.action.Kind != analysis.Run {
		return &r.stats.Written, r.direct(n, key)
	}
	if result, ok := r.Cache.Get(key); ok && len(result.Outputs) == len(n.action.Outputs) {
		r.warnings(result.Stderr)
		return &r.stats.Cached, r.install(n, key, result)
	}
	result, err := r.execute(n.action)
	if err != nil {
		return nil, err
	}
	r.warnings(result.Stderr)
	if err := r.Cache.Put(key, result); err != nil {
		r.warnOnce.Do(func() { r.Console.Print("pyc build: results are not kept in the cache: " + err.Error()) })
	}
	return &r.stats.Executed, r.install(n, key, result)
}

func (r *run) warnings(text []byte) {
	if len(text) > 0 {
		r.Console.Print(string(text))
	}
}

func paths(a *analysis.Action) []string {
	list := make([]string, len(a.Outputs))
	for i, f := range a.Outputs {
		list[i] = f.Path
	}
	return list
}

// record notes the digests of outputs for the actions that read them.
func (r *run) record(a *analysis.Action, digests []Digest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, f := range a.Outputs {
		r.outputs[f] = digests[i]
	}
}

// failure says what failed, where it comes from, how to try it alone and what
// may help.
func (r *run) failure(a *analysis.Action, err error) string {
	text := fmt.Sprintf("pyc build: %v: %s: %v", a.Owner, a.Progress, err)
	var exit *exitError
	if !errors.As(err, &exit) {
		return text + "\n"
	}
	text = fmt.Sprintf("pyc build: %v: %s failed: %v\n%s", a.Owner, a.Progress, err, exit.stderr)
	text += "  To run it alone, from the root of the workspace:\n    " + commandLine(a) + "\n"
	if a.Mnemonic == "PyCompile" {
		text += "  If the file is not meant for this Python, take it out of srcs, or set on_error = \"skip\" on the py_bytecode target.\n"
	}
	return text
}

// lockedKey is key; outputs are read under the lock.
func (r *run) lockedKey(n *node) (Digest, error) {
	r.mu.Lock()
	inputs := make(map[*analysis.File]Digest)
	for _, f := range n.action.Inputs {
		if f.Action != nil {
			inputs[f] = r.outputs[f]
		}
	}
	r.mu.Unlock()
	return r.key(n, inputs)
}
