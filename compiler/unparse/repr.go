package unparse

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// ErrTooManyDigits is the ValueError of an integer that is too long to be written
// in decimal (CPython: sys.get_int_max_str_digits).
var ErrTooManyDigits = errors.New("Exceeds the limit (4300 digits) for integer string conversion; " +
	"use sys.set_int_max_str_digits() to increase the limit")

const maxDigits = 4300

// infinity is what stands for inf in an annotation: a literal that overflows to it.
const infinity = "1e309"

// constant writes a constant as it can stand in a source.
func (w *writer) constant(c *code.Const) {
	switch c.Kind {
	case code.Ellipsis:
		w.str("...")
	case code.Tuple:
		w.items(c.Items, w.constant)
	case code.Float, code.Complex:
		start := len(w.buf)
		w.repr(c)
		text := strings.ReplaceAll(string(w.buf[start:]), "inf", infinity)
		w.buf = append(w.buf[:start], text...)
	default:
		w.repr(c)
	}
}

func (w *writer) items(items []*code.Const, item func(*code.Const)) {
	w.byte('(')
	for i, c := range items {
		w.commaIf(i > 0)
		item(c)
	}
	w.strIf(len(items) == 1, ",")
	w.byte(')')
}

// repr writes Python's repr of a constant.
func (w *writer) repr(c *code.Const) {
	switch c.Kind {
	case code.None:
		w.str("None")
	case code.True:
		w.str("True")
	case code.False:
		w.str("False")
	case code.Ellipsis:
		w.str("Ellipsis")
	case code.Int:
		w.intRepr(c)
	case code.Float:
		w.floatRepr(c.Float, true)
	case code.Complex:
		w.complexRepr(c)
	case code.Str:
		w.strRepr(c.Text)
	case code.Bytes:
		w.bytesRepr(c.Text)
	case code.Tuple:
		w.items(c.Items, w.repr)
	case code.FrozenSet:
		w.frozenSetRepr(c)
	}
}

func (w *writer) intRepr(c *code.Const) {
	if c.Big == nil {
		w.buf = strconv.AppendInt(w.buf, c.Int, 10)
		return
	}
	// A number is not converted if its bits alone show that it is far too long.
	if tooLong(c.Big) {
		w.err = ErrTooManyDigits
		return
	}
	w.buf = c.Big.Append(w.buf, 10)
}

func tooLong(n *big.Int) bool {
	const bitsPerDigit = 3.3219280948873626
	if bits := n.BitLen(); float64(bits) < bitsPerDigit*(maxDigits-1) || float64(bits) > bitsPerDigit*(maxDigits+1) {
		return float64(bits) > bitsPerDigit*maxDigits
	}
	return len(new(big.Int).Abs(n).String()) > maxDigits
}

// floatRepr writes a float with the fewest digits that read back as the same. point
// asks for a ".0" where there would be neither a point nor an exponent.
func (w *writer) floatRepr(f float64, point bool) {
	switch {
	case math.IsNaN(f):
		w.str("nan")
		return
	case math.IsInf(f, 0):
		w.strIf(f < 0, "-")
		w.str("inf")
		return
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-4 || abs >= 1e16) {
		format = 'e'
	}
	start := len(w.buf)
	w.buf = strconv.AppendFloat(w.buf, f, format, -1, 64)
	if point && format == 'f' && !strings.Contains(string(w.buf[start:]), ".") {
		w.str(".0")
	}
}

func (w *writer) complexRepr(c *code.Const) {
	if c.Float == 0 && !math.Signbit(c.Float) {
		w.floatRepr(c.Imag, false)
		w.byte('j')
		return
	}
	w.byte('(')
	w.floatRepr(c.Float, false)
	w.strIf(!math.Signbit(c.Imag) || math.IsNaN(c.Imag), "+")
	w.floatRepr(c.Imag, false)
	w.str("j)")
}

func (w *writer) frozenSetRepr(c *code.Const) {
	w.str("frozenset(")
	if len(c.Items) > 0 {
		w.byte('{')
		for i, item := range c.Items {
			w.commaIf(i > 0)
			w.repr(item)
		}
		w.byte('}')
	}
	w.byte(')')
}

// quote returns the quotes for a text: single ones, unless it has those and no
// double ones.
func quote(s string) byte {
	if strings.IndexByte(s, '\'') >= 0 && strings.IndexByte(s, '"') < 0 {
		return '"'
	}
	return '\''
}

const hexDigits = "0123456789abcdef"

func (w *writer) bytesRepr(s string) {
	q := quote(s)
	w.byte('b')
	w.byte(q)
	for i := 0; i < len(s); i++ {
		w.asciiRepr(s[i], q)
	}
	w.byte(q)
}

// asciiRepr writes one byte of a bytes object, or an ASCII character.
func (w *writer) asciiRepr(c, q byte) {
	switch {
	case c == q || c == '\\':
		w.buf = append(w.buf, '\\', c)
	case c == '\t':
		w.str(`\t`)
	case c == '\n':
		w.str(`\n`)
	case c == '\r':
		w.str(`\r`)
	case c < ' ' || c >= 0x7F:
		w.buf = append(w.buf, '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
	default:
		w.byte(c)
	}
}

func (w *writer) strRepr(s string) {
	q := quote(s)
	w.byte(q)
	for len(s) > 0 {
		if s[0] < utf8.RuneSelf {
			w.asciiRepr(s[0], q)
			s = s[1:]
			continue
		}
		r, size := decode(s)
		if w.chars.IsPrintable(r) {
			w.str(s[:size])
		} else {
			w.escape(r)
		}
		s = s[size:]
	}
	w.byte(q)
}

// decode returns the first character of a WTF-8 text, which may be a surrogate.
func decode(s string) (rune, int) {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 && len(s) >= 3 {
		return rune(s[0]&0xF)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return r, size
}

func (w *writer) escape(r rune) {
	digits, letter := 2, byte('x')
	switch {
	case r > 0xFFFF:
		digits, letter = 8, 'U'
	case r > 0xFF:
		digits, letter = 4, 'u'
	}
	w.buf = append(w.buf, '\\', letter)
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		w.byte(hexDigits[r>>shift&15])
	}
}
