package symtable

import "github.com/rules-pyc/rules_pyc/compiler/ast"

func (b *builder) exprs(list []ast.Expr) {
	for _, e := range list {
		b.expr(e)
	}
}

// optional visits an expression that may be missing.
func (b *builder) optional(e ast.Expr) {
	if e != nil {
		b.expr(e)
	}
}

func (b *builder) optionals(list []ast.Expr) {
	for _, e := range list {
		b.optional(e)
	}
}

func (b *builder) expr(e ast.Expr) {
	if !b.enter() {
		return
	}
	defer b.leave()
	switch e := e.(type) {
	case *ast.Name:
		b.name(e)
	case *ast.Attribute:
		b.checkName(e.Attr, e.Ctx, &e.Span)
		b.expr(e.Value)
	case *ast.Call:
		b.expr(e.Func)
		b.exprs(e.Args)
		b.keywords(e.Keywords)
	case *ast.Constant:
	case *ast.Subscript:
		b.expr(e.Value)
		b.expr(e.Slice)
	case *ast.BinOp:
		b.expr(e.Left)
		b.expr(e.Right)
	case *ast.Compare:
		b.expr(e.Left)
		b.exprs(e.Comparators)
	case *ast.BoolOp:
		b.exprs(e.Values)
	case *ast.UnaryOp:
		b.expr(e.Operand)
	case *ast.Tuple:
		b.exprs(e.Elts)
	case *ast.List:
		b.exprs(e.Elts)
	case *ast.Set:
		b.exprs(e.Elts)
	case *ast.Dict:
		b.optionals(e.Keys)
		b.exprs(e.Values)
	case *ast.Starred:
		b.expr(e.Value)
	case *ast.Slice:
		b.optional(e.Lower)
		b.optional(e.Upper)
		b.optional(e.Step)
	case *ast.IfExp:
		b.expr(e.Test)
		b.expr(e.Body)
		b.expr(e.OrElse)
	case *ast.JoinedStr:
		b.exprs(e.Values)
	case *ast.TemplateStr:
		b.exprs(e.Values)
	case *ast.FormattedValue:
		b.expr(e.Value)
		b.optional(e.FormatSpec)
	case *ast.Interpolation:
		b.expr(e.Value)
		b.optional(e.FormatSpec)
	default:
		b.scopedExpr(e)
	}
}

// scopedExpr visits the expressions that make scopes or mark theirs.
func (b *builder) scopedExpr(e ast.Expr) {
	switch e := e.(type) {
	case *ast.Lambda:
		b.lambda(e)
	case *ast.ListComp:
		b.comprehension(e, ListComprehension, b.known.listcomp, e.Generators, e.Elt, nil)
	case *ast.SetComp:
		b.comprehension(e, SetComprehension, b.known.setcomp, e.Generators, e.Elt, nil)
	case *ast.DictComp:
		b.comprehension(e, DictComprehension, b.known.dictcomp, e.Generators, e.Key, e.Value)
	case *ast.GeneratorExp:
		b.comprehension(e, GeneratorExpression, b.known.genexpr, e.Generators, e.Elt, nil)
	case *ast.NamedExpr:
		b.namedExpr(e)
	case *ast.Yield:
		b.yield(&e.Span, e.Value)
	case *ast.YieldFrom:
		b.yield(&e.Span, e.Value)
	case *ast.Await:
		b.await(e)
	}
}

func (b *builder) name(e *ast.Name) {
	if b.cur.walk.unevaluated {
		return
	}
	if e.Ctx != ast.Load {
		if b.checkName(e.ID, e.Ctx, &e.Span) {
			b.defineIn(b.cur, e.ID, DefLocal, &e.Span)
		}
		return
	}
	b.use(e.ID, &e.Span)
	// super() finds its class in a variable that the class body holds.
	if e.ID == b.known.super && b.cur.FunctionLike() {
		b.use(b.known.class, &e.Span)
	}
}

func (b *builder) keywords(list []*ast.Keyword) {
	for _, k := range list {
		if k.Arg == b.known.debug {
			b.checkName(k.Arg, ast.Store, &k.Span)
		}
	}
	for _, k := range list {
		b.expr(k.Value)
	}
}

func (b *builder) lambda(e *ast.Lambda) {
	if b.cur.CanSeeClassScope && !b.tgt.NestedInAnnotationScope {
		b.fail(&e.Span, "Cannot use lambda in annotation scope within class scope")
		return
	}
	b.exprs(e.Args.Defaults)
	b.optionals(e.Args.KwDefaults)
	b.enterBlock(b.known.lambda, FunctionBlock, Key{e, Body}, &e.Span)
	b.arguments(e.Args)
	b.expr(e.Body)
	b.exitBlock()
}

func (b *builder) yield(span *ast.Span, value ast.Expr) {
	if !b.checkAllowed("yield expression", span) {
		return
	}
	b.optional(value)
	b.cur.Generator = true
	switch b.cur.Comprehension {
	case ListComprehension:
		b.fail(span, "'yield' inside list comprehension")
	case SetComprehension:
		b.fail(span, "'yield' inside set comprehension")
	case DictComprehension:
		b.fail(span, "'yield' inside dict comprehension")
	case GeneratorExpression:
		b.fail(span, "'yield' inside generator expression")
	}
}

func (b *builder) await(e *ast.Await) {
	if !b.checkAllowed("await expression", &e.Span) {
		return
	}
	if b.tgt.PlacementInSymtable {
		switch {
		case !b.cur.FunctionLike():
			b.fail(&e.Span, "'await' outside function")
			return
		case !b.inAsyncDef() && b.cur.Comprehension == NoComprehension:
			b.fail(&e.Span, "'await' outside async function")
			return
		}
	}
	b.expr(e.Value)
	b.cur.Coroutine = true
}

func (b *builder) inAsyncDef() bool { return b.cur.Kind == FunctionBlock && b.cur.Coroutine }
