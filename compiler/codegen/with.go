package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

func (g *generator) with(s *ast.With) {
	if s.Async && !g.inAsyncFunction() && !g.tgt.PlacementInSymtable {
		g.fail(s.Span, "'async with' outside async function")
		return
	}
	g.withItem(s, 0)
}

// withItem compiles the i-th context manager of a with statement and, within it,
// the rest of the statement.
func (g *generator) withItem(s *ast.With, i int) {
	if g.err != nil {
		return
	}
	item := s.Items[i]
	span := *item.Context.Pos()
	block, final, exit, cleanup := g.label(), g.label(), g.label(), g.label()

	g.expr(item.Context)
	g.enterContext(s.Async, span)
	g.jump(target.SetupWith, final, span)
	g.use(block)
	g.push(fblock{kind: withKind(s), start: block, exit: final, span: g.here(span)}, span)
	if item.Vars != nil {
		g.expr(item.Vars)
	} else {
		g.op(target.PopTop, span)
	}
	if i+1 < len(s.Items) {
		g.withItem(s, i+1)
	} else {
		g.stmts(s.Body)
	}
	g.pop()
	if s.Async {
		g.op(target.PopBlock, span)
	} else {
		g.nowhere()
		g.op(target.PopBlock, instr.NoLocation)
	}
	g.at(s.Span)
	g.exitContext(s.Async, span)
	g.jump(target.Jump, exit, span)

	g.use(final)
	g.jump(target.SetupCleanup, cleanup, span)
	g.op(target.PushExcInfo, span)
	g.op(target.WithExceptStart, span)
	if s.Async {
		g.await(awaitExit, span)
	}
	g.finishWithException(cleanup)
	g.use(exit)
}

func withKind(s *ast.With) fblockKind {
	if s.Async {
		return asyncWithBlock
	}
	return withBlock
}

// The arguments of LOAD_SPECIAL.
const (
	specialEnter  = 0
	specialExit   = 1
	specialAenter = 2
	specialAexit  = 3
)

// enterContext calls __enter__ or __aenter__: [manager] -> [exit, value]. Newer versions
// keep self, or NULL, with the exit function: [manager] -> [exit, self, value].
func (g *generator) enterContext(async bool, span ast.Span) {
	if g.tgt.Has(target.LoadSpecial) {
		g.loadSpecials(async, span)
		return
	}
	if !async {
		g.op(target.BeforeWith, span)
		return
	}
	g.op(target.BeforeAsyncWith, span)
	g.await(awaitEnter, span)
}

func (g *generator) loadSpecials(async bool, span ast.Span) {
	enter, exit := specialEnter, specialExit
	if async {
		enter, exit = specialAenter, specialAexit
	}
	g.opArg(target.Copy, 1, span)
	g.opArg(target.LoadSpecial, exit, span)
	g.opArg(target.Swap, 2, span)
	g.opArg(target.Swap, 3, span)
	g.opArg(target.LoadSpecial, enter, span)
	g.call(0, span)
	if async {
		g.await(awaitEnter, span)
	}
}

// exitContext calls the exit function without an exception: [exit] -> [].
func (g *generator) exitContext(async bool, span ast.Span) {
	g.loadNone(span)
	g.loadNone(span)
	g.loadNone(span)
	if g.tgt.Has(target.LoadSpecial) {
		g.call(3, span)
	} else {
		g.call(2, span)
	}
	if async {
		g.await(awaitExit, span)
	}
	g.op(target.PopTop, span)
}

// The arguments of GET_AWAITABLE, for its error message.
const (
	awaitPlain = 0
	awaitEnter = 1
	awaitExit  = 2
)

// await awaits the value on top of the stack.
func (g *generator) await(why int, span ast.Span) {
	g.opArg(target.GetAwaitable, why, span)
	g.pushIndex(span)
	g.loadNone(span)
	g.yieldFrom(true, span)
}

// leaveWith leaves a with statement by return, break or continue. What follows
// seems to run after that statement, so it has no location.
func (g *generator) leaveWith(b *fblock, span *ast.Span, keep bool) {
	*span = b.span
	g.at(b.span)
	g.op(target.PopBlock, *span)
	if keep && g.tgt.Has(target.LoadSpecial) {
		g.opArg(target.Swap, 3, *span)
	}
	g.swapIf(keep, *span)
	g.exitContext(b.kind == asyncWithBlock, *span)
	g.nowhere()
	*span = instr.NoLocation
}

// finishWithException looks at what the exit function said to an exception:
// [exit, lasti, exc_info, exc, answer].
func (g *generator) finishWithException(cleanup instr.Label) {
	suppress, exit := g.label(), g.label()
	g.nowhere()
	g.toBool(instr.NoLocation)
	g.jump(target.PopJumpIfTrue, suppress, instr.NoLocation)
	g.opArg(target.Reraise, 2, instr.NoLocation)
	if g.tgt.ExitLast {
		g.use(cleanup)
		g.popExceptAndReraise()
		g.use(suppress)
		g.popException()
		return
	}
	g.use(suppress)
	g.popException()
	g.jumpToEnd(exit)

	g.use(cleanup)
	g.popExceptAndReraise()
	g.use(exit)
}

// popException drops a suppressed exception and the exit function.
func (g *generator) popException() {
	g.op(target.PopTop, instr.NoLocation)
	g.op(target.PopBlock, instr.NoLocation)
	g.op(target.PopExcept, instr.NoLocation)
	g.op(target.PopTop, instr.NoLocation)
	g.op(target.PopTop, instr.NoLocation)
	if g.tgt.Has(target.LoadSpecial) {
		g.op(target.PopTop, instr.NoLocation)
	}
}
