package flow

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// prepareLocals numbers the fast locals, cells and free variables, in that order,
// and puts in front what a function does before its body: it takes over its free
// variables, makes its cells, becomes a generator.
//
// A local that is a cell too keeps the local's number; the other cells move down
// to fill the gaps.
func (g *Graph) prepareLocals() error {
	u := g.unit
	g.LocalNames = append(g.LocalNames[:0], u.VarNames...)
	g.LocalKinds = g.LocalKinds[:0]
	for range u.VarNames {
		g.LocalKinds = append(g.LocalKinds, code.LocalFast)
	}
	if g.tgt.Flow.ArgumentKinds {
		markArguments(u, g.LocalKinds)
	}
	cells := len(u.CellVars)
	final := g.scratch(cells + len(u.FreeVars)) // number by index into cells and free variables
	if len(final)+len(u.Hidden) > 0 {
		g.indexLocals()
		for _, name := range u.Hidden {
			if at := g.localIndex(name); at >= 0 {
				g.LocalKinds[at] |= code.LocalHidden
			}
		}
		for i, name := range u.CellVars {
			if at := g.localIndex(name); at >= 0 {
				g.LocalKinds[at] |= code.LocalCell
				final[i] = at
			} else {
				final[i] = g.addLocal(name, code.LocalCell)
			}
		}
		for i, name := range u.FreeVars {
			final[cells+i] = g.addLocal(name, code.LocalFree)
		}
		g.forgetLocals()
		g.renumberCells(final)
	}
	slices.Sort(final[:cells])
	g.insertPrefix(final[:cells], len(u.FreeVars))
	return nil
}

// markArguments adds to the kinds of the first locals how they are passed.
func markArguments(u *instr.Unit, kinds []code.LocalKind) {
	mark := func(n int32, kind code.LocalKind) {
		n = min(n, int32(len(kinds)))
		for i := range kinds[:n] {
			kinds[i] |= kind
		}
		kinds = kinds[n:]
	}
	mark(u.PosOnlyArgCount, code.LocalArgPos)
	mark(u.ArgCount, code.LocalArgPos|code.LocalArgKw)
	mark(u.KwOnlyArgCount, code.LocalArgKw)
	if u.Flags&code.VarArgs != 0 {
		mark(1, code.LocalArgVar|code.LocalArgPos)
	}
	if u.Flags&code.VarKeywords != 0 {
		mark(1, code.LocalArgVar|code.LocalArgKw)
	}
}

func (g *Graph) addLocal(name ast.Ident, kind code.LocalKind) int32 {
	g.LocalNames = append(g.LocalNames, name)
	g.LocalKinds = append(g.LocalKinds, kind)
	return int32(len(g.LocalNames) - 1)
}

// indexLocals makes localIndex work.
func (g *Graph) indexLocals() {
	for i, name := range g.unit.VarNames {
		if int(name) >= len(g.varIndex) {
			g.varIndex = append(g.varIndex, make([]int32, int(name)+1-len(g.varIndex)+64)...)
		}
		g.varIndex[name] = int32(i + 1)
	}
}

// forgetLocals undoes indexLocals.
func (g *Graph) forgetLocals() {
	for _, name := range g.unit.VarNames {
		g.varIndex[name] = 0
	}
}

// localIndex returns the number of a local, or -1.
func (g *Graph) localIndex(name ast.Ident) int32 {
	if int(name) >= len(g.varIndex) {
		return -1
	}
	return g.varIndex[name] - 1
}

func (g *Graph) renumberCells(final []int32) {
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		list := g.Blocks[id].Instrs
		for i := range list {
			in := &list[i]
			if g.flags[in.Op]&target.HasCell != 0 && uint(in.Arg) < uint(len(final)) {
				in.Arg = final[in.Arg]
			}
		}
	}
}

const generators = code.Generator | code.Coroutine | code.AsyncGenerator

// insertPrefix puts the prefix in front of the first block. Cells are made in the
// order of their numbers: first those that are locals.
func (g *Graph) insertPrefix(cells []int32, free int) {
	u := g.unit
	isGenerator := g.tgt.Flow.GeneratorPrefix && u.Flags&generators != 0
	n := len(cells)
	if free > 0 {
		n++
	}
	if isGenerator {
		n += 2
	}
	if n == 0 {
		return
	}
	g.prefixed = true
	b := &g.Blocks[0]
	g.room(b, n)
	body := b.Instrs
	b.Instrs = b.Instrs[:len(body)+n]
	copy(b.Instrs[n:], body)
	list := b.Instrs[:0]
	if free > 0 {
		list = append(list, prefix(target.CopyFreeVars, int32(free), instr.NoLocation))
	}
	for _, number := range cells {
		list = append(list, prefix(target.MakeCell, number, instr.NoLocation))
	}
	if isGenerator {
		start := ast.Span{Line: u.FirstLine, EndLine: u.FirstLine, Col: -1, EndCol: -1}
		list = append(list, prefix(target.ReturnGenerator, 0, start))
		if g.tgt.Flow.Lineless {
			start = instr.NoLocation
		}
		_ = append(list, prefix(target.PopTop, 0, start))
	}
}

func prefix(op target.Op, arg int32, span ast.Span) Instr {
	return Instr{Op: op, Arg: arg, Target: None, Except: None, Span: span}
}
