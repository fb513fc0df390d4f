package compileall

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"os"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
)

// freshness tells whether bytecode is up to date. CPython looks at the magic
// number and the time stamp only; here the size of the source, the invalidation
// mode and the co_filename count as well, and a file that is checked by hash is
// compared by hash. The optimisation level needs no look: it is in the name, or,
// in the legacy layout, nowhere.
type freshness struct {
	buf  []byte
	name []byte
}

// firstRead is how much of a file is read to find the co_filename. It stands
// behind the constants of the first function, so nearly always in here.
const firstRead = 4096

func (f *freshness) all(r *run, outputs []string, source, coFilename string, info fs.FileInfo) bool {
	want, err := f.header(r, source, info)
	if err != nil {
		return false
	}
	f.name = appendMarshalName(f.name[:0], coFilename)
	for _, path := range outputs {
		if !f.matches(path, want) {
			return false
		}
	}
	return len(outputs) > 0 && (!r.Legacy || len(outputs) == 1)
}

// header is the header that an up-to-date file has.
func (f *freshness) header(r *run, source string, info fs.FileInfo) ([]byte, error) {
	var src []byte
	if r.Mode != pyc.TimestampMode {
		var err error
		if src, err = os.ReadFile(source); err != nil {
			return nil, err
		}
	}
	stamp := pyc.Timestamp{Mtime: info.ModTime().Unix(), Size: info.Size()}
	return pyc.AppendHeader(nil, r.Target, r.Mode, stamp, src), nil
}

// matches tells whether a file begins with a header and holds the co_filename.
func (f *freshness) matches(path string, header []byte) bool {
	if f.buf == nil {
		f.buf = make([]byte, firstRead)
	}
	n, err := readHead(path, f.buf)
	if err != nil {
		return false
	}
	head := f.buf[:n]
	if !bytes.HasPrefix(head, header) {
		return false
	}
	if bytes.Contains(head[len(header):], f.name) {
		return true
	}
	if n < firstRead {
		return false
	}
	whole, err := os.ReadFile(path)
	return err == nil && bytes.Contains(whole, f.name)
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
