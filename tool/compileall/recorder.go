package compileall

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"os"
	"path/filepath"
	"strings"
)

// recorder writes the snapshot of the steps of a run. What it holds in memory does not
// grow with the tree.
type recorder struct {
	target string   // the file to be replaced
	file   *os.File // beside it, with what is no longer in data; nil if that is nothing
	sum    hash.Hash
	data   []byte
	chunk  int    // where the last chunk begins in data
	path   string // of the last token
	tokens int
	unfit  bool // no snapshot can stand for this run
}

// recorderData is how much is held in memory.
const recorderData = 64 << 10

func newRecorder(target string) *recorder { return &recorder{target: target, sum: sha256.New()} }

// add takes a step that has been done.
func (rec *recorder) add(s *step) {
	e := &s.event
	rec.unfit = rec.unfit || e.BadStrip != nil || s.file.root.isFile || e.Kind == CannotList ||
		e.Kind == Listing && s.sum == 0 && !s.isLink
	switch {
	case rec.unfit:
		rec.discard()
	case s.isLink:
		rec.token(tokenLink, s)
	case e.Kind == Listing:
		rec.token(tokenDir, s)
	case e.Kind == Skipped && !strings.HasSuffix(e.Path, ".py"):
		rec.token(tokenOther, s)
	default:
		rec.token(tokenSource, s)
	}
}

func (rec *recorder) token(kind tokenKind, s *step) {
	if rec.tokens%chunkTokens == 0 {
		rec.endChunk()
		rec.data = append(rec.data, make([]byte, chunkHeader)...)
		rec.chunk, rec.path = len(rec.data), ""
	}
	rec.tokens++
	rec.data = appendToken(rec.data, rec.path, kind, s.file.root.number, s.event.Path, s.sum)
	rec.path = s.event.Path
}

func (rec *recorder) endChunk() {
	if rec.chunk == 0 {
		return
	}
	binary.LittleEndian.PutUint32(rec.data[rec.chunk-chunkHeader:], uint32(len(rec.data)-rec.chunk))
	rec.chunk = 0
	if len(rec.data) >= recorderData {
		rec.flush()
	}
}

// flush writes what is in memory. If that fails there is no snapshot.
func (rec *recorder) flush() {
	rec.sum.Write(rec.data)
	if err := rec.write(); err != nil {
		rec.unfit = true
		rec.discard()
	}
	rec.data = rec.data[:0]
}

func (rec *recorder) write() (err error) {
	if rec.file == nil {
		dir, name := filepath.Split(rec.target)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if rec.file, err = os.CreateTemp(dir, name+".*"); err != nil {
			return err
		}
		if _, err := rec.file.Write(make([]byte, snapshotHeader)); err != nil {
			return err
		}
	}
	_, err = rec.file.Write(rec.data)
	return err
}

// save puts the snapshot in its place.
func (rec *recorder) save() {
	defer rec.discard()
	if rec.unfit {
		return
	}
	rec.endChunk()
	if rec.flush(); rec.unfit {
		return
	}
	header := rec.sum.Sum([]byte(snapshotMagic))
	if _, err := rec.file.WriteAt(header, 0); err != nil {
		return
	}
	name := rec.file.Name()
	if rec.file.Close() == nil && os.Rename(name, rec.target) == nil {
		rec.file = nil
	}
}

// discard removes what has been written.
func (rec *recorder) discard() {
	if rec.file != nil {
		rec.file.Close()
		os.Remove(rec.file.Name())
		rec.file = nil
	}
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
