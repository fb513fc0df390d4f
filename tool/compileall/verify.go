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
	dirs   []*dir // that are open, each but the first in the one before
}

// chunk verifies a chunk and tells whether the directories are as they were.
func (v *verifier) chunk(chunk []byte, c *verifiedChunk) bool {
	defer v.leave(0)
	t := &v.reader
	for t.reset(chunk); t.next(); {
		if t.root >= len(v.roots) || !hasPrefix(t.path, v.roots[t.root]) {
			return false
		}
		switch t.kind {
		case tokenDir:
			path := string(t.path)
			if !v.enter(path, t.sum) {
				return false
			}
			c.found = append(c.found, found{tokenDir, path, t.root, t.end})
		case tokenLink:
			if !v.isDir(v.parent(t.path), t.path) {
				return false
			}
		case tokenOther:
			c.skipped++
		case tokenSource:
			d := v.parent(t.path)
			switch {
			case t.sum != 0 && v.sum(d, t.path) == t.sum:
				c.upToDate++
			case v.isDir(d, t.path):
				return false // a symlink that leads elsewhere now
			default:
				c.found = append(c.found, found{tokenSource, string(t.path), t.root, t.end})
			}
		}
	}
	return t.atEnd()
}

func (v *verifier) isDir(d *dir, path []byte) bool {
	state, ok := v.stater.stat(d, path)
	return ok && state.mode.IsDir()
}

// enter opens a directory and tells whether its state has a sum.
func (v *verifier) enter(path string, sum stateSum) bool {
	d, err := openDir(v.parent([]byte(path)), path, lookUpOnly)
	if err != nil {
		return false
	}
	v.dirs = append(v.dirs, d)
	v.learnDevice(d)
	return stateSum(0).add(&d.state) == sum
}

// parent returns the directory in which a path is. It opens that of the first path in a
// chunk that begins in the midst of a directory, which has been compared, or will be, with
// another chunk. It returns nil for what is to be found from the working directory.
func (v *verifier) parent(path []byte) *dir {
	for n := len(v.dirs); n > 0; n-- {
		if d := v.dirs[n-1]; hasPrefix(path, d.prefix) {
			return d
		}
		v.leave(n - 1)
	}
	slash := bytes.LastIndexByte(path, '/')
	if slash <= 0 {
		return nil
	}
	d, err := openDir(nil, string(path[:slash]), lookUpOnly)
	if err != nil {
		return nil
	}
	v.dirs = append(v.dirs, d)
	return d
}

// leave closes all directories but the first n.
func (v *verifier) leave(n int) {
	for _, d := range v.dirs[n:] {
		d.release()
	}
	v.dirs = v.dirs[:n]
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
