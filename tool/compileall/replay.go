package compileall

import (
	"encoding/binary"
	"slices"
	"time"
)

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
