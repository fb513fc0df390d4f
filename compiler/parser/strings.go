package parser

import (
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// piece is a part of a sequence of string literals: text, or the expression of
// a replacement field.
type piece struct {
	span ast.Span
	text string
	expr ast.Expr // nil for text
	u    bool     // the literal had the prefix u

	escaped bool // the text has escapes yet
}

// stringKind says what literals a sequence has.
type stringKind uint8

const (
	hasBytes stringKind = 1 << iota
	hasText
	hasFString
	hasTString
)

// strings parses a sequence of string literals, which become one.
func (p *parser) strings() ast.Expr {
	if p.diag != nil {
		return p.remember(ruleStrings, p.plainStrings)
	}
	return p.plainStrings()
}

func (p *parser) plainStrings() ast.Expr {
	start := p.pos
	behind := 0 // index of the token behind the sequence, before PEP 701
	if !p.tgt.NestedFStrings {
		behind = p.behindStrings(start)
		if p.diag != nil {
			p.seek(behind)
			p.look()
			p.seek(start)
		}
	}
	mark := p.pieces.mark()
	tstring := p.kind == token.TStringStart
	kinds := p.stringLiteral(start, behind)
	for last := start; p.atLiteral(); {
		if (p.kind == token.TStringStart) != tstring {
			p.mixedTStrings(last)
			break
		}
		last = p.pos
		if kinds == hasBytes && !p.tgt.NestedFStrings && p.atFString() {
			p.failLast(0, mixedBytes)
		}
		kinds |= p.stringLiteral(start, behind)
	}
	p.look()
	if kinds&hasBytes != 0 && kinds != hasBytes {
		p.failLast(0, mixedBytes)
	}
	pieces := p.pieces.stack[mark:]
	if !p.tgt.NestedFStrings {
		p.spread(start, pieces)
	}
	var e ast.Expr
	switch {
	case kinds&hasTString != 0:
		e = &ast.TemplateStr{Span: p.span(start), Values: p.join(pieces)}
	case kinds&hasFString != 0:
		e = p.joinedStrs.put(ast.JoinedStr{Span: p.span(start), Values: p.join(pieces)})
	case kinds == hasBytes:
		e = p.constant(start, p.pool.Bytes(concat(pieces)))
	default:
		c := p.constant(start, p.pool.Str(concat(pieces)))
		c.U = pieces[0].u
		e = c
	}
	clear(pieces)
	p.pieces.stack = p.pieces.stack[:mark]
	return e
}

const mixedBytes = "cannot mix bytes and nonbytes literals"

// behindStrings returns the index of the token behind a sequence of STRING tokens.
func (p *parser) behindStrings(pos int) int {
	for p.toks[pos].Kind == token.String {
		pos++
	}
	return pos
}

// spread gives all pieces the span of the whole sequence of literals and the prefix
// of its first, as it was before PEP 701.
func (p *parser) spread(start int, pieces []piece) {
	span := p.span(start)
	u := p.textAt(start)[0] == 'u'
	for i := range pieces {
		pieces[i].span, pieces[i].u = span, u
	}
}

// atLiteral tells whether a string literal is next.
func (p *parser) atLiteral() bool {
	return p.kind == token.String || p.kind == token.FStringStart || p.kind == token.TStringStart
}

// stringLiteral reads one literal of a sequence of tokens, of which it gets the first
// and, before PEP 701, the one behind, and pushes its pieces.
func (p *parser) stringLiteral(start, behind int) stringKind {
	switch {
	case p.kind == token.TStringStart:
		p.fstring()
		return hasTString
	case p.kind == token.FStringStart:
		p.fstring()
	case !p.tgt.NestedFStrings && p.atFString():
		p.fstringToken(start, behind)
	default:
		return p.stringToken()
	}
	return hasFString
}

// mixedTStrings looks for a literal that cannot be joined with those in front of it,
// the last of which starts at a token (CPython: invalid_string_tstring_concat).
func (p *parser) mixedTStrings(last int) {
	if !p.checking() {
		return
	}
	s := p.span(last)
	p.stringLiteral(p.pos, 0)
	p.failRange(s, p.at(p.pos-1), "cannot mix t-string literals with string or bytes literals")
}

// concat joins the text of pieces.
func concat(pieces []piece) string {
	if len(pieces) == 1 {
		return pieces[0].text
	}
	n := 0
	for i := range pieces {
		n += len(pieces[i].text)
	}
	var b strings.Builder
	b.Grow(n)
	for i := range pieces {
		b.WriteString(pieces[i].text)
	}
	return b.String()
}

// joinFrom is join for the pieces pushed since a mark, and takes them off.
func (p *parser) joinFrom(mark int) []ast.Expr {
	pieces := p.pieces.stack[mark:]
	values := p.join(pieces)
	clear(pieces)
	p.pieces.stack = p.pieces.stack[:mark]
	return values
}

// join makes the values of an f-string of its pieces: neighbouring texts become
// one constant, and empty ones none.
func (p *parser) join(pieces []piece) []ast.Expr {
	mark := p.exprs.mark()
	for i := 0; i < len(pieces); {
		if e := pieces[i].expr; e != nil {
			p.exprs.push(e)
			i++
			continue
		}
		first := i
		for i < len(pieces) && pieces[i].expr == nil {
			i++
		}
		if text := concat(pieces[first:i]); text != "" {
			span := pieces[first].span
			span.EndLine, span.EndCol = pieces[i-1].span.EndLine, pieces[i-1].span.EndCol
			p.exprs.push(p.constants.put(ast.Constant{Span: span, Value: p.pool.Str(text), U: pieces[first].u}))
		}
	}
	return p.exprs.take(mark)
}

// atFString tells whether the STRING token that is next has the prefix f.
func (p *parser) atFString() bool {
	text := p.textAt(p.pos)
	return text[0]|0x20 == 'f' || text[0]|0x20 == 'r' && text[1]|0x20 == 'f'
}

// stringToken reads a STRING token and pushes its text.
func (p *parser) stringToken() stringKind {
	at := p.pos
	text := p.textAt(at)
	var raw, bytes bool
	quote := 0
	for ; text[quote] != '"' && text[quote] != '\''; quote++ {
		switch text[quote] | 0x20 {
		case 'r':
			raw = true
		case 'b':
			bytes = true
		}
	}
	u := text[0] == 'u'
	body := unquote(text[quote:])
	raw = raw || strings.IndexByte(body, '\\') < 0
	if bytes {
		body = p.bytesBody(at, body, raw)
	} else {
		p.checkUTF8(at, body, raw)
		if !raw {
			body = p.unescape(at, body)
		}
	}
	p.next()
	p.pieces.push(piece{span: p.span(at), text: body, u: u})
	if bytes {
		return hasBytes
	}
	return hasText
}

// unquote takes the quotes off a string.
func unquote(s string) string {
	if len(s) >= 6 && s[0] == s[1] && s[0] == s[2] {
		return s[3 : len(s)-3]
	}
	return s[1 : len(s)-1]
}

// bytesBody returns the value of a bytes literal.
func (p *parser) bytesBody(at int, body string, raw bool) string {
	for i := 0; i < len(body); i++ {
		if body[i] >= 0x80 {
			p.failToken(at, "bytes can only contain ASCII literal characters")
		}
	}
	if raw {
		return body
	}
	return p.unescapeBytes(at, body)
}
