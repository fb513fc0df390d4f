package token

import (
	"strconv"

	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// Limits of CPython's tokenizer (Parser/lexer/state.h).
const (
	maxLevel   = 200 // brackets
	maxIndent  = 100
	maxStrings = 150 // f-strings in f-strings
	maxFields  = 3   // replacement fields in format specs of one f-string
	tabSize    = 8
)

// Tokens is what Scan makes of a file.
type Tokens struct {
	Text string // of the file
	List []Token
	// Err is why the list ends in an Error token, or nil.
	Err *source.SyntaxError
	// Later takes precedence over an error that the parser finds before the end of
	// the list, unless that stands in an f-string (InString). It is Err if CPython's
	// tokenizer raises that by itself, the exception below it for text that cannot
	// be decoded, else nil.
	Later    *source.SyntaxError
	InString bool
	// Warnings are what the tokenizer warns about.
	Warnings []Warning
	// Unclosed is the error about the innermost bracket that is open at the end, or nil.
	Unclosed *source.SyntaxError
}

// Warning is a warning about the token that would have got an index in the list.
type Warning struct {
	Category, Msg string
	Line, Token   int
}

// Scan cuts a file into tokens. The list grows in room, which may be nil.
func Scan(f *source.File, tgt *target.Version, room []Token) Tokens {
	if estimate := len(f.Text)/5 + 16; cap(room) < estimate {
		room = make([]Token, 0, estimate)
	}
	s := scanner{
		file: f,
		tgt:  tgt,
		src:  string(f.Text),
		line: int32(f.FirstLine()),
		toks: room[:0],
	}
	s.indents = append(s.indents, indent{})
	s.bol = true
	s.mode = -1
	for !s.done {
		if s.mode >= 0 && !s.modes[s.mode].inField {
			s.scanStringPart()
		} else {
			s.scanNormal()
		}
	}
	return Tokens{Text: s.src, List: s.toks, Err: s.err, Later: s.later, InString: s.mode >= 0, Unclosed: s.unclosed, Warnings: s.warnings}
}

// indent is one level of indentation: its width with tabs to multiples of 8, and
// with tabs as one column each. Lines that the two widths order differently mix
// tabs and spaces in a way whose meaning depends on the tab size.
type indent struct{ col, alt int32 }

// bracket is an open bracket.
type bracket struct {
	char      byte
	line, col int32
}

type scanner struct {
	file *source.File
	tgt  *target.Version
	src  string // ends with "\n" unless empty
	pos  int    // offset of the next byte
	line int32  // line of pos
	bols int    // offset where that line starts
	// buf is where the line starts that the current token began in (CPython:
	// tok->buf), which errors of line continuations count columns from.
	buf  int
	bol  bool // at the beginning of a logical line
	done bool
	toks []Token

	indents  []indent
	brackets []bracket
	modes    []stringMode // f-strings that contain pos, outermost first
	mode     int          // index of the innermost, or -1

	err      *source.SyntaxError
	warnings []Warning
	later    *source.SyntaxError
	unclosed *source.SyntaxError
}

// add appends a token that starts at an offset of the current line and ends at pos.
func (s *scanner) add(kind Kind, start int) {
	s.toks = append(s.toks, Token{
		Pos: Pos{
			Line: s.line, EndLine: s.line,
			Col: int32(start - s.bols), EndCol: int32(s.pos - s.bols),
		},
		Start: int32(start), End: int32(s.pos),
		Kind: kind, Level: uint8(len(s.brackets)),
	})
}

// addBare appends a token without text. At the end of the text it belongs to the
// last line.
func (s *scanner) addBare(kind Kind) {
	line := s.line
	if s.pos == len(s.src) && s.bols == s.pos && s.pos > 0 {
		line--
	}
	s.toks = append(s.toks, Token{
		Pos:   Pos{Line: line, EndLine: line, Col: -1, EndCol: -1},
		Start: int32(s.pos), End: int32(s.pos),
		Kind: kind, Level: uint8(len(s.brackets)),
	})
}

// newline notes that pos is now at the start of a line.
func (s *scanner) newline() {
	s.line++
	s.bols = s.pos
}

// scanNormal scans one token outside the text parts of f-strings, or what
// follows a line's end: its indentation.
func (s *scanner) scanNormal() {
	if s.bol {
		s.bol = false
		if !s.scanIndentation() {
			return
		}
	}
	src := s.src
	pos := s.pos
	for pos < len(src) && (src[pos] == ' ' || src[pos] == '\t' || src[pos] == '\f') {
		pos++
	}
	if pos >= len(src) {
		s.pos = pos
		s.end()
		return
	}
	start := pos
	c := src[pos]
	switch class[c] {
	case clsLetter:
		s.scanWord(start)
	case clsDigit:
		s.pos = pos
		s.scanNumber()
	case clsComment:
		for src[pos] != '\n' {
			pos++
		}
		s.pos = pos + 1
		s.endLine(start)
	case clsNewline:
		s.pos = pos + 1
		s.endLine(start)
	case clsQuote:
		s.scanString(start, pos)
	case clsBackslash:
		s.pos = pos + 1
		s.continueLine()
	default:
		s.pos = pos
		s.scanOperator(c)
	}
}

// endLine ends a line with code, whose end or last comment starts at an offset.
func (s *scanner) endLine(start int) {
	if len(s.brackets) == 0 {
		s.add(Newline, start)
		t := &s.toks[len(s.toks)-1]
		t.End--
		if !s.tgt.WideNewlines {
			t.EndCol--
		}
		s.bol = true
	}
	s.newline()
	s.buf = s.bols
}

// The classes of bytes.
const (
	clsOther = iota
	clsLetter
	clsDigit
	clsNewline
	clsComment
	clsQuote
	clsBackslash
)

// class says what a byte can start.
var class = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c >= 128:
			t[c] = clsLetter
		case c >= '0' && c <= '9':
			t[c] = clsDigit
		}
	}
	t['\n'], t['#'], t['"'], t['\''], t['\\'] = clsNewline, clsComment, clsQuote, clsQuote, clsBackslash
	return t
}()

