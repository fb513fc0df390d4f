package codegen

import (
	"slices"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// scopeKind is what a unit was made for (CPython: COMPILER_SCOPE_).
type scopeKind uint8

const (
	moduleScope scopeKind = iota
	classScope
	functionScope
	asyncFunctionScope
	lambdaScope
	comprehensionScope
	annotationScope // type parameters, their bounds and defaults; annotations (PEP 649)
)

// unit is a code object in the making, and what the generator has to know of it.
type unit struct {
	instr.Unit
	kind    scopeKind
	block   *symtable.Block
	parent  *unit
	private ast.Ident // the class whose private names are mangled
	class   *ast.ClassDef

	fblocks []fblock
	span    ast.Span // the running location
	names   index    // of Unit.Names
	locals  index    // of Unit.VarNames
	consts  index    // of Unit.Consts

	// inlined counts the inlined comprehensions that are open, overrides are those
	// of their symbols that stand for the block's own meanwhile.
	inlined   int
	overrides []*symtable.Symbol
	// hiddenNow tells for each of Unit.Hidden whether it is a fast local now.
	hiddenNow []bool

	staticAttributes []string // what methods assign to self

	// conditional counts the open statements that may run their bodies or not.
	conditional int
	// deferred are the annotations that a function of their own computes (PEP 649),
	// conditionals is how many of them may be left out.
	deferred     []deferredAnnotation
	conditionals int
	// annotated is the function whose annotations the unit computes.
	annotated ast.Ident
	// formatParam tells that the parameter .format is to be called format in the end.
	formatParam bool

	code *code.Const // set by leave
}

// enter opens a unit inside of the current one.
func (g *generator) enter(kind scopeKind, name *code.Const, block *symtable.Block, firstLine int32) *unit {
	return g.enterFor(0, kind, name, block, firstLine)
}

// enterFor opens a unit that computes the annotations of a function.
func (g *generator) enterFor(
	annotated ast.Ident, kind scopeKind, name *code.Const, block *symtable.Block, firstLine int32,
) *unit {
	u := g.newUnit()
	u.annotated = annotated
	u.kind, u.block, u.parent = kind, block, g.unit
	u.Name, u.QualName, u.FirstLine = name, name, firstLine
	u.VarNames = append(u.VarNames, block.Params...)
	for i, name := range block.Params {
		u.locals.set(int32(name), int32(i))
	}
	g.addCells(u)
	g.unit = u
	span := ast.Span{Line: firstLine, EndLine: firstLine}
	if u.parent == nil {
		span.Line = 0
	} else {
		u.private = u.parent.private
		u.QualName = g.qualName(u)
	}
	if (block.Generator || block.Coroutine) && !g.tgt.Flow.GeneratorPrefix {
		g.returnGenerator(firstLine)
	}
	u.span = span
	g.opArg(target.Resume, resumeAtStart, span)
	u.span.Line = firstLine
	return u
}

// returnGenerator emits what makes a generator of a function: the call returns it, and
// its first resumption goes on behind.
func (g *generator) returnGenerator(line int32) {
	span := ast.Span{Line: line, EndLine: line, Col: -1, EndCol: -1}
	g.op(target.ReturnGenerator, span)
	g.op(target.PopTop, span)
}

// The arguments of RESUME.
const (
	resumeAtStart        = 0
	resumeAfterYield     = 1
	resumeAfterYieldFrom = 2
	resumeAfterAwait     = 3
	resumeBeforeStart    = 4 // in front of the code that makes a generator expression's iterator
)

// newUnit returns a blank unit.
func (g *generator) newUnit() *unit {
	last := len(g.free) - 1
	if last < 0 {
		return &unit{}
	}
	u := g.free[last]
	g.free = g.free[:last]
	return u
}

// release gives a unit back, which is to be used again: only its memory stays.
func (g *generator) release(u *unit) {
	clear(u.Consts)
	u.Seq.Reset()
	*u = unit{
		Unit: instr.Unit{
			Seq: u.Seq, Consts: u.Consts[:0], Names: u.Names[:0], VarNames: u.VarNames[:0],
			CellVars: u.CellVars[:0], FreeVars: u.FreeVars[:0],
		},
		fblocks: u.fblocks[:0],
		names:   u.names.cleared(), locals: u.locals.cleared(), consts: u.consts.cleared(),
	}
	g.free = append(g.free, u)
}

// addCells finds the unit's cell and free variables. Both are sorted by name, but
// for the class's implicit cells, which come last.
func (g *generator) addCells(u *unit) {
	for i := range u.block.Symbols {
		s := &u.block.Symbols[i]
		if s.Scope == symtable.Cell || s.Flags&symtable.DefCompCell != 0 {
			u.CellVars = append(u.CellVars, s.Name)
		}
		if s.Scope == symtable.Free || s.Flags&symtable.DefFreeClass != 0 {
			u.FreeVars = append(u.FreeVars, s.Name)
		}
	}
	byName := func(a, b ast.Ident) int { return strings.Compare(g.name(a), g.name(b)) }
	slices.SortFunc(u.CellVars, byName)
	slices.SortFunc(u.FreeVars, byName)
	if u.block.NeedsClassClosure {
		u.CellVars = appendNew(u.CellVars, g.known.class)
	}
	if u.block.NeedsClassDict {
		u.CellVars = appendNew(u.CellVars, g.known.classDict)
	}
	if u.block.NeedsConditionalAnnotations {
		u.CellVars = appendNew(u.CellVars, g.known.conditional)
	}
}

func appendNew(names []ast.Ident, name ast.Ident) []ast.Ident {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// qualName returns the unit's __qualname__ (PEP 3155).
func (g *generator) qualName(u *unit) *code.Const {
	parent := u.parent
	base := ""
	if parent.kind == annotationScope {
		parent = parent.parent
		if parent.parent == nil {
			return u.Name
		}
	}
	switch {
	case parent.parent == nil || g.isGlobalName(parent, u):
	case parent.kind == functionScope || parent.kind == asyncFunctionScope || parent.kind == lambdaScope:
		base = parent.QualName.Text + ".<locals>."
	default:
		base = parent.QualName.Text + "."
	}
	if u.annotated != 0 && g.tgt.AnnotateQualNames {
		base += g.name(u.annotated) + "."
	}
	if base == "" {
		return u.Name
	}
	return g.Pool.NewStr(base + u.Name.Text)
}

// isGlobalName tells whether a global statement of the parent names the function or
// class.
func (g *generator) isGlobalName(parent, u *unit) bool {
	if u.kind != functionScope && u.kind != asyncFunctionScope && u.kind != classScope {
		return false
	}
	name := g.mangleFor(parent, g.Idents.Intern(u.Name.Text))
	return parent.scope(name) == symtable.GlobalExplicit
}

// leave completes the current unit and returns to its parent. With none the unit
// returns None if it comes to its end, otherwise the value on top of the stack.
func (g *generator) leave(none bool) *unit {
	u := g.unit
	if g.err == nil {
		g.returnAtEnd(none)
		u.Flags = g.codeFlags(u)
		u.code, g.err = g.Finish(&u.Unit)
	}
	g.unit = u.parent
	return u
}

// returnAtEnd emits the return for a unit that comes to its end.
func (g *generator) returnAtEnd(none bool) {
	if g.tgt.NoDeadReturn && g.unit.Seq.EndsWith(target.ReturnValue) {
		return
	}
	if none {
		g.loadConst(g.Pool.None, instr.NoLocation)
	}
	g.op(target.ReturnValue, instr.NoLocation)
}

func (g *generator) codeFlags(u *unit) code.Flags {
	flags := g.Future.Flags
	b := u.block
	if !u.block.FunctionLike() {
		return flags
	}
	flags |= code.NewLocals | code.Optimized
	if b.Nested {
		flags |= code.Nested
	}
	switch {
	case b.Generator && b.Coroutine:
		flags |= code.AsyncGenerator
	case b.Generator:
		flags |= code.Generator
	case b.Coroutine:
		flags |= code.Coroutine
	}
	if b.VarArgs {
		flags |= code.VarArgs
	}
	if b.VarKeywords {
		flags |= code.VarKeywords
	}
	if b.HasDocstring && g.tgt.DescriptiveFlags {
		flags |= code.HasDocstring
	}
	if b.Method && g.tgt.DescriptiveFlags {
		flags |= code.Method
	}
	return flags
}

// symbol returns what the unit knows of a mangled name at this moment, or nil.
func (u *unit) symbol(name ast.Ident) *symtable.Symbol {
	for _, s := range slices.Backward(u.overrides) {
		if s.Name == name {
			return s
		}
	}
	return u.block.Lookup(name)
}

// scope returns where the unit finds a mangled name at this moment.
func (u *unit) scope(name ast.Ident) symtable.Scope {
	if s := u.symbol(name); s != nil {
		return s.Scope
	}
	return symtable.Unknown
}
