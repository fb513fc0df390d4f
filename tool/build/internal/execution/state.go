package execution

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
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
	for len(data) > 0 {
		path, k, rest, ok := cutKnown(data)
		if !ok {
			return &state{file: file, files: map[string]known{}}
		}
		s.files[path] = k
		data = rest
	}
	return s
}

// appendKnown writes one entry: the length of the path, the path, and the values.
// (Package encoding/gob would cost every start of the program 0.2 ms.)
func appendKnown(b []byte, path string, k *known) []byte {
	b = binary.AppendUvarint(b, uint64(len(path)))
	b = append(b, path...)
	for _, n := range [...]uint64{uint64(k.Stamp.Size), uint64(k.Stamp.Mtime), uint64(k.Stamp.Ctime), k.Stamp.Inode} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	b = append(b, k.Digest[:]...)
	return append(b, k.Key[:]...)
}

// knownSize is the length of an entry behind the path.
const knownSize = 4*8 + 2*sha256.Size

func cutKnown(data []byte) (path string, k known, rest []byte, ok bool) {
	length, n := binary.Uvarint(data)
	if n <= 0 || uint64(len(data)-n) < length || uint64(len(data)-n)-length < knownSize {
		return "", k, nil, false
	}
	path, data = string(data[n:n+int(length)]), data[n+int(length):]
	number := func(i int) uint64 { return binary.LittleEndian.Uint64(data[8*i:]) }
	k.Stamp = stamp{int64(number(0)), int64(number(1)), int64(number(2)), number(3)}
	copy(k.Digest[:], data[4*8:])
	copy(k.Key[:], data[4*8+sha256.Size:])
	return path, k, data[knownSize:], true
}

func (s *state) write() error {
	if !s.changed {
		return nil
	}
	b := make([]byte, sha256.Size, 1<<16)
	for path, k := range s.files {
		b = appendKnown(b, path, &k)
	}
	sum := sha256.Sum256(b[sha256.Size:])
	copy(b, sum[:])
	return atomicfile.Write(s.file, b, 0o666)
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
