package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// fblockKind is the kind of a frame block: a statement that return, break and
// continue have to clean up after when they leave it.
type fblockKind uint8

const (
	whileBlock fblockKind = iota
	forBlock
	asyncForBlock
	tryExceptBlock
	finallyTryBlock // try with finally
	finallyEndBlock // the finally part that runs after an exception
	withBlock
	asyncWithBlock
	handlerCleanupBlock // the body of an except clause
	popValueBlock       // a return value on the stack
	exceptHandlerBlock
	exceptGroupHandlerBlock
	asyncComprehensionBlock
	stopIterationBlock
)

// fblock is a frame block that is open.
type fblock struct {
	kind    fblockKind
	start   instr.Label // where continue jumps to
	exit    instr.Label // where break jumps to
	finally []ast.Stmt  // of finallyTryBlock
	name    ast.Ident   // of handlerCleanupBlock: what the exception is bound to
	span    ast.Span    // of withBlock
}

// push opens a frame block.
func (g *generator) push(b fblock, span ast.Span) {
	if len(g.unit.fblocks) >= g.tgt.MaxBlocks {
		g.fail(span, "too many statically nested blocks")
	}
	g.unit.fblocks = append(g.unit.fblocks, b)
}

// pop closes the innermost frame block.
func (g *generator) pop() { g.unit.fblocks = g.unit.fblocks[:len(g.unit.fblocks)-1] }

// unwindAll emits what leaves all open frame blocks, which stay open for the code that
// follows. With keep the value on top of the stack is kept. The span becomes that of
// the instructions which come after.
func (g *generator) unwindAll(span *ast.Span, keep bool) { g.unwind(span, keep, false) }

// unwindLoop is unwindAll up to the innermost loop, which it returns.
func (g *generator) unwindLoop(span *ast.Span) (loop fblock, ok bool) {
	return g.unwind(span, false, true)
}

func (g *generator) unwind(span *ast.Span, keep, stopAtLoop bool) (loop fblock, ok bool) {
	blocks := g.unit.fblocks
	if len(blocks) == 0 || g.err != nil {
		return fblock{}, false
	}
	top := blocks[len(blocks)-1]
	if top.kind == exceptGroupHandlerBlock {
		g.fail(*span, "'break', 'continue' and 'return' cannot appear in an except* block")
		return fblock{}, false
	}
	if stopAtLoop && top.isLoop() {
		return top, true
	}
	g.pop()
	g.leaveBlock(&top, span, keep)
	loop, ok = g.unwind(span, keep, stopAtLoop)
	g.unit.fblocks = append(g.unit.fblocks, top)
	return loop, ok
}

func (b *fblock) isLoop() bool {
	return b.kind == whileBlock || b.kind == forBlock || b.kind == asyncForBlock
}

// leaveBlock emits what leaves one frame block.
func (g *generator) leaveBlock(b *fblock, span *ast.Span, keep bool) {
	switch b.kind {
	case forBlock:
		g.leaveFor(*span, keep)
	case asyncForBlock, popValueBlock:
		g.popBelow(keep, *span)
	case tryExceptBlock:
		g.op(target.PopBlock, *span)
	case finallyTryBlock:
		g.leaveFinallyTry(b, span, keep)
	case finallyEndBlock:
		g.popBelow(keep, *span) // the exception
		g.swapIf(keep, *span)
		g.op(target.PopBlock, *span)
		g.op(target.PopExcept, *span)
	case withBlock, asyncWithBlock:
		g.leaveWith(b, span, keep)
	case handlerCleanupBlock:
		g.leaveHandler(b, span, keep)
	}
}

// swapIf swaps the two uppermost values under a condition.
func (g *generator) swapIf(cond bool, span ast.Span) {
	if cond {
		g.opArg(target.Swap, 2, span)
	}
}

// popBelow drops the uppermost value, or with keep the one below it.
func (g *generator) popBelow(keep bool, span ast.Span) {
	g.swapIf(keep, span)
	g.op(target.PopTop, span)
}

// leaveFor drops the iterator of a loop.
func (g *generator) leaveFor(span ast.Span, keep bool) {
	if !g.tgt.IterIndex {
		g.popBelow(keep, span)
		return
	}
	if keep {
		g.opArg(target.Swap, 3, span)
	}
	g.op(target.PopTop, span)
	g.op(target.PopTop, span)
}

// leaveFinallyTry emits the finally part once more. It seems to run after the
// statement that leaves the block, so what follows has no location.
func (g *generator) leaveFinallyTry(b *fblock, span *ast.Span, keep bool) {
	g.op(target.PopBlock, *span)
	if keep {
		g.push(fblock{kind: popValueBlock}, *span)
	}
	g.stmts(b.finally)
	if keep {
		g.pop()
	}
	g.nowhere()
	*span = instr.NoLocation
}

// leaveHandler unbinds the name of an except clause.
func (g *generator) leaveHandler(b *fblock, span *ast.Span, keep bool) {
	if b.name != 0 {
		g.op(target.PopBlock, *span)
	}
	g.swapIf(keep, *span)
	g.op(target.PopBlock, *span)
	g.op(target.PopExcept, *span)
	if b.name != 0 {
		g.unbind(b.name, *span)
	}
}

// unbind emits name = None; del name. The assignment is there because the name may
// have been deleted.
func (g *generator) unbind(name ast.Ident, span ast.Span) {
	g.loadNone(span)
	g.storeName(name, span)
	g.delName(name, span)
}
