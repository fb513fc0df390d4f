package source

import "sync"

// nextGB18030 decodes GB 18030:2000: one, two or four bytes.
func nextGB18030(in []byte) (rune, int, multibyteError) {
	switch {
	case in[0] < 0x80:
		return rune(in[0]), 1, 0
	case len(in) < 2:
		return 0, 0, incomplete
	case in[1] < '0' || in[1] > '9':
		return lookup(gb18030(), in)
	case len(in) < 4:
		return 0, 0, incomplete
	}
	a, b, c, d := int(in[0])-0x81, int(in[1])-'0', int(in[2])-0x81, int(in[3])-'0'
	if a < 0 || a > 0x7D || c < 0 || c > 0x7D || d < 0 || d > 9 {
		return 0, 0, 1
	}
	n := a*12600 + b*1260 + c*10 + d
	const astral = 15 * 12600 // where U+10000 stands
	switch bmp := gb18030BMP(); {
	case n < len(bmp):
		return rune(bmp[n]), 4, 0
	case n >= astral && n-astral < 0x100000:
		return rune(0x10000 + n - astral), 4, 0
	}
	return 0, 0, 1
}

// gb18030BMP are the characters of four bytes below U+10000, in order: all but
// ASCII that have no two bytes.
var gb18030BMP = sync.OnceValue(func() []uint16 {
	var two [0x10000]bool
	for _, v := range gb18030() {
		two[v] = true
	}
	var bmp []uint16
	for c := 0x80; c < 0x10000; c++ {
		if !two[c] && (c < 0xD800 || c > 0xDFFF) {
			bmp = append(bmp, uint16(c))
		}
	}
	return bmp
})

// nextEUCKR decodes EUC-KR. It is cp949 without its additions, and with
// syllables spelled out in eight bytes (KS X 1001:1998, annex 3).
func nextEUCKR(in []byte) (rune, int, multibyteError) {
	if in[0] < 0x80 {
		return rune(in[0]), 1, 0
	}
	if len(in) < 2 {
		return 0, 0, incomplete
	}
	if in[0] == 0xA4 && in[1] == 0xD4 {
		return spelledSyllable(in)
	}
	if in[0] < 0xA1 || in[1] < 0xA1 {
		return 0, 0, 1
	}
	return lookup(cp949(), in)
}

// Which leading consonant and which tail the compatibility jamo from A4 A1 on are,
// plus one; 0 for none.
const (
	jamoLeads = "\x01\x02\x00\x03\x00\x00\x04\x05\x06\x00\x00\x00\x00\x00\x00\x00\x07\x08\x09\x00\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13"
	jamoTails = "\x02\x03\x04\x05\x06\x07\x08\x00\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x00\x13\x14\x15\x16\x17\x00\x18\x19\x1a\x1b\x1c"
)

func spelledSyllable(in []byte) (rune, int, multibyteError) {
	if len(in) < 8 {
		return 0, 0, incomplete
	}
	if in[2] != 0xA4 || in[4] != 0xA4 || in[6] != 0xA4 {
		return 0, 0, 1
	}
	lead, vowel, tail := jamo(jamoLeads, in[3]), int(in[5])-0xBF, jamo(jamoTails, in[7])
	if in[7] == 0xD4 {
		tail = 0
	}
	if lead < 0 || vowel < 0 || vowel > 20 || tail < 0 {
		return 0, 0, 1
	}
	return rune(0xAC00 + (lead*21+vowel)*28 + tail), 8, 0
}

// jamo returns an entry of jamoLeads or jamoTails, or -1.
func jamo(table string, c byte) int {
	if i := int(c) - 0xA1; i >= 0 && i < len(table) {
		return int(table[i]) - 1
	}
	return -1
}
