package symtable

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// bytesPerBlock is about how much source there is for each block.
const bytesPerBlock = 256

// Build makes the symbol tables of a module. future has the flags that the
// module's own __future__ imports and the caller set, and last is where the last of
// those imports stands.
func Build(mod *ast.Module, f *source.File, tgt *target.Version, idents *ast.Idents, future Future) (*Table, error) {
	b := &builder{
		file:   f,
		tgt:    tgt,
		idents: idents,
		future: future,
		table:  &Table{Blocks: make(map[Key]*Block, len(f.Text)/bytesPerBlock)},
		known:  knownNames(idents),
	}
	b.enterBlock(b.known.top, ModuleBlock, Key{}, &ast.Span{})
	b.table.Top = b.cur
	b.cur.HasDocstring = HasDocstring(mod.Body)
	b.stmts(mod.Body)
	b.exitBlock()
	if b.err == nil {
		b.err = analyze(b)
	}
	if b.err != nil {
		return nil, b.err
	}
	return b.table, nil
}

// known holds the names that the symbol table knows by itself.
type known struct {
	top, genexpr, listcomp, setcomp, dictcomp, lambda               ast.Ident
	dot0, dotDefaults, dotKwDefaults, dotTypeParams, dotGenericBase ast.Ident
	dotFormat, annotate, annotation                                 ast.Ident
	class, classDict, typeParams, conditional                       ast.Ident
	super, debug                                                    ast.Ident
}

func knownNames(t *ast.Idents) known {
	return known{
		top:            t.Intern("top"),
		genexpr:        t.Intern("<genexpr>"),
		listcomp:       t.Intern("<listcomp>"),
		setcomp:        t.Intern("<setcomp>"),
		dictcomp:       t.Intern("<dictcomp>"),
		lambda:         t.Intern("<lambda>"),
		dot0:           t.Intern(".0"),
		dotDefaults:    t.Intern(".defaults"),
		dotKwDefaults:  t.Intern(".kwdefaults"),
		dotTypeParams:  t.Intern(".type_params"),
		dotGenericBase: t.Intern(".generic_base"),
		dotFormat:      t.Intern(".format"),
		annotate:       t.Intern("__annotate__"),
		annotation:     t.Intern("_annotation"),
		class:          t.Intern("__class__"),
		classDict:      t.Intern("__classdict__"),
		typeParams:     t.Intern("__type_params__"),
		conditional:    t.Intern("__conditional_annotations__"),
		super:          t.Intern("super"),
		debug:          t.Intern("__debug__"),
	}
}

// builder is the state of the first pass. After the first error, which err keeps,
// it goes on without effect until the walk has come back.
type builder struct {
	file   *source.File
	tgt    *target.Version
	idents *ast.Idents
	future Future
	table  *Table
	known  known

	cur   *Block
	stack []*Block  // the open blocks, cur last
	class ast.Ident // the class whose private names are mangled, or 0
	depth int       // of the recursion through the tree
	err   error

	directives []directive
	walks      []*walkState // not in use

	blocks  []Block // slabs
	symbols []Symbol
	args    []ast.Ident
}

// fail keeps the first error. It returns false, for those who stop there.
func (b *builder) fail(span *ast.Span, msg string) bool {
	if b.err == nil {
		b.err = errorAt(b.file, span, msg)
	}
	return false
}

// enter counts one level of recursion; each true of it wants a leave.
func (b *builder) enter() bool {
	if b.err != nil {
		return false
	}
	if b.depth >= b.tgt.MaxTreeDepth {
		b.err = TooDeep(b.file, b.tgt)
		return false
	}
	b.depth++
	return true
}

// TooDeep is the error for a tree that is nested too deeply.
func TooDeep(f *source.File, tgt *target.Version) error {
	msg := "maximum recursion depth exceeded during compilation"
	if tgt.SaysStackOverflow {
		msg = "Stack overflow (used 8152 kB) during compilation"
	}
	return &source.SyntaxError{Class: source.Recursion, Msg: msg, File: f.Name, Bare: true}
}

func (b *builder) leave() { b.depth-- }

// newBlock makes a block inside the current one, without entering it.
func (b *builder) newBlock(name ast.Ident, kind BlockKind, key Key, span *ast.Span) *Block {
	if len(b.blocks) == 0 {
		b.blocks = make([]Block, 32)
		b.symbols = make([]Symbol, 32*fewSymbols)
	}
	block := &b.blocks[0]
	b.blocks = b.blocks[1:]
	block.Symbols = b.symbols[:0:fewSymbols]
	b.symbols = b.symbols[fewSymbols:]
	block.Kind, block.Name, block.Span = kind, name, *span
	if b.cur != nil {
		block.Nested = b.cur.Nested || b.cur.FunctionLike()
		block.Method = b.cur.Kind == ClassBlock && kind == FunctionBlock
	}
	b.table.Blocks[key] = block
	return block
}

// reserveParams makes room for n parameters of the current block.
func (b *builder) reserveParams(n int) {
	if len(b.args) < n {
		b.args = make([]ast.Ident, max(n, 128))
	}
	if len(b.cur.Params) == 0 {
		b.cur.Params = b.args[:0:n]
		b.args = b.args[n:]
	}
}

