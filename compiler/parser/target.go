package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// Targets are parsed as expressions and then turned into targets: the grammar's
// rules for targets take just the expressions whose nodes can be targets.

// setContext turns an expression into a target of an assignment or a del. It
// tells whether that is possible.
func setContext(e ast.Expr, ctx ast.Context) bool {
	switch e := e.(type) {
	case *ast.Name:
		e.Ctx = ctx
	case *ast.Attribute:
		e.Ctx = ctx
	case *ast.Subscript:
		e.Ctx = ctx
	case *ast.Starred:
		if _, nested := e.Value.(*ast.Starred); nested || ctx == ast.Del || !setContext(e.Value, ctx) {
			return false
		}
		e.Ctx = ctx
	case *ast.Tuple:
		e.Ctx = ctx
		return setContexts(e.Elts, ctx)
	case *ast.List:
		e.Ctx = ctx
		return setContexts(e.Elts, ctx)
	default:
		return false
	}
	return true
}

func setContexts(elts []ast.Expr, ctx ast.Context) bool {
	for _, e := range elts {
		if !setContext(e, ctx) {
			return false
		}
	}
	return true
}

// isSingleTarget tells whether an expression is a single_target: not a list or
// tuple of targets.
func isSingleTarget(e ast.Expr) bool {
	switch e.(type) {
	case *ast.Name, *ast.Attribute, *ast.Subscript:
		return true
	}
	return false
}

// starTargets parses star_targets, as for loops have them.
func (p *parser) starTargets() ast.Expr {
	start := p.pos
	first := p.starTarget()
	if p.kind != token.Comma {
		return first
	}
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.got(token.Comma) && p.startsStarExpr() {
		p.exprs.push(p.starTarget())
	}
	elts := p.exprs.take(mark)
	return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts, Ctx: ast.Store})
}

// starTarget parses star_target.
func (p *parser) starTarget() ast.Expr {
	var e ast.Expr
	if p.kind == token.Star {
		e = p.starred()
	} else {
		e = p.bitwiseOr()
	}
	if !setContext(e, ast.Store) {
		p.fail()
	}
	return e
}
