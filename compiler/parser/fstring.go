package parser

import (
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// fieldStyle says what string a replacement field is in.
type fieldStyle struct {
	tstring bool // a t-string
	raw     bool
	inSpec  bool // in a format spec
}

// name is what messages call the string.
func (s fieldStyle) name() string {
	if s.tstring {
		return "t-string"
	}
	return "f-string"
}

// fstring parses the tokens of one f-string or t-string (PEP 701, PEP 750) and
// pushes its pieces.
func (p *parser) fstring() {
	style := fieldStyle{
		tstring: p.kind == token.TStringStart,
		raw:     strings.ContainsAny(p.textAt(p.pos), "rR"),
	}
	p.next()
	mark := p.pieces.mark()
	escapes := false
	p.enter(bracketDepth)
	for p.kind != token.FStringEnd && p.kind != token.TStringEnd {
		if p.kind == token.LBrace {
			p.field(style)
			continue
		}
		text := p.middle()
		escaped := !style.raw && strings.IndexByte(text, '\\') >= 0
		escapes = escapes || escaped
		if text != "" {
			p.pieces.push(piece{span: p.at(p.pos - 1), text: text, escaped: escaped})
		}
	}
	p.leave(bracketDepth)
	end := p.pos
	p.next()
	if escapes || p.tgt.DecodedDebugText {
		p.unescapePieces(mark, end)
	}
}

// unescapePieces replaces the escapes in the texts of an f-string, which happens
// when all of it has been read: its last token is the one that errors and warnings are
// about.
func (p *parser) unescapePieces(mark, end int) {
	pieces := p.pieces.stack[mark:]
	kept := pieces[:0]
	for _, piece := range pieces {
		if piece.escaped {
			piece.text = p.unescape(end, piece.text)
			piece.escaped = false
		}
		if piece.expr != nil || piece.text != "" {
			kept = append(kept, piece)
		}
	}
	p.pieces.drop(mark + len(kept))
}

// middle reads text of an f-string.
func (p *parser) middle() string {
	if p.kind != token.FStringMiddle && p.kind != token.TStringMiddle {
		p.fail()
	}
	text := p.textAt(p.pos)
	if p.file.Invalid >= 0 {
		if msg := source.UTF8Error([]byte(text)); msg != "" {
			p.raise(&source.SyntaxError{Class: source.UnicodeDecode, Msg: msg, File: p.file.Name, Bare: true})
		}
	}
	p.next()
	return text
}

// field parses a replacement field and pushes its pieces: the expression, and with
// "=" its source text in front.
func (p *parser) field(style fieldStyle) {
	if p.diag != nil {
		p.diagField(style)
		return
	}
	p.plainField(style)
}

func (p *parser) plainField(style fieldStyle) {
	start := p.pos
	p.next()
	value := p.yieldOrStar()
	debug := p.got(token.Equal)
	end := p.pos // the token behind the expression and its "="
	conversion := p.conversion(style)
	var spec ast.Expr
	if p.kind == token.Colon {
		spec = p.formatSpec(style)
	}
	p.expect(token.RBrace)
	if conversion != -1 {
		p.checkConversionText(end+1, style)
	}
	if debug && conversion == -1 && spec == nil {
		conversion = 'r'
	}
	shown := end
	if debug && p.tgt.DebugTextToNotEqual {
		shown = p.firstNotEqual(start, end)
	}
	source := p.fieldSource(start, shown)
	if debug {
		a, b := &p.toks[start], &p.toks[end]
		p.pieces.push(piece{
			span: ast.Span{Line: a.Line, EndLine: b.Line, Col: a.Col + 1, EndCol: b.Col},
			text: source, escaped: p.tgt.DecodedDebugText && !style.raw && !style.inSpec,
		})
	}
	span := p.span(start)
	if style.tstring && !style.inSpec {
		p.pieces.push(piece{expr: &ast.Interpolation{
			Span: span, Value: value, Str: p.pool.Str(interpolationText(source, debug)),
			Conversion: conversion, FormatSpec: spec,
		}})
		return
	}
	p.pieces.push(piece{expr: p.formattedValues.put(ast.FormattedValue{
		Span: span, Value: value, Conversion: conversion, FormatSpec: spec,
	})})
}

// firstNotEqual returns the first "!=" among the tokens of a field that stands in no
// brackets, or the end.
func (p *parser) firstNotEqual(start, end int) int {
	depth := 0
	for i := start + 1; i < end; i++ {
		switch p.toks[i].Kind {
		case token.LParen, token.LBracket, token.LBrace, token.FStringStart:
			depth++
		case token.RParen, token.RBracket, token.RBrace, token.FStringEnd:
			depth--
		case token.NotEqual:
			if depth == 0 {
				return i
			}
		}
	}
	return end
}

// fieldSource returns the source text of a field's expression, up to a token and
// without comments.
func (p *parser) fieldSource(start, end int) string {
	text := p.src[p.toks[start].End:p.toks[end].Start]
	switch {
	case strings.IndexByte(text, '#') < 0:
		return text
	case p.tgt.CommentsAnywhere:
		return stripHashes(text)
	case !hasComment(text):
		return text
	}
	return stripComments(text, p.tgt.CommentEscapes)
}

// stripHashes removes everything from a "#" to the end of its line.
func stripHashes(text string) string {
	var b strings.Builder
	for {
		hash := strings.IndexByte(text, '#')
		if hash < 0 {
			return b.String() + text
		}
		b.WriteString(text[:hash])
		end := strings.IndexByte(text[hash:], '\n')
		if end < 0 {
			return b.String()
		}
		text = text[hash+end:]
	}
}

// hasComment tells whether there is a "#" outside the strings of an expression.
func hasComment(text string) bool {
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\\':
			i++
		case '"', '\'':
			if quote == 0 {
				quote = c
			} else if quote == c {
				quote = 0
			}
		case '#':
			if quote == 0 {
				return true
			}
		}
	}
	return false
}

