package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// compKind is the kind of a comprehension.
type compKind uint8

const (
	generatorExp compKind = iota
	listComp
	setComp
	dictComp
)

var compNames = [...]string{
	generatorExp: "<genexpr>", listComp: "<listcomp>", setComp: "<setcomp>", dictComp: "<dictcomp>",
}

// The operations that make a comprehension's collection and add to it.
var compOps = [...]struct{ build, add target.Op }{
	listComp: {target.BuildList, target.ListAppend},
	setComp:  {target.BuildSet, target.SetAdd},
	dictComp: {target.BuildMap, target.MapAdd},
}

// compSpec is a comprehension of any kind; value is only that of a dictionary's.
type compSpec struct {
	kind       compKind
	node       ast.Expr
	elt, value ast.Expr
	generators []*ast.Comprehension
}

func (c *compSpec) span() ast.Span { return *c.node.Pos() }

// comprehension compiles a comprehension: into the unit around it where the symbol table
// says so (PEP 709), otherwise as a function that is called at once. The outermost
// iterable belongs to the scope around it in any case.
func (g *generator) comprehension(c compSpec) {
	block := g.table.Blocks[symtable.Key{Node: c.node}]
	if block.Inlined {
		g.inlinedComprehension(&c, block)
	} else {
		g.calledComprehension(&c, block)
	}
}

// asyncAllowed refuses an asynchronous comprehension in a scope of the wrong kind.
func (g *generator) asyncAllowed(c *compSpec, block *symtable.Block, around scopeKind) bool {
	if block.Coroutine && c.kind != generatorExp && around != asyncFunctionScope && around != comprehensionScope &&
		!g.tgt.PlacementInSymtable {
		g.fail(c.span(), "asynchronous comprehension outside of an asynchronous function")
		return false
	}
	return true
}

// calledComprehension compiles a comprehension as a function.
func (g *generator) calledComprehension(c *compSpec, block *symtable.Block) {
	around := g.unit.kind
	span := c.span()
	g.enter(comprehensionScope, g.Pool.Static(compNames[c.kind]), block, span.Line)
	g.at(span)
	if c.kind == generatorExp && g.tgt.CompIterators == target.InnerIterator {
		g.iteratorFirst(c)
	}
	if !g.asyncAllowed(c, block, around) {
		return
	}
	g.unit.ArgCount = 1
	if c.kind != generatorExp {
		g.opArg(compOps[c.kind].build, 0, span)
	}
	g.forClause(c, 0, 0, false)
	if c.kind != generatorExp {
		g.op(target.ReturnValue, span)
	} else if g.err == nil {
		g.guardStopIteration()
	}
	g.makeClosure(g.leave(true), 0, span)
	g.outermost(c)
	g.call(0, span)
	if block.Coroutine && c.kind != generatorExp {
		g.await(awaitPlain, span)
	}
}

// outermost pushes what the first for clause goes over, or its iterator.
func (g *generator) outermost(c *compSpec) {
	first := c.generators[0]
	g.expr(first.Iter)
	if g.tgt.CompIterators != target.InnerIterator {
		g.getIter(first)
	}
}

// getIter makes an iterator of what a for clause goes over.
func (g *generator) getIter(gen *ast.Comprehension) {
	if gen.Async {
		g.op(target.GetAiter, *gen.Iter.Pos())
	} else {
		g.op(target.GetIter, *gen.Iter.Pos())
	}
}

// iteratorFirst puts the making of the outermost iterator in front of a generator
// expression, before it becomes a generator: an error in it is raised at once.
func (g *generator) iteratorFirst(c *compSpec) {
	seq := &g.unit.Seq
	start := len(seq.Instrs)
	g.opArg(target.Resume, resumeBeforeStart, instr.NoLocation)
	g.opArg(target.LoadFast, 0, *c.generators[0].Iter.Pos())
	g.getIter(c.generators[0])
	seq.MoveTail(start, 0)
}

// makesIterator tells whether the i-th for clause makes its iterator itself. The
// outermost one may find it made.
func (g *generator) makesIterator(c *compSpec, i int) bool {
	switch {
	case i > 0:
		return true
	case g.tgt.CompIterators == target.InnerIterator:
		return c.kind != generatorExp
	}
	return g.tgt.CompIterators == target.BothIterators && !c.generators[0].Async
}

// forClause compiles the i-th for clause and, within its loop, the rest of the
// comprehension. depth counts the values above the collection. With onStack the
// outermost iterable is on the stack, otherwise it is the function's argument.
func (g *generator) forClause(c *compSpec, i, depth int, onStack bool) {
	if g.err != nil {
		return
	}
	if c.generators[i].Async {
		g.asyncClause(c, i, depth, onStack)
	} else {
		g.syncClause(c, i, depth, onStack)
	}
}

