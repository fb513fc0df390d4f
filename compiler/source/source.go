// Package source turns the bytes of a source file into decoded text, and holds
// the error that every stage reports against that text.
package source

import (
	"bytes"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// File is a decoded source file. One goroutine at a time may use it.
type File struct {
	// Name is the co_filename, used in messages.
	Name string
	// Text is UTF-8 without a BOM, with "\n" line ends and one at the very end;
	// it is empty for an empty source. It has no NUL. It may have bytes that are
	// not UTF-8: see Invalid.
	Text []byte
	// Invalid is the offset in Text of the first byte that is not UTF-8, or -1.
	// Targets without CheckedUTF8 accept such bytes in comments, so that it is
	// for the tokenizer and the parser to reject them elsewhere.
	Invalid int
	// Warnings are what CPython would warn about, in its order.
	Warnings []Warning

	target *target.Version
	// lines[i] is the offset of line i+1 in Text; nil until somebody asks.
	lines []int32
}

// Decode decodes a source file as CPython's compile() decodes bytes (CPython:
// Parser/tokenizer/string_tokenizer.c). The error is a *SyntaxError.
func Decode(raw []byte, name string, tgt *target.Version) (*File, error) {
	f := &File{Name: name, Invalid: -1, target: tgt}
	if bytes.IndexByte(raw, 0) >= 0 {
		return nil, &SyntaxError{Msg: "source code string cannot contain null bytes", File: name, Bare: true}
	}
	text := translateNewlines(raw)
	f.Text = bytes.TrimPrefix(text, bom)
	f.Invalid = firstInvalid(f.Text)
	return f, nil
}

var bom = []byte("\xef\xbb\xbf")

// translateNewlines makes every line end a "\n", the last one included. It
// returns raw itself if there is nothing to do.
func translateNewlines(raw []byte) []byte {
	if len(raw) == 0 {
		return raw
	}
	cr := bytes.IndexByte(raw, '\r')
	if cr < 0 {
		if raw[len(raw)-1] == '\n' {
			return raw
		}
		return append(raw[:len(raw):len(raw)], '\n')
	}
	out := make([]byte, 0, len(raw)+1)
	for cr >= 0 {
		out = append(append(out, raw[:cr]...), '\n')
		raw = raw[cr+1:]
		if len(raw) > 0 && raw[0] == '\n' {
			raw = raw[1:]
		}
		cr = bytes.IndexByte(raw, '\r')
	}
	out = append(out, raw...)
	if out[len(out)-1] != '\n' {
		out = append(out, '\n')
	}
	return out
}

// firstInvalid returns the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}
