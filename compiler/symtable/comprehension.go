package symtable

import "github.com/rules-pyc/rules_pyc/compiler/ast"

// comprehension visits any comprehension. Its first iterable belongs to the block
// around it; the rest is a function that takes the iterator as ".0".
func (b *builder) comprehension(e ast.Expr, kind Comprehension, name ast.Ident,
	generators []*ast.Comprehension, elt, value ast.Expr) {
	span := e.Pos()
	if b.cur.CanSeeClassScope && !b.tgt.NestedInAnnotationScope {
		b.fail(span, "Cannot use comprehension in annotation scope within class scope")
		return
	}
	first := generators[0]
	b.compIter(first.Iter)
	b.enterBlock(name, FunctionBlock, Key{e, Body}, span)
	b.cur.Comprehension = kind
	b.cur.Coroutine = first.Async
	b.reserveParams(1)
	b.define(b.known.dot0, DefParam, span)
	b.compTarget(first.Target)
	b.exprs(first.Ifs)
	for _, g := range generators[1:] {
		b.generator(g)
	}
	b.optional(value)
	b.expr(elt)
	b.cur.Generator = kind == GeneratorExpression
	async := b.cur.Coroutine && kind != GeneratorExpression
	b.exitBlock()
	if async {
		b.asyncComprehension(span)
	}
}

// asyncComprehension marks the block around an asynchronous comprehension, which
// has to await it.
func (b *builder) asyncComprehension(span *ast.Span) {
	if b.tgt.PlacementInSymtable && !b.inAsyncDef() && b.cur.Comprehension == NoComprehension {
		b.fail(span, "asynchronous comprehension outside of an asynchronous function")
	}
	b.cur.Coroutine = true
}

func (b *builder) generator(g *ast.Comprehension) {
	b.compTarget(g.Target)
	b.compIter(g.Iter)
	b.exprs(g.Ifs)
	if g.Async {
		b.cur.Coroutine = true
	}
}

func (b *builder) compTarget(e ast.Expr) {
	walk := b.cur.walk
	walk.compTarget = true
	b.expr(e)
	walk.compTarget = false
}

func (b *builder) compIter(e ast.Expr) {
	walk := b.cur.walk
	walk.compIterExpr++
	b.expr(e)
	walk.compIterExpr--
}

// namedExpr visits target := value (PEP 572).
func (b *builder) namedExpr(e *ast.NamedExpr) {
	if !b.checkAllowed("named expression", &e.Span) {
		return
	}
	if b.cur.walk.compIterExpr > 0 {
		b.fail(&e.Span, "assignment expression cannot be used in a comprehension iterable expression")
		return
	}
	if b.cur.Comprehension != NoComprehension && !b.bindOutside(e.Target.(*ast.Name)) {
		return
	}
	b.expr(e.Value)
	b.expr(e.Target)
}

// bindOutside binds the target of := inside a comprehension in the block that
// holds the comprehension, and makes it global or nonlocal in the comprehension itself.
// The comprehensions in between learn of it in the second pass.
func (b *builder) bindOutside(target *ast.Name) bool {
	span := &target.Span
	for i := len(b.stack) - 1; i >= 0; i-- {
		block := b.stack[i]
		if block.Comprehension != NoComprehension {
			if known := b.flags(block, target.ID); known&DefCompIter != 0 && known&DefLocal != 0 {
				return b.fail(span, "assignment expression cannot rebind comprehension iteration variable "+b.quote(target.ID))
			}
			continue
		}
		switch block.Kind {
		case FunctionBlock:
			flag := DefNonlocal
			if b.flags(block, target.ID)&DefGlobal != 0 {
				flag = DefGlobal
			}
			return b.bindIn(block, target, flag, DefLocal)
		case ModuleBlock:
			return b.bindIn(block, target, DefGlobal, DefGlobal)
		case ClassBlock:
			return b.fail(span, "assignment expression within a comprehension cannot be used in a class body")
		case TypeParametersBlock:
			return b.fail(span, "assignment expression within a comprehension cannot be used within the definition of a generic")
		case TypeAliasBlock:
			return b.fail(span, "assignment expression within a comprehension cannot be used in a type alias")
		case TypeVariableBlock:
			return b.fail(span, "assignment expression within a comprehension cannot be used in a TypeVar bound")
		}
	}
	return false
}

// bindIn declares the target in the current block and binds it in an outer one.
func (b *builder) bindIn(outer *Block, target *ast.Name, here, there SymbolFlags) bool {
	if !b.define(target.ID, here, &target.Span) {
		return false
	}
	b.direct(target.ID, &target.Span)
	return b.defineIn(outer, target.ID, there, &target.Span)
}
