package symtable

import "github.com/rules-pyc/rules_pyc/compiler/ast"

// enterTypeParams enters the scope of a type parameter list (PEP 695).
func (b *builder) enterTypeParams(name ast.Ident, node ast.Node, span *ast.Span) {
	inClass := b.cur.Kind == ClassBlock
	b.enterBlock(name, TypeParametersBlock, Key{node, TypeParams}, span)
	if inClass {
		b.seeClass(span)
	}
}

func (b *builder) typeAlias(s *ast.TypeAlias) {
	b.expr(s.Name)
	name := s.Name.(*ast.Name).ID
	inClass := b.cur.Kind == ClassBlock
	generic := len(s.TypeParams) > 0
	if generic {
		b.enterTypeParams(name, s, &s.Span)
		b.typeParams(s.TypeParams)
	}
	b.enterBlock(name, TypeAliasBlock, Key{s, Body}, &s.Span)
	if inClass {
		b.seeClass(s.Value.Pos())
	}
	b.expr(s.Value)
	b.exitBlock()
	if generic {
		b.exitBlock()
	}
}

func (b *builder) typeParams(list []ast.TypeParam) {
	for _, p := range list {
		if !b.enter() {
			return
		}
		b.typeParam(p)
		b.leave()
	}
}

func (b *builder) typeParam(p ast.TypeParam) {
	switch p := p.(type) {
	case *ast.TypeVar:
		b.define(p.Name, DefTypeParam|DefLocal, &p.Span)
		b.typeExpr(p.Bound, p.Name, Key{p, Bound}, b.boundInfo(p.Bound))
		b.typeExpr(p.Default, p.Name, Key{p, Default}, "a TypeVar default")
	case *ast.TypeVarTuple:
		b.define(p.Name, DefTypeParam|DefLocal, &p.Span)
		b.typeExpr(p.Default, p.Name, Key{p, Default}, "a TypeVarTuple default")
	case *ast.ParamSpec:
		b.define(p.Name, DefTypeParam|DefLocal, &p.Span)
		b.typeExpr(p.Default, p.Name, Key{p, Default}, "a ParamSpec default")
	}
}

func (b *builder) boundInfo(bound ast.Expr) string {
	if _, ok := bound.(*ast.Tuple); ok && b.tgt.TypeParamDefaults {
		return "a TypeVar constraint"
	}
	return "a TypeVar bound"
}

// typeExpr visits the bound or default of a type parameter, which is evaluated
// in a scope of its own.
func (b *builder) typeExpr(e ast.Expr, name ast.Ident, key Key, info string) {
	if name == b.known.classDict && b.tgt.TypeParamDefaults {
		b.fail(key.Node.Pos(), "reserved name "+b.quote(name)+" cannot be used for type parameter")
		return
	}
	if e == nil {
		return
	}
	span := e.Pos()
	if !b.tgt.TypeParamDefaults {
		span = key.Node.Pos()
	}
	seesClass := b.cur.CanSeeClassScope
	b.enterBlock(name, TypeVariableBlock, key, span)
	if seesClass {
		b.seeClass(e.Pos())
	}
	b.cur.walk.scopeInfo = info
	b.expr(e)
	b.exitBlock()
}

// checkAllowed refuses what must not stand in an annotation scope.
func (b *builder) checkAllowed(what string, span *ast.Span) bool {
	switch b.cur.Kind {
	case AnnotationBlock:
		if b.tgt.QuotesForbidden {
			return b.fail(span, "'"+what+"' can not be used within an annotation")
		}
		return b.fail(span, what+" cannot be used within an annotation")
	case TypeVariableBlock:
		return b.fail(span, what+" cannot be used within "+b.cur.walk.scopeInfo)
	case TypeAliasBlock:
		return b.fail(span, what+" cannot be used within a type alias")
	case TypeParametersBlock:
		return b.fail(span, what+" cannot be used within the definition of a generic")
	}
	return true
}
