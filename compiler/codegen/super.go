package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// The two low bits of LOAD_SUPER_ATTR's argument.
const (
	superMethodBit  = 1 // the attribute is called at once
	superTwoArgsBit = 2 // super had arguments
)

// canUseSuper tells whether an attribute is one of super(), which is then not made
// an object of its own.
func (g *generator) canUseSuper(attr *ast.Attribute) bool {
	call, ok := attr.Value.(*ast.Call)
	if !ok || !g.tgt.Has(target.LoadSuperAttr) {
		return false
	}
	name, ok := call.Func.(*ast.Name)
	if !ok || name.ID != g.known.super || attr.Attr == g.known.class || len(call.Keywords) > 0 {
		return false
	}
	if g.unit.scope(name.ID) != symtable.GlobalImplicit || g.top.scope(name.ID) != symtable.Unknown {
		return false
	}
	switch len(call.Args) {
	case 2:
		return !anyStarred(call.Args)
	case 0:
		u := g.unit
		return u.ArgCount+u.PosOnlyArgCount > 0 && g.refScope(g.known.class) == symtable.Free
	}
	return false
}

// superAttr compiles the load of an attribute of super(). It reports false if the
// attribute is not of that kind.
func (g *generator) superAttr(e *ast.Attribute) bool {
	if !g.canUseSuper(e) {
		return false
	}
	g.loadSuper(e, 0)
	g.op(target.Nop, g.attrSpan(e.Span, e))
	return true
}

// superMethod loads a method of super() that is called at once.
func (g *generator) superMethod(e *ast.Attribute) { g.loadSuper(e, superMethodBit) }

func (g *generator) loadSuper(e *ast.Attribute, flags int32) {
	call := e.Value.(*ast.Call)
	g.loadName(g.known.super, *call.Func.Pos())
	if len(call.Args) == 2 {
		flags |= superTwoArgsBit
		g.exprs(call.Args)
	} else {
		g.loadName(g.known.class, call.Span)
		g.loadName(g.unit.VarNames[0], call.Span)
	}
	i := g.unit.nameIndex(g.mangle(e.Attr))
	g.opArg(target.LoadSuperAttr, int(i<<2|flags), e.Span)
}
