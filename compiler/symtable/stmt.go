package symtable

import "github.com/rules-pyc/rules_pyc/compiler/ast"

func (b *builder) stmts(list []ast.Stmt) {
	for _, s := range list {
		b.stmt(s)
	}
}

func (b *builder) stmt(s ast.Stmt) {
	if !b.enter() {
		return
	}
	defer b.leave()
	switch s := s.(type) {
	case *ast.ExprStmt:
		b.expr(s.Value)
	case *ast.Assign:
		b.exprs(s.Targets)
		b.expr(s.Value)
	case *ast.AugAssign:
		b.expr(s.Target)
		b.expr(s.Value)
	case *ast.AnnAssign:
		b.annAssign(s)
	case *ast.Return:
		if s.Value != nil {
			b.expr(s.Value)
			b.cur.ReturnsValue = true
		}
	case *ast.Delete:
		b.exprs(s.Targets)
	case *ast.Raise:
		b.optional(s.Exc)
		b.optional(s.Cause)
	case *ast.Assert:
		b.expr(s.Test)
		b.optional(s.Msg)
	case *ast.FunctionDef:
		b.functionDef(s)
	case *ast.ClassDef:
		b.classDef(s)
	case *ast.TypeAlias:
		b.typeAlias(s)
	case *ast.Import:
		if s.Lazy {
			b.checkLazy("lazy import", &s.Span)
		}
		b.aliases(s.Names)
	case *ast.ImportFrom:
		if s.Lazy {
			b.checkLazyFrom(s)
		}
		b.aliases(s.Names)
		b.checkLateFuture(s)
	case *ast.Global:
		b.declare(s.Names, DefGlobal, &s.Span)
	case *ast.Nonlocal:
		b.declare(s.Names, DefNonlocal, &s.Span)
	case *ast.Pass, *ast.Break, *ast.Continue:
	default:
		b.compound(s)
	}
}

// compound visits the statements whose bodies run or not, as it turns out.
func (b *builder) compound(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.For:
		if s.Async {
			b.checkCoroutine(&s.Span, "'async for' outside async function")
		}
		b.expr(s.Target)
		b.expr(s.Iter)
		b.conditional(s.Body, s.OrElse)
	case *ast.While:
		b.expr(s.Test)
		b.conditional(s.Body, s.OrElse)
	case *ast.If:
		b.expr(s.Test)
		b.conditional(s.Body, s.OrElse)
	case *ast.With:
		if s.Async {
			b.checkCoroutine(&s.Span, "'async with' outside async function")
		}
		for _, item := range s.Items {
			b.expr(item.Context)
			b.optional(item.Vars)
		}
		b.conditional(s.Body, nil)
	case *ast.Try:
		b.try(s)
	case *ast.Match:
		b.expr(s.Subject)
		for _, c := range s.Cases {
			b.pattern(c.Pattern)
			b.optional(c.Guard)
			b.conditional(c.Body, nil)
		}
	}
}

func (b *builder) try(s *ast.Try) {
	walk := b.cur.walk
	before := walk.inTry
	walk.inTry = true
	orElse, final := s.OrElse, s.FinalBody
	b.conditional(s.Body, nil)
	if b.tgt.ElseBeforeHandlers {
		b.conditional(orElse, nil)
		orElse = nil
	}
	for _, h := range s.Handlers {
		b.optional(h.Type)
		if h.Name != 0 {
			b.define(h.Name, DefLocal, &h.Span)
		}
		b.conditional(h.Body, nil)
	}
	b.conditional(orElse, final)
	walk.inTry = before
}

// conditional visits statements whose annotations may never be evaluated.
func (b *builder) conditional(body, orElse []ast.Stmt) {
	walk := b.cur.walk
	before := walk.conditional
	walk.conditional = true
	b.stmts(body)
	b.stmts(orElse)
	walk.conditional = before
}

// checkCoroutine refuses async for and async with where codegen does not.
func (b *builder) checkCoroutine(span *ast.Span, msg string) {
	if b.tgt.PlacementInSymtable && !b.cur.Coroutine {
		b.fail(span, msg)
	}
}

