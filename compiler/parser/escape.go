package parser

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// unescape returns the value of a string literal with backslashes; at is the token
// that errors and warnings are about. Lone surrogates are encoded like other
// characters (WTF-8).
func (p *parser) unescape(at int, s string) string {
	out, bad := p.text[:0], -1
	for i := 0; i < len(s); {
		slash := strings.IndexByte(s[i:], '\\')
		if slash < 0 {
			out = append(out, s[i:]...)
			break
		}
		out = append(out, s[i:i+slash]...)
		i += slash + 1
		if i >= len(s) {
			out = append(out, '\\')
			break
		}
		letter, ok := i, true
		out, i, ok = p.escape(at, s, i, out)
		if !ok && bad < 0 {
			bad = letter
		}
	}
	p.text = out
	if bad >= 0 {
		p.warnEscape(at, s, bad)
	}
	return string(out)
}

// escape appends the value of the escape whose letter has an index, and returns the
// index behind it; ok is false if it is one to warn about.
func (p *parser) escape(at int, s string, i int, out []byte) (_ []byte, next int, ok bool) {
	c := s[i]
	if v := simpleEscapes[c]; v != 0 {
		return append(out, v), i + 1, true
	}
	switch c {
	case '\n':
		return out, i + 1, true
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v, n := octal(s[i:])
		return appendRune(out, v), i + n, v <= 0xff
	case 'x':
		v := p.hexEscape(at, s, i+1, 2, "truncated \\xXX escape")
		return appendRune(out, v), i + 3, true
	case 'u':
		v := p.hexEscape(at, s, i+1, 4, "truncated \\uXXXX escape")
		return appendRune(out, v), i + 5, true
	case 'U':
		v := p.hexEscape(at, s, i+1, 8, "truncated \\UXXXXXXXX escape")
		return appendRune(out, v), i + 9, true
	case 'N':
		v, n := p.namedEscape(at, s, i+1)
		return append(out, v...), i + 1 + n, true
	}
	// The letter is copied with the text behind it. CPython takes a backslash in front
	// of a non-ASCII character for a plain one before it looks for escapes.
	return append(out, '\\'), i, c >= utf8.RuneSelf
}

// simpleEscapes maps the letter of an escape to its byte.
var simpleEscapes = [256]byte{
	'\\': '\\', '\'': '\'', '"': '"',
	'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v',
}

// appendRune appends a character, be it a lone surrogate.
func appendRune(out []byte, r rune) []byte {
	if r >= 0xd800 && r <= 0xdfff {
		return append(out, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0xbf, 0x80|byte(r)&0xbf)
	}
	return utf8.AppendRune(out, r)
}

// octal reads up to three octal digits.
func octal(s string) (v rune, n int) {
	for n < 3 && n < len(s) && s[n] >= '0' && s[n] <= '7' {
		v = v<<3 | rune(s[n]-'0')
		n++
	}
	return v, n
}

// hexEscape reads the digits of an escape whose letter stands before index i.
func (p *parser) hexEscape(at int, s string, i, digits int, msg string) rune {
	v, n := uint32(0), 0
	for n < digits && i+n < len(s) && hexValue(s[i+n]) >= 0 {
		v = v<<4 | uint32(hexValue(s[i+n]))
		n++
	}
	if n < digits {
		p.failEscape(at, s, i-2, i+n, msg)
	}
	if v > utf8.MaxRune {
		p.failEscape(at, s, i-2, i+digits, "illegal Unicode character")
	}
	return rune(v)
}

func hexValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// namedEscape reads {NAME} at index i and returns its characters and its length.
func (p *parser) namedEscape(at int, s string, i int) (string, int) {
	if i >= len(s) || s[i] != '{' {
		p.failEscape(at, s, i-2, i, "malformed \\N character escape")
	}
	end := strings.IndexByte(s[i:], '}')
	if end <= 1 {
		if end < 0 {
			end = len(s) - i - 1
		}
		p.failEscape(at, s, i-2, i+end+1, "malformed \\N character escape")
	}
	text, ok := p.lookupName(s[i+1 : i+end])
	if !ok {
		p.failEscape(at, s, i-2, i+end+1, "unknown Unicode character name")
	}
	return text, end + 1
}

