package source

import (
	"strconv"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/unicodedata"
)

// classNames are the Python names of the classes.
var classNames = [...]string{
	Syntax:        "SyntaxError",
	Indentation:   "IndentationError",
	Tab:           "TabError",
	Value:         "ValueError",
	UnicodeDecode: "UnicodeDecodeError",
	UnicodeEncode: "UnicodeEncodeError",
	Recursion:     "RecursionError",
	Overflow:      "OverflowError",
	Memory:        "MemoryError",
}

// String returns the Python name of the class.
func (c ErrorClass) String() string { return classNames[c] }

// Format returns what `python -m py_compile` prints on standard error. Like it,
// the text has a line end behind it only if the class is Syntax (CPython:
// Lib/py_compile.py, PyCompileError).
func (e *SyntaxError) Format() string {
	if e.Class != Syntax {
		return "Sorry: " + e.Class.String() + ": " + e.str()
	}
	var b strings.Builder
	if !e.Bare {
		b.WriteString(`  File "` + e.File + `", line ` + strconv.Itoa(e.Line) + "\n")
		if e.Line > 0 && !e.NoText {
			e.writeLine(&b)
		}
	}
	b.WriteString("SyntaxError: " + e.Msg + "\n")
	return b.String()
}

// str is Python's str() of the exception: the message, and for SyntaxError and
// its subclasses the place in short.
func (e *SyntaxError) str() string {
	switch e.Class {
	case Syntax, Indentation, Tab:
		if !e.Bare {
			base := e.File[strings.LastIndexByte(e.File, '/')+1:]
			return e.Msg + " (" + base + ", line " + strconv.Itoa(e.Line) + ")"
		}
	}
	return e.Msg
}

// writeLine writes the source line and carets below the place of the error
// (CPython: TracebackException._format_syntax_error in Lib/traceback.py).
func (e *SyntaxError) writeLine(b *strings.Builder) {
	line := []rune(e.Text)
	indent := 0
	for indent < len(line) && (line[indent] == ' ' || line[indent] == '\f') {
		indent++
	}
	from, to := e.carets(len(line))
	line, from, to = line[indent:], from-indent, to-indent
	b.WriteString("    " + string(line) + "\n")
	if from < 0 {
		return
	}
	space := keepTabs(line[:min(from, len(line))])
	if e.style.WideCaret {
		from, to = wideCarets(line, from, to)
		space = strings.Repeat(" ", from)
	}
	b.WriteString("    " + space + strings.Repeat("^", max(to-from, 0)) + "\n")
}

// keepTabs turns all but white space into spaces, for carets to stand below the
// right places.
func keepTabs(line []rune) string {
	space := make([]rune, len(line))
	for i, r := range line {
		space[i] = ' '
		if isSpace(r) {
			space[i] = r
		}
	}
	return string(space)
}

// carets returns the characters of a line of length n to mark, counted from 0, the
// end exclusive.
func (e *SyntaxError) carets(n int) (from, to int) {
	from, to = e.Col, e.EndCol
	if to == 0 {
		to = from
	}
	if e.style.ClippedCaret {
		if e.EndLine != e.Line {
			to = n + 1
		}
		from, to = min(from, n+1), min(to, n+1)
		if from >= to {
			to = from + 1
		}
	} else if from == to || to == -1 {
		to = from + 1
	}
	if to < 0 {
		to = from + 1
	}
	return from - 1, to - 1
}

// wideCarets turns places in a line into columns of a terminal. A mark behind the
// end of the line keeps its length.
func wideCarets(line []rune, from, to int) (int, int) {
	start, end := min(from, len(line)), min(to, len(line))
	column := displayWidth(line[:start])
	if start >= end {
		return column, column + to - from
	}
	return column, column + displayWidth(line[start:end])
}

// displayWidth returns how many columns a text takes.
func displayWidth(text []rune) int {
	width := 0
	for _, r := range text {
		width += newestUnicode.Width(r)
	}
	return width
}

// newestUnicode is for widths, which only the newest targets ask for.
var newestUnicode = unicodedata.For("17.0.0")

// isSpace is Python's str.isspace for one character.
func isSpace(r rune) bool {
	switch {
	case '\t' <= r && r <= '\r', 0x1C <= r && r <= ' ', r == 0x85, r == 0xA0, r == 0x1680,
		0x2000 <= r && r <= 0x200A, r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F, r == 0x3000:
		return true
	}
	return false
}
