package compileall

import (
	"encoding/binary"
	"time"
)

// fewLooks is how many sources are looked at by one goroutine, beside the one that
// replays: to start more of them takes longer.
const fewLooks = 8

// looks returns the sources that must be looked at.
func (v *verified) looks() (looks []found) {
	for i := range v.chunks {
		for _, f := range v.chunks[i].found {
			if f.kind == tokenSource {
				looks = append(looks, f)
			}
		}
	}
	return looks
}

// replayFew replays a snapshot in which hardly a source must be looked at.
func (r *run) replayFew(looks []found, roots []string) {
	looked := make(chan *step, fewLooks)
	if len(looks) > 0 {
		go func() {
			c := newCompileFile(r)
			for _, f := range looks {
				s := &step{file: file{path: f.path, root: r.dirRoot(roots[f.root], f.root)}, isFile: true}
				c.step(s)
				looked <- s
			}
		}()
	}
	r.replay(r.known, roots, func(s *step) {
		if s.isFile {
			slot := s.slot
			s = <-looked
			s.slot = slot
		}
		r.report(s)
	})
}

// replay emits what a walk would emit, but for single events of what is as it was.
func (r *run) replay(v *verified, roots []string, emit func(*step)) {
	dirRoots := make([]*root, len(roots))
	for i, path := range roots {
		dirRoots[i] = r.dirRoot(path, i)
	}
	var s step
	for i := range v.chunks {
		if r.ctx.Err() != nil {
			return
		}
		c := &v.chunks[i]
		for _, f := range c.found {
			s = step{event: Event{Kind: Listing, Path: f.path}, file: file{path: f.path, root: dirRoots[f.root]}}
			if f.kind == tokenSource {
				s.isFile = true
				s.slot = v.snapshot.chunks[i][f.end-sumSize : f.end]
			}
			emit(&s)
		}
		for _, e := range []Event{{Kind: UpToDate, Count: c.upToDate}, {Kind: Skipped, Count: c.skipped}} {
			if e.Count > 0 {
				s = step{event: e}
				emit(&s)
			}
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
		again := newRun(r.caller, o)
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
