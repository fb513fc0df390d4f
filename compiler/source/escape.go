package source

import (
	"bytes"

	"github.com/rules-pyc/rules_pyc/compiler/unicodedata"
)

// simpleEscapes are the escapes of one character; each is followed by its value.
const simpleEscapes = `\\''""` + "b\bf\ft\tn\nr\rv\va\a"

// unicodeEscapeDecoder returns a decoder of Latin-1 with the escapes of string
// literals.
func unicodeEscapeDecoder(names *unicodedata.Data) decoder {
	return func(in []byte) ([]byte, error) {
		out := make([]byte, 0, len(in))
		for at := 0; at < len(in); {
			if in[at] != '\\' {
				out = appendChar(out, rune(in[at]))
				at++
				continue
			}
			e := escape{in: in, at: at, end: at + 1}
			if err := e.decode(names); err != nil {
				return nil, err
			}
			switch {
			case e.char >= 0:
				out = appendChar(out, e.char)
			case e.char == notEscape:
				out = append(out, '\\')
				out = appendChar(out, rune(in[at+1]))
			}
			at = e.end
		}
		return out, nil
	}
}

// escape is an escape sequence in a text.
type escape struct {
	in   []byte
	at   int  // of the backslash
	end  int  // behind the sequence
	char rune // its value, or one of those below
}

const (
	lineJoin  = -1 // a backslash at the end of a line: nothing
	notEscape = -2 // the two characters stand for themselves
)

func (e *escape) fail(reason string) error {
	return &decodeError{"unicodeescape", e.in, e.at, e.end, reason}
}

func (e *escape) decode(names *unicodedata.Data) error {
	if e.end == len(e.in) {
		return e.fail(`\ at end of string`)
	}
	c := e.in[e.end]
	e.end++
	switch {
	case c == '\n':
		e.char = lineJoin
	case '0' <= c && c <= '7':
		e.octal(c)
	case c == 'x':
		return e.hex(2, `truncated \xXX escape`, "")
	case c == 'u':
		return e.hex(4, `truncated \uXXXX escape`, "")
	case c == 'U':
		return e.hex(8, `truncated \UXXXXXXXX escape`, "illegal Unicode character")
	case c == 'N':
		return e.name(names)
	default:
		e.char = notEscape
		for i := 0; i < len(simpleEscapes); i += 2 {
			if simpleEscapes[i] == c {
				e.char = rune(simpleEscapes[i+1])
			}
		}
	}
	return nil
}

func (e *escape) octal(first byte) {
	e.char = rune(first - '0')
	for n := 1; n < 3 && e.end < len(e.in) && '0' <= e.in[e.end] && e.in[e.end] <= '7'; n++ {
		e.char = e.char<<3 | rune(e.in[e.end]-'0')
		e.end++
	}
}

func (e *escape) hex(digits int, truncated, tooLarge string) error {
	value := uint32(0)
	for ; digits > 0; digits-- {
		if e.end == len(e.in) {
			return e.fail(truncated)
		}
		digit := bytes.IndexByte([]byte("0123456789abcdef"), lower(e.in[e.end]))
		if digit < 0 {
			return e.fail(truncated)
		}
		value = value<<4 | uint32(digit)
		e.end++
	}
	if value > 0x10FFFF {
		return e.fail(tooLarge)
	}
	e.char = rune(value)
	return nil
}

func (e *escape) name(names *unicodedata.Data) error {
	const malformed = `malformed \N character escape`
	if e.end == len(e.in) || e.in[e.end] != '{' {
		return e.fail(malformed)
	}
	e.end++
	size := bytes.IndexByte(e.in[e.end:], '}')
	if size <= 0 {
		if size < 0 {
			e.end = len(e.in)
		}
		return e.fail(malformed)
	}
	char, ok := names.LookupName(string(e.in[e.end : e.end+size]))
	e.end += size + 1
	if !ok {
		return e.fail("unknown Unicode character name")
	}
	e.char = char
	return nil
}

// decodeRawUnicodeEscape decodes Latin-1 with \u and \U.
func decodeRawUnicodeEscape(in []byte) ([]byte, error) {
	out := make([]byte, 0, len(in))
	for at := 0; at < len(in); {
		c := in[at]
		if c != '\\' || at+1 == len(in) {
			out = appendChar(out, rune(c))
			at++
			continue
		}
		e := escape{in: in, at: at, end: at + 2}
		var err error
		switch in[at+1] {
		case 'u':
			err = e.hex(4, `truncated \uXXXX escape`, "")
		case 'U':
			err = e.hex(8, `truncated \UXXXXXXXX escape`, `\Uxxxxxxxx out of range`)
		default:
			out = appendChar(append(out, c), rune(in[at+1]))
			at += 2
			continue
		}
		if err != nil {
			err.(*decodeError).codec = "rawunicodeescape"
			return nil, err
		}
		out = appendChar(out, e.char)
		at = e.end
	}
	return out, nil
}
