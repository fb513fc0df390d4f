package codegen

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// mangle returns a name as the current unit knows it: a private name of a class
// gets the class's name in front.
func (g *generator) mangle(name ast.Ident) ast.Ident { return g.mangleFor(g.unit, name) }

func (g *generator) mangleFor(u *unit, name ast.Ident) ast.Ident {
	if u.private == 0 {
		return name
	}
	return u.block.Mangle(g.Idents, u.private, name)
}

// mangledConst returns a mangled name as a constant. A name that was changed is a
// new string, which CPython interns only if it is ASCII.
func (g *generator) mangledConst(name ast.Ident) *code.Const {
	mangled := g.mangle(name)
	if mangled == name {
		return g.constName(name)
	}
	return g.Pool.Str(g.name(mangled))
}

// forbidden reports the use of a name that cannot be bound.
func (g *generator) forbidden(name ast.Ident, ctx ast.Context, span ast.Span) bool {
	if name != g.known.debug || ctx == ast.Load {
		return false
	}
	if ctx == ast.Store {
		g.fail(span, "cannot assign to __debug__")
	} else {
		g.fail(span, "cannot delete __debug__")
	}
	return true
}

func (g *generator) loadName(name ast.Ident, span ast.Span)  { g.nameOp(name, ast.Load, span) }
func (g *generator) storeName(name ast.Ident, span ast.Span) { g.nameOp(name, ast.Store, span) }
func (g *generator) delName(name ast.Ident, span ast.Span)   { g.nameOp(name, ast.Del, span) }

// nameOp emits the load, store or deletion of a name, wherever it lives.
func (g *generator) nameOp(name ast.Ident, ctx ast.Context, span ast.Span) {
	if g.forbidden(name, ctx, span) {
		return
	}
	u := g.unit
	mangled := g.mangle(name)
	scope := u.scope(mangled)
	switch scope {
	case symtable.Free:
		g.derefOp(u.freeIndex(mangled), ctx, span)
	case symtable.Cell:
		g.derefOp(u.cellIndex(mangled), ctx, span)
	case symtable.Local:
		if u.block.FunctionLike() || u.hidden(mangled) {
			g.add(fastOps[ctx], u.localIndex(mangled), span)
			return
		}
		g.dictOp(mangled, ctx, span)
	case symtable.GlobalImplicit:
		if u.block.FunctionLike() {
			g.globalOp(mangled, ctx, true, span)
			return
		}
		g.dictOp(mangled, ctx, span)
	case symtable.GlobalExplicit:
		g.globalOp(mangled, ctx, false, span)
	default:
		g.dictOp(mangled, ctx, span)
	}
}

// The operations of each kind of variable, by context.
var (
	fastOps   = [...]target.Op{ast.Load: target.LoadFast, ast.Store: target.StoreFast, ast.Del: target.DeleteFast}
	derefOps  = [...]target.Op{ast.Load: target.LoadDeref, ast.Store: target.StoreDeref, ast.Del: target.DeleteDeref}
	globalOps = [...]target.Op{ast.Load: target.LoadGlobal, ast.Store: target.StoreGlobal, ast.Del: target.DeleteGlobal}
	dictOps   = [...]target.Op{ast.Load: target.LoadName, ast.Store: target.StoreName, ast.Del: target.DeleteName}
)

// hidden tells whether a name is a fast local of an inlined comprehension in a
// unit that has no others.
func (u *unit) hidden(name ast.Ident) bool {
	i := slices.Index(u.Hidden, name)
	return i >= 0 && u.hiddenNow[i]
}

// derefOp emits an operation on a cell or free variable. A class body, and what can
// see into one, looks in the class's namespace first.
func (g *generator) derefOp(i int32, ctx ast.Context, span ast.Span) {
	u := g.unit
	op := derefOps[ctx]
	switch {
	case ctx != ast.Load:
	case u.block.Kind == symtable.ClassBlock && u.inlined == 0:
		op = g.classDeref(span)
	case u.block.CanSeeClassScope:
		g.loadClassDict(span)
		op = target.LoadFromDictOrDeref
	}
	g.add(op, i, span)
}

// classDeref returns the operation that loads a free variable in a class body.
func (g *generator) classDeref(span ast.Span) target.Op {
	if !g.tgt.Has(target.LoadFromDictOrDeref) {
		return target.LoadClassderef
	}
	g.op(target.LoadLocals, span)
	return target.LoadFromDictOrDeref
}

// loadClassDict pushes the namespace of the class around an annotation scope.
func (g *generator) loadClassDict(span ast.Span) {
	g.add(target.LoadDeref, g.unit.freeIndex(g.known.classDict), span)
}

// globalOp emits an operation on a global; implicit tells that nothing declares it
// so.
func (g *generator) globalOp(name ast.Ident, ctx ast.Context, implicit bool, span ast.Span) {
	u := g.unit
	op := globalOps[ctx]
	if ctx == ast.Load && implicit && u.block.CanSeeClassScope {
		g.loadClassDict(span)
		op = target.LoadFromDictOrGlobals
	}
	i := u.nameIndex(name)
	if op == target.LoadGlobal {
		i <<= 1
	}
	g.add(op, i, span)
}

// dictOp emits an operation on a name of a module's or class's namespace. An
// inlined comprehension does not see the one of its class.
func (g *generator) dictOp(name ast.Ident, ctx ast.Context, span ast.Span) {
	u := g.unit
	if ctx == ast.Load && u.block.Kind == symtable.ClassBlock && u.inlined > 0 {
		g.add(target.LoadGlobal, u.nameIndex(name)<<1, span)
		return
	}
	g.add(dictOps[ctx], u.nameIndex(name), span)
}

// refScope is scope for the making of closures: __class__ and its like are cells of
// a class although no symbol says so.
func (g *generator) refScope(name ast.Ident) symtable.Scope {
	if g.unit.kind == classScope && (name == g.known.class || name == g.known.classDict || name == g.known.conditional) {
		return symtable.Cell
	}
	return g.unit.scope(name)
}
