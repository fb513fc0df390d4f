package compileall

import (
	"encoding/binary"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
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

// fewLooks is how many sources are looked at by one goroutine, beside the one that
// replays: to start more of them takes longer.
const fewLooks = 8

// few tells whether hardly a source must be looked at.
func (v *verified) few() bool { return len(slices.Concat(v.look...)) <= fewLooks }

// replayFew replays a snapshot in which hardly a source must be looked at.
func (r *run) replayFew(roots []string) {
	looked := make(chan *step, fewLooks)
	go func() {
		c := newCompileFile(r)
		for _, l := range slices.Concat(r.known.look...) {
			s := &step{file: file{path: l.path, root: r.dirRoot(roots[l.root], l.root)}, isFile: true}
			c.step(s)
			looked <- s
		}
	}()
	r.replay(r.known, roots, func(s *step) {
		if s.isFile {
			slot := s.slot
			s = <-looked
			s.slot = slot
		}
		r.report(s)
	})
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

// learnDevice finds out whether the states of files on a directory's device can be relied
// upon.
func (r *run) learnDevice(d *dir) {
	if _, known := r.devices.Load(d.state.device); !known {
		r.devices.Store(d.state.device, d.tellsChanges())
	}
}

// settledSum returns the sum of states, or zero if it could stay the same when one of
// the files changes after the run has begun.
func (r *run) settledSum(states ...fileState) stateSum {
	var sum stateSum
	for i := range states {
		s := &states[i]
		if reliable, known := r.devices.Load(s.device); !known || !reliable.(bool) || !s.settledAt(r.start) {
			return 0
		}
		sum = sum.add(s)
	}
	return sum
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

// replay emits what a walk would emit.
func (r *run) replay(v *verified, roots []string, emit func(*step)) {
	dirRoots := make([]*root, len(roots))
	for i, path := range roots {
		dirRoots[i] = r.dirRoot(path, i)
	}
	var reader tokenReader
	var s step
	for i, chunk := range v.snapshot.chunks {
		look := v.look[i]
		tokens, _ := reader.read(chunk)
		for place := range tokens {
			if r.ctx.Err() != nil {
				return
			}
			t := &tokens[place]
			s = step{event: Event{Path: t.path}, file: file{path: t.path, root: dirRoots[t.root]}}
			switch t.kind {
			case tokenDir:
				s.event.Kind = Listing
			case tokenLink:
				s.isLink = true
			case tokenOther:
				s.event.Kind = Skipped
			case tokenSource:
				s.event.Kind = UpToDate
				if len(look) > 0 && look[0].place == place {
					s.isFile, look = true, look[1:]
					s.slot = chunk[t.end-sumSize : t.end]
				}
			}
			emit(&s)
		}
	}
}

// patch takes the sum of a source that was looked at into the snapshot.
func (v *verified) patch(s *step) {
	if s.slot != nil && s.sum != 0 {
		binary.LittleEndian.PutUint64(s.slot, uint64(s.sum))
		v.patched = true
	}
}

// remember leaves a snapshot to the next run.
func (r *run) remember(roots []string) {
	if r.recorder == nil {
		return
	}
	defer r.recorder.discard()
	switch {
	case r.Check || r.sources < snapshotMin || r.ctx.Err() != nil:
	case r.compiled <= r.sources/4:
		r.save()
	case time.Since(r.start) > 10*tick:
		// Directories and bytecode are no longer as they were when the run came upon
		// them. It takes another one, which finds them settled and up to date. After a
		// run that was short, that is the user's next one.
		time.Sleep(tick + time.Millisecond)
		o := r.Options
		o.Check, o.Report = true, nil
		again := newRun(r.ctx, o)
		again.recorder.unfit = false
		defer again.recorder.discard()
		if _, err := again.all(roots); err == nil {
			again.save()
		}
	}
}

// save saves the snapshot if there is anything new in it.
func (r *run) save() {
	switch {
	case r.known == nil:
		r.recorder.save()
	case r.known.patched:
		r.known.snapshot.save(r.Snapshot)
	}
}
