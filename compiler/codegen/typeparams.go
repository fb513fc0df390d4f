package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// enterTypeParams opens the scope around something with type parameters (PEP 695).
func (g *generator) enterTypeParams(node ast.Node, name ast.Ident, firstLine int32) *unit {
	block := g.table.Blocks[symtable.Key{Node: node, Role: symtable.TypeParams}]
	text := g.Pool.NewStr("<generic parameters of " + g.name(name) + ">")
	return g.enter(annotationScope, text, block, firstLine)
}

// genericFunction compiles a function with type parameters. The defaults have been
// evaluated outside of the scope of these and are passed in as arguments.
func (g *generator) genericFunction(s *ast.FunctionDef, attrs funcAttrs, firstLine int32) {
	passed := 0
	if attrs&funcDefaults != 0 {
		passed++
	}
	if attrs&funcKwDefaults != 0 {
		passed++
	}
	if passed == 2 {
		g.opArg(target.Swap, 2, s.Span)
	}
	u := g.enterTypeParams(s, s.Name, firstLine)
	g.typeParams(s.TypeParams)
	for i := range passed {
		g.opArg(target.LoadFast, i, s.Span)
	}
	attrs |= g.annotations(s)
	g.functionBody(s, attrs, firstLine)
	g.opArg(target.Swap, 2, s.Span)
	g.opArg(target.CallIntrinsic2, intrinsicSetFunctionTypeParams, s.Span)
	u.ArgCount = int32(passed)
	g.makeClosure(g.leave(false), 0, s.Span)
	switch {
	case passed == 0:
		g.callNoArgs(s.Span)
	case g.tgt.NullBelowCallable:
		g.opArg(target.Swap, passed+1, s.Span)
		g.call(passed, s.Span)
	default: // the first argument takes the place of self
		g.opArg(target.Swap, passed+1, s.Span)
		g.call(passed-1, s.Span)
	}
}

// genericClass compiles a class with type parameters up to the value of the class.
// typing.Generic is one of its bases.
func (g *generator) genericClass(s *ast.ClassDef, firstLine int32) {
	g.nullBefore(s.Span)
	u := g.enterTypeParams(s, s.Name, firstLine)
	u.private = s.Name
	g.typeParams(s.TypeParams)
	g.storeName(g.known.dotTypeParams, s.Span)
	g.buildClass(s, firstLine)
	g.loadName(g.known.dotTypeParams, s.Span)
	g.opArg(target.CallIntrinsic1, intrinsicSubscriptGeneric, s.Span)
	g.storeName(g.known.dotGenericBase, s.Span)
	g.callWith(2, callArgs{args: s.Bases, generic: true, keywords: s.Keywords}, s.Span)
	g.makeClosure(g.leave(false), 0, s.Span)
	g.callNoArgs(s.Span)
}

// typeParams binds type parameters and pushes the tuple of them.
func (g *generator) typeParams(params []ast.TypeParam) {
	seenDefault := false
	for _, p := range params {
		var name ast.Ident
		var value ast.Expr
		switch p := p.(type) {
		case *ast.TypeVar:
			name, value = p.Name, p.Default
			g.typeVar(p)
		case *ast.TypeVarTuple:
			name, value = p.Name, p.Default
			g.loadConst(g.constName(name), p.Span)
			g.opArg(target.CallIntrinsic1, intrinsicTypeVarTuple, p.Span)
		case *ast.ParamSpec:
			name, value = p.Name, p.Default
			g.loadConst(g.constName(name), p.Span)
			g.opArg(target.CallIntrinsic1, intrinsicParamSpec, p.Span)
		}
		span := *p.Pos()
		if value != nil {
			seenDefault = true
			_, starred := p.(*ast.TypeVarTuple)
			g.typeParamValue(value, name, symtable.Key{Node: p, Role: symtable.Default}, starred)
			g.opArg(target.CallIntrinsic2, intrinsicSetTypeParamDefault, span)
		} else if seenDefault {
			g.fail(span, "non-default type parameter '"+g.name(name)+"' follows default type parameter")
			return
		}
		g.opArg(target.Copy, 1, span)
		g.storeName(name, span)
	}
	g.opArg(target.BuildTuple, len(params), *params[0].Pos())
}

// typeVar pushes a TypeVar with its bound, or its constraints.
func (g *generator) typeVar(p *ast.TypeVar) {
	g.loadConst(g.constName(p.Name), p.Span)
	if p.Bound == nil {
		g.opArg(target.CallIntrinsic1, intrinsicTypeVar, p.Span)
		return
	}
	g.typeParamValue(p.Bound, p.Name, symtable.Key{Node: p, Role: symtable.Bound}, false)
	intrinsic := intrinsicTypeVarWithBound
	if _, ok := p.Bound.(*ast.Tuple); ok {
		intrinsic = intrinsicTypeVarWithConstraints
	}
	g.opArg(target.CallIntrinsic2, intrinsic, p.Span)
}

// typeParamValue pushes a function that computes a bound or default.
func (g *generator) typeParamValue(e ast.Expr, name ast.Ident, key symtable.Key, starredAllowed bool) {
	span := *e.Pos()
	attrs := g.enterValue(annotationScope, name, key, span)
	if starred, ok := e.(*ast.Starred); ok && starredAllowed {
		g.expr(starred.Value)
		g.opArg(target.UnpackSequence, 1, span)
	} else {
		g.expr(e)
	}
	if g.tgt.BoundAtParam {
		span = *key.Node.Pos()
	}
	g.op(target.ReturnValue, span)
	g.makeClosure(g.leave(true), attrs, span)
}

// enterValue opens the scope of a function that computes a value when it is asked for
// it. From PEP 649 on the function has a parameter, with a default, which is pushed.
func (g *generator) enterValue(kind scopeKind, name ast.Ident, key symtable.Key, span ast.Span) funcAttrs {
	block := g.table.Blocks[key]
	if !g.tgt.DeferredAnnotations {
		g.enter(kind, g.nameConst(name), block, span.Line)
		return 0
	}
	g.loadConst(g.Pool.Tuple([]*code.Const{g.Pool.Int(1)}), span)
	g.enterAnnotations(0, g.nameConst(name), block, span)
	return funcDefaults
}
