package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// funcAttrs says what a function gets besides its code (CPython: MAKE_FUNCTION_).
// The values stand on the stack in this order, and are set in the reverse one.
type funcAttrs uint8

const (
	funcDefaults    funcAttrs = 1
	funcKwDefaults  funcAttrs = 2
	funcAnnotations funcAttrs = 4
	funcClosure     funcAttrs = 8
	funcAnnotate    funcAttrs = 16
)

// functionDef compiles def and async def.
func (g *generator) functionDef(s *ast.FunctionDef) {
	g.checkParams(s.Args)
	g.exprs(s.Decorators)
	firstLine := s.Line
	if len(s.Decorators) > 0 {
		firstLine = s.Decorators[0].Pos().Line
	}
	if len(s.TypeParams) > 0 {
		g.nullBefore(s.Span)
	}
	attrs := g.defaults(s.Args, s.Span)
	if len(s.TypeParams) > 0 {
		g.genericFunction(s, attrs, firstLine)
	} else {
		attrs |= g.annotations(s)
		g.functionBody(s, attrs, firstLine)
	}
	g.applyDecorators(s.Decorators)
	g.storeName(s.Name, s.Span)
}

// functionBody compiles a function's body and makes the function of it.
func (g *generator) functionBody(s *ast.FunctionDef, attrs funcAttrs, firstLine int32) {
	kind := functionScope
	if s.Async {
		kind = asyncFunctionScope
	}
	u := g.enter(kind, g.nameConst(s.Name), g.table.Blocks[symtable.Key{Node: s}], firstLine)
	u.countArgs(s.Args)
	doc, body := g.docstring(s.Body)
	if doc != nil {
		g.addConst(g.cleanDoc(doc.Value))
	} else {
		g.noDocstring()
	}
	generator := u.block.Coroutine || u.block.Generator
	if g.tgt.GeneratorBlock {
		g.use(g.label()) // idle, but parts blocks where every label does
		if generator {
			g.push(fblock{kind: stopIterationBlock}, instr.NoLocation)
		}
	}
	g.stmts(body)
	if generator && g.err == nil {
		g.guardStopIteration()
	}
	g.makeClosure(g.leave(true), attrs, s.Span)
}

// noDocstring makes None the unit's first constant where the first one may be a
// docstring.
func (g *generator) noDocstring() {
	if g.tgt.NoneFirst {
		g.addConst(g.Pool.None)
	}
}

func (u *unit) countArgs(args *ast.Arguments) {
	u.ArgCount = int32(len(args.Args))
	u.PosOnlyArgCount = int32(len(args.PosOnlyArgs))
	u.KwOnlyArgCount = int32(len(args.KwOnlyArgs))
}

// guardStopIteration puts the whole unit into an exception handler that turns
// StopIteration into RuntimeError (PEP 479).
func (g *generator) guardStopIteration() {
	if !g.tgt.Has(target.CallIntrinsic1) {
		return
	}
	handler := g.label()
	g.unit.Seq.Insert(g.unit.resumeIndex(), target.SetupCleanup, int32(handler), instr.NoLocation)
	g.loadNone(instr.NoLocation)
	g.op(target.ReturnValue, instr.NoLocation)
	g.use(handler)
	g.opArg(target.CallIntrinsic1, intrinsicStopIterationError, instr.NoLocation)
	g.opArg(target.Reraise, 1, instr.NoLocation)
}

// resumeIndex returns where the handler of StopIteration begins: at the very start, or
// behind what makes the generator.
func (u *unit) resumeIndex() int {
	for i := range u.Seq.Instrs {
		if in := &u.Seq.Instrs[i]; in.Op == target.Resume && in.Arg == resumeAtStart {
			return i
		}
	}
	return 0
}

// lambda compiles a lambda expression.
func (g *generator) lambda(e *ast.Lambda) {
	g.checkParams(e.Args)
	attrs := g.defaults(e.Args, e.Span)
	u := g.enter(lambdaScope, g.Pool.Static("<lambda>"), g.table.Blocks[symtable.Key{Node: e}], e.Line)
	g.noDocstring()
	u.countArgs(e.Args)
	g.expr(e.Body)
	if u.block.Generator {
		u = g.leave(false)
	} else {
		g.op(target.ReturnValue, *e.Body.Pos())
		u = g.leave(true)
	}
	g.makeClosure(u, attrs, e.Span)
}

