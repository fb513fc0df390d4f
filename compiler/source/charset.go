package source

import (
	_ "embed"
	"encoding/binary"
	"strings"
	"sync"
	"unicode/utf8"
)

// packedCharsets are the two-byte character sets that gen/charsets.py wrote, in
// the form that it describes.
//
//go:embed charsets.bin
var packedCharsets string

// charset is a two-byte character set: what cell(lead, trail) stands for, 0 for
// nothing, or two characters, see appendCell.
type charset [1 << 15]rune

func cell(lead, trail byte) int { return int(lead&0x7F)<<8 | int(trail) }

// The sets, unpacked when first used. Those of ISO 2022 are in their form of EUC,
// with the high bits set.
var (
	jisx0208  = unpacked("jisx0208")
	jisx0212  = unpacked("jisx0212")
	jisx0213a = unpacked("jisx0213_1") // JIS X 0213:2004, plane 1
	jisx0213b = unpacked("jisx0213_2")
	cp932     = unpacked("cp932") // what it has beside jisx0208
	cp949     = unpacked("cp949")
	johab     = unpacked("johab")
	gbk       = unpacked("gbk")
	gb2312    = unpacked("gb2312")
	gb18030   = unpacked("gb18030")
	big5      = unpacked("big5")
	cp950     = unpacked("cp950")
	big5hkscs = unpacked("big5hkscs")
)

func unpacked(name string) func() *charset {
	return sync.OnceValue(func() *charset { return unpack(name) })
}

// unpack returns a set of packedCharsets.
func unpack(name string) *charset {
	var names []string
	for rest := packedCharsets; ; {
		end := strings.IndexByte(rest, 0)
		names = append(names, rest[:end])
		base, size := rest[end+1], int(binary.LittleEndian.Uint32([]byte(rest[end+2:end+6])))
		packed := rest[end+6 : end+6+size]
		if rest[:end] != name {
			rest = rest[end+6+size:]
			continue
		}
		set := new(charset)
		if base > 0 {
			set = unpack(names[base-1])
		}
		set.apply([]byte(inflate(packed)))
		return set
	}
}

// apply changes cells: pairs of how many to leave, and the next one's value as the
// difference from one more than that of the one changed before.
func (s *charset) apply(changes []byte) {
	at, last := 0, rune(0)
	for len(changes) > 0 {
		skip, n := binary.Uvarint(changes)
		delta, m := binary.Uvarint(changes[n:])
		changes = changes[n+m:]
		at += int(skip)
		if delta&1 == 0 {
			last += 1 + rune(delta>>1)
		} else {
			last += 1 - rune(delta>>1)
		}
		s[at] = last
		at++
	}
}

// seconds are the second characters of cells that stand for two.
var seconds = [...]rune{0x309A, 0x300, 0x301, 0x2E5, 0x2E9, 0x304, 0x30C}

// appendCell appends what a cell stands for.
func appendCell(out []byte, v rune) []byte {
	const two = 1 << 21
	if v&two == 0 {
		return utf8.AppendRune(out, v)
	}
	out = utf8.AppendRune(out, v&0xFFFF)
	return utf8.AppendRune(out, seconds[v>>16&7])
}