// failEscape reports an escape that cannot be decoded, from index start to end of
// the literal's body.
func (p *parser) failEscape(at int, s string, start, end int, msg string) {
	from, to := escapedLen(s[:start]), escapedLen(s[:end])-1
	where := "bytes in position " + strconv.Itoa(from) + "-" + strconv.Itoa(to)
	if from == to {
		where = "byte 0x5c in position " + strconv.Itoa(from)
	}
	msg = "'unicodeescape' codec can't decode " + where + ": " + msg
	if p.inSpec {
		// CPython forgets to make a SyntaxError of it.
		p.raise(&source.SyntaxError{Class: source.UnicodeDecode, Msg: msg, File: p.file.Name, Bare: true})
	}
	p.failDecode(at, "(unicode error) "+msg)
}

// escapedLen is the length of the text that CPython's decoder sees for a part of
// a literal: it stands for a character outside ASCII as \UXXXXXXXX, and for a
// backslash in front of one, as for one at the end, as \u005c.
func escapedLen(s string) int {
	n := 0
	for i, r := range s {
		switch {
		case r >= utf8.RuneSelf:
			n += 10
		default:
			n++
			_ = i
		}
	}
	return n
}

// unescapeBytes returns the value of a bytes literal with backslashes.
func (p *parser) unescapeBytes(at int, s string) string {
	out, bad := p.text[:0], -1
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			out = append(out, s[i])
			i++
			continue
		}
		letter, ok := i+1, true
		out, i, ok = p.byteEscape(at, s, i+1, out)
		if !ok && bad < 0 {
			bad = letter
		}
	}
	p.text = out
	if bad >= 0 {
		p.warnEscape(at, s, bad)
	}
	return string(out)
}

// byteEscape is escape for a bytes literal.
func (p *parser) byteEscape(at int, s string, i int, out []byte) (_ []byte, next int, ok bool) {
	c := s[i]
	if v := simpleEscapes[c]; v != 0 {
		return append(out, v), i + 1, true
	}
	switch c {
	case '\n':
		return out, i + 1, true
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v, n := octal(s[i:])
		return append(out, byte(v)), i + n, v <= 0xff
	case 'x':
		if i+3 > len(s) || hexValue(s[i+1]) < 0 || hexValue(s[i+2]) < 0 {
			p.failDecode(at, "(value error) invalid \\x escape at position "+strconv.Itoa(i-1))
		}
		return append(out, byte(hexValue(s[i+1])<<4|hexValue(s[i+2]))), i + 3, true
	}
	return append(out, '\\'), i, false
}

// warnEscape warns about the escape whose letter, or first octal digit, has an index
// in a literal's body.
func (p *parser) warnEscape(at int, s string, i int) {
	what, kind := s[i:i+1], ""
	if s[i] >= '4' && s[i] <= '7' {
		what, kind = s[i:i+3], "octal "
	}
	if k := p.toks[at].Kind; (what == "{" || what == "}") && k != token.String {
		return // the tokenizer has done so
	}
	p.warn(at, s[:i], "invalid "+kind+"escape sequence '\\"+what+"'",
		"\"\\"+what+"\" is an invalid "+kind+"escape sequence. Such sequences will not work in the future. "+
			"Did you mean \"\\\\"+what+"\"? A raw string is also an option.")
}

// warn warns about an escape in the token with an index, behind a part of its text.
func (p *parser) warn(at int, before, short, long string) {
	if p.checking() {
		return // the quiet pass has done so
	}
	line := int(p.toks[at].Line)
	if p.tgt.EscapeLines {
		line += strings.Count(before, "\n")
	}
	switch {
	case p.tgt.EscapeHints:
		p.file.Warn("SyntaxWarning", long, line)
	case p.tgt.SyntaxWarnings:
		p.file.Warn("SyntaxWarning", short, line)
	default:
		p.file.Warn("DeprecationWarning", short, line)
	}
}

// failDecode reports a literal that cannot be decoded, when the token with an index
// has been read.
func (p *parser) failDecode(at int, msg string) {
	if p.diag != nil {
		p.diag.seen = max(p.diag.seen, at+1)
	}
	p.failLast(source.Syntax, msg)
}

// checkUTF8 rejects text that is not UTF-8. Where there are escapes, CPython decodes
// one run of bytes outside ASCII after the other, and counts in it.
func (p *parser) checkUTF8(at int, s string, raw bool) {
	if p.file.Invalid < 0 {
		return
	}
	for len(s) > 0 {
		run := s
		if !raw {
			start := 0
			for start < len(s) && s[start] < utf8.RuneSelf {
				start++
			}
			end := start
			for end < len(s) && s[end] >= utf8.RuneSelf {
				end++
			}
			run, s = s[start:end], s[end:]
		} else {
			s = ""
		}
		if msg := source.UTF8Error([]byte(run)); msg != "" {
			p.failDecode(at, "(unicode error) "+msg)
		}
	}
}