func (b *builder) functionDef(s *ast.FunctionDef) {
	b.define(s.Name, DefLocal, &s.Span)
	b.exprs(s.Args.Defaults)
	b.optionals(s.Args.KwDefaults)
	if b.tgt.DecoratorsLast {
		b.annotations(s)
	}
	b.exprs(s.Decorators)
	generic := len(s.TypeParams) > 0
	if generic {
		b.enterTypeParams(s.Name, s, &s.Span)
		// The parser always makes a list of defaults, though perhaps an empty one.
		b.define(b.known.dotDefaults, DefParam, &s.Span)
		if hasAny(s.Args.KwDefaults) {
			b.define(b.known.dotKwDefaults, DefParam, &s.Span)
		}
		b.typeParams(s.TypeParams)
	}
	if b.tgt.DeferredAnnotations {
		// The block of the annotations stands before the function's own, but it
		// is a child of the same parent.
		body := b.newBlock(s.Name, FunctionBlock, Key{s, Body}, &s.Span)
		b.deferredAnnotations(s, body)
		b.reenterBlock(body, true)
		b.cur.walk.node = s
	} else {
		if !b.tgt.DecoratorsLast {
			b.annotations(s)
		}
		b.enterBlock(s.Name, FunctionBlock, Key{s, Body}, &s.Span)
	}
	b.cur.HasDocstring = HasDocstring(s.Body)
	b.cur.Coroutine = s.Async
	b.arguments(s.Args)
	b.stmts(s.Body)
	b.exitBlock()
	if generic {
		b.exitBlock()
	}
}

func hasAny(list []ast.Expr) bool {
	for _, e := range list {
		if e != nil {
			return true
		}
	}
	return false
}

// arguments binds the parameters: positional ones first, *args and **kwargs last.
func (b *builder) arguments(a *ast.Arguments) {
	b.reserveParams(len(a.PosOnlyArgs) + len(a.Args) + len(a.KwOnlyArgs) + 2)
	b.params(a.PosOnlyArgs)
	b.params(a.Args)
	b.params(a.KwOnlyArgs)
	if a.VarArg != nil {
		b.define(a.VarArg.Name, DefParam, &a.VarArg.Span)
		b.cur.VarArgs = true
	}
	if a.KwArg != nil {
		b.define(a.KwArg.Name, DefParam, &a.KwArg.Span)
		b.cur.VarKeywords = true
	}
}

func (b *builder) params(list []*ast.Arg) {
	for _, arg := range list {
		b.define(arg.Name, DefParam, &arg.Span)
	}
}

func (b *builder) classDef(s *ast.ClassDef) {
	b.define(s.Name, DefLocal, &s.Span)
	if !b.tgt.DecoratorsLast {
		b.exprs(s.Decorators)
	}
	outer := b.class
	generic := len(s.TypeParams) > 0
	if generic {
		b.enterTypeParams(s.Name, s, &s.Span)
		b.class = s.Name
		b.defineHidden(b.known.dotTypeParams, &s.Span)
		b.defineHidden(b.known.dotGenericBase, &s.Span)
		if b.tgt.LimitedMangling {
			b.cur.mangled = new([]ast.Ident)
		}
		b.typeParams(s.TypeParams)
	}
	b.exprs(s.Bases)
	b.keywords(s.Keywords)
	if b.tgt.DecoratorsLast {
		b.exprs(s.Decorators)
	}
	b.enterBlock(s.Name, ClassBlock, Key{s, Body}, &s.Span)
	b.class = s.Name
	if generic {
		b.define(b.known.typeParams, DefLocal, &s.Span)
		b.use(b.known.dotTypeParams, &s.Span)
	}
	b.cur.HasDocstring = HasDocstring(s.Body)
	b.stmts(s.Body)
	b.exitBlock()
	if generic {
		b.exitBlock()
	}
	b.class = outer
}

// defineHidden notes a variable of the compiler's own that is set and read.
func (b *builder) defineHidden(name ast.Ident, span *ast.Span) {
	b.define(name, DefLocal, span)
	b.use(name, span)
}

// declare visits a global or nonlocal statement.
func (b *builder) declare(names []ast.Ident, flag SymbolFlags, span *ast.Span) {
	for _, name := range names {
		if msg := b.declareProblem(name, flag); msg != "" {
			b.fail(span, msg)
			return
		}
		b.define(name, flag, span)
		b.direct(name, span)
	}
}

func (b *builder) declareProblem(name ast.Ident, flag SymbolFlags) string {
	word := "global"
	if flag == DefNonlocal {
		word = "nonlocal"
	}
	switch known := b.flags(b.cur, name); {
	case known&DefParam != 0:
		return "name " + b.quote(name) + " is parameter and " + word
	case known&Use != 0:
		return "name " + b.quote(name) + " is used prior to " + word + " declaration"
	case known&DefAnnot != 0:
		return "annotated name " + b.quote(name) + " can't be " + word
	case known&DefLocal != 0:
		return "name " + b.quote(name) + " is assigned to before " + word + " declaration"
	}
	return ""
}
