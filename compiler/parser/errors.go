package parser

import (
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// Errors leave the recursive descent by a panic: a failure, of which only the place
// is known, or a *source.SyntaxError. No other panic is ever recovered.
type failure struct{}

// catch runs f and tells whether it came to its end, or the error it raised.
func (p *parser) catch(f func()) (ok bool, err *source.SyntaxError) {
	defer func() {
		switch r := recover().(type) {
		case nil, failure:
		case *source.SyntaxError:
			err = r
		default:
			panic(r)
		}
	}()
	f()
	return true, nil
}

// fail gives up at the next token.
func (p *parser) fail() {
	p.look()
	panic(failure{})
}

// raise gives up with an error.
func (p *parser) raise(err *source.SyntaxError) { panic(err) }

// errorIn is an error about a part of the source.
func (p *parser) errorIn(class source.ErrorClass, s ast.Span, msg string) *source.SyntaxError {
	err := p.file.ErrorAt(class, msg, int(s.Line), int(s.Col), int(s.EndLine), int(s.EndCol))
	if s.EndCol < 0 {
		err.EndCol = 0
	}
	return err
}

// failSpan raises a SyntaxError about a part of the source.
func (p *parser) failSpan(s ast.Span, msg string) { p.raise(p.errorIn(source.Syntax, s, msg)) }

// failNode raises a SyntaxError about a node (CPython:
// RAISE_SYNTAX_ERROR_KNOWN_LOCATION).
func (p *parser) failNode(n ast.Node, msg string) { p.failSpan(*n.Pos(), msg) }

// failRange raises a SyntaxError about what stands from one node to another
// (CPython: RAISE_SYNTAX_ERROR_KNOWN_RANGE).
func (p *parser) failRange(from, to ast.Span, msg string) {
	from.EndLine, from.EndCol = to.EndLine, to.EndCol
	p.failSpan(from, msg)
}

// at returns the span of the token with an index.
func (p *parser) at(pos int) ast.Span { return ast.Span(p.toks[pos].Pos) }

// failToken raises a SyntaxError about a token.
func (p *parser) failToken(pos int, msg string) { p.failSpan(p.at(pos), msg) }

// failNext raises a SyntaxError about the next token (CPython:
// RAISE_SYNTAX_ERROR_ON_NEXT_TOKEN).
func (p *parser) failNext(msg string) {
	p.look()
	p.raise(p.errorAtToken(p.pos, source.Syntax, msg))
}

// failLast raises an error about the last token that was looked at (CPython:
// RAISE_SYNTAX_ERROR, RAISE_INDENTATION_ERROR).
func (p *parser) failLast(class source.ErrorClass, msg string) {
	p.raise(p.errorAtToken(p.lastSeen(), class, msg))
}

// errorAtToken is an error about a token. One without a column of its own stands
// where the tokenizer has come to, one character too early.
func (p *parser) errorAtToken(pos int, class source.ErrorClass, msg string) *source.SyntaxError {
	t := &p.toks[pos]
	if t.Col >= 0 {
		return p.errorIn(class, ast.Span(t.Pos), msg)
	}
	return p.file.ErrorAt(class, msg, int(t.Line), p.column(pos)-1, int(t.EndLine), -1)
}

// column returns the column in bytes where a token without text stands; at the end
// of the file it is behind the last line.
func (p *parser) column(pos int) int {
	end := int(p.toks[pos].End)
	before := strings.TrimSuffix(p.src[:end], "\n")
	if end < len(p.src) {
		before = p.src[:end]
	}
	return end - (strings.LastIndexByte(before, '\n') + 1)
}

// failFrom raises a SyntaxError about what stands from a token to the last one that
// was looked at (CPython: RAISE_SYNTAX_ERROR_STARTING_FROM).
func (p *parser) failFrom(pos int, msg string) {
	s := p.at(pos)
	last := p.lastSeen()
	s.EndLine, s.EndCol = p.toks[last].EndLine, p.toks[last].EndCol
	if s.EndCol < 0 {
		s.EndCol = int32(p.column(last))
	}
	s.EndCol-- // the tokenizer is one character less far than a token's end would be
	p.raise(p.errorIn(source.Syntax, s, msg))
}

// force is expect for a token whose lack has a message of its own (CPython's
// grammar: &&).
func (p *parser) force(kind token.Kind) {
	if p.kind != kind {
		p.look()
		p.failToken(p.pos, "expected '"+kind.String()+"'")
	}
	p.next()
}