func (g *generator) syncClause(c *compSpec, i, depth int, onStack bool) {
	gen := c.generators[i]
	span := c.span()
	iterSpan := *gen.Iter.Pos()
	start, ifCleanup, anchor := g.label(), g.label(), g.label()
	loop := true
	if i > 0 {
		loop = g.innerIterable(gen)
	} else {
		g.outerIterable(c, onStack, span)
	}
	if loop {
		depth++
		if g.tgt.IterIndex {
			depth++
		}
		if g.makesIterator(c, i) {
			g.getIter(gen)
		}
		g.use(start)
		g.jump(target.ForIter, anchor, iterSpan)
	}
	eltSpan := g.clauseBody(c, i, depth, ifCleanup)
	g.use(ifCleanup)
	if loop {
		g.jump(target.Jump, start, eltSpan)
		g.use(anchor)
		g.endFor(instr.NoLocation)
	}
}

// outerIterable pushes the outermost iterable, unless it is on the stack.
func (g *generator) outerIterable(c *compSpec, onStack bool, span ast.Span) {
	if !onStack && (c.kind != generatorExp || g.tgt.CompIterators != target.InnerIterator) {
		g.opArg(target.LoadFast, 0, span)
	}
}

// innerIterable pushes what an inner for clause goes over. It reports false if that is the
// clause's only value.
func (g *generator) innerIterable(gen *ast.Comprehension) (loop bool) {
	if single := singleElement(gen.Iter); single != nil {
		g.expr(single)
		return false
	}
	g.expr(gen.Iter)
	if g.tgt.CompIterators == target.BothIterators {
		g.getIter(gen)
	}
	return true
}

// singleElement returns the only element of an iterable that is a display of one:
// for y in [f(x)] is an idiom of assignment, which needs no loop.
func singleElement(iter ast.Expr) ast.Expr {
	var elts []ast.Expr
	switch e := iter.(type) {
	case *ast.List:
		elts = e.Elts
	case *ast.Tuple:
		elts = e.Elts
	}
	if len(elts) != 1 || anyStarred(elts) {
		return nil
	}
	return elts[0]
}

func (g *generator) asyncClause(c *compSpec, i, depth int, onStack bool) {
	gen := c.generators[i]
	span := c.span()
	start, except, ifCleanup := g.label(), g.label(), g.label()
	if i > 0 {
		g.expr(gen.Iter)
	} else {
		g.outerIterable(c, onStack, span)
	}
	if g.makesIterator(c, i) {
		g.getIter(gen)
	}
	g.use(start)
	g.push(fblock{kind: asyncComprehensionBlock, start: start}, span)
	send := g.nextAsync(except, span)
	eltSpan := g.clauseBody(c, i, depth+1, ifCleanup)
	g.use(ifCleanup)
	g.jump(target.Jump, start, eltSpan)
	g.pop()
	g.use(except)
	g.endAsyncFor(send, span)
}

// clauseBody compiles what one for clause repeats: the assignment to its target, its
// conditions, and the clauses after it or the element. It returns where the element
// stands.
func (g *generator) clauseBody(c *compSpec, i, depth int, ifCleanup instr.Label) ast.Span {
	gen := c.generators[i]
	g.expr(gen.Target)
	for _, cond := range gen.Ifs {
		g.jumpIf(cond, ifCleanup, false, c.span())
	}
	if i+1 < len(c.generators) {
		g.forClause(c, i+1, depth, false)
		return *c.elt.Pos()
	}
	return g.element(c, depth)
}

// element adds the element to the collection, or yields it.
func (g *generator) element(c *compSpec, depth int) ast.Span {
	span := *c.elt.Pos()
	if starred, ok := c.elt.(*ast.Starred); ok {
		g.unpackElement(c, starred.Value, depth, span)
		return span
	}
	g.expr(c.elt)
	switch c.kind {
	case generatorExp:
		g.yieldValue(span)
		g.op(target.PopTop, span)
		return span
	case dictComp:
		if c.value == nil {
			g.opArg(target.DictUpdate, depth+1, span)
			return span
		}
		g.expr(c.value)
		end := c.value.Pos()
		span.EndLine, span.EndCol = end.EndLine, end.EndCol
	}
	g.opArg(compOps[c.kind].add, depth+1, span)
	return span
}

// unpackElement adds or yields all values of a starred element (PEP 798).
func (g *generator) unpackElement(c *compSpec, value ast.Expr, depth int, span ast.Span) {
	g.expr(value)
	switch c.kind {
	case listComp:
		g.opArg(target.ListExtend, depth+1, span)
	case setComp:
		g.opArg(target.SetUpdate, depth+1, span)
	default:
		start, end := g.label(), g.label()
		g.op(target.GetIter, span)
		g.use(start)
		g.jump(target.ForIter, end, span)
		g.yieldValue(span)
		g.op(target.PopTop, span)
		g.jump(target.Jump, start, instr.NoLocation)
		g.use(end)
		g.endFor(instr.NoLocation)
	}
}
