package disasm

import (
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// maxRepr bounds the text of one constant: constants may share parts, so that
// some kilobytes of file are gigabytes of text.
const maxRepr = 2000

// Repr returns a constant as Python would write it, cut off after some lines'
// length.
func Repr(c *code.Const) string {
	b := appendRepr(nil, c)
	if len(b) > maxRepr {
		return string(b[:cut(b, maxRepr)]) + "..."
	}
	return string(b)
}

// cut returns the greatest length up to n that cuts no character in two.
func cut(b []byte, n int) int {
	for n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return n
}

// appendRepr appends at least the first maxRepr bytes.
func appendRepr(b []byte, c *code.Const) []byte {
	switch c.Kind {
	case code.None:
		return append(b, "None"...)
	case code.True:
		return append(b, "True"...)
	case code.False:
		return append(b, "False"...)
	case code.Ellipsis:
		return append(b, "Ellipsis"...)
	case code.Int:
		return appendInt(b, c)
	case code.Float:
		return appendFloat(b, c.Float)
	case code.Complex:
		return appendComplex(b, c.Float, c.Imag)
	case code.Str:
		return appendStr(b, c.Text)
	case code.Bytes:
		return appendBytes(append(b, 'b'), c.Text)
	case code.Tuple:
		b = appendItems(append(b, '('), c.Items)
		if len(c.Items) == 1 {
			b = append(b, ',')
		}
		return append(b, ')')
	case code.FrozenSet:
		return append(appendItems(append(b, "frozenset({"...), c.Items), "})"...)
	case code.Slice:
		return append(appendItems(append(b, "slice("...), c.Items), ')')
	case code.Code:
		b = append(b, "<code "...)
		b = append(b, c.Code.QualName.Text...)
		b = append(b, ", line "...)
		return append(strconv.AppendInt(b, int64(c.Code.FirstLine), 10), '>')
	}
	return b
}

func appendItems(b []byte, items []*code.Const) []byte {
	for i, item := range items {
		if len(b) > maxRepr {
			break
		}
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendRepr(b, item)
	}
	return b
}

// hexBits is the size from which integers stand in hexadecimal, which takes no
// time to work out.
const hexBits = 4096

func appendInt(b []byte, c *code.Const) []byte {
	switch {
	case c.Big == nil:
		return strconv.AppendInt(b, c.Int, 10)
	case c.Big.BitLen() > hexBits:
		if c.Big.Sign() < 0 {
			b = append(b, '-')
		}
		return append(append(b, "0x"...), c.Big.Text(16)...)
	}
	return c.Big.Append(b, 10)
}

// appendFloat writes the shortest digits that give the same number, as Python
// does: in scientific notation below 1e-4 and from 1e16 on.
func appendFloat(b []byte, f float64) []byte {
	switch {
	case math.IsInf(f, 1):
		return append(b, "inf"...)
	case math.IsInf(f, -1):
		return append(b, "-inf"...)
	case math.IsNaN(f):
		return append(b, "nan"...)
	}
	if abs := math.Abs(f); abs != 0 && (abs < 1e-4 || abs >= 1e16) {
		return strconv.AppendFloat(b, f, 'e', -1, 64)
	}
	start := len(b)
	b = strconv.AppendFloat(b, f, 'f', -1, 64)
	for _, c := range b[start:] {
		if c == '.' {
			return b
		}
	}
	return append(b, ".0"...)
}

func appendComplex(b []byte, re, im float64) []byte {
	if re == 0 && !math.Signbit(re) {
		return append(appendPart(b, im), 'j')
	}
	b = appendPart(append(b, '('), re)
	if !math.Signbit(im) || math.IsNaN(im) {
		b = append(b, '+')
	}
	return append(appendPart(b, im), "j)"...)
}

// appendPart writes a float without the .0 of whole numbers.
func appendPart(b []byte, f float64) []byte {
	b = appendFloat(b, f)
	if n := len(b); n > 2 && b[n-2] == '.' && b[n-1] == '0' {
		b = b[:n-2]
	}
	return b
}

func appendBytes(b []byte, s string) []byte {
	b = append(b, '\'')
	for i := 0; i < len(s) && len(b) <= maxRepr; i++ {
		if c := s[i]; c < utf8.RuneSelf {
			b = appendChar(b, rune(c))
		} else {
			b = appendHex(b, 'x', 2, rune(c))
		}
	}
	return append(b, '\'')
}

// appendStr writes text in which lone surrogates are three bytes each.
func appendStr(b []byte, s string) []byte {
	b = append(b, '\'')
	for len(s) > 0 && len(b) <= maxRepr {
		r, size := decodeRune(s)
		b = appendChar(b, r)
		s = s[size:]
	}
	return append(b, '\'')
}

func decodeRune(s string) (rune, int) {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 && len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 {
		return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return r, size
}

func appendChar(b []byte, r rune) []byte {
	switch r {
	case '\'', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	}
	switch {
	case r == ' ' || unicode.IsPrint(r) && r != utf8.RuneError:
		return utf8.AppendRune(b, r)
	case r > 0xFFFF:
		return appendHex(b, 'U', 8, r)
	case r > 0xFF:
		return appendHex(b, 'u', 4, r)
	}
	return appendHex(b, 'x', 2, r)
}

func appendHex(b []byte, letter byte, digits int, r rune) []byte {
	b = append(b, '\\', letter)
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[r>>shift&15])
	}
	return b
}
