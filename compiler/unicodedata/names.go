package unicodedata

import (
	_ "embed"
	"encoding/binary"
	"strings"
)

// nameRules says how a CPython reads the names that are computed from the
// character: Hangul syllables and ideographs.
type nameRules uint8

const (
	// exactNames: upper case only, and a number may have a leading zero.
	exactNames nameRules = iota
	// looseNames: any case as with other names, the number as in the character's own name,
	// Tangut ideographs too.
	looseNames
)

// names is what gen/names.go packed: the sorted names and aliases, and an index
// of every blockSize-th.
//
//go:embed names.bin
var names string

const blockSize = 16

// longestName is more than any name has.
const longestName = 128

// LookupName returns the character that a name or alias in \N{...} stands for.
// Named sequences are none.
func (d *Data) LookupName(name string) (rune, bool) {
	if len(name) >= longestName {
		return 0, false
	}
	var buf [longestName]byte
	upper := appendUpper(buf[:0], name)
	computed := name
	if d.names == looseNames {
		computed = string(upper)
	}
	if rest, ok := strings.CutPrefix(computed, "HANGUL SYLLABLE "); ok {
		return syllable(rest)
	}
	if rest, ok := strings.CutPrefix(computed, "CJK UNIFIED IDEOGRAPH-"); ok {
		return d.ideograph(rest, unifiedRuns[:])
	}
	if rest, ok := strings.CutPrefix(computed, "TANGUT IDEOGRAPH-"); ok && d.names == looseNames {
		return d.ideograph(rest, tangutRuns[:])
	}
	value, ok := lookupListed(upper)
	return rune(value >> 3), ok && value&7 <= d.index
}

func appendUpper(buf []byte, name string) []byte {
	for i := range len(name) {
		c := name[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		buf = append(buf, c)
	}
	return buf
}

// ideograph returns the character whose number stands in a name.
func (d *Data) ideograph(number string, runs []uint32) (rune, bool) {
	if len(number) != 4 && len(number) != 5 {
		return 0, false
	}
	var r rune
	for i := range len(number) {
		switch c := number[i]; {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	if d.names == looseNames && number[0] == '0' {
		return 0, false
	}
	return r, d.has(runs, r)
}

// lookupListed returns what names.bin says of a name.
func lookupListed(name []byte) (value uint32, ok bool) {
	count := int(binary.LittleEndian.Uint32([]byte(names[:4])))
	blocks := (count + blockSize - 1) / blockSize
	body := names[4+4*blocks:]
	block := func(i int) string {
		at := 4 + 4*i
		return body[binary.LittleEndian.Uint32([]byte(names[at:at+4])):]
	}
	low, high := 0, blocks
	for high-low > 1 {
		mid := int(uint(low+high) >> 1)
		head := block(mid)
		if head[2:2+head[1]] <= string(name) {
			low = mid
		} else {
			high = mid
		}
	}
	return scanBlock(block(low), min(blockSize, count-low*blockSize), name)
}

// scanBlock looks for a name among the n of a block.
func scanBlock(block string, n int, name []byte) (value uint32, ok bool) {
	matched := 0 // how many bytes of name the entry in front has, at most its length
	for ; n > 0; n-- {
		shared, rest := int(block[0]), int(block[1])
		suffix := block[2 : 2+rest]
		if shared < matched {
			return 0, false // sorted behind all that begin so
		}
		if shared == matched {
			k := sharedPrefix(name[matched:], suffix)
			if k == rest && matched+k == len(name) {
				v := block[2+rest : 5+rest]
				return uint32(v[0]) | uint32(v[1])<<8 | uint32(v[2])<<16, true
			}
			matched += k
		}
		block = block[5+rest:]
	}
	return 0, false
}

func sharedPrefix(a []byte, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
