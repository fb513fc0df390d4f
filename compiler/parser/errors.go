package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// Errors leave the recursive descent by a panic that module recovers: a failure
// without more to say, or a *source.SyntaxError. No other panic is recovered.
type failure struct{}

// fail gives up at the next token.
func (p *parser) fail() { panic(failure{}) }

// raise gives up with an error.
func (p *parser) raise(err *source.SyntaxError) { panic(err) }

// recovered turns what was panicked with into an error.
func (p *parser) recovered(r any) error {
	switch r := r.(type) {
	case failure:
		return p.generic()
	case *source.SyntaxError:
		return r
	}
	panic(r)
}

// generic is the error at the next token about which nothing particular is known.
func (p *parser) generic() error {
	t := &p.toks[p.pos]
	switch t.Kind {
	case token.Error:
		return p.scanned.Err
	case token.Indent:
		return p.file.ErrorAt(source.Indentation, "unexpected indent", int(t.Line), 0, int(t.Line), -1)
	case token.Dedent:
		return p.file.ErrorAt(source.Indentation, "unexpected unindent", int(t.Line), 0, int(t.Line), -1)
	}
	return p.errorAtToken(t, "invalid syntax")
}

func (p *parser) errorAtToken(t *token.Token, msg string) *source.SyntaxError {
	return p.file.ErrorAt(source.Syntax, msg, int(t.Line), int(t.Col), int(t.EndLine), int(t.EndCol))
}

// failSpan raises a SyntaxError about a part of the source.
func (p *parser) failSpan(s *ast.Span, msg string) {
	p.raise(p.file.ErrorAt(source.Syntax, msg, int(s.Line), int(s.Col), int(s.EndLine), int(s.EndCol)))
}

// failToken raises a SyntaxError about a token.
func (p *parser) failToken(pos int, msg string) { p.raise(p.errorAtToken(&p.toks[pos], msg)) }
