package codegen

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// add emits an instruction.
func (g *generator) add(op target.Op, arg int32, span ast.Span) {
	u := g.unit
	if g.tgt.RunningLocation && span.Line != instr.NoLocation.Line {
		span = u.span
	}
	u.Seq.Add(op, arg, span)
}

// at makes a span the running location, where there is one. The span of a statement
// stays so until the next statement, that of an expression until its end.
func (g *generator) at(span ast.Span) { g.unit.span = span }

// nowhere lets the following instructions have no location.
func (g *generator) nowhere() { g.unit.span = instr.NoLocation }

// here returns the running location, or the span given where there is none.
func (g *generator) here(span ast.Span) ast.Span {
	if g.tgt.RunningLocation {
		return g.unit.span
	}
	return span
}

// op emits an operation without an argument.
func (g *generator) op(op target.Op, span ast.Span) { g.add(op, 0, span) }

// opArg emits an operation with a number as its argument.
func (g *generator) opArg(op target.Op, arg int, span ast.Span) {
	g.add(op, int32(arg), span)
}

// jump emits a jump or the start of an exception handler's range.
func (g *generator) jump(op target.Op, to instr.Label, span ast.Span) {
	g.add(op, int32(to), span)
}

// jumpToEnd jumps to the end of a statement or expression.
func (g *generator) jumpToEnd(to instr.Label) {
	if g.tgt.JumpsInterrupt {
		g.jump(target.Jump, to, instr.NoLocation)
	} else {
		g.jump(target.JumpNoInterrupt, to, instr.NoLocation)
	}
}

// label returns a new label.
func (g *generator) label() instr.Label { return g.unit.Seq.NewLabel() }

// use puts a label here.
func (g *generator) use(l instr.Label) { g.unit.Seq.Use(l) }

// loadConst emits LOAD_CONST.
func (g *generator) loadConst(c *code.Const, span ast.Span) {
	g.add(target.LoadConst, g.addConst(c), span)
}

// loadNone emits LOAD_CONST None.
func (g *generator) loadNone(span ast.Span) { g.loadConst(g.Pool.None, span) }

// loadInt emits LOAD_CONST of an integer.
func (g *generator) loadInt(n int, span ast.Span) { g.loadConst(g.Pool.Int(int64(n)), span) }

// addConst returns the index of a constant in the unit.
func (g *generator) addConst(c *code.Const) int32 {
	u := g.unit
	c = g.Pool.Merge(c)
	i, ok := u.consts.get(c.ID)
	if !ok {
		i = int32(len(u.Consts))
		u.consts.set(c.ID, i)
		u.Consts = append(u.Consts, c)
	}
	return i
}

// nameIndex returns the index of a mangled name in the unit's names.
func (u *unit) nameIndex(name ast.Ident) int32 {
	i, ok := u.names.get(int32(name))
	if !ok {
		i = int32(len(u.Names))
		u.names.set(int32(name), i)
		u.Names = append(u.Names, name)
	}
	return i
}

// localIndex returns the index of a mangled name in the unit's fast locals.
func (u *unit) localIndex(name ast.Ident) int32 {
	i, ok := u.locals.get(int32(name))
	if !ok {
		i = int32(len(u.VarNames))
		u.locals.set(int32(name), i)
		u.VarNames = append(u.VarNames, name)
	}
	return i
}

// cellIndex returns the index of a mangled name among the cell variables.
func (u *unit) cellIndex(name ast.Ident) int32 {
	i := slices.Index(u.CellVars, name)
	if i < 0 {
		i = len(u.CellVars)
		u.CellVars = append(u.CellVars, name)
	}
	return int32(i)
}

// freeIndex returns the index of a mangled name among the free variables, which
// are counted behind the cell variables.
func (u *unit) freeIndex(name ast.Ident) int32 {
	i := slices.Index(u.FreeVars, name)
	if i < 0 {
		i = len(u.FreeVars)
		u.FreeVars = append(u.FreeVars, name)
	}
	return int32(len(u.CellVars) + i)
}

// opName emits an operation on one of the unit's names; it mangles the name.
func (g *generator) opName(op target.Op, name ast.Ident, span ast.Span) {
	g.add(op, g.unit.nameIndex(g.mangle(name)), span)
}

// loadAttr emits LOAD_ATTR.
func (g *generator) loadAttr(name ast.Ident, span ast.Span) {
	i := g.unit.nameIndex(g.mangle(name))
	if g.tgt.AttrMethodBit {
		i <<= 1
	}
	g.add(target.LoadAttr, i, span)
}

// loadMethod emits the load of a method that is called at once.
func (g *generator) loadMethod(name ast.Ident, span ast.Span) {
	i := g.unit.nameIndex(g.mangle(name))
	if g.tgt.AttrMethodBit {
		g.add(target.LoadAttr, i<<1|1, span)
		return
	}
	g.add(target.LoadMethod, i, span)
}
