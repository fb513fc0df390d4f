package compileall

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// verified is a snapshot in which all directories are still as they were.
type verified struct {
	snapshot *snapshot
	look     [][]look // for each chunk, the sources that must be looked at, in order
	patched  bool     // a sum is new
}

// look is a source that must be looked at: the token at a place in a chunk.
type look struct {
	place int
	path  string
	root  int
}

// verify compares all that is in the snapshot of an earlier run with what the system
// says of it now. It returns nil if there is no snapshot or any directory has changed.
func (r *run) verify(roots []string) *verified {
	if r.recorder == nil {
		return nil
	}
	s := loadSnapshot(r.Snapshot)
	if s == nil {
		return nil
	}
	v := &verified{snapshot: s, look: make([][]look, len(s.chunks))}
	var next atomic.Int64
	var failed atomic.Bool
	var verifiers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		verifiers.Go(func() {
			c := verifier{compileFile: newCompileFile(r), roots: roots}
			for !failed.Load() && r.ctx.Err() == nil {
				i := int(next.Add(1) - 1)
				if i >= len(s.chunks) {
					return
				}
				var ok bool
				if v.look[i], ok = c.chunk(s.chunks[i]); !ok {
					failed.Store(true)
				}
			}
		})
	}
	verifiers.Wait()
	if failed.Load() || r.ctx.Err() != nil {
		return nil
	}
	return v
}

// verifier verifies chunks.
type verifier struct {
	*compileFile
	roots  []string
	reader tokenReader
	stater stater
	dirs   []*dir // that are open, each but the first in the one before
}

// chunk returns the sources to look at, and whether the directories are as they were.
func (v *verifier) chunk(chunk []byte) (looks []look, ok bool) {
	defer v.leave(0)
	tokens, ok := v.reader.read(chunk)
	for i := range tokens {
		t := &tokens[i]
		if t.root >= len(v.roots) || !strings.HasPrefix(t.path, v.roots[t.root]) {
			return nil, false
		}
		switch t.kind {
		case tokenDir:
			if !v.enter(t.path, t.sum) {
				return nil, false
			}
		case tokenLink:
			if state, err := v.parent(t.path).stat(t.path); err != nil || !state.mode.IsDir() {
				return nil, false
			}
		case tokenSource:
			if d := v.parent(t.path); t.sum == 0 || v.sum(d, t.path) != t.sum {
				if state, err := d.stat(t.path); err == nil && state.mode.IsDir() {
					return nil, false // a symlink that leads elsewhere now
				}
				looks = append(looks, look{i, t.path, t.root})
			}
		}
	}
	return looks, ok
}

// enter opens a directory and tells whether its state has a sum.
func (v *verifier) enter(path string, sum stateSum) bool {
	d, err := openDir(v.parent(path), path, lookUpOnly)
	if err != nil {
		return false
	}
	v.dirs = append(v.dirs, d)
	v.learnDevice(d)
	return stateSum(0).add(&d.state) == sum
}

// parent returns the directory in which a path is, or nil if it is not open.
func (v *verifier) parent(path string) *dir {
	for n := len(v.dirs); n > 0; n-- {
		if d := v.dirs[n-1]; strings.HasPrefix(path, d.prefix) {
			return d
		}
		v.leave(n - 1)
	}
	return nil
}

// leave closes all directories but the first n.
func (v *verifier) leave(n int) {
	for _, d := range v.dirs[n:] {
		d.release()
	}
	v.dirs = v.dirs[:n]
}

// sum returns the sum of the states of a source and its bytecode.
func (v *verifier) sum(d *dir, path string) stateSum {
	var sum stateSum
	v.looked = v.appendOutputs(append(v.looked[:0], path), path)
	for _, path := range v.looked {
		state, ok := v.stater.stat(d, path)
		if !ok {
			return 0
		}
		sum = sum.add(&state)
	}
	return sum
}
