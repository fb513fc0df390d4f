package compileall

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"os"
	"path/filepath"

	"github.com/rules-pyc/rules_pyc/tool/atomicfile"
)

// snapshot is what a run came upon below its roots, in the order of its events, with a
// sum of the states of each directory, and of each source and its bytecode. It is what
// git's index is to a work tree: as long as the sums are the same, nobody has changed
// anything, so that nothing needs to be listed, opened or read.
//
// Its tokens stand in chunks, which can be read independently.
type snapshot struct {
	data   []byte   // as it is in the file
	chunks [][]byte // parts of data
}

// token is one thing in a snapshot.
type token struct {
	kind tokenKind
	path string
	root int      // the number of the root
	sum  stateSum // for tokenDir and tokenSource
	end  int      // where it ends in the chunk, behind the sum

	length int // of the path
}

type tokenKind byte

// The kinds of tokens.
const (
	tokenDir    tokenKind = iota // a directory that was listed
	tokenLink                    // a symlink to a directory, which is not entered
	tokenSource                  // a Python source; the sum is zero if it must be looked at
	tokenOther                   // a file that is left out for its name
	tokenKinds
)

const (
	// snapshotMagic begins the file; another format needs another one. The checksum of
	// what follows it is next, then each chunk behind its length.
	snapshotMagic  = "pyc compileall snapshot 1\n"
	snapshotHeader = len(snapshotMagic) + sha256.Size
	chunkHeader    = 4
	// snapshotMin is how many sources make a snapshot worth having: below, to look at
	// all of them takes no time beside the start of a process.
	snapshotMin = 100
	chunkTokens = 128
	sumSize     = 8 // of a stateSum
)

// loadSnapshot reads a snapshot. It returns nil if there is none that is whole.
func loadSnapshot(path string) *snapshot {
	data, err := os.ReadFile(path)
	rest, ok := bytes.CutPrefix(data, []byte(snapshotMagic))
	if err != nil || !ok || len(rest) < sha256.Size || sha256.Sum256(rest[sha256.Size:]) != [sha256.Size]byte(rest) {
		return nil
	}
	s := &snapshot{data: data}
	for rest = rest[sha256.Size:]; len(rest) > 0; {
		if len(rest) < chunkHeader || uint64(len(rest)-chunkHeader) < uint64(binary.LittleEndian.Uint32(rest)) {
			return nil
		}
		end := chunkHeader + int(binary.LittleEndian.Uint32(rest))
		s.chunks = append(s.chunks, rest[chunkHeader:end])
		rest = rest[end:]
	}
	return s
}

// save replaces the snapshot at path, in a directory that it makes. It is of no
// consequence if that fails.
func (s *snapshot) save(path string) {
	sum := sha256.Sum256(s.data[snapshotHeader:])
	copy(s.data[len(snapshotMagic):], sum[:])
	os.MkdirAll(filepath.Dir(path), 0o700)
	atomicfile.Write(path, s.data, 0o600)
}

// A token is its kind and its root in one number, how much of its path is that of the
// token before, how long the rest is, the rest, and a sum.

// appendToken appends a token; previous is the path of the one before in the chunk.
func appendToken(chunk []byte, previous string, kind tokenKind, root int, path string, sum stateSum) []byte {
	shared := 0
	for shared < len(path) && shared < len(previous) && path[shared] == previous[shared] {
		shared++
	}
	chunk = binary.AppendUvarint(chunk, uint64(root)*uint64(tokenKinds)+uint64(kind))
	chunk = binary.AppendUvarint(chunk, uint64(shared))
	chunk = binary.AppendUvarint(chunk, uint64(len(path)-shared))
	chunk = append(chunk, path[shared:]...)
	if kind.hasSum() {
		chunk = binary.LittleEndian.AppendUint64(chunk, uint64(sum))
	}
	return chunk
}

func (k tokenKind) hasSum() bool { return k == tokenDir || k == tokenSource }

// tokenReader keeps memory from one chunk to the next.
type tokenReader struct {
	tokens []token
	paths  []byte // of all tokens, one behind the other
}

// read returns the tokens of a chunk, until it reads the next one. It returns false if
// the chunk is none.
func (r *tokenReader) read(chunk []byte) (tokens []token, ok bool) {
	if r.tokens == nil {
		r.tokens = make([]token, 0, chunkTokens)
		r.paths = make([]byte, 0, 8<<10)
	}
	r.tokens, r.paths = r.tokens[:0], r.paths[:0]
	previous := 0 // where the path before begins
	for rest := chunk; len(rest) > 0; {
		var t token
		start := len(r.paths)
		if rest, ok = r.token(&t, rest, previous); !ok {
			return nil, false
		}
		t.end = len(chunk) - len(rest)
		r.tokens = append(r.tokens, t)
		previous = start
	}
	// All paths are parts of one string: a piece of memory for each would take longer
	// than all the rest.
	all, start := string(r.paths), 0
	for i := range r.tokens {
		t := &r.tokens[i]
		end := start + t.length
		t.path = all[start:end]
		start = end
	}
	return r.tokens, true
}

// token reads a token but for its path, which it appends to those before; the last of
// them begins at previous.
func (r *tokenReader) token(t *token, rest []byte, previous int) (_ []byte, ok bool) {
	var numbers [3]uint64
	for i := range numbers {
		n, size := binary.Uvarint(rest)
		if size <= 0 {
			return nil, false
		}
		numbers[i], rest = n, rest[size:]
	}
	kind, shared, length := numbers[0], numbers[1], numbers[2]
	if shared > uint64(len(r.paths)-previous) || length > uint64(len(rest)) {
		return nil, false
	}
	t.kind, t.root = tokenKind(kind%uint64(tokenKinds)), int(kind/uint64(tokenKinds))
	t.length = int(shared + length)
	r.paths = append(r.paths, r.paths[previous:previous+int(shared)]...)
	r.paths = append(r.paths, rest[:length]...)
	rest = rest[length:]
	if t.kind.hasSum() {
		if len(rest) < sumSize {
			return nil, false
		}
		t.sum = stateSum(binary.LittleEndian.Uint64(rest))
		rest = rest[sumSize:]
	}
	return rest, true
}
