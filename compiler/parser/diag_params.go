package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// paramList reads parameters in the second pass: those of a function, which end
// with ")", or of a lambda, which end with ":".
type paramList struct {
	p   *parser
	end token.Kind
}

func (l paramList) lambda() bool { return l.end == token.Colon }

// lambdaParameters parses [lambda_params].
func (p *parser) lambdaParameters() *ast.Arguments { return p.parameters(token.Colon) }

// param reads one parameter.
func (l paramList) param() ast.Span {
	start := l.p.pos
	l.p.param(!l.lambda(), false)
	return l.p.span(start)
}

// separator reads what follows a parameter.
func (l paramList) separator() {
	l.p.look()
	if !l.p.got(token.Comma) {
		l.p.need(l.end)
	}
}

func (l paramList) plain() ast.Span {
	s := l.param()
	l.separator()
	return s
}

func (l paramList) withDefault() {
	l.param()
	l.p.paramDefault(l.end)
	l.separator()
}

func (l paramList) maybeDefault() {
	l.param()
	l.p.try(func() { l.p.paramDefault(l.end) })
	l.separator()
}

// many reads as many as there are, and tells how many.
func (l paramList) many(one func()) (count int) {
	for l.p.try(one) {
		count++
	}
	return count
}

func (l paramList) plains() int        { return l.many(func() { l.plain() }) }
func (l paramList) withDefaults() int  { return l.many(l.withDefault) }
func (l paramList) maybeDefaults() int { return l.many(l.maybeDefault) }

// slash reads positional-only parameters and their "/".
func (l paramList) slash() {
	if l.p.try(l.slashPlain) {
		return
	}
	l.slashWithDefault()
}

func (l paramList) slashPlain() {
	if l.plains() == 0 {
		l.p.fail()
	}
	l.p.expect(token.Slash)
	l.separator()
}

func (l paramList) slashWithDefault() {
	l.plains()
	if l.withDefaults() == 0 {
		l.p.fail()
	}
	l.p.expect(token.Slash)
	l.separator()
}

// paramDefault parses "=" and a default.
func (p *parser) paramDefault(end token.Kind) ast.Expr {
	at := p.pos
	p.expect(token.Equal)
	p.enter(defaultDepth)
	var e ast.Expr
	if p.diag == nil {
		e = p.expression()
	} else {
		e = p.expr(p.expression)
	}
	p.leave(defaultDepth)
	if e == nil {
		if p.checking() && (p.kind == token.RParen || p.kind == token.Comma) {
			p.failToken(at, "expected default value expression")
		}
		p.fail()
	}
	return e
}

// checkParams looks for mistakes where parameters start (CPython:
// invalid_parameters, invalid_lambda_parameters).
func (l paramList) checkParams() {
	if l.p.tgt.OldParameterErrors {
		l.p.firstOf(l.plainAfterDefault, l.parenthesized, l.slashFirst, l.slashTwice, l.slashAfterStar, l.slashStar)
		return
	}
	l.p.firstOf(l.slashFirst, l.slashTwice, l.plainAfterDefault, l.parenthesized, l.slashAfterStar, l.slashStar)
}

// noun is what messages call a parameter.
func (l paramList) noun() string {
	if l.p.tgt.ParametersNamedSo {
		return "parameter"
	}
	return "argument"
}

func (l paramList) slashFirst() {
	at := l.p.pos
	l.p.expect(token.Slash)
	l.p.expect(token.Comma)
	l.p.failToken(at, "at least one "+l.noun()+" must precede /")
}

func (l paramList) slashTwice() {
	l.slash()
	l.maybeDefaults()
	at := l.p.pos
	l.p.expect(token.Slash)
	l.p.failToken(at, "/ may appear only once")
}

func (l paramList) plainAfterDefault() {
	msg := "parameter without a default follows parameter with a default"
	if l.p.tgt.OldParameterErrors {
		msg = "non-default argument follows default argument"
	} else {
		l.p.try(l.slashPlain)
	}
	l.plains()
	if !l.p.try(l.slashWithDefault) && l.withDefaults() == 0 {
		l.p.fail()
	}
	l.p.failSpan(l.plain(), msg)
}

func (l paramList) parenthesized() {
	l.plains()
	at := l.p.pos
	l.p.expect(token.LParen)
	if l.lambda() {
		l.param()
		l.many(func() {
			l.p.expect(token.Comma)
			l.param()
		})
	} else if (paramList{l.p, token.RParen}).plains() == 0 {
		l.p.fail()
	}
	l.p.look()
	l.p.got(token.Comma)
	end := l.p.pos
	l.p.expect(token.RParen)
	msg := "Function parameters cannot be parenthesized"
	if l.lambda() {
		msg = "Lambda expression parameters cannot be parenthesized"
	}
	l.p.failRange(l.p.at(at), l.p.at(end), msg)
}

func (l paramList) slashAfterStar() {
	l.p.try(l.slash)
	l.maybeDefaults()
	l.p.expect(token.Star)
	l.p.look()
	if !l.p.got(token.Comma) {
		l.plain()
	}
	l.maybeDefaults()
	at := l.p.pos
	l.p.expect(token.Slash)
	l.p.failToken(at, "/ must be ahead of *")
}

func (l paramList) slashStar() {
	if l.maybeDefaults() == 0 {
		l.p.fail()
	}
	l.p.expect(token.Slash)
	at := l.p.pos
	l.p.expect(token.Star)
	l.p.failToken(at, "expected comma between / and *")
}

// checkStar looks for mistakes where "*" may stand (CPython: invalid_star_etc).
func (l paramList) checkStar() {
	p := l.p
	p.firstOf(
		func() {
			at := p.pos
			p.expect(token.Star)
			p.look()
			if p.got(token.Comma) {
				p.need(l.end, token.DoubleStar)
			} else {
				p.need(l.end)
			}
			p.next()
			msg := "named " + l.noun() + "s must follow bare *"
			if l.lambda() {
				p.failLast(0, msg)
			}
			p.failToken(at, msg)
		},
		func() {
			p.expect(token.Star)
			l.param()
			at := p.pos
			p.expect(token.Equal)
			p.failToken(at, "var-positional "+l.noun()+" cannot have default value")
		},
		func() {
			p.expect(token.Star)
			l.plainOrComma()
			l.maybeDefaults()
			at := p.pos
			p.expect(token.Star)
			l.plainOrComma()
			if p.tgt.ParametersNamedSo {
				p.failToken(at, "* may appear only once")
			}
			p.failToken(at, "* argument may appear only once")
		},
	)
}

func (l paramList) plainOrComma() {
	if !l.p.try(func() { l.plain() }) {
		l.p.expect(token.Comma)
	}
}

// checkDoubleStar looks for mistakes where "**" may stand (CPython: invalid_kwds).
func (l paramList) checkDoubleStar() {
	p := l.p
	msg := l.noun() + "s cannot follow var-keyword " + l.noun()
	p.firstOf(
		func() {
			p.expect(token.DoubleStar)
			l.param()
			at := p.pos
			p.expect(token.Equal)
			p.failToken(at, "var-keyword "+l.noun()+" cannot have default value")
		},
		func() {
			p.expect(token.DoubleStar)
			l.param()
			p.expect(token.Comma)
			p.failSpan(l.param(), msg)
		},
		func() {
			p.expect(token.DoubleStar)
			l.param()
			p.expect(token.Comma)
			at := p.pos
			p.need(token.Star, token.DoubleStar, token.Slash)
			p.next()
			p.failToken(at, msg)
		},
	)
}
