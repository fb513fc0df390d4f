package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// callParts are the arguments of a call as the second pass needs them.
type callParts struct {
	args     []ast.Expr
	keywords []*ast.Keyword
}

// diagCallArgs is callArgs in the second pass.
func (p *parser) diagCallArgs(generator bool) ([]ast.Expr, []*ast.Keyword) {
	if generator {
		if e := p.expr(p.diagGenerator); e != nil {
			return []ast.Expr{e}, nil
		}
	}
	p.expect(token.LParen)
	var parts callParts
	p.try(func() { parts = p.diagArguments() })
	p.expect(token.RParen)
	return parts.args, parts.keywords
}

// diagArguments parses arguments in the second pass.
func (p *parser) diagArguments() callParts {
	var parts callParts
	if p.try(func() {
		parts = p.diagArgs()
		p.look()
		p.got(token.Comma)
		p.need(token.RParen)
	}) {
		return parts
	}
	if p.checking() {
		p.checkArguments()
	}
	p.fail()
	return parts
}

// diagArgs parses args: positional arguments, then those with names.
func (p *parser) diagArgs() callParts {
	mark, keywords := p.exprs.mark(), p.kwList.mark()
	if p.positional() {
		p.try(func() {
			p.expect(token.Comma)
			p.kwargs()
		})
	} else {
		p.kwargs()
	}
	return callParts{p.exprs.take(mark), p.kwList.take(keywords)}
}

// positional parses positional arguments and tells whether there are any.
func (p *parser) positional() bool {
	count := 0
	for {
		e := p.expr(func() ast.Expr {
			if count > 0 {
				p.expect(token.Comma)
			}
			return p.positionalArg()
		})
		if e == nil {
			return count > 0
		}
		p.exprs.push(e)
		count++
	}
}

func (p *parser) positionalArg() ast.Expr {
	if p.is(token.Star) {
		return p.diagStarredArgument()
	}
	var e ast.Expr
	if p.next2(token.Name, token.ColonEqual) {
		e = p.expr(p.assignmentExpression)
	}
	if e == nil {
		e = p.expression()
		p.not(token.ColonEqual)
	}
	p.not(token.Equal)
	return e
}

// diagStarredArgument parses starred_expression in the second pass.
func (p *parser) diagStarredArgument() ast.Expr {
	if !p.is(token.Star) {
		p.fail()
	}
	if p.checking() && p.tgt.ArgumentMistakes {
		p.firstOf(p.checkStarred)
	}
	e := p.expr(func() ast.Expr {
		start := p.pos
		p.expect(token.Star)
		value := p.expression()
		return p.starreds.put(ast.Starred{Span: p.span(start), Value: value})
	})
	if e == nil && p.kind == token.Star {
		if p.tgt.StarError && (p.tgt.EagerMistakes || p.checking()) {
			p.next()
			p.failLast(0, "Invalid star expression")
		}
	}
	if e == nil {
		p.fail()
	}
	return e
}

// checkStarred looks for mistakes in a starred argument (CPython:
// invalid_starred_expression, later invalid_starred_expression_unpacking).
func (p *parser) checkStarred() {
	at := p.pos
	p.expect(token.Star)
	if p.tgt.UnpackInComp {
		if b := p.expr(p.ifExpression); b != nil {
			p.failRange(p.at(at), *b.Pos(), "invalid starred expression. Did you forget to wrap the conditional expression in parentheses?")
		}
	}
	p.expression()
	p.expect(token.Equal)
	b := p.expression()
	p.failRange(p.at(at), *b.Pos(), "cannot assign to iterable argument unpacking")
}

// kwargs parses kwargs: arguments with names and stars, then those with names and
// double stars.
func (p *parser) kwargs() {
	if p.try(func() {
		p.keywordArgs(p.keywordOrStarred)
		p.expect(token.Comma)
		p.keywordArgs(p.keywordOrDouble)
	}) {
		return
	}
	if !p.try(func() { p.keywordArgs(p.keywordOrStarred) }) {
		p.keywordArgs(p.keywordOrDouble)
	}
}

// keywordArgs parses at least one argument.
func (p *parser) keywordArgs(arg func()) {
	arg()
	for p.try(func() {
		p.expect(token.Comma)
		arg()
	}) {
	}
}

func (p *parser) keywordOrStarred() {
	p.checkKeyword()
	if p.try(p.keywordArg) {
		return
	}
	p.exprs.push(p.diagStarredArgument())
}

func (p *parser) keywordOrDouble() {
	p.checkKeyword()
	if p.try(p.keywordArg) {
		return
	}
	start := p.pos
	p.expect(token.DoubleStar)
	value := p.expression()
	p.kwList.push(p.keywords.put(ast.Keyword{Span: p.span(start), Value: value}))
}