// end handles the end of the text.
func (s *scanner) end() {
	if n := len(s.brackets); n > 0 {
		s.failUnclosed()
		return
	}
	s.addBare(EndMarker)
	s.done = true
}

// continueLine moves to the next line; pos is behind the backslash. It tells
// whether there is a next line.
func (s *scanner) continueLine() bool {
	if s.src[s.pos] != '\n' {
		s.pos++
		s.failAt(source.Syntax, "unexpected character after line continuation character", s.pos-s.buf-1)
		return false
	}
	s.pos++
	if s.pos >= len(s.src) {
		if len(s.brackets) > 0 {
			s.failUnclosed()
		} else {
			s.failHere(source.Syntax, "unexpected EOF while parsing")
		}
		return false
	}
	s.newline()
	return true
}

// scanIndentation measures the indentation of a line, skips the lines without
// code, and appends the Indent and Dedent tokens. It tells whether to go on.
func (s *scanner) scanIndentation() bool {
	for {
		width, ok := s.measureIndent()
		if !ok {
			return false
		}
		if s.pos >= len(s.src) {
			width = indent{}
		} else if c := s.src[s.pos]; c == '\n' || c == '#' {
			for s.src[s.pos] != '\n' {
				s.pos++
			}
			s.pos++
			if s.pos >= len(s.src) {
				return s.indentTo(indent{})
			}
			s.newline()
			s.buf = s.bols
			continue
		}
		return s.indentTo(width)
	}
}

// measureIndent skips the white space that starts a line. A backslash continues
// the line, whose indentation then is what stood before the first backslash.
func (s *scanner) measureIndent() (indent, bool) {
	var width, first indent
	for s.pos < len(s.src) {
		switch s.src[s.pos] {
		case ' ':
			width.col++
			width.alt++
		case '\t':
			width.col = (width.col/tabSize + 1) * tabSize
			width.alt++
		case '\f':
			width = indent{}
		case '\\':
			if first.col == 0 {
				first.col = width.col
			}
			s.pos++
			if !s.continueLine() {
				return width, false
			}
			continue
		default:
			if first.col != 0 {
				// Both widths are the first one: a continued line has no tabs to check.
				width = indent{first.col, first.col}
			}
			return width, true
		}
		s.pos++
	}
	return width, true
}

// indentTo appends the tokens that lead from the current indentation to another.
func (s *scanner) indentTo(width indent) bool {
	top := s.indents[len(s.indents)-1]
	switch {
	case width.col == top.col:
		if width.alt != top.alt {
			return s.failTabs()
		}
	case width.col > top.col:
		if len(s.indents) >= maxIndent {
			s.failAt(source.Indentation, "too many levels of indentation", 0)
			return false
		}
		if width.alt <= top.alt {
			return s.failTabs()
		}
		s.indents = append(s.indents, width)
		s.addBare(Indent)
	default:
		count := 0
		for width.col < top.col {
			s.indents = s.indents[:len(s.indents)-1]
			top = s.indents[len(s.indents)-1]
			count++
		}
		if width.col != top.col {
			s.skipLine()
			s.failHere(source.Indentation, "unindent does not match any outer indentation level")
			return false
		}
		if width.alt != top.alt {
			return s.failTabs()
		}
		for ; count > 0; count-- {
			s.addBare(Dedent)
		}
	}
	return true
}

// skipLine moves pos behind the current line.
func (s *scanner) skipLine() {
	for s.pos < len(s.src) && s.src[s.pos] != '\n' {
		s.pos++
	}
	s.pos = min(s.pos+1, len(s.src))
}

// scanWord scans a name, a keyword, or a string with a prefix.
func (s *scanner) scanWord(start int) {
	src := s.src
	pos := start
	other := false // not ASCII
	for {
		c := src[pos]
		if wordByte[c] == 0 {
			break
		}
		if c >= 128 {
			other = true
		}
		pos++
	}
	if c := src[pos]; (c == '"' || c == '\'') && s.scanPrefixed(start, pos) {
		return
	}
	s.pos = pos
	if other {
		if !s.checkIdentifier(start) {
			return
		}
		s.add(Name, start)
		return
	}
	kind := Name
	if n := pos - start; n >= 2 && n <= 8 {
		kind = keyword(src[start:pos])
	}
	s.add(kind, start)
}

// wordByte is 1 for bytes of identifiers.
var wordByte = func() (t [256]uint8) {
	for c := range t {
		if class[c] == clsLetter || class[c] == clsDigit {
			t[c] = 1
		}
	}
	return t
}()

// itoa is short for a message's number.
func itoa[T int | int32](n T) string { return strconv.Itoa(int(n)) }
