package disasm

import "strconv"

// Location is what the location table says of an instruction. Lines count from
// 1, columns are bytes from 0; a column is -1 if it is not known, and Line is -1
// if nothing is.
type Location struct {
	Line, EndLine, Col, EndCol int
}

var noLocation = Location{-1, -1, -1, -1}

// String returns line:col-endline:endcol, with less where less is known.
func (l Location) String() string {
	switch {
	case l.Line < 0:
		return "-"
	case l.Col < 0:
		return strconv.Itoa(l.Line)
	}
	return strconv.Itoa(l.Line) + ":" + strconv.Itoa(l.Col) + "-" +
		strconv.Itoa(l.EndLine) + ":" + strconv.Itoa(l.EndCol)
}

// The kinds of entries of the location table (CPython: Objects/locations.md,
// _PyCodeLocationInfoKind).
const (
	kindOneLine0  = 10
	kindNoColumns = 13
	kindLong      = 14
	kindNone      = 15
)

// locations decodes a location table to one Location for each of n code units.
// Units that a damaged table does not reach have none.
func locations(table string, firstLine, n int) []Location {
	units := make([]Location, n)
	for i := range units {
		units[i] = noLocation
	}
	r := tableReader{table: table}
	line, unit := firstLine, 0
	for !r.end() && unit < n {
		first := r.byte()
		var loc Location
		loc, line = r.location(int(first>>3&15), line)
		for range int(first&7) + 1 {
			if unit < n {
				units[unit] = loc
			}
			unit++
		}
	}
	return units
}

// tableReader reads location and exception tables.
type tableReader struct {
	table string
	pos   int
}

func (r *tableReader) end() bool { return r.pos >= len(r.table) }

func (r *tableReader) byte() byte {
	if r.end() {
		return 0
	}
	r.pos++
	return r.table[r.pos-1]
}

// location reads what follows an entry's first byte, and returns the line from
// which the next entry counts as well.
func (r *tableReader) location(kind, line int) (Location, int) {
	switch {
	case kind == kindNone:
		return noLocation, line
	case kind == kindLong:
		line += r.signed()
		endLine := line + r.unsigned()
		col := r.unsigned() - 1
		return Location{line, endLine, col, r.unsigned() - 1}, line
	case kind == kindNoColumns:
		line += r.signed()
		return Location{line, line, -1, -1}, line
	case kind >= kindOneLine0:
		line += kind - kindOneLine0
		col := int(r.byte())
		return Location{line, line, col, int(r.byte())}, line
	}
	b := int(r.byte())
	col := kind<<3 | b>>4
	return Location{line, line, col, col + b&15}, line
}

// unsigned reads six bits a byte, least first, bit 6 set on all but the last.
func (r *tableReader) unsigned() int {
	n := 0
	for shift := 0; shift < 36; shift += 6 {
		b := r.byte()
		n |= int(b&0x3F) << shift
		if b&0x40 == 0 {
			break
		}
	}
	return n
}

// signed reads a number with its sign in the lowest bit.
func (r *tableReader) signed() int {
	n := r.unsigned()
	if n&1 != 0 {
		return -(n >> 1)
	}
	return n >> 1
}
