package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// targetKind says what a target is for.
type targetKind uint8

const (
	starTarget targetKind = iota
	delTarget
	forTarget
)

// failTarget raises an error about the part of an expression that cannot be a
// target, if there is one (CPython: RAISE_SYNTAX_ERROR_INVALID_TARGET).
func (p *parser) failTarget(e ast.Expr, kind targetKind) {
	bad := invalidTarget(e, kind)
	if bad == nil {
		return
	}
	if kind == delTarget {
		p.failNode(bad, "cannot delete "+exprName(bad))
	}
	p.failNode(bad, "cannot assign to "+exprName(bad))
}

// invalidTarget returns the first part of an expression that cannot be a target.
func invalidTarget(e ast.Expr, kind targetKind) ast.Expr {
	switch e := e.(type) {
	case *ast.List:
		return invalidElement(e.Elts, kind)
	case *ast.Tuple:
		return invalidElement(e.Elts, kind)
	case *ast.Starred:
		if kind == delTarget {
			return e
		}
		return invalidTarget(e.Value, kind)
	case *ast.Compare:
		// "for x in y" without its colon has been read as a comparison.
		if kind == forTarget {
			if e.Ops[0] == ast.In {
				return invalidTarget(e.Left, kind)
			}
			return nil
		}
		return e
	case *ast.Name, *ast.Subscript, *ast.Attribute:
		return nil
	}
	return e
}

func invalidElement(elts []ast.Expr, kind targetKind) ast.Expr {
	for _, e := range elts {
		if bad := invalidTarget(e, kind); bad != nil {
			return bad
		}
	}
	return nil
}

// diagTargets parses star_targets in the second pass: just what can be assigned to.
func (p *parser) diagTargets() ast.Expr {
	start := p.pos
	mark := p.exprs.mark()
	first := p.diagTarget()
	p.exprs.push(first)
	p.look()
	if p.kind != token.Comma {
		p.exprs.drop(mark)
		return first
	}
	for {
		e := p.expr(func() ast.Expr {
			p.expect(token.Comma)
			return p.diagTarget()
		})
		if e == nil {
			break
		}
		p.exprs.push(e)
	}
	p.got(token.Comma)
	elts := p.exprs.take(mark)
	return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts, Ctx: ast.Store})
}

// diagTarget parses star_target in the second pass.
func (p *parser) diagTarget() ast.Expr {
	start := p.pos
	p.look()
	if p.got(token.Star) {
		p.not(token.Star)
		value := p.diagTarget()
		return p.starreds.put(ast.Starred{Span: p.span(start), Value: value, Ctx: ast.Store})
	}
	e := p.targetPrimary()
	if invalidTarget(e, starTarget) != nil {
		p.fail()
	}
	return e
}

// diagSingleTarget parses single_target in the second pass.
func (p *parser) diagSingleTarget() ast.Expr {
	e := p.targetPrimary()
	if !isSingleTarget(e) {
		p.fail()
	}
	return e
}
