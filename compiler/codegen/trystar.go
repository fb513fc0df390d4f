package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// tryExceptStar compiles try with except* clauses (PEP 654). While they run the
// stack holds the group as it came, a list of what the clauses have raised, and
// what no clause has taken yet:
//
//	[orig, raised, rest]
func (g *generator) tryExceptStar(s *ast.Try) {
	body, except, orElse := g.label(), g.label(), g.label()
	end, cleanup, reraise := g.label(), g.label(), g.label()
	g.tryBody(s, body, except)
	g.jumpToEnd(orElse)

	g.use(except)
	g.nowhere()
	g.jump(target.SetupCleanup, cleanup, instr.NoLocation)
	g.op(target.PushExcInfo, instr.NoLocation)
	g.push(fblock{kind: exceptGroupHandlerBlock}, s.Span)
	for i, h := range s.Handlers {
		g.at(h.Span)
		if i == 0 {
			g.beginStar(h.Span)
		}
		g.starHandler(h)
	}
	g.opArg(target.ListAppend, 1, g.here(instr.NoLocation))
	g.jumpToEnd(reraise)
	g.nowhere()
	g.pop()

	g.use(reraise)
	g.reraiseStar(end)
	g.use(cleanup)
	g.popExceptAndReraise()
	g.use(orElse)
	g.stmts(s.OrElse)
	g.use(end)
}

// beginStar pushes the list for what the clauses raise: [orig] -> [orig, raised, orig].
func (g *generator) beginStar(span ast.Span) {
	if g.tgt.CopyBelowList {
		g.opArg(target.Copy, 1, span)
		g.opArg(target.BuildList, 0, span)
		g.opArg(target.Swap, 2, span)
		return
	}
	g.opArg(target.BuildList, 0, span)
	g.opArg(target.Copy, 2, span)
}

// starHandler compiles an except* clause.
func (g *generator) starHandler(h *ast.ExceptHandler) {
	next, afterError, noMatch := g.label(), g.label(), g.label()
	if h.Type != nil {
		g.expr(h.Type)
		g.op(target.CheckEgMatch, h.Span)
		g.opArg(target.Copy, 1, h.Span)
		g.jump(target.PopJumpIfNone, noMatch, h.Span)
	}
	cleanup, body := g.label(), g.label()
	if h.Name != 0 {
		g.storeName(h.Name, h.Span)
	} else {
		g.op(target.PopTop, h.Span)
	}
	g.jump(target.SetupCleanup, cleanup, h.Span)
	g.use(body)
	g.push(fblock{kind: handlerCleanupBlock, start: body, name: h.Name}, h.Span)
	g.stmts(h.Body)
	g.pop()
	g.nowhere()
	g.op(target.PopBlock, instr.NoLocation)
	g.unbindIf(h.Name)
	g.jumpToEnd(next)

	g.use(cleanup) // [orig, raised, rest, lasti, exc]
	g.unbindIf(h.Name)
	g.opArg(target.ListAppend, 3, instr.NoLocation)
	g.op(target.PopTop, instr.NoLocation)
	g.jumpToEnd(afterError)

	g.use(next)
	g.op(target.Nop, instr.NoLocation) // bears the location of the body's end
	g.jumpToEnd(afterError)

	g.use(noMatch)
	g.op(target.PopTop, h.Span)
	g.use(afterError)
}

func (g *generator) unbindIf(name ast.Ident) {
	if name != 0 {
		g.unbind(name, instr.NoLocation)
	}
}

// reraiseStar raises what is left of the group and what the clauses have raised:
//
//	[orig, raised] -> [exc or None]
func (g *generator) reraiseStar(end instr.Label) {
	reraise := g.label()
	g.prepareReraise()
	g.opArg(target.Copy, 1, instr.NoLocation)
	g.jump(target.PopJumpIfNotNone, reraise, instr.NoLocation)
	g.op(target.PopTop, instr.NoLocation)
	g.op(target.PopBlock, instr.NoLocation)
	g.op(target.PopExcept, instr.NoLocation)
	g.jumpToEnd(end)

	g.use(reraise)
	g.op(target.PopBlock, instr.NoLocation)
	g.opArg(target.Swap, 2, instr.NoLocation)
	g.op(target.PopExcept, instr.NoLocation)
	g.opArg(target.Reraise, 0, instr.NoLocation)
}

func (g *generator) prepareReraise() {
	if g.tgt.Has(target.CallIntrinsic2) {
		g.opArg(target.CallIntrinsic2, intrinsicPrepReraiseStar, instr.NoLocation)
	} else {
		g.op(target.PrepReraiseStar, instr.NoLocation)
	}
}