// makeClosure makes a function of a unit that is complete; the values of its
// attributes are on the stack already. The unit is not to be used any more.
func (g *generator) makeClosure(u *unit, attrs funcAttrs, span ast.Span) {
	if g.err != nil {
		return
	}
	if len(u.FreeVars) > 0 {
		for _, name := range u.FreeVars {
			g.opArg(target.LoadClosure, int(g.closureIndex(name)), span)
		}
		g.opArg(target.BuildTuple, len(u.FreeVars), span)
		attrs |= funcClosure
	}
	g.loadCode(u, span)
	g.makeFunction(attrs, span)
	g.release(u)
}

// loadCode pushes the code object of a unit.
func (g *generator) loadCode(u *unit, span ast.Span) {
	// The code object is renamed after it has been compared with the others, since
	// the new tuple of names is not one of the compilation's constants.
	merged := g.Pool.Merge(u.code)
	if u.formatParam && merged == u.code {
		names := merged.Code.LocalsPlusNames.Items
		renamed := append([]*code.Const{g.str("format")}, names[1:]...)
		merged.Code.LocalsPlusNames = g.Pool.Tuple(renamed)
	}
	g.loadConst(merged, span)
}

// closureIndex returns which of the unit's cells an inner unit's free variable is. A
// name can be free and local at once in a class: it is the free one then.
func (g *generator) closureIndex(name ast.Ident) int32 {
	if g.refScope(name) == symtable.Cell {
		return g.unit.cellIndex(name)
	}
	return g.unit.freeIndex(name)
}

// makeFunction emits MAKE_FUNCTION and sets the function's attributes.
func (g *generator) makeFunction(attrs funcAttrs, span ast.Span) {
	if !g.tgt.Has(target.SetFunctionAttribute) {
		g.opArg(target.MakeFunction, int(attrs), span)
		return
	}
	g.op(target.MakeFunction, span)
	for _, a := range [...]funcAttrs{funcClosure, funcAnnotations, funcAnnotate, funcKwDefaults, funcDefaults} {
		if attrs&a != 0 {
			g.opArg(target.SetFunctionAttribute, int(a), span)
		}
	}
}

// defaults pushes the defaults of parameters: a tuple, and a dict for those that
// are keyword-only.
func (g *generator) defaults(args *ast.Arguments, span ast.Span) (attrs funcAttrs) {
	if len(args.Defaults) > 0 {
		g.exprs(args.Defaults)
		g.opArg(target.BuildTuple, len(args.Defaults), span)
		attrs |= funcDefaults
	}
	if g.kwDefaults(args, span) {
		attrs |= funcKwDefaults
	}
	return attrs
}

// kwDefaults pushes the dict of keyword-only defaults, if there are any.
func (g *generator) kwDefaults(args *ast.Arguments, span ast.Span) bool {
	keyMap := g.tgt.Has(target.BuildConstKeyMap)
	var keys []*code.Const
	for i, value := range args.KwDefaults {
		if value == nil {
			continue
		}
		keys = append(keys, g.mangledConst(args.KwOnlyArgs[i].Name))
		if !keyMap {
			g.loadConst(keys[len(keys)-1], span)
		}
		g.expr(value)
	}
	switch n := len(keys); {
	case n == 0:
		return false
	case keyMap:
		g.loadConst(g.Pool.Tuple(keys), span)
		g.opArg(target.BuildConstKeyMap, n, span)
	default:
		g.opArg(target.BuildMap, n, span)
	}
	return true
}

// checkParams refuses parameters that are called __debug__.
func (g *generator) checkParams(args *ast.Arguments) {
	g.checkParamList(args.PosOnlyArgs)
	g.checkParamList(args.Args)
	g.checkParam(args.VarArg)
	g.checkParamList(args.KwOnlyArgs)
	g.checkParam(args.KwArg)
}

func (g *generator) checkParamList(args []*ast.Arg) {
	for _, a := range args {
		g.checkParam(a)
	}
}

func (g *generator) checkParam(a *ast.Arg) {
	if a != nil {
		g.forbidden(a.Name, ast.Store, a.Span)
	}
}

// applyDecorators calls the decorators, the last one first.
func (g *generator) applyDecorators(decorators []ast.Expr) {
	around := g.unit.span
	for i := len(decorators) - 1; i >= 0; i-- {
		span := *decorators[i].Pos()
		g.at(span)
		g.call(0, span)
	}
	g.at(around)
}
