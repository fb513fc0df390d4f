// Package source turns the bytes of a source file into decoded text, and holds
// the error that every stage reports against that text.
package source

import (
	"bytes"
	"strconv"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// File is a decoded source file. One goroutine at a time may use it.
type File struct {
	// Name is the co_filename, used in messages.
	Name string
	// Text is UTF-8 without a BOM, with "\n" line ends and one at the very end;
	// it is empty for an empty source. It has no NUL. It may have bytes that are
	// not UTF-8: see Invalid. Only odd codecs such as unicode_escape leave a "\r".
	Text []byte
	// Invalid is the offset in Text of the first byte that is not UTF-8, or -1.
	// Targets without CheckedUTF8 accept such bytes in comments, so that it is
	// for the tokenizer and the parser to reject them elsewhere.
	Invalid int
	// Warnings are what CPython would warn about, in its order.
	Warnings []Warning

	target   *target.Version
	unended  bool   // the source's last line had no line end
	raw      []byte // the source before it was decoded, with "\n" line ends
	declared bool   // a BOM or cookie says what the encoding is
	before   int    // lines in front of Text, for a Part
	// lines[i] is the offset of line i+1 in Text; nil until somebody asks.
	lines []int32
}

// Decode decodes a source file as CPython's compile() decodes bytes (CPython:
// decode_str in Parser/tokenizer/string_tokenizer.c). The error is a *SyntaxError.
func Decode(raw []byte, name string, tgt *target.Version) (*File, error) {
	f := &File{Name: name, Invalid: -1, target: tgt}
	if bytes.IndexByte(raw, 0) >= 0 {
		err := f.failure("source code string cannot contain null bytes")
		err.Bare = true
		return nil, err
	}
	text := translateNewlines(raw)
	if tgt.Source.LineAfterCRLF && bytes.HasSuffix(raw, crlf) {
		text = append(text, '\n')
	}
	f.raw = text
	f.unended = len(raw) > 0 && raw[len(raw)-1] != '\n' && raw[len(raw)-1] != '\r'
	f.Text = bytes.TrimPrefix(text, bom)
	cookie, line := findCookie(f.Text)
	f.declared = cookie != "" || len(f.Text) != len(text)
	if cookie == "" || cookie == "utf-8" {
		return f.checkUTF8()
	}
	if len(f.Text) != len(text) {
		return nil, f.bomError(cookie, line)
	}
	decoded, err := decodeWith(cookie, text, tgt)
	if err != nil {
		return nil, f.failure(err.Error())
	}
	f.setDecoded(decoded)
	return f, nil
}

// Part returns a file of a piece of f that is parsed on its own, as the expressions
// of f-strings are before PEP 701. Its first line has a number of its own.
func (f *File) Part(text []byte, firstLine int) *File {
	part := &File{Name: f.Name, Text: text, Invalid: -1, target: f.target, before: firstLine - 1}
	if f.Invalid >= 0 {
		part.Invalid = firstInvalid(text)
	}
	return part
}

// FirstLine returns the number of the first line, 1 but for a Part.
func (f *File) FirstLine() int { return f.before + 1 }

// failure returns an error that has no line.
func (f *File) failure(msg string) *SyntaxError {
	return &SyntaxError{Msg: msg, File: f.Name, Col: -1, style: f.target.Source}
}

// checkUTF8 looks for bytes that are not UTF-8.
func (f *File) checkUTF8() (*File, error) {
	f.Invalid = firstInvalid(f.Text)
	if f.Invalid < 0 || !f.target.Source.CheckedUTF8 {
		return f, nil
	}
	line, col := f.Position(f.Invalid)
	col = countChars(f.Line(line)[:col]) + 1
	const hex = "0123456789abcdef"
	bad := f.Text[f.Invalid]
	return nil, f.Error(Syntax, `Non-UTF-8 code starting with '\x`+string([]byte{hex[bad>>4], hex[bad&15]})+
		"' on line "+strconv.Itoa(line)+", but no encoding declared; see https://peps.python.org/pep-0263/ for details",
		line, col, line, col)
}

// bomError returns the error for a cookie that denies the BOM.
func (f *File) bomError(cookie string, line int) *SyntaxError {
	msg := "encoding problem: " + cookie + " with BOM"
	if !f.target.Source.BOMErrorLine {
		return f.failure(msg)
	}
	return f.Error(Syntax, msg, line, 0, line, len(f.Line(line)))
}

// setDecoded sets the text to what a codec made. Some can make a NUL, where CPython
// then believes the text to end.
func (f *File) setDecoded(text []byte) {
	if end := bytes.IndexByte(text, 0); end >= 0 {
		text = text[:end:end]
	}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	f.Text = text
}

var (
	bom  = []byte("\xef\xbb\xbf")
	crlf = []byte("\r\n")
)

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
