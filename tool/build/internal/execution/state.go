package execution

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/rules-pyc/rules_pyc/tool/atomicfile"
)

// Digest is the SHA-256 of a file's content.
type Digest = [sha256.Size]byte

// stamp is what tells that a file is still the same without reading it.
type stamp struct {
	Size, Mtime, Ctime int64
	Inode              uint64
}

// known is what is remembered of a file.
type known struct {
	Stamp  stamp
	Digest Digest
	Key    Digest // of an output: the key of the action that made it
}

// state remembers the files of a workspace between builds.
type state struct {
	file    string
	mu      sync.Mutex
	files   map[string]known
	changed bool
}

// readState reads the state from a file. A state that is absent or cannot be
// read is an empty one: it saves work, and no more.
func readState(file string) *state {
	s := &state{file: file, files: map[string]known{}}
	data, err := os.ReadFile(file)
	if err != nil || len(data) < sha256.Size {
		return s
	}
	sum, data := data[:sha256.Size], data[sha256.Size:]
	if actual := sha256.Sum256(data); !bytes.Equal(sum, actual[:]) {
		return s
	}
	var files map[string]known
	if gob.NewDecoder(bytes.NewReader(data)).Decode(&files) == nil && files != nil {
		s.files = files
	}
	return s
}

func (s *state) write() error {
	if !s.changed {
		return nil
	}
	b := bytes.NewBuffer(make([]byte, sha256.Size, 1<<16))
	if err := gob.NewEncoder(b).Encode(s.files); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes()[sha256.Size:])
	copy(b.Bytes(), sum[:])
	return atomicfile.Write(s.file, b.Bytes(), 0o666)
}

func (s *state) get(path string) (known, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.files[path]
	return k, ok
}

func (s *state) set(path string, k known) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[path] = k
	s.changed = true
}

// settled is how old a change must be before a stamp tells all: a file may
// change twice within one tick of the file system's clock.
const settled = 50 * time.Millisecond

// sourceDigest returns the digest of a source.
func (s *state) sourceDigest(root, path string) (Digest, error) {
	full := filepath.Join(root, path)
	info, err := os.Stat(full)
	if err != nil {
		return Digest{}, err
	}
	st := stampOf(info)
	if k, ok := s.get(path); ok && k.Stamp == st {
		return k.Digest, nil
	}
	data, err := os.ReadFile(full)
	if err != nil {
		return Digest{}, err
	}
	digest := sha256.Sum256(data)
	if time.Since(time.Unix(0, max(st.Mtime, st.Ctime))) > settled {
		s.set(path, known{Stamp: st, Digest: digest})
	}
	return digest, nil
}

// upToDate returns the digests of an action's outputs if they are those that the
// action with this key made.
func (s *state) upToDate(root string, outputs []string, key Digest) ([]Digest, bool) {
	digests := make([]Digest, len(outputs))
	for i, path := range outputs {
		k, ok := s.get(path)
		if !ok || k.Key != key {
			return nil, false
		}
		info, err := os.Lstat(filepath.Join(root, path))
		if err != nil || !info.Mode().IsRegular() || stampOf(info) != k.Stamp {
			return nil, false
		}
		digests[i] = k.Digest
	}
	return digests, true
}

// made remembers an output that was just written.
func (s *state) made(root, path string, digest, key Digest) error {
	info, err := os.Lstat(filepath.Join(root, path))
	if err != nil {
		return err
	}
	s.set(path, known{stampOf(info), digest, key})
	return nil
}
