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
	root int      // the number of the root
	path []byte   // until the next token is read
	sum  stateSum // for tokenDir and tokenSource
	end  int      // where it ends in the chunk, behind the sum
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
	data, err := readFile(path)
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

// tokenReader reads the tokens of one chunk after the other. It keeps its memory: a
// piece for each path would take longer than all the rest.
type tokenReader struct {
	token
	chunk []byte
}

// reset goes to the beginning of a chunk.
func (r *tokenReader) reset(chunk []byte) {
	r.chunk = chunk
	r.path, r.end = r.path[:0], 0
}

// next reads a token. It returns false at the end of the chunk, or before what is none.
func (r *tokenReader) next() bool {
	var numbers [3]uint64
	rest := r.chunk[r.end:]
	for i := range numbers {
		n, size := binary.Uvarint(rest)
		if size <= 0 {
			return false
		}
		numbers[i], rest = n, rest[size:]
	}
	kind, shared, length := numbers[0], numbers[1], numbers[2]
	if shared > uint64(len(r.path)) || length > uint64(len(rest)) {
		return false
	}
	r.kind, r.root = tokenKind(kind%uint64(tokenKinds)), int(kind/uint64(tokenKinds))
	r.path = append(r.path[:shared], rest[:length]...)
	rest = rest[length:]
	if r.kind.hasSum() {
		if len(rest) < sumSize {
			return false
		}
		r.sum = stateSum(binary.LittleEndian.Uint64(rest))
		rest = rest[sumSize:]
	}
	r.end = len(r.chunk) - len(rest)
	return true
}

// atEnd tells whether all of the chunk has been read.
func (r *tokenReader) atEnd() bool { return r.end == len(r.chunk) }
