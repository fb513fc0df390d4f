package source

import "github.com/rules-pyc/rules_pyc/compiler/target"

// ErrorClass is the Python exception that a bad source raises.
type ErrorClass uint8

// The classes.
const (
	Syntax ErrorClass = iota
	Indentation
	Tab
	Value
	UnicodeDecode
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

// Error returns an error at a place of the file. The columns are those of
// Python's SyntaxError: offset and end_offset, from 1. The tokenizer counts them in
// characters, symtable and codegen in bytes; see ErrorAt for the parser's.
func (f *File) Error(class ErrorClass, msg string, line, col, endLine, endCol int) *SyntaxError {
	return &SyntaxError{
		Class: class, Msg: msg, File: f.Name,
		Line: line, Col: col, EndLine: endLine, EndCol: endCol,
		Text: decodeReplace(f.Line(line)), style: f.target.Source,
	}
}

// ErrorAt returns an error at a place given by columns in bytes, from 0, as in
// the tree; an endCol below 0 is unknown. It counts characters as CPython's
// parser does (_PyPegen_raise_error_known_location), which looks for both columns in
// the first line, even if the error ends on another one.
func (f *File) ErrorAt(class ErrorClass, msg string, line, col, endLine, endCol int) *SyntaxError {
	text := f.lineWithEnd(line)
	end := -1
	if endCol >= 0 {
		end = charOffset(text, endCol+1)
	}
	return f.Error(class, msg, line, charOffset(text, col+1), endLine, end)
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
