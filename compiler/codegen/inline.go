package codegen

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// inlinedNames is what has to be put back when an inlined comprehension ends
// (CPython: inlined_comprehension_state).
type inlinedNames struct {
	pushed       []ast.Ident // locals whose outer values are on the stack
	hidden       []ast.Ident // names that have become fast locals
	overrides    int         // how many there were before
	cleanup, end instr.Label
}

// inlinedComprehension compiles a comprehension into the current unit. The names that
// it binds are kept apart from those around it: their outer values wait on the stack.
func (g *generator) inlinedComprehension(c *compSpec, block *symtable.Block) {
	span := c.span()
	g.outermost(c)
	saved := g.isolate(block, span)
	if !g.asyncAllowed(c, block, g.unit.kind) {
		return
	}
	g.opArg(compOps[c.kind].build, 0, span)
	g.opArg(target.Swap, 2, span)
	g.forClause(c, 0, 0, true)
	g.restore(&saved, span)
}

// isolate saves the outer values of the names that a comprehension binds, and gives
// the names their scopes within it.
func (g *generator) isolate(block *symtable.Block, span ast.Span) inlinedNames {
	u := g.unit
	saved := inlinedNames{overrides: len(u.overrides)}
	inClass := u.block.Kind == symtable.ClassBlock && u.inlined == 0
	u.inlined++
	for i := range block.Symbols {
		s := &block.Symbols[i]
		outer := u.scope(s.Name)
		// A name that is free inside is what it is outside, and one that is a cell
		// inside and free outside stays free: it is dereferenced either way.
		differs := s.Scope != outer && s.Scope != symtable.Free &&
			!(s.Scope == symtable.Cell && outer == symtable.Free)
		if differs || inClass {
			u.overrides = append(u.overrides, s)
		}
		bound := s.Flags&symtable.DefLocal != 0 && s.Flags&symtable.DefNonlocal == 0
		if bound || inClass && g.tgt.ClassCompIsolatesAll {
			g.isolateName(s, outer, &saved, span)
		}
	}
	if len(saved.pushed) > 0 {
		// The outermost iterator goes back to the top; the saved values are turned around
		// by this, and again when the result is taken from above them.
		g.opArg(target.Swap, len(saved.pushed)+1, span)
		if g.tgt.RestoredByHandler {
			saved.cleanup, saved.end = g.label(), g.label()
			g.jump(target.SetupFinally, saved.cleanup, span)
		}
	}
	return saved
}

// isolateName saves the outer value of one name. Of a cell it is the cell itself that is
// saved, and the comprehension gets a new one.
func (g *generator) isolateName(s *symtable.Symbol, outer symtable.Scope, saved *inlinedNames, span ast.Span) {
	u := g.unit
	if !u.block.FunctionLike() && !u.hidden(s.Name) {
		u.hide(s.Name)
		saved.hidden = append(saved.hidden, s.Name)
	}
	g.opArg(target.LoadFastAndClear, int(u.localIndex(s.Name)), span)
	if s.Scope == symtable.Cell {
		i := u.cellIndex
		if outer == symtable.Free {
			i = u.freeIndex
		}
		g.opArg(target.MakeCell, int(i(s.Name)), span)
	}
	saved.pushed = append(saved.pushed, s.Name)
}

// hide makes a name a fast local of a unit that has no others.
func (u *unit) hide(name ast.Ident) {
	if i := slices.Index(u.Hidden, name); i >= 0 {
		u.hiddenNow[i] = true
		return
	}
	u.Hidden = append(u.Hidden, name)
	u.hiddenNow = append(u.hiddenNow, true)
}

// restore ends the isolation, both for the normal way and for an exception.
func (g *generator) restore(saved *inlinedNames, span ast.Span) {
	u := g.unit
	u.inlined--
	u.overrides = u.overrides[:saved.overrides]
	if len(saved.pushed) > 0 {
		if g.tgt.RestoredByHandler {
			g.restoreAndReraise(saved, span)
		}
		g.restoreLocals(saved.pushed, span)
	}
	for _, name := range saved.hidden {
		u.hiddenNow[slices.Index(u.Hidden, name)] = false
	}
}

// restoreAndReraise is the handler of an exception in the comprehension:
// [saved..., collection, exc].
func (g *generator) restoreAndReraise(saved *inlinedNames, span ast.Span) {
	g.op(target.PopBlock, instr.NoLocation)
	g.jumpToEnd(saved.end)

	g.use(saved.cleanup)
	g.opArg(target.Swap, 2, instr.NoLocation)
	g.op(target.PopTop, instr.NoLocation)
	g.restoreLocals(saved.pushed, span)
	g.opArg(target.Reraise, 0, instr.NoLocation)
	g.use(saved.end)
}

// restoreLocals stores the saved values back and keeps what is above them.
func (g *generator) restoreLocals(pushed []ast.Ident, span ast.Span) {
	g.opArg(target.Swap, len(pushed)+1, span)
	for _, name := range slices.Backward(pushed) {
		g.opArg(target.StoreFastMaybeNull, int(g.unit.localIndex(name)), span)
	}
}