// stripComments removes the comments from the source of an expression. Like
// CPython's (Parser/lexer/lexer.c, set_ftstring_expr) it may not know that a
// backslash can stand before a quote.
func stripComments(text string, escapes bool) string {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\' && escapes && i+1 < len(text):
			b.WriteByte(c)
			i++
			c = text[i]
		case c == '"' || c == '\'':
			if quote == 0 {
				quote = c
			} else if quote == c {
				quote = 0
			}
		case c == '#' && quote == 0:
			for i < len(text) && text[i] != '\n' {
				i++
			}
			c = '\n'
			if i >= len(text) {
				return b.String()
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}

// interpolationText returns the text that an interpolation of a t-string keeps of
// its source: all but a final "=".
func interpolationText(text string, debug bool) string {
	if !debug {
		return text
	}
	return text[:strings.LastIndexByte(text, '=')]
}

// conversion parses [fstring_conversion].
func (p *parser) conversion(style fieldStyle) int32 {
	if !p.got(token.Exclamation) {
		return -1
	}
	if p.kind != token.Name {
		p.fail()
	}
	if mark := p.pos - 1; p.toks[mark].End != p.toks[p.pos].Start {
		exclamation := "exclamation"
		if p.tgt.Exclamanation {
			exclamation = "exclamanation"
		}
		p.failRange(p.at(mark), p.at(p.pos), style.name()+": conversion type must come right after the "+exclamation+" mark")
	}
	p.next()
	if p.tgt.EagerConversions {
		p.checkConversionText(p.pos-1, style)
	}
	return int32(p.textAt(p.pos - 1)[0])
}

// checkConversionText rejects an unknown conversion.
func (p *parser) checkConversionText(at int, style fieldStyle) {
	if text := p.textAt(at); text != "s" && text != "r" && text != "a" {
		p.failToken(at, style.name()+": invalid conversion character '"+text+"': expected 's', 'r', or 'a'")
	}
}

// specPart parses a field or text of a format spec.
func (p *parser) specPart(style fieldStyle) {
	if p.kind == token.LBrace {
		p.field(style)
	} else {
		text := p.middle()
		at := p.pos - 1
		if (!style.raw || p.tgt.DecodedRawSpecs) && strings.IndexByte(text, '\\') >= 0 {
			p.inSpec = true
			text = p.unescape(at, text)
			p.inSpec = false
		}
		if text != "" {
			p.pieces.push(piece{span: p.at(at), text: text})
		}
	}
}

// formatSpec parses fstring_full_format_spec. The fields in the specs of t-strings
// are those of f-strings.
func (p *parser) formatSpec(style fieldStyle) ast.Expr {
	style.inSpec = true
	start := p.pos
	p.next()
	mark := p.pieces.mark()
	p.enter(bracketDepth)
	for p.kind != token.RBrace {
		p.specPart(style)
	}
	p.leave(bracketDepth)
	values := p.joinFrom(mark)
	return p.joinedStrs.put(ast.JoinedStr{Span: p.span(start), Values: values})
}
