package compileall

import (
	"bytes"
	"runtime"
	"sync"
	"sync/atomic"
)

// verified is a snapshot in which all directories are still as they were.
type verified struct {
	snapshot *snapshot
	chunks   []verifiedChunk
	patched  bool // a sum is new
}

// verifiedChunk is what there is to say of a chunk of the snapshot.
type verifiedChunk struct {
	found    []found // in order
	upToDate int     // sources
	skipped  int     // other files
}

// found is a token that is worth an event of its own: a directory, or a source that must
// be looked at.
type found struct {
	kind tokenKind
	path string
	root int
	end  int // of the token in the chunk
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
	v := &verified{snapshot: s, chunks: make([]verifiedChunk, len(s.chunks))}
	var next atomic.Int64
	var failed atomic.Bool
	verify := func() {
		c := verifier{run: r, roots: roots}
		for !failed.Load() {
			i := int(next.Add(1) - 1)
			if i >= len(s.chunks) {
				return
			}
			if !c.chunk(s.chunks[i], &v.chunks[i]) {
				failed.Store(true)
			}
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(s.chunks)) - 1 {
		others.Go(verify)
	}
	verify()
	others.Wait()
	if failed.Load() {
		return nil
	}
	return v
}

// verifier verifies chunks.
type verifier struct {
	*run
	roots  []string
	reader tokenReader
	stater stater
	output []byte // the path of bytecode
	base   *dir   // from which paths are looked up, or nil
	below  int    // how many of the sources that were last looked up are not in base itself
}

// fewBelow is for how many sources of a directory it takes longer to open it than to have
// the system find the way to them from the one above.
const fewBelow = 8

// chunk verifies a chunk and tells whether the directories are as they were.
func (v *verifier) chunk(chunk []byte, c *verifiedChunk) bool {
	defer v.leave()
	t := &v.reader
	for t.reset(chunk); t.next(); {
		if t.root >= len(v.roots) || !hasPrefix(t.path, v.roots[t.root]) {
			return false
		}
		switch t.kind {
		case tokenDir:
			v.below = 0
			if state, ok := v.stater.stat(v.near(t.path), t.path); !ok || !v.learnDeviceOf(&state, t.path) || stateSum(0).add(&state) != t.sum {
				return false
			}
			c.found = append(c.found, found{tokenDir, string(t.path), t.root, t.end})
		case tokenLink:
			if !v.isDir(t.path) {
				return false
			}
		case tokenOther:
			c.skipped++
		case tokenSource:
			v.below++
			switch {
			case t.sum != 0 && v.sum(v.near(t.path), t.path) == t.sum:
				c.upToDate++
			case v.isDir(t.path):
				return false // a symlink that leads elsewhere now
			default:
				c.found = append(c.found, found{tokenSource, string(t.path), t.root, t.end})
			}
		}
	}
	return t.atEnd()
}

func (v *verifier) isDir(path []byte) bool {
	state, ok := v.stater.stat(v.near(path), path)
	return ok && state.mode.IsDir()
}

// learnDeviceOf learns of a directory's device, and tells whether it could.
func (v *verifier) learnDeviceOf(state *fileState, path []byte) bool {
	if _, ok := v.devices.Load(state.device); ok {
		return true
	}
	d, err := openDir(nil, string(path), lookUpOnly)
	if err != nil {
		return false
	}
	defer d.release()
	v.learnDevice(d)
	return true
}

// near returns a directory above a path from which to look it up: the one in which it is,
// or, for the first few paths, a directory above that one which is open. It returns nil for
// what is to be found from the working directory.
func (v *verifier) near(path []byte) *dir {
	if v.base != nil && hasPrefix(path, v.base.prefix) {
		rest := path[len(v.base.prefix):]
		if v.below <= fewBelow || bytes.IndexByte(rest, '/') < 0 {
			return v.base
		}
	}
	v.leave()
	slash := bytes.LastIndexByte(path, '/')
	if slash <= 0 {
		return nil
	}
	if d, err := openDir(nil, string(path[:slash]), lookUpOnly); err == nil {
		v.base = d
	}
	return v.base
}

// leave closes what is open.
func (v *verifier) leave() {
	v.base.release()
	v.base, v.below = nil, 0
}

// sum returns the sum of the states of a source and its bytecode, or zero.
func (v *verifier) sum(d *dir, path []byte) stateSum {
	state, ok := v.stater.stat(d, path)
	if !ok {
		return 0
	}
	sum := stateSum(0).add(&state)
	for _, level := range v.optLevels {
		v.output = appendOutput(v.output[:0], v.run, path, level)
		if state, ok = v.stater.stat(d, v.output); !ok {
			return 0
		}
		sum = sum.add(&state)
	}
	return sum
}

func hasPrefix(path []byte, prefix string) bool {
	return len(path) >= len(prefix) && string(path[:len(prefix)]) == prefix
}
