package codegen

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// classDef compiles a class statement, which calls
// __build_class__(body, name, *bases, **keywords).
func (g *generator) classDef(s *ast.ClassDef) {
	g.exprs(s.Decorators)
	firstLine := s.Line
	if len(s.Decorators) > 0 {
		firstLine = s.Decorators[0].Pos().Line
	}
	if len(s.TypeParams) > 0 {
		g.genericClass(s, firstLine)
	} else {
		g.buildClass(s, firstLine)
		g.callWith(2, callArgs{args: s.Bases, keywords: s.Keywords}, s.Span)
	}
	g.applyDecorators(s.Decorators)
	g.storeName(s.Name, s.Span)
}

// buildClass pushes the first things that the call takes:
// [__build_class__, NULL, body, name].
func (g *generator) buildClass(s *ast.ClassDef, firstLine int32) {
	u := g.classBody(s, firstLine)
	g.nullBefore(s.Span)
	g.op(target.LoadBuildClass, s.Span)
	g.nullAfter(s.Span)
	g.makeClosure(u, 0, s.Span)
	g.loadConst(g.constName(s.Name), s.Span)
}

// classBody compiles the function that fills the class's namespace.
func (g *generator) classBody(s *ast.ClassDef, firstLine int32) *unit {
	u := g.enter(classScope, g.nameConst(s.Name), g.table.Blocks[symtable.Key{Node: s}], firstLine)
	u.private, u.class = s.Name, s
	span := ast.Span{Line: firstLine, EndLine: firstLine}
	g.classPrologue(s, span)
	g.namespaceBody(s.Body, span)
	g.nowhere()
	if g.tgt.StaticAttributes {
		g.loadConst(g.staticAttributes(u), instr.NoLocation)
		g.storeName(g.known.staticAttributes, instr.NoLocation)
	}
	g.classEpilogue(u)
	return g.leave(true)
}

// classPrologue stores what every class namespace starts with.
func (g *generator) classPrologue(s *ast.ClassDef, span ast.Span) {
	g.loadName(g.known.nameName, span)
	g.storeName(g.known.module, span)
	g.loadConst(g.unit.QualName, span)
	g.storeName(g.known.qualname, span)
	if g.tgt.StaticAttributes {
		g.loadInt(int(g.unit.FirstLine), span)
		g.storeName(g.known.firstLineno, span)
	}
	if len(s.TypeParams) > 0 {
		g.loadName(g.known.dotTypeParams, span)
		g.storeName(g.known.typeParams, span)
	}
	if g.unit.block.NeedsClassDict {
		g.op(target.LoadLocals, span)
		g.opArg(target.StoreDeref, int(g.unit.cellIndex(g.known.classDict)), span)
	}
	if g.unit.block.NeedsConditionalAnnotations {
		g.opArg(target.BuildSet, 0, span)
		g.opArg(target.StoreDeref, int(g.unit.cellIndex(g.known.conditional)), span)
	}
}

// classEpilogue hands the class's implicit cells to type.__new__.
func (g *generator) classEpilogue(u *unit) {
	if u.block.NeedsClassDict {
		g.opArg(target.LoadClosure, int(u.cellIndex(g.known.classDict)), instr.NoLocation)
		g.storeName(g.known.classDictCell, instr.NoLocation)
	}
	if u.block.NeedsClassClosure {
		g.opArg(target.LoadClosure, int(u.cellIndex(g.known.class)), instr.NoLocation)
		g.opArg(target.Copy, 1, instr.NoLocation)
		g.storeName(g.known.classCell, instr.NoLocation)
	} else {
		g.loadNone(instr.NoLocation)
	}
	g.op(target.ReturnValue, instr.NoLocation)
}

// noteStaticAttribute keeps the name of an attribute of self that is assigned to, for
// the class around the function.
func (g *generator) noteStaticAttribute(e *ast.Attribute) {
	name, ok := e.Value.(*ast.Name)
	if !ok || name.ID != g.known.self || !g.tgt.StaticAttributes {
		return
	}
	for u := g.unit.parent; u != nil; u = u.parent {
		if u.kind == classScope {
			u.staticAttributes = append(u.staticAttributes, g.name(e.Attr))
			return
		}
	}
}

// staticAttributes returns the value of a class's __static_attributes__.
func (g *generator) staticAttributes(u *unit) *code.Const {
	slices.Sort(u.staticAttributes)
	names := slices.Compact(u.staticAttributes)
	items := make([]*code.Const, len(names))
	for i, name := range names {
		items[i] = g.Pool.Name(name)
	}
	return g.Pool.Tuple(items)
}
