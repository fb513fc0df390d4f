// Package source turns the bytes of a source file into decoded text, and holds
// the error that every stage reports against that text.
package source

// File is a decoded source file.
type File struct {
	// Name is the co_filename, used in messages.
	Name string
	// Text is UTF-8 without a BOM, with "\n" line ends and one at the very end.
	Text []byte
	// lines[i] is the offset of line i+1 in Text.
	lines []int32
}

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
	Col     int // from 1, in characters as CPython's offset; 0: unknown
	EndLine int
	EndCol  int
	Text    string // the line that Line names, without its line end
}

// Error returns the message alone.
func (e *SyntaxError) Error() string { return e.Msg }
