package assemble

import "github.com/rules-pyc/rules_pyc/compiler/ast"

// The kinds of entries in the location table (CPython: Objects/locations.md and
// _PyCodeLocationInfoKind). Each entry begins with a byte that holds the high bit,
// the kind, and the number of code units less one.
const (
	oneLine0  = 10 // and two more: 0 to 2 lines on, both columns in a byte each
	noColumns = 13
	longForm  = 14
	noneForm  = 15
)

// maxUnits is the greatest number of code units that an entry covers.
const maxUnits = 8

// location adds entries for some code units with the same location.
func (w *writer) location(span *ast.Span, units int32) {
	for ; units > maxUnits; units -= maxUnits {
		w.locationEntry(span, maxUnits)
	}
	if units > 0 {
		w.locationEntry(span, units)
	}
}

func (w *writer) locationEntry(span *ast.Span, units int32) {
	if span.Line < 0 {
		w.start(noneForm, units)
		return
	}
	delta := span.Line - w.line
	w.line = span.Line
	col, end := span.Col, span.EndCol
	oneLine := span.EndLine == span.Line
	switch {
	case col < 0 || end < 0:
		if oneLine || span.EndLine == -1 {
			w.start(noColumns, units)
			w.signed(delta)
			return
		}
	case !oneLine:
	case delta == 0 && col < 80 && end-col < 16 && end >= col:
		w.start(byte(col>>3), units)
		w.lines = append(w.lines, byte(col&7<<4|(end-col)))
		return
	case delta >= 0 && delta < 3 && col < 128 && end < 128:
		w.start(byte(oneLine0+delta), units)
		w.lines = append(w.lines, byte(col), byte(end))
		return
	}
	w.start(longForm, units)
	w.signed(delta)
	w.varint(uint32(span.EndLine - span.Line))
	w.varint(uint32(col + 1))
	w.varint(uint32(end + 1))
}

func (w *writer) start(kind byte, units int32) {
	w.lines = append(w.lines, 0x80|kind<<3|byte(units-1))
}

// varint writes six bits a byte, the low ones first; a further bit says that more
// follow.
func (w *writer) varint(n uint32) {
	for n >= 64 {
		w.lines = append(w.lines, 64|byte(n&63))
		n >>= 6
	}
	w.lines = append(w.lines, byte(n))
}

// signed writes a number with its sign in the lowest bit.
func (w *writer) signed(n int32) {
	if n < 0 {
		w.varint(uint32(-n)<<1 | 1)
	} else {
		w.varint(uint32(n) << 1)
	}
}
