package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

func (g *generator) yield(e *ast.Yield) {
	if !g.unit.block.FunctionLike() {
		g.fail(e.Span, "'yield' outside function")
		return
	}
	g.exprOrNone(e.Value, e.Span)
	g.yieldValue(e.Span)
}

// yieldValue hands the value on top of the stack to the caller.
func (g *generator) yieldValue(span ast.Span) {
	if b := g.unit.block; b.Generator && b.Coroutine {
		g.asyncGenWrap(span)
	}
	g.opArg(target.YieldValue, 0, span)
	g.opArg(target.Resume, resumeAfterYield, span)
}

func (g *generator) asyncGenWrap(span ast.Span) {
	if g.tgt.Has(target.CallIntrinsic1) {
		g.opArg(target.CallIntrinsic1, intrinsicAsyncGenWrap, span)
	} else {
		g.op(target.AsyncGenWrap, span)
	}
}

func (g *generator) yieldFromExpr(e *ast.YieldFrom) {
	switch {
	case !g.unit.block.FunctionLike():
		if g.tgt.OldMessages {
			g.fail(e.Span, "'yield' outside function")
		}
		g.fail(e.Span, "'yield from' outside function")
		return
	case g.inAsyncFunction():
		g.fail(e.Span, "'yield from' inside async function")
		return
	}
	g.expr(e.Value)
	if g.tgt.Has(target.GetYieldFromIter) {
		g.op(target.GetYieldFromIter, e.Span)
	} else {
		g.opArg(target.GetIter, iterForYieldFrom, e.Span)
	}
	g.loadNone(e.Span)
	g.yieldFrom(false, e.Span)
}

// iterForYieldFrom is the argument of GET_ITER that lets generators stay what they are
// (1) and refuses coroutines (2). CPython adds the second bit only in its flow graph, for
// all but coroutines, which cannot have yield from.
const iterForYieldFrom = 1 | 2

func (g *generator) awaitExpr(e *ast.Await) {
	switch {
	case g.tgt.PlacementInSymtable:
	case !g.unit.block.FunctionLike():
		g.fail(e.Span, "'await' outside function")
		return
	case !g.inAsyncFunction() && g.unit.kind != comprehensionScope:
		g.fail(e.Span, "'await' outside async function")
		return
	}
	g.expr(e.Value)
	g.await(awaitPlain, e.Span)
}

// yieldFrom emits the loop that hands values through from an inner iterator, until
// that returns: [iterator, None] -> [result].
//
// The exception handler in it is for close and throw: they make only YIELD_VALUE
// raise.
func (g *generator) yieldFrom(await bool, span ast.Span) {
	send, fail, exit := g.label(), g.label(), g.label()
	resume := resumeAfterYieldFrom
	if await {
		resume = resumeAfterAwait
	}
	g.use(send)
	g.jump(target.Send, exit, span)
	if !g.tgt.Has(target.EndSend) {
		g.op(target.YieldValue, span)
		g.opArg(target.Resume, resume, span)
		g.jump(target.JumpNoInterrupt, send, span)
		g.use(exit)
		return
	}
	g.jump(target.SetupFinally, fail, span)
	if g.tgt.YieldFromFlag {
		g.opArg(target.YieldValue, 1, span)
	} else {
		g.opArg(target.YieldValue, 0, span)
	}
	g.op(target.PopBlock, instr.NoLocation)
	g.opArg(target.Resume, resume, span)
	g.jump(target.JumpNoInterrupt, send, span)

	g.use(fail)
	g.op(target.CleanupThrow, span)
	g.use(exit)
	g.op(target.EndSend, span)
}
