package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

func (g *generator) try(s *ast.Try) {
	if len(s.FinalBody) > 0 {
		g.tryFinally(s)
		return
	}
	g.tryHandlers(s)
}

func (g *generator) tryHandlers(s *ast.Try) {
	if s.Star {
		g.tryExceptStar(s)
	} else {
		g.tryExcept(s)
	}
}

// tryFinally compiles a try statement with a finally part, which is emitted once
// for the normal way, once for the exception, and once for each return, break or
// continue that leaves the body.
func (g *generator) tryFinally(s *ast.Try) {
	body, end, exit, cleanup := g.label(), g.label(), g.label(), g.label()
	g.jump(target.SetupFinally, end, s.Span)
	g.use(body)
	g.push(fblock{kind: finallyTryBlock, start: body, exit: end, finally: s.FinalBody}, s.Span)
	if len(s.Handlers) > 0 {
		g.tryHandlers(s)
	} else {
		g.stmts(s.Body)
	}
	g.op(target.PopBlock, instr.NoLocation)
	g.pop()
	g.stmts(s.FinalBody)
	g.jumpToEnd(exit)

	g.use(end)
	g.nowhere()
	g.jump(target.SetupCleanup, cleanup, instr.NoLocation)
	g.op(target.PushExcInfo, instr.NoLocation)
	g.push(fblock{kind: finallyEndBlock, start: end}, instr.NoLocation)
	g.stmts(s.FinalBody)
	g.pop()
	g.opArg(target.Reraise, 0, g.here(instr.NoLocation))

	g.use(cleanup)
	g.popExceptAndReraise()
	g.use(exit)
}

// popExceptAndReraise ends a handler that has itself raised:
//
//	[exc_info, lasti, exc] -> [exc_info, lasti, exc, exc_info] -> [exc_info, lasti, exc]
func (g *generator) popExceptAndReraise() {
	span := g.here(instr.NoLocation)
	g.opArg(target.Copy, 3, span)
	g.op(target.PopExcept, span)
	g.opArg(target.Reraise, 1, span)
}

// tryBody compiles the guarded statements, which begin at body; an exception goes
// to except.
func (g *generator) tryBody(s *ast.Try, body, except instr.Label) {
	g.jump(target.SetupFinally, except, s.Span)
	g.use(body)
	g.push(fblock{kind: tryExceptBlock, start: body}, s.Span)
	g.stmts(s.Body)
	g.pop()
	g.op(target.PopBlock, instr.NoLocation)
}

// tryExcept compiles try with except clauses.
func (g *generator) tryExcept(s *ast.Try) {
	body, except, end, cleanup := g.label(), g.label(), g.label(), g.label()
	g.tryBody(s, body, except)
	g.stmts(s.OrElse)
	g.jumpToEnd(end)

	g.use(except)
	g.nowhere()
	g.jump(target.SetupCleanup, cleanup, instr.NoLocation)
	g.op(target.PushExcInfo, instr.NoLocation)
	g.push(fblock{kind: exceptHandlerBlock}, s.Span)
	for i, h := range s.Handlers {
		g.at(h.Span)
		if h.Type == nil && i < len(s.Handlers)-1 {
			g.fail(h.Span, "default 'except:' must be last")
			return
		}
		g.handler(h, end)
	}
	g.nowhere()
	g.pop()
	g.opArg(target.Reraise, 0, instr.NoLocation)

	g.use(cleanup)
	g.popExceptAndReraise()
	g.use(end)
}

// handler compiles an except clause; [exc] is on the stack.
func (g *generator) handler(h *ast.ExceptHandler, end instr.Label) {
	next := g.label()
	if h.Type != nil {
		g.expr(h.Type)
		g.op(target.CheckExcMatch, h.Span)
		g.jump(target.PopJumpIfFalse, next, h.Span)
	}
	if h.Name != 0 {
		g.namedHandlerBody(h, end)
	} else {
		g.plainHandlerBody(h, end)
	}
	g.use(next)
}

func (g *generator) plainHandlerBody(h *ast.ExceptHandler, end instr.Label) {
	body := g.label()
	g.op(target.PopTop, h.Span)
	g.use(body)
	g.push(fblock{kind: handlerCleanupBlock, start: body}, h.Span)
	g.stmts(h.Body)
	g.pop()
	g.nowhere()
	g.op(target.PopBlock, instr.NoLocation)
	g.op(target.PopExcept, instr.NoLocation)
	g.jumpToEnd(end)
}

// namedHandlerBody compiles the body of except E as name, at whose end the name
// is unbound, however that end comes.
func (g *generator) namedHandlerBody(h *ast.ExceptHandler, end instr.Label) {
	cleanup, body := g.label(), g.label()
	g.storeName(h.Name, h.Span)
	g.jump(target.SetupCleanup, cleanup, h.Span)
	g.use(body)
	g.push(fblock{kind: handlerCleanupBlock, start: body, name: h.Name}, h.Span)
	g.stmts(h.Body)
	g.pop()
	g.nowhere()
	g.op(target.PopBlock, instr.NoLocation)
	g.op(target.PopBlock, instr.NoLocation)
	g.op(target.PopExcept, instr.NoLocation)
	g.unbind(h.Name, instr.NoLocation)
	g.jumpToEnd(end)

	g.use(cleanup)
	g.unbind(h.Name, instr.NoLocation)
	g.opArg(target.Reraise, 1, instr.NoLocation)
}
