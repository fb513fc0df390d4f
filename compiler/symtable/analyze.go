package symtable

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// The second pass walks the blocks from the outside in. On the way in it knows
// which names the functions around a block bind; on the way out it learns which
// names the blocks inside need from further out.
//
// CPython copies a handful of sets for each block. Here one byte for each identifier
// says what holds at this point of the walk, a log puts it back at the end of a
// block, and the sets that come back out are segments of one stack.

// seen is what the blocks around one block make of a name.
type seen uint8

const (
	boundOutside   seen = 1 << iota // a function around binds it
	typeParamThere                  // and does so as a type parameter
)

type change struct {
	name   ast.Ident
	before seen
}

type analyzer struct {
	b     *builder
	tgt   *target.Version
	known *known
	// classOwn are the variables of the compiler's own that a class body holds for
	// the functions in it.
	classOwn []ast.Ident

	seen  []seen
	log   []change
	free  []ast.Ident // segments: the names that a block needs from further out
	marks []int32     // by Ident: the number of the set that it was last put into
	sets  int32       // how many sets there have been
}

func analyze(b *builder) error {
	n := b.idents.Len()
	a := &analyzer{
		b:        b,
		tgt:      b.tgt,
		known:    &b.known,
		classOwn: []ast.Ident{b.known.class},
		seen:     make([]seen, n),
		marks:    make([]int32, n),
	}
	if b.tgt.TypeParams {
		a.classOwn = append(a.classOwn, b.known.classDict)
	}
	if b.tgt.DeferredAnnotations {
		a.classOwn = append(a.classOwn, b.known.conditional)
	}
	a.block(b.table.Top, false, nil)
	return b.err
}

func (a *analyzer) set(name ast.Ident, now seen) {
	if before := a.seen[name]; before != now {
		a.log = append(a.log, change{name, before})
		a.seen[name] = now
	}
}

func (a *analyzer) undo(to int) {
	for i := len(a.log) - 1; i >= to; i-- {
		a.seen[a.log[i].name] = a.log[i].before
	}
	a.log = a.log[:to]
}

// block analyses a block and those inside, and leaves on top of a.free the names
// that it needs from further out. nested is false for the module. class is the class
// that an annotation scope looks into, or nil.
func (a *analyzer) block(block *Block, nested bool, class *Block) {
	logged, start := len(a.log), len(a.free)
	for i := range block.Symbols {
		a.decide(block, &block.Symbols[i], nested, class)
	}
	if a.b.err != nil {
		return
	}
	own := len(a.free)
	if block.Kind == ClassBlock {
		// Methods do not see what a class binds, but for these.
		for _, name := range a.classOwn {
			a.set(name, a.seen[name]|boundOutside)
		}
	}
	a.children(block, class)
	if a.b.err != nil {
		return
	}
	a.finish(block, nested, own)
	a.undo(logged)
	a.dedupe(start)
}

// decide finds the scope of a name from what its own block says of it and what
// the blocks around do (CPython: analyze_name).
func (a *analyzer) decide(block *Block, s *Symbol, nested bool, class *Block) {
	outside := a.seen[s.Name]
	switch {
	case s.Flags&DefGlobal != 0:
		if s.Flags&DefNonlocal != 0 {
			a.fail(block, s, "name "+a.b.quote(s.Name)+" is nonlocal and global")
			return
		}
		s.Scope = GlobalExplicit
		if block.Kind != ClassBlock {
			a.set(s.Name, outside&^boundOutside)
		}
	case s.Flags&DefNonlocal != 0:
		a.decideNonlocal(block, s, nested)
	case s.Flags&DefBound != 0:
		s.Scope = Local
		now := outside &^ typeParamThere
		if s.Flags&DefTypeParam != 0 {
			now |= typeParamThere
		}
		if block.FunctionLike() {
			now |= boundOutside
		}
		a.set(s.Name, now)
	default:
		s.Scope = a.scopeOfUse(s.Name, class)
		if s.Scope == Free {
			a.free = append(a.free, s.Name)
		}
	}
}

// scopeOfUse finds the scope of a name that its block only reads.
func (a *analyzer) scopeOfUse(name ast.Ident, class *Block) Scope {
	// What the class binds is looked for at run time in the class, then among the
	// globals, and not in the functions around the class.
	if class != nil {
		if s := class.Lookup(name); s != nil {
			if s.Flags&DefGlobal != 0 {
				return GlobalExplicit
			}
			if s.Flags&DefBound != 0 && s.Flags&DefNonlocal == 0 {
				return GlobalImplicit
			}
		}
	}
	if a.seen[name]&boundOutside != 0 {
		return Free
	}
	return GlobalImplicit
}

func (a *analyzer) decideNonlocal(block *Block, s *Symbol, nested bool) {
	outside := a.seen[s.Name]
	switch {
	case !nested:
		a.fail(block, s, "nonlocal declaration not allowed at module level")
	case outside&boundOutside == 0:
		a.fail(block, s, "no binding for nonlocal "+a.b.quote(s.Name)+" found")
	case outside&typeParamThere != 0:
		a.fail(block, s, "nonlocal binding not allowed for type parameter "+a.b.quote(s.Name))
	default:
		s.Scope = Free
		a.free = append(a.free, s.Name)
	}
}

// fail reports an error at the declaration of a name.
func (a *analyzer) fail(block *Block, s *Symbol, msg string) {
	span := &block.Span
	for _, d := range a.b.directives {
		if d.block == block && d.name == s.Name {
			span = d.span
			break
		}
	}
	a.b.fail(span, msg)
}

