package disasm

import "fmt"

// Handler is an entry of the exception table: what happens if an instruction
// from Start up to End, both offsets in bytes, raises.
type Handler struct {
	Start, End, Target int
	Depth              int  // how much of the stack stays
	Lasti              bool // whether the offset of the raising instruction is pushed
}

// String returns the entry as module dis does.
func (h Handler) String() string {
	lasti := ""
	if h.Lasti {
		lasti = " lasti"
	}
	return fmt.Sprintf("%d to %d -> %d [%d]%s", h.Start, h.End, h.Target, h.Depth, lasti)
}

// handlers decodes an exception table (CPython: Objects/exception_handling_notes.txt).
func handlers(table string) []Handler {
	r := tableReader{table: table}
	var list []Handler
	for !r.end() {
		start := r.bigEndian()
		length := r.bigEndian()
		target := r.bigEndian()
		depth := r.bigEndian()
		list = append(list, Handler{
			Start: start * unitSize, End: (start + length) * unitSize, Target: target * unitSize,
			Depth: depth >> 1, Lasti: depth&1 != 0,
		})
	}
	return list
}

// bigEndian reads six bits a byte, most significant first, bit 6 set on all but
// the last.
func (r *tableReader) bigEndian() int {
	n := 0
	for range 6 {
		b := r.byte()
		n = n<<6 | int(b&0x3F)
		if b&0x40 == 0 {
			break
		}
	}
	return n
}
