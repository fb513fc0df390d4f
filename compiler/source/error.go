package source

import (
	"bytes"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// ErrorClass is the Python exception that a bad source raises.
type ErrorClass uint8

// The classes.
const (
	Syntax ErrorClass = iota
	Indentation
	Tab
	Value
	UnicodeDecode
	UnicodeEncode
	Recursion
	Overflow
	Memory
)

// SyntaxError says why a source cannot be compiled, as CPython says it.
type SyntaxError struct {
	Class   ErrorClass
	Msg     string
	File    string
	Line    int // from 1; 0: unknown
	Col     int // from 1, in characters as CPython's offset; 0 or less: unknown
	EndLine int
	EndCol  int
	Text    string // the line that Line names, without its line end
	NoText  bool   // CPython cannot show the line
	Bare    bool   // the error has no place: CPython prints the message alone

	style target.Source // how to show it
}

// Error returns the message alone.
func (e *SyntaxError) Error() string { return e.Msg }

// Error returns an error as the tokenizer has them. The columns are those of
// Python's SyntaxError: offset and end_offset, in characters from 1.
func (f *File) Error(class ErrorClass, msg string, line, col, endLine, endCol int) *SyntaxError {
	return f.errorOn(f.lineWithEnd(line), class, msg, line, col, endLine, endCol)
}

// LateError returns an error as symtable and codegen have them. The columns are
// those of Python's SyntaxError, but in bytes, from 1.
func (f *File) LateError(class ErrorClass, msg string, line, col, endLine, endCol int) *SyntaxError {
	text, ok := f.lateLine(line)
	err := f.errorOn(text, class, msg, line, col, endLine, endCol)
	err.NoText = !ok
	return err
}

// ErrorAt returns an error as the parser has them, at columns in bytes, from 0, as
// in the tree; an endCol below 0 is unknown. It counts characters as CPython's
// parser does (_PyPegen_raise_error_known_location), which looks for both columns in
// the first line, even if the error ends on another one.
func (f *File) ErrorAt(class ErrorClass, msg string, line, col, endLine, endCol int) *SyntaxError {
	text := f.parserLine(line)
	if f.Invalid >= 0 {
		// CPython counts in the text that it shows.
		text = []byte(decodeReplace(text))
	}
	offset, end := col+1, endCol+1
	if f.declared || !f.target.Source.ByteColumns {
		offset, end = charOffset(text, offset), charOffset(text, end)
	}
	if endCol < 0 {
		end = -1
	}
	return f.errorOn(text, class, msg, line, offset, endLine, end)
}

// errorOn returns an error that shows a line.
func (f *File) errorOn(text []byte, class ErrorClass, msg string, line, col, endLine, endCol int) *SyntaxError {
	return &SyntaxError{
		Class: class, Msg: msg, File: f.Name,
		Line: line, Col: col, EndLine: endLine, EndCol: endCol,
		Text: decodeReplace(bytes.TrimSuffix(text, newline)), style: f.target.Source,
	}
}

// CPython reads the line that it shows into a buffer of this many bytes.
const shownBytes = 999

// parserLine returns what the parser shows of a line, with the line end.
func (f *File) parserLine(n int) []byte {
	line := f.lineWithEnd(n)
	if f.unended && n == f.Lines() {
		line = bytes.TrimSuffix(line, newline)
	}
	if !f.target.Source.LinesFromFile {
		return line[:min(len(line), shownBytes)]
	}
	if n == 1 && bytes.HasPrefix(f.raw, bom) {
		line = append(bom[:len(bom):len(bom)], line...)
	}
	return lastPiece(line)
}

// lateLine returns what symtable and codegen show of a line, with the line end; ok
// is false if they cannot.
func (f *File) lateLine(n int) (line []byte, ok bool) {
	if !f.target.Source.LinesFromFile {
		return f.parserLine(n), true
	}
	raw := File{Text: f.raw}
	line = lastPiece(raw.lineWithEnd(n))
	return line, utf8.Valid(line)
}

// lastPiece returns what is left of a line in the buffer after all of it was read.
func lastPiece(line []byte) []byte {
	for len(line) > shownBytes {
		line = line[shownBytes:]
	}
	return line
}

// CharOffset returns how many characters the first n bytes of a line have.
func (f *File) CharOffset(line, n int) int { return charOffset(f.lineWithEnd(line), n) }

// charOffset counts the characters in the first n bytes of a line. A character
// that n cuts in two counts, and so does the place behind the line's end, but
// none after it.
func charOffset(line []byte, n int) int {
	switch {
	case n <= 0:
		return 0
	case n > len(line):
		return countChars(line) + 1
	}
	return countChars(line[:n])
}
