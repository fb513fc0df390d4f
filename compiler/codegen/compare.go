package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// The arguments of COMPARE_OP: CPython's Py_LT and so on, and the mask that the
// specialized operations use, with a bit for each outcome that makes the comparison
// true (CPython: COMPARISON_ in Include/internal/pycore_code.h).
var compareArgs = [...]struct{ op, mask int }{
	ast.Lt:    {0, 2},
	ast.LtE:   {1, 2 | 8},
	ast.Eq:    {2, 8},
	ast.NotEq: {3, 1 | 2 | 4},
	ast.Gt:    {4, 4},
	ast.GtE:   {5, 4 | 8},
}

// compareOp emits one comparison.
func (g *generator) compareOp(op ast.CmpOperator, span ast.Span) {
	switch op {
	case ast.Is:
		g.opArg(target.IsOp, 0, span)
	case ast.IsNot:
		g.opArg(target.IsOp, 1, span)
	case ast.In:
		g.opArg(target.ContainsOp, 0, span)
	case ast.NotIn:
		g.opArg(target.ContainsOp, 1, span)
	default:
		c := compareArgs[op]
		arg := c.op
		if shift := g.tgt.CompareShift; shift > 0 {
			arg = c.op<<shift | c.mask
		}
		g.opArg(target.CompareOp, arg, span)
	}
}

// compare compiles a comparison, perhaps a chain of them.
func (g *generator) compare(e *ast.Compare) {
	g.checkIs(e)
	g.expr(e.Left)
	last := len(e.Ops) - 1
	if last == 0 {
		g.expr(e.Comparators[0])
		g.compareOp(e.Ops[0], e.Span)
		return
	}
	cleanup, end := g.label(), g.label()
	for i, op := range e.Ops[:last] {
		g.chainLink(e, i, op)
		g.chainJump(cleanup, e.Span)
	}
	g.expr(e.Comparators[last])
	g.compareOp(e.Ops[last], e.Span)
	g.jumpToEnd(end)

	g.use(cleanup)
	g.opArg(target.Swap, 2, e.Span)
	g.op(target.PopTop, e.Span)
	g.use(end)
}

// chainJump ends a chain with the result on top of the stack if that is false.
func (g *generator) chainJump(cleanup instr.Label, span ast.Span) {
	if g.tgt.Has(target.JumpIfFalseOrPop) {
		g.jump(target.JumpIfFalseOrPop, cleanup, span)
		return
	}
	g.opArg(target.Copy, 1, span)
	g.toBool(span)
	g.jump(target.PopJumpIfFalse, cleanup, span)
	g.op(target.PopTop, span)
}

// chainLink compiles a comparison that is not the last of its chain:
// [left] -> [right, result].
func (g *generator) chainLink(e *ast.Compare, i int, op ast.CmpOperator) {
	g.expr(e.Comparators[i])
	g.opArg(target.Swap, 2, e.Span)
	g.opArg(target.Copy, 2, e.Span)
	g.compareOp(op, e.Span)
}

// jumpIf jumps to a label if an expression is true, or if it is false, without making
// a value of it where that can be avoided.
func (g *generator) jumpIf(e ast.Expr, next instr.Label, cond bool, span ast.Span) {
	if g.err != nil {
		return
	}
	switch e := e.(type) {
	case *ast.UnaryOp:
		if e.Op == ast.Not {
			g.jumpIf(e.Operand, next, !cond, span)
			return
		}
	case *ast.BoolOp:
		g.jumpIfBoolOp(e, next, cond, span)
		return
	case *ast.IfExp:
		g.jumpIfIfExp(e, next, cond, span)
		return
	case *ast.Compare:
		g.at(e.Span) // and nothing restores it
		if len(e.Ops) > 1 {
			g.jumpIfChain(e, next, cond)
			return
		}
	}
	g.expr(e)
	g.toBool(*e.Pos())
	g.jump(popJump(cond), next, *e.Pos())
}

func popJump(cond bool) target.Op {
	if cond {
		return target.PopJumpIfTrue
	}
	return target.PopJumpIfFalse
}

func (g *generator) jumpIfBoolOp(e *ast.BoolOp, next instr.Label, cond bool, span ast.Span) {
	decisive := e.Op == ast.Or // what decides the result early
	early := next
	if decisive != cond {
		early = g.label()
	}
	last := len(e.Values) - 1
	for _, value := range e.Values[:last] {
		g.jumpIf(value, early, decisive, span)
	}
	g.jumpIf(e.Values[last], next, cond, span)
	if early != next {
		g.use(early)
	}
}

func (g *generator) jumpIfIfExp(e *ast.IfExp, next instr.Label, cond bool, span ast.Span) {
	end, orElse := g.label(), g.label()
	g.jumpIf(e.Test, orElse, false, span)
	g.jumpIf(e.Body, next, cond, span)
	g.jumpToEnd(end)
	g.use(orElse)
	g.jumpIf(e.OrElse, next, cond, span)
	g.use(end)
}

func (g *generator) jumpIfChain(e *ast.Compare, next instr.Label, cond bool) {
	g.checkIs(e)
	cleanup, end := g.label(), g.label()
	g.expr(e.Left)
	last := len(e.Ops) - 1
	for i, op := range e.Ops[:last] {
		g.chainLink(e, i, op)
		g.toBool(e.Span)
		g.jump(target.PopJumpIfFalse, cleanup, e.Span)
	}
	g.expr(e.Comparators[last])
	g.compareOp(e.Ops[last], e.Span)
	g.toBool(e.Span)
	g.jump(popJump(cond), next, e.Span)
	g.jumpToEnd(end)

	g.use(cleanup)
	g.op(target.PopTop, e.Span)
	if !cond {
		g.jumpToEnd(next)
	}
	g.use(end)
}