// enterBlock makes a block inside the current one and makes it the current one.
func (b *builder) enterBlock(name ast.Ident, kind BlockKind, key Key, span *ast.Span) {
	b.reenterBlock(b.newBlock(name, kind, key, span), true)
	b.cur.walk.node = key.Node
	if b.tgt.DeferredAnnotations && (kind == AnnotationBlock || kind == TypeVariableBlock || kind == TypeAliasBlock) {
		b.define(b.known.dotFormat, DefParam, span)
		b.define(b.known.dotFormat, Use, span)
	}
}

// reenterBlock makes a block the current one. A child is listed as such the
// first time, unless it is an annotation that becomes a string.
func (b *builder) reenterBlock(block *Block, child bool) {
	prev := b.cur
	b.stack = append(b.stack, block)
	b.cur = block
	block.walk = b.newWalk()
	if prev == nil {
		return
	}
	// No := in the iterable of a comprehension, however deep inside.
	block.walk.compIterExpr = prev.walk.compIterExpr
	if block.Kind != ClassBlock {
		block.mangled = prev.mangled
	}
	if b.stringAnnotations() && block.Kind == AnnotationBlock {
		return
	}
	if child {
		prev.Children = append(prev.Children, block)
	}
}

func (b *builder) newWalk() *walkState {
	last := len(b.walks) - 1
	if last < 0 {
		return new(walkState)
	}
	walk := b.walks[last]
	b.walks = b.walks[:last]
	*walk = walkState{}
	return walk
}

func (b *builder) exitBlock() {
	b.walks = append(b.walks, b.cur.walk)
	b.cur.walk = nil
	b.stack = b.stack[:len(b.stack)-1]
	b.cur = nil
	if n := len(b.stack); n > 0 {
		b.cur = b.stack[n-1]
	}
}

// stringAnnotations tells whether PEP 563 is on.
func (b *builder) stringAnnotations() bool { return b.future.Flags&code.FutureAnnotations != 0 }

// flags returns what a block knows of a name so far.
func (b *builder) flags(block *Block, name ast.Ident) SymbolFlags {
	if s := block.Lookup(block.Mangle(b.idents, b.class, name)); s != nil {
		return s.Flags
	}
	return 0
}

// define notes in the current block that a name is bound or used there.
func (b *builder) define(name ast.Ident, flag SymbolFlags, span *ast.Span) bool {
	if flag&(DefParam|DefLocal|DefImport) != 0 && !b.checkName(name, ast.Store, span) {
		return false
	}
	if flag&DefTypeParam != 0 && b.cur.mangled != nil {
		*b.cur.mangled = append(*b.cur.mangled, name)
	}
	return b.defineIn(b.cur, name, flag, span)
}

// use notes that the current block reads a name.
func (b *builder) use(name ast.Ident, span *ast.Span) { b.defineIn(b.cur, name, Use, span) }

// checkName refuses to bind or delete __debug__.
func (b *builder) checkName(name ast.Ident, ctx ast.Context, span *ast.Span) bool {
	if name != b.known.debug || ctx == ast.Load || !b.tgt.PlacementInSymtable {
		return true
	}
	if ctx == ast.Del {
		return b.fail(span, "cannot delete __debug__")
	}
	return b.fail(span, "cannot assign to __debug__")
}

// defineIn notes a flag for a name, which the current block mentions, in a block
// (CPython: symtable_add_def_helper).
func (b *builder) defineIn(block *Block, name ast.Ident, flag SymbolFlags, span *ast.Span) bool {
	if b.err != nil {
		return false
	}
	mangled := b.cur.Mangle(b.idents, b.class, name)
	s := block.Lookup(mangled)
	if s == nil {
		s = block.add(mangled, 0)
	}
	if flag&s.Flags&(DefParam|DefTypeParam) != 0 {
		return b.fail(span, b.duplicateMessage(flag, name))
	}
	flags := s.Flags | flag
	if block.walk.compTarget {
		if flags&(DefGlobal|DefNonlocal) != 0 {
			return b.fail(span, "comprehension inner loop cannot rebind assignment expression target "+b.quote(name))
		}
		flags |= DefCompIter
	}
	s.Flags = flags
	if flag&DefParam != 0 {
		block.Params = append(block.Params, mangled)
	} else if flag&DefGlobal != 0 {
		b.declareGlobal(mangled)
	}
	return true
}

// declareGlobal tells the module what a global statement somewhere says.
func (b *builder) declareGlobal(mangled ast.Ident) {
	top := b.table.Top
	if s := top.Lookup(mangled); s != nil {
		s.Flags |= DefGlobal
	} else {
		top.add(mangled, DefGlobal)
	}
}

func (b *builder) duplicateMessage(flag SymbolFlags, name ast.Ident) string {
	if flag&DefTypeParam != 0 {
		return "duplicate type parameter " + b.quote(name)
	}
	if b.tgt.SaysDuplicateParameter {
		return "duplicate parameter " + b.quote(name) + " in function definition"
	}
	return "duplicate argument " + b.quote(name) + " in function definition"
}

// direct notes where a global or nonlocal declaration stands.
func (b *builder) direct(name ast.Ident, span *ast.Span) {
	mangled := b.cur.Mangle(b.idents, b.class, name)
	b.directives = append(b.directives, directive{b.cur, mangled, span})
}

func (b *builder) quote(name ast.Ident) string { return "'" + b.idents.Name(name) + "'" }