// children analyses the blocks inside a block and takes the inlined comprehensions
// among them into it.
func (a *analyzer) children(block, class *Block) {
	inlined := false
	for _, child := range block.Children {
		var childClass *Block
		if child.CanSeeClassScope {
			childClass = class
			if block.Kind == ClassBlock {
				childClass = block
			}
		}
		start := len(a.free)
		a.block(child, true, childClass)
		if a.b.err != nil {
			return
		}
		if a.inlines(block, child) {
			a.inline(block, child, start)
			child.Inlined = true
			inlined = true
		}
	}
	if inlined {
		block.Children = spliceChildren(block.Children)
	}
}

// inlines tells whether a comprehension becomes part of the block that it stands in
// (PEP 709).
func (a *analyzer) inlines(block, child *Block) bool {
	return a.tgt.InlinedComprehensions &&
		child.Comprehension != NoComprehension && !child.Generator && !block.CanSeeClassScope
}

// spliceChildren puts the children of inlined comprehensions in their place.
func spliceChildren(children []*Block) []*Block {
	var out []*Block
	for _, child := range children {
		if child.Inlined {
			out = append(out, child.Children...)
		} else {
			out = append(out, child)
		}
	}
	return out
}

// inline merges the names of a comprehension into its block. What the comprehension
// needs from further out is a.free from start on (CPython: inline_comprehension).
func (a *analyzer) inline(block, comp *Block, start int) {
	var hidden []ast.Ident
	a.newSet() // of the names that the comprehension needs no more
	for i := range comp.Symbols {
		c := &comp.Symbols[i]
		if c.Flags&DefParam != 0 {
			continue // ".0"
		}
		scope := c.Scope
		if scope == Free && block.Kind == ClassBlock && a.hidesInClass(c.Name) {
			scope = GlobalImplicit
			hidden = append(hidden, c.Name)
			if !a.tgt.InlinePassesClassNames || !freeInChild(comp, c.Name) {
				a.mark(c.Name)
			}
		}
		s := block.Lookup(c.Name)
		if s == nil {
			s = block.add(c.Name, c.Flags)
			s.Scope = scope
		} else if s.Flags&DefBound != 0 && block.Kind != ClassBlock && !freeInChild(comp, c.Name) {
			// Free in the comprehension, local around it: now it is just local.
			a.mark(c.Name)
		}
		if c.Scope == Cell || c.Flags&DefCompCell != 0 {
			s.Flags |= DefCompCell
		}
	}
	a.dropMarked(start)
	for _, name := range hidden {
		comp.remove(name)
	}
}

// hidesInClass tells whether an inlined comprehension in a class does not see a
// name, because the class body holds it for the functions in it alone.
func (a *analyzer) hidesInClass(name ast.Ident) bool {
	return slices.Contains(a.classOwn, name) && (name != a.known.classDict || a.tgt.InlineHidesClassDict)
}

func freeInChild(block *Block, name ast.Ident) bool {
	for _, child := range block.Children {
		if child.Scope(name) == Free {
			return true
		}
	}
	return false
}

// dropMarked takes the names of the set out of the segment of a.free that begins at
// start.
func (a *analyzer) dropMarked(start int) {
	kept := a.free[:start]
	for _, name := range a.free[start:] {
		if a.marks[name] != a.sets {
			kept = append(kept, name)
		}
	}
	a.free = kept
}

// newSet begins a set of names; mark puts one into it.
func (a *analyzer) newSet() { a.sets++ }

func (a *analyzer) mark(name ast.Ident) bool {
	fresh := a.marks[name] != a.sets
	a.marks[name] = a.sets
	return fresh
}

func (a *analyzer) dedupe(start int) {
	a.newSet()
	kept := a.free[:start]
	for _, n := range a.free[start:] {
		if a.mark(n) {
			kept = append(kept, n)
		}
	}
	a.free = kept
}

// finish decides which of the block's variables are cells, and passes on what
// the blocks inside need and this one does not have. What they need is a.free
// from own on.
func (a *analyzer) finish(block *Block, nested bool, own int) {
	a.newSet()
	for _, name := range a.free[own:] {
		a.mark(name)
	}
	if block.FunctionLike() {
		for i := range block.Symbols {
			s := &block.Symbols[i]
			if s.Scope == Local && (a.marks[s.Name] == a.sets || s.Flags&DefCompCell != 0) {
				s.Scope = Cell
				a.marks[s.Name] = 0
			}
		}
	}
	kept := a.free[:own]
	for _, name := range a.free[own:] {
		if a.marks[name] == a.sets {
			a.marks[name] = 0
			if a.pass(block, name, nested) {
				kept = append(kept, name)
			}
		}
	}
	a.free = kept
}

// pass notes in a block that a block inside needs a name from further out. It
// returns false where a class body has the name itself, for its methods alone.
func (a *analyzer) pass(block *Block, name ast.Ident, nested bool) bool {
	if block.Kind == ClassBlock && slices.Contains(a.classOwn, name) {
		switch name {
		case a.known.class:
			block.NeedsClassClosure = true
		case a.known.classDict:
			block.NeedsClassDict = true
		case a.known.conditional:
			block.NeedsConditionalAnnotations = true
		}
		return false
	}
	if s := block.Lookup(name); s != nil {
		if block.Kind == ClassBlock || block.CanSeeClassScope {
			s.Flags |= DefFreeClass
		}
	} else if !nested || a.seen[name]&boundOutside != 0 {
		block.add(name, 0).Scope = Free
	}
	return true
}
