// Package unicodedata knows characters as the Python versions do: each has the
// tables of one version of Unicode, and so has each Data (CPython:
// Modules/unicodedata.c, Objects/unicodectype.c). The tables live in the binary's
// read-only data and are searched where they lie, so that they cost nothing
// before somebody asks. Callers settle ASCII on their own.
package unicodedata

//go:generate go run ./gen -ucd /usr/share/unicode

// Data is the knowledge of one Python version. It is immutable.
type Data struct {
	version string
	index   uint32 // into all; the since of the tables
	// names tells how \N{...} reads the names that are computed.
	names nameRules
}

// all are the versions in the order of the tables' since.
var all = [...]Data{
	{"14.0.0", 0, exactNames}, // 3.11
	{"15.0.0", 1, exactNames}, // 3.12
	{"15.1.0", 2, looseNames}, // 3.13
	{"16.0.0", 3, looseNames}, // 3.14
	{"17.0.0", 4, looseNames}, // 3.15
}

// For returns the data of a version of Unicode, such as "15.1.0", or nil if there
// are none.
func For(version string) *Data {
	for i := range all {
		if all[i].version == version {
			return &all[i]
		}
	}
	return nil
}

// IsIDStart tells whether an identifier may begin with r: XID_Start or "_".
func (d *Data) IsIDStart(r rune) bool {
	return r == '_' || d.has(startRuns[:], r)
}

// IsIDContinue tells whether an identifier may go on with r: XID_Continue.
func (d *Data) IsIDContinue(r rune) bool { return d.has(continueRuns[:], r) }

// IsPrintable is Python's str.isprintable for one character.
func (d *Data) IsPrintable(r rune) bool { return d.has(printableRuns[:], r) }

// Width returns how many columns of a terminal r takes, 0 to 2: what Python 3.15
// goes by when it marks an error (Lib/traceback.py).
func (d *Data) Width(r rune) int {
	switch {
	case r < 0x80:
		return 1
	case d.has(zeroWidthRuns[:], r):
		return 0
	case d.has(wideRuns[:], r):
		return 2
	}
	return 1
}

// IsIdentifier is Python's str.isidentifier.
func (d *Data) IsIdentifier(s string) bool {
	for i, r := range s {
		if i == 0 && !d.IsIDStart(r) || !d.IsIDContinue(r) {
			return false
		}
	}
	return s != ""
}

func (d *Data) assigned(r rune) bool { return d.has(assignedRuns[:], r) }

// has tells whether r has the property of a table of runs in this version.
func (d *Data) has(runs []uint32, r rune) bool {
	return runs[find(runs, uint32(r)<<4|0xF)]&0xF <= d.index
}

// find returns the index of the last number that is not over limit. The first
// number is not.
func find(numbers []uint32, limit uint32) int {
	low, high := 0, len(numbers)
	for high-low > 1 {
		if mid := int(uint(low+high) >> 1); numbers[mid] <= limit {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}
