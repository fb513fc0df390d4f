package main

import (
	"encoding/binary"
	"slices"
	"strings"
)

// blockSize is how many names share one entry of the index.
const blockSize = 16

type entry struct {
	name  string
	value uint32 // character<<3 | since
}

// packNames returns the text of names.bin:
//
//	number of names, four bytes
//	offset of each block of 16 names from the end of this index, four bytes each
//	the names, sorted. Each is: how many bytes it shares with the one in front in its
//	block, how many follow, these, and character<<3 | since in three bytes
//
// All numbers are little-endian. Names that are computed are not in it.
func (u *ucd) packNames() []byte {
	names := u.names()
	index := binary.LittleEndian.AppendUint32(nil, uint32(len(names)))
	var body []byte
	for i, e := range names {
		shared := 0
		if i%blockSize == 0 {
			index = binary.LittleEndian.AppendUint32(index, uint32(len(body)))
		} else {
			shared = sharedPrefix(names[i-1].name, e.name)
		}
		body = append(body, byte(shared), byte(len(e.name)-shared))
		body = append(body, e.name[shared:]...)
		body = append(body, byte(e.value), byte(e.value>>8), byte(e.value>>16))
	}
	return append(index, body...)
}

func (u *ucd) names() []entry {
	var all []entry
	add := func(name string, r rune, since int) {
		all = append(all, entry{name, uint32(r)<<3 | uint32(since)})
	}
	for r := rune(0); r <= maxRune; r++ {
		if c := u.chars[r]; c != nil && c.name[0] != '<' {
			add(c.name, r, u.since(r))
		}
	}
	for _, a := range u.aliases {
		since := u.since(a.char)
		if v, ok := laterAlias[a.name]; ok {
			since = sinceOf(v)
		}
		add(a.name, a.char, since)
	}
	slices.SortFunc(all, func(x, y entry) int { return strings.Compare(x.name, y.name) })
	return all
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
