package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

func (g *generator) forLoop(s *ast.For) {
	if s.Async {
		g.asyncForLoop(s)
		return
	}
	start, body, cleanup, end := g.label(), g.label(), g.label(), g.label()
	g.push(fblock{kind: forBlock, start: start, exit: end}, s.Span)
	g.expr(s.Iter)
	span := *s.Iter.Pos()
	g.op(target.GetIter, span)

	g.use(start)
	g.jump(target.ForIter, cleanup, span)
	if g.tgt.LoopTargetNop {
		g.op(target.Nop, *s.Target.Pos())
	}
	g.use(body)
	g.expr(s.Target)
	g.stmts(s.Body)
	g.nowhere()
	g.jump(target.Jump, start, instr.NoLocation)

	g.use(cleanup)
	g.endFor(instr.NoLocation)
	g.pop()
	g.stmts(s.OrElse)
	g.use(end)
}

// endFor emits the end of a loop that has run out. Iteration over a generator goes
// on at END_FOR, all other at the instruction behind it.
func (g *generator) endFor(span ast.Span) {
	if !g.tgt.Has(target.EndFor) {
		return
	}
	g.op(target.EndFor, span)
	switch {
	case g.tgt.EndForPopsAll:
	case g.tgt.Has(target.PopIter):
		g.op(target.PopIter, span)
	default:
		g.op(target.PopTop, span)
	}
}

func (g *generator) asyncForLoop(s *ast.For) {
	if !g.inAsyncFunction() && !g.tgt.PlacementInSymtable {
		g.fail(s.Span, "'async for' outside async function")
		return
	}
	start, except, end := g.label(), g.label(), g.label()
	g.expr(s.Iter)
	g.op(target.GetAiter, *s.Iter.Pos())

	g.use(start)
	g.push(fblock{kind: asyncForBlock, start: start, exit: end}, s.Span)
	send := g.nextAsync(except, s.Span)
	if g.tgt.Has(target.NotTaken) {
		g.op(target.NotTaken, s.Span)
	}
	g.expr(s.Target)
	g.stmts(s.Body)
	g.jump(target.Jump, start, instr.NoLocation)
	g.pop()

	g.use(except)
	g.at(*s.Iter.Pos())
	g.endAsyncFor(send, *s.Iter.Pos())
	g.stmts(s.OrElse)
	g.use(end)
}

// nextAsync awaits the next value of an asynchronous iterator. StopAsyncIteration
// goes to except. It returns the place of the SEND.
func (g *generator) nextAsync(except instr.Label, span ast.Span) (send instr.Label) {
	g.jump(target.SetupFinally, except, span)
	g.op(target.GetAnext, span)
	g.pushIndex(span)
	g.loadNone(span)
	send = g.label()
	g.use(send)
	g.yieldFrom(true, span)
	g.op(target.PopBlock, span)
	return send
}

// pushIndex pushes the index of an iterator, where there is one.
func (g *generator) pushIndex(span ast.Span) {
	if g.tgt.IterIndex {
		g.op(target.PushNull, span)
	}
}

// endAsyncFor ends an asynchronous loop. Newer versions treat it as a jump, which may
// be monitored like that of an ordinary loop.
func (g *generator) endAsyncFor(send instr.Label, span ast.Span) {
	if g.tgt.HasArg(target.EndAsyncFor) {
		g.jump(target.EndAsyncFor, send, span)
	} else {
		g.op(target.EndAsyncFor, span)
	}
}

func (g *generator) whileLoop(s *ast.While) {
	loop, body, end, anchor := g.label(), g.label(), g.label(), g.label()
	g.use(loop)
	g.push(fblock{kind: whileBlock, start: loop, exit: end}, s.Span)
	g.jumpIf(s.Test, anchor, false, s.Span)
	g.use(body)
	g.stmts(s.Body)
	if g.tgt.LoopTestAtEnd {
		g.at(s.Span)
		g.jumpIf(s.Test, body, true, s.Span)
	} else {
		g.jump(target.Jump, loop, instr.NoLocation)
	}
	g.pop()
	g.use(anchor)
	g.stmts(s.OrElse)
	g.use(end)
}

// breakStmt compiles break. The NOP bears its line, whatever becomes of the jump.
func (g *generator) breakStmt(s *ast.Break) {
	span := s.Span
	g.op(target.Nop, span)
	loop, ok := g.unwindLoop(&span)
	if !ok {
		g.at(s.Span)
		g.fail(s.Span, "'break' outside loop")
		return
	}
	g.leaveBlock(&loop, &span, false)
	g.jump(target.Jump, loop.exit, span)
}

func (g *generator) continueStmt(s *ast.Continue) {
	span := s.Span
	g.op(target.Nop, span)
	loop, ok := g.unwindLoop(&span)
	if !ok {
		g.at(s.Span)
		g.fail(s.Span, "'continue' not properly in loop")
		return
	}
	g.jump(target.Jump, loop.start, span)
}
