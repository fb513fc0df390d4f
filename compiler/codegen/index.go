package codegen

// index maps small numbers (identifiers, the IDs of constants) to indexes. It is an
// array, so that looking up costs no hashing, and it is cleared without touching
// the array: an entry counts only if it bears the present stamp.
type index struct {
	entries []indexEntry
	stamp   int32
}

type indexEntry struct{ stamp, value int32 }

// get returns the value of a key.
func (x *index) get(key int32) (value int32, ok bool) {
	if int(key) >= len(x.entries) {
		return 0, false
	}
	e := x.entries[key]
	return e.value, e.stamp == x.stamp+1
}

// set gives a key a value.
func (x *index) set(key, value int32) {
	if int(key) >= len(x.entries) {
		grown := make([]indexEntry, max(64, int(key)+int(key)/2))
		copy(grown, x.entries)
		x.entries = grown
	}
	x.entries[key] = indexEntry{x.stamp + 1, value}
}

// cleared returns the index without any keys; x must not be used any more.
func (x *index) cleared() index { return index{x.entries, x.stamp + 1} }
