package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// stmts compiles statements.
func (g *generator) stmts(body []ast.Stmt) {
	for _, s := range body {
		g.stmt(s)
	}
}

// stmt compiles a statement.
func (g *generator) stmt(s ast.Stmt) {
	if g.err != nil {
		return
	}
	if g.tgt.RunningLocation {
		g.at(*s.Pos())
	}
	switch s := s.(type) {
	case *ast.FunctionDef:
		g.functionDef(s)
	case *ast.ClassDef:
		g.classDef(s)
	case *ast.TypeAlias:
		g.typeAlias(s)
	case *ast.Return:
		g.returnStmt(s)
	case *ast.Delete:
		g.exprs(s.Targets)
	case *ast.Assign:
		g.assign(s)
	case *ast.AugAssign:
		g.augAssign(s)
	case *ast.AnnAssign:
		g.annAssign(s)
	case *ast.Raise:
		g.raise(s)
	case *ast.Assert:
		g.assert(s)
	case *ast.Import:
		g.importStmt(s)
	case *ast.ImportFrom:
		g.importFrom(s)
	case *ast.ExprStmt:
		g.exprStmt(s)
	case *ast.Pass:
		g.op(target.Nop, s.Span)
	case *ast.Break:
		g.breakStmt(s)
	case *ast.Continue:
		g.continueStmt(s)
	case *ast.For, *ast.While, *ast.If, *ast.Match, *ast.Try, *ast.With:
		u := g.unit
		u.conditional++
		g.compound(s)
		u.conditional--
	}
}

// compound compiles a statement whose bodies belong to the same unit.
func (g *generator) compound(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.For:
		g.forLoop(s)
	case *ast.While:
		g.whileLoop(s)
	case *ast.If:
		g.ifStmt(s)
	case *ast.Match:
		g.match(s)
	case *ast.Try:
		g.try(s)
	case *ast.With:
		g.with(s)
	}
}

// exprStmt compiles an expression whose value nobody wants.
func (g *generator) exprStmt(s *ast.ExprStmt) {
	if _, ok := s.Value.(*ast.Constant); ok {
		g.op(target.Nop, s.Span)
		return
	}
	g.expr(s.Value)
	g.nowhere()
	g.op(target.PopTop, instr.NoLocation)
}

func (g *generator) ifStmt(s *ast.If) {
	end := g.label()
	next := end
	if len(s.OrElse) > 0 {
		next = g.label()
	}
	g.jumpIf(s.Test, next, false, s.Span)
	g.stmts(s.Body)
	if len(s.OrElse) > 0 {
		g.jumpToEnd(end)
		g.use(next)
		g.stmts(s.OrElse)
	}
	g.use(end)
}

func (g *generator) raise(s *ast.Raise) {
	n := 0
	if s.Exc != nil {
		g.expr(s.Exc)
		n++
		if s.Cause != nil {
			g.expr(s.Cause)
			n++
		}
	}
	g.opArg(target.RaiseVarargs, n, s.Span)
}

func (g *generator) assert(s *ast.Assert) {
	if isFullTuple(s.Test) {
		g.warn(s.Span, "assertion is always true, perhaps remove parentheses?")
	}
	if g.Optimize > 0 {
		return
	}
	end := g.label()
	g.jumpIf(s.Test, end, true, s.Span)
	g.loadAssertionError(s.Span)
	if s.Msg != nil {
		g.expr(s.Msg)
		g.call(0, s.Span)
	}
	g.opArg(target.RaiseVarargs, 1, *s.Test.Pos())
	g.use(end)
}

func (g *generator) loadAssertionError(span ast.Span) {
	if g.tgt.Has(target.LoadAssertionError) {
		g.op(target.LoadAssertionError, span)
	} else {
		g.opArg(target.LoadCommonConstant, g.commonConstant("AssertionError"), span)
	}
}

// isFullTuple tells whether an expression is a tuple that is not empty.
func isFullTuple(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Tuple:
		return len(e.Elts) > 0
	case *ast.Constant:
		return e.Value.Kind == code.Tuple && len(e.Value.Items) > 0
	}
	return false
}

// returnStmt compiles return. Between the value and the return the frame blocks
// around the statement are left; a constant is loaded after them.
func (g *generator) returnStmt(s *ast.Return) {
	block := g.unit.block
	if !g.unit.block.FunctionLike() {
		g.fail(s.Span, "'return' outside function")
		return
	}
	if s.Value != nil && block.Coroutine && block.Generator {
		g.fail(s.Span, "'return' with value in async generator")
		return
	}
	constant, isConstant := s.Value.(*ast.Constant)
	keep := s.Value != nil && !isConstant
	span := s.Span
	if keep {
		g.expr(s.Value)
	} else if isConstant {
		span = constant.Span
		g.at(span)
		g.op(target.Nop, span)
	}
	if s.Value == nil || s.Value.Pos().Line != s.Line {
		span = s.Span
		g.at(span)
		g.op(target.Nop, span)
	}
	g.unwindAll(&span, keep)
	switch {
	case s.Value == nil:
		g.loadNone(span)
	case isConstant:
		g.loadConst(constant.Value, span)
	}
	g.op(target.ReturnValue, span)
}

// inAsyncFunction tells whether the unit is the body of an async def.
func (g *generator) inAsyncFunction() bool { return g.unit.kind == asyncFunctionScope }

// typeAlias compiles a type statement (PEP 695).
func (g *generator) typeAlias(s *ast.TypeAlias) {
	name := s.Name.(*ast.Name).ID
	generic := len(s.TypeParams) > 0
	if generic {
		g.nullBefore(s.Span)
		g.enterTypeParams(s, name, s.Line)
		g.loadConst(g.constName(name), s.Span)
		g.typeParams(s.TypeParams)
	} else {
		g.loadConst(g.constName(name), s.Span)
		g.loadNone(s.Span)
	}
	g.typeAliasBody(s, name)
	if generic {
		g.makeClosure(g.leave(false), 0, s.Span)
		g.callNoArgs(s.Span)
	}
	g.storeName(name, s.Span)
}

// typeAliasBody makes the function that computes the alias's value.
func (g *generator) typeAliasBody(s *ast.TypeAlias, name ast.Ident) {
	attrs := g.enterValue(functionScope, name, symtable.Key{Node: s}, s.Span)
	g.noDocstring()
	g.expr(s.Value)
	g.op(target.ReturnValue, s.Span)
	g.makeClosure(g.leave(false), attrs, s.Span)
	g.opArg(target.BuildTuple, 3, s.Span)
	g.opArg(target.CallIntrinsic1, intrinsicTypeAlias, s.Span)
}
