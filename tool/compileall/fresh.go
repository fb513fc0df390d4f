package compileall

import (
	"bytes"
	"encoding/binary"
	"os"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
)

// freshness tells whether bytecode is up to date. CPython looks at the magic
// number and the time stamp only; here the size of the source, the invalidation
// mode and the co_filename count as well, and a file that is checked by hash is
// compared by hash. The optimisation level needs no look: it is in the name, or,
// in the legacy layout, nowhere.
type freshness struct {
	header []byte // that an up-to-date file has
	name   []byte // the co_filename in marshal's form
	buf    [readSize]byte

	record bool
	states []fileState // if to be recorded: of the source, and of the outputs before they were read
}

// readSize is how much of a file is searched at once for the co_filename. It
// stands behind the constants of the first function, so nearly always in the
// first piece.
const readSize = 4096

// all tells whether all outputs of a source are up to date. The source is in a state
// and would be compiled with a co_filename.
func (f *freshness) all(r *run, outputs []string, source file, coFilename string, state *fileState) bool {
	if err := f.expect(r, source.path, state); err != nil {
		return false
	}
	f.name = appendMarshalName(f.name[:0], coFilename)
	f.states = append(f.states[:0], *state)
	for _, path := range outputs {
		if !f.matches(source.dir, path) {
			return false
		}
	}
	return len(outputs) > 0 && (!r.Legacy || len(outputs) == 1)
}

// expect makes the header that an up-to-date file has.
func (f *freshness) expect(r *run, source string, state *fileState) error {
	var src []byte
	if r.Mode != pyc.TimestampMode {
		var err error
		if src, err = os.ReadFile(source); err != nil {
			return err
		}
	}
	f.header = pyc.AppendHeader(f.header[:0], r.Target, r.Mode, state.timestamp(), src)
	return nil
}

// matches tells whether a file begins with the header and holds the co_filename.
func (f *freshness) matches(d *dir, path string) bool {
	file, err := d.open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	if f.record {
		state, _ := file.stat() // a state that is not known does not settle
		f.states = append(f.states, state)
	}
	n, err := file.Read(f.buf[:])
	if err != nil || !bytes.HasPrefix(f.buf[:n], f.header) {
		return false
	}
	for n > 0 && err == nil {
		if bytes.Contains(f.buf[:n], f.name) {
			return true
		}
		// The name may have begun in this piece and go on in the next.
		kept := copy(f.buf[:], f.buf[max(0, n-len(f.name)+1):n])
		if kept == len(f.buf) {
			return false
		}
		n, err = file.Read(f.buf[kept:])
		if n > 0 {
			n += kept
		}
	}
	return false
}

// appendMarshalName appends what marshal writes for a string behind its type
// code: the length, in one byte or four, and the text.
func appendMarshalName(b []byte, name string) []byte {
	ascii := true
	for i := 0; i < len(name); i++ {
		ascii = ascii && name[i] < 0x80
	}
	if ascii && len(name) < 256 {
		b = append(b, byte(len(name)))
	} else {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(name)))
	}
	return append(b, name...)
}