func (p *parser) keywordArg() {
	start := p.pos
	arg := p.ident()
	p.expect(token.Equal)
	value := p.expression()
	p.kwList.push(p.keywords.put(ast.Keyword{Span: p.span(start), Arg: arg, Value: value}))
}

const assignedInComp = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"

// checkKeyword looks for mistakes in an argument with a name (CPython: invalid_kwarg).
func (p *parser) checkKeyword() {
	if !p.checking() {
		return
	}
	p.firstOf(
		func() {
			at := p.pos
			p.need(token.True, token.False, token.None)
			p.next()
			p.expect(token.Equal)
			p.failRange(p.at(at), p.at(at+1), "cannot assign to "+p.textAt(at))
		},
		p.assignmentInComp,
		func() {
			if p.next2(token.Name, token.Equal) {
				p.fail()
			}
			a := p.expression()
			at := p.pos
			p.expect(token.Equal)
			p.failRange(*a.Pos(), p.at(at), `expression cannot contain assignment, perhaps you meant "=="?`)
		},
		func() {
			if !p.tgt.ArgumentMistakes {
				p.fail()
			}
			at := p.pos
			p.expect(token.DoubleStar)
			p.expression()
			p.expect(token.Equal)
			b := p.expression()
			p.failRange(p.at(at), *b.Pos(), "cannot assign to keyword argument unpacking")
		},
	)
}

// assignmentInComp finds f(a = b for c in d).
func (p *parser) assignmentInComp() {
	at := p.pos
	p.expect(token.Name)
	p.expect(token.Equal)
	p.expression()
	p.comprehension()
	p.failRange(p.at(at), p.at(at+1), assignedInComp)
}

const bareGenerator = "Generator expression must be parenthesized"

// checkArguments looks for mistakes in the arguments of a call (CPython:
// invalid_arguments).
func (p *parser) checkArguments() {
	p.firstOf(
		p.starAfterDouble,
		func() {
			a := p.expression()
			b := p.comprehension()
			p.expect(token.Comma)
			if !p.try(func() { p.diagArgs() }) {
				p.try(func() {
					p.expression()
					p.comprehension()
				})
			}
			p.failRange(*a.Pos(), *lastOf(b).Pos(), bareGenerator)
		},
		p.assignmentInComp,
		func() {
			if !p.tgt.ArgumentMistakes {
				p.fail()
			}
			p.try(func() {
				p.diagArgs()
				p.expect(token.Comma)
			})
			at := p.pos
			p.expect(token.Name)
			p.expect(token.Equal)
			p.need(token.Comma, token.RParen)
			p.failRange(p.at(at), p.at(at+1), "expected argument value expression")
		},
		func() {
			a := p.diagArgs()
			b := p.comprehension()
			if n := len(a.args); n > 1 {
				p.failRange(*a.args[n-1].Pos(), *lastOf(b).Pos(), bareGenerator)
			}
		},
		func() {
			p.diagArgs()
			p.expect(token.Comma)
			a := p.expression()
			b := p.comprehension()
			p.failRange(*a.Pos(), *lastOf(b).Pos(), bareGenerator)
		},
		p.positionalAfterKeyword,
	)
}

// lastOf returns the last expression of a comprehension.
func lastOf(generators []*ast.Comprehension) ast.Expr {
	last := generators[len(generators)-1]
	if n := len(last.Ifs); n > 0 {
		return last.Ifs[n-1]
	}
	return last.Iter
}

// starAfterDouble finds *a behind **b.
func (p *parser) starAfterDouble() {
	const msg = "iterable argument unpacking follows keyword argument unpacking"
	if !p.try(func() {
		if !p.positional() {
			p.fail()
		}
		p.expect(token.Comma)
		p.kwargs()
	}) {
		p.kwargs()
	}
	comma := p.pos
	p.expect(token.Comma)
	if !p.tgt.UnpackingRange {
		at := p.pos
		p.expect(token.Star)
		p.failToken(at, msg)
	}
	starred := func() {
		p.diagStarredArgument()
		p.not(token.Equal)
	}
	p.keywordArgs(starred)
	p.failFrom(comma, msg)
}

// positionalAfterKeyword finds a positional argument behind one with a name.
func (p *parser) positionalAfterKeyword() {
	a := p.diagArgs()
	p.expect(token.Comma)
	p.diagArgs()
	msg := "positional argument follows keyword argument"
	for _, k := range a.keywords {
		if k.Arg == 0 {
			msg += " unpacking"
			break
		}
	}
	p.failLast(0, msg)
}
