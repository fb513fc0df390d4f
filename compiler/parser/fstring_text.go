package parser

import (
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// Before PEP 701 an f-string is one token. Its text is searched for replacement
// fields, and the text of each expression goes through the tokenizer and the
// parser again, in parentheses of its own (CPython 3.11: Parser/string_parser.c).

// textString is an f-string that is being taken apart.
type textString struct {
	p    *parser
	at   int      // index of its token
	next int      // index of the token behind the sequence of literals, where errors are reported
	span ast.Span // of the whole sequence of literals, which all pieces get
	text string   // of the token
	pos  int      // offset in text
	end  int      // offset of the closing quotes
	raw  bool
	u    bool // the first literal of the sequence has the prefix u
}

// fstringToken reads a STRING token with the prefix f and pushes its pieces. Those
// of all literals have the span of the sequence, of which it gets the first token
// and the one behind.
func (p *parser) fstringToken(start, behind int) {
	a, b := &p.toks[start], &p.toks[behind-1]
	text := p.textAt(p.pos)
	quote := strings.IndexAny(text, "'\"")
	s := textString{
		p: p, at: p.pos, next: behind, text: text, pos: len(text) - len(text[quote:]), end: len(text) - 1,
		span: ast.Span{Line: a.Line, EndLine: b.EndLine, Col: a.Col, EndCol: b.EndCol},
		raw:  strings.ContainsAny(text[:quote], "rR"),
		u:    p.textAt(start)[0] == 'u',
	}
	size := (len(text) - quote - len(unquote(text[quote:]))) / 2
	s.pos, s.end = quote+size, len(text)-size
	p.next()
	s.pieces(0)
	if s.pos < s.end {
		s.fail("f-string: unexpected end of string")
	}
}

func (s *textString) fail(msg string) { s.p.failToken(s.next, msg) }

// pieces pushes the pieces up to the end of the string or, in the format spec of a
// field, its closing brace.
func (s *textString) pieces(depth int) {
	for {
		again := s.literal(depth)
		switch {
		case again:
		case s.pos >= s.end || s.text[s.pos] == '}':
			return
		default:
			s.field(depth)
		}
	}
}

// push pushes text.
func (s *textString) push(text string) {
	if text != "" {
		s.p.pieces.push(piece{span: s.span, text: text, u: s.u})
	}
}

// literal pushes the text up to the next replacement field. It tells whether it
// stopped behind a doubled brace, so that more may follow.
func (s *textString) literal(depth int) (again bool) {
	start := s.pos
	end, again := s.literalEnd(depth)
	text := s.text[start:end]
	s.p.checkUTF8(s.at, text, s.raw)
	if !s.raw && strings.IndexByte(text, '\\') >= 0 {
		text = s.p.unescape(s.at, text)
	}
	s.push(text)
	return again
}

// literalEnd moves pos behind a piece of text and returns where the text ends: with
// again set, pos is behind the second one of two braces.
func (s *textString) literalEnd(depth int) (end int, again bool) {
	for s.pos < s.end {
		c := s.text[s.pos]
		s.pos++
		if c == '\\' && !s.raw && s.pos < s.end {
			c = s.text[s.pos]
			s.pos++
			if c == 'N' {
				s.skipName()
				continue
			}
			if c == '{' {
				s.p.warnEscape(s.at, s.text, s.pos-1)
			}
		}
		if c != '{' && c != '}' {
			continue
		}
		if depth == 0 {
			if s.pos < s.end && s.text[s.pos] == c {
				s.pos++
				return s.pos - 1, true
			}
			if c == '}' {
				s.fail("f-string: single '}' is not allowed")
			}
		}
		s.pos--
		break
	}
	return s.pos, false
}

// skipName moves pos behind the {name} of a \N, if there is one.
func (s *textString) skipName() {
	if s.pos >= s.end {
		return
	}
	c := s.text[s.pos]
	s.pos++
	if c != '{' {
		return
	}
	for s.pos < s.end {
		s.pos++
		if s.text[s.pos-1] == '}' {
			return
		}
	}
}

// field parses a replacement field, whose brace is at pos, and pushes its pieces.
func (s *textString) field(depth int) {
	if depth >= 2 {
		s.fail("f-string: expressions nested too deeply")
	}
	s.pos++
	start := s.pos
	s.findEnd()
	value := s.expression(start)
	debug := s.text[s.pos] == '='
	if debug {
		s.pos++
		for isSpace(s.text[s.pos]) {
			s.pos++
		}
		s.push(s.text[start:s.pos])
	}
	conversion := s.conversion()
	spec := s.spec(depth)
	if s.pos >= s.end || s.text[s.pos] != '}' {
		s.fail("f-string: expecting '}'")
	}
	s.pos++
	if debug && spec == nil && conversion == -1 {
		conversion = 'r'
	}
	s.p.pieces.push(piece{expr: s.p.formattedValues.put(ast.FormattedValue{
		Span: s.span, Value: value, Conversion: conversion, FormatSpec: spec,
	})})
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// conversion reads an optional conversion.
func (s *textString) conversion() int32 {
	if s.text[s.pos] != '!' {
		return -1
	}
	s.pos++
	if s.pos >= s.end {
		s.fail("f-string: expecting '}'")
	}
	c := s.text[s.pos]
	s.pos++
	if c != 's' && c != 'r' && c != 'a' {
		s.fail("f-string: invalid conversion character: expected 's', 'r', or 'a'")
	}
	return int32(c)
}

// spec parses an optional format spec.
func (s *textString) spec(depth int) ast.Expr {
	if s.pos >= s.end {
		s.fail("f-string: expecting '}'")
	}
	if s.text[s.pos] != ':' {
		return nil
	}
	s.pos++
	if s.pos >= s.end {
		s.fail("f-string: expecting '}'")
	}
	u := s.u
	s.u = false
	mark := s.p.pieces.mark()
	s.pieces(depth + 1)
	if s.pos >= s.end || s.text[s.pos] != '}' {
		s.fail("f-string: expecting '}'")
	}
	s.u = u
	// The spec itself and the text at its end have the span of this literal alone.
	span := s.p.at(s.at)
	pieces := s.p.pieces.stack[mark:]
	for i := len(pieces) - 1; i >= 0 && pieces[i].expr == nil; i-- {
		pieces[i].span = span
	}
	return s.p.joinedStrs.put(ast.JoinedStr{Span: span, Values: s.p.joinFrom(mark)})
}

// findEnd moves pos to the character that ends the expression of a field.
func (s *textString) findEnd() {
	var open []byte
	quote, size := byte(0), 0
	for ; s.pos < s.end; s.pos++ {
		c := s.text[s.pos]
		tripled := s.pos+2 < s.end && s.text[s.pos+1] == c && s.text[s.pos+2] == c
		switch {
		case c == '\\':
			s.fail("f-string expression part cannot include a backslash")
		case quote != 0:
			if c == quote && (size == 1 || tripled) {
				s.pos += size - 1
				quote = 0
			}
		case c == '\'' || c == '"':
			quote, size = c, 1
			if tripled {
				size = 3
				s.pos += 2
			}
		case c == '(' || c == '[' || c == '{':
			if len(open) >= maxFieldBrackets {
				s.fail("f-string: too many nested parenthesis")
			}
			open = append(open, c)
		case c == '#':
			s.fail("f-string expression part cannot include '#'")
		case len(open) == 0 && strings.IndexByte("!:}=<>", c) >= 0:
			if s.pos+1 < s.end && s.text[s.pos+1] == '=' && strings.IndexByte("!=<>", c) >= 0 {
				s.pos++
			} else if c != '<' && c != '>' {
				return
			}
		case c == ')' || c == ']' || c == '}':
			open = s.closeBracket(open, c)
		}
	}
	switch {
	case quote != 0:
		s.fail("f-string: unterminated string")
	case len(open) > 0:
		s.fail("f-string: unmatched '" + string(open[len(open)-1]) + "'")
	}
	s.fail("f-string: expecting '}'")
}

// maxFieldBrackets is how deep brackets may nest in a field.
const maxFieldBrackets = 200

// closeBracket takes the last open bracket off, which c must match.
func (s *textString) closeBracket(open []byte, c byte) []byte {
	if len(open) == 0 {
		s.fail("f-string: unmatched '" + string(c) + "'")
	}
	last := open[len(open)-1]
	if last == '(' && c != ')' || last == '[' && c != ']' || last == '{' && c != '}' {
		s.fail("f-string: closing parenthesis '" + string(c) + "' does not match opening parenthesis '" + string(last) + "'")
	}
	return open[:len(open)-1]
}

// expression parses the expression from start to pos.
func (s *textString) expression(start int) ast.Expr {
	text := s.text[start:s.pos]
	if strings.Trim(text, " \t\n\f") == "" {
		if c := s.text[s.pos]; c != '}' {
			s.fail("f-string: expression required before '" + string(c) + "'")
		}
		s.fail("f-string: empty expression not allowed")
	}
	line, col := s.place(start - 1)
	p := s.p
	sub := p.file.Part([]byte("("+text+")\n"), int(line))
	toks := token.Scan(sub, p.tgt, nil)
	for i := range toks.List {
		t := &toks.List[i]
		if t.EndLine == line {
			t.Col += col
			t.EndCol += col
		}
	}
	file, src, scanned, pos, diag := p.file, p.src, p.scanned, p.pos, p.diag
	p.file, p.src, p.scanned, p.toks = sub, toks.Text, toks, toks.List
	var e ast.Expr
	var err *source.SyntaxError
	parse := func() {
		p.enter(bracketDepth)
		e = p.starExpressions()
		p.leave(bracketDepth)
	}
	if diag == nil {
		p.seek(0)
		parse()
	} else if err = p.passes(0, 0, parse); err != nil {
		s.blame(err, col)
	}
	file.Warnings = append(file.Warnings, sub.Warnings...)
	p.file, p.src, p.scanned, p.toks, p.diag = file, src, scanned, scanned.List, diag
	p.seek(pos)
	if err != nil {
		p.raise(err)
	}
	return e
}

// blame says in an error of the parser that it is in an f-string, unless it is
// in one within. Columns of the
// first line count from the expression's own parenthesis.
func (s *textString) blame(err *source.SyntaxError, col int32) {
	known := err == s.p.blamed || err == s.p.scanned.Later
	s.p.blamed = err
	if known {
		return
	}
	err.Msg = "f-string: " + err.Msg
	if err.Line == s.p.file.FirstLine() {
		err.Col -= int(col)
		if err.EndCol > 0 {
			err.EndCol -= int(col)
		}
	}
}

// place returns the line of the brace at an offset of the text, and what has to be
// added to the columns of the expression's first line, where its own parenthesis
// stands for the brace.
func (s *textString) place(brace int) (line, col int32) {
	t := &s.p.toks[s.at]
	before := s.text[:brace]
	line = t.Line + int32(strings.Count(before, "\n"))
	rest := strings.TrimLeft(s.text[brace+1:], " \t\f")
	newline := strings.LastIndexByte(before, '\n')
	if rest[0] != '\n' && rest[0] != '}' {
		col = int32(brace - newline - 1)
	}
	if newline < 0 {
		col += t.Col
	}
	return line, col
}
