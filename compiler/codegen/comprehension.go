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
	if block.Coroutine && c.kind != generatorExp && around != asyncFunctionScope && around != comprehensionScope {
		g.fail(c.span(), "asynchronous comprehension outside of an asynchronous function")
		return false
	}
	return true
}

// calledComprehension compiles a comprehension as a function.
func (g *generator) calledComprehension(c *compSpec, block *symtable.Block) {
	around := g.unit.kind
	span := c.span()
	g.enter(comprehensionScope, g.str(compNames[c.kind]), block, span.Line)
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
	g.outermostIterator(c)
	g.call(0, span)
	if block.Coroutine && c.kind != generatorExp {
		g.await(awaitPlain, span)
	}
}

// outermostIterator pushes the iterator of the first for clause.
func (g *generator) outermostIterator(c *compSpec) {
	first := c.generators[0]
	g.expr(first.Iter)
	span := *first.Iter.Pos()
	if first.Async {
		g.op(target.GetAiter, span)
	} else {
		g.op(target.GetIter, span)
	}
}

// forClause compiles the i-th for clause and, within its loop, the rest of the
// comprehension. depth counts the iterators above the collection. With onStack the
// outermost iterator is on the stack, otherwise it is the function's argument.
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
	switch {
	case i > 0:
		if single := singleElement(gen.Iter); single != nil {
			g.expr(single)
			loop = false
		} else {
			g.expr(gen.Iter)
			g.op(target.GetIter, iterSpan)
		}
	case !onStack:
		g.opArg(target.LoadFast, 0, span)
	}
	if loop {
		depth++
		if g.tgt.IterInCompLoop {
			g.op(target.GetIter, iterSpan)
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
	switch {
	case i > 0:
		g.expr(gen.Iter)
		g.op(target.GetAiter, *gen.Iter.Pos())
	case !onStack:
		g.opArg(target.LoadFast, 0, span)
	}
	g.use(start)
	g.push(fblock{kind: asyncComprehensionBlock, start: start}, span)
	g.nextAsync(except, span)
	eltSpan := g.clauseBody(c, i, depth+1, ifCleanup)
	g.use(ifCleanup)
	g.jump(target.Jump, start, eltSpan)
	g.pop()
	g.use(except)
	g.op(target.EndAsyncFor, span)
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
	g.expr(c.elt)
	switch c.kind {
	case generatorExp:
		g.yieldValue(span)
		g.op(target.PopTop, span)
		return span
	case dictComp:
		g.expr(c.value)
		end := c.value.Pos()
		span.EndLine, span.EndCol = end.EndLine, end.EndCol
	}
	g.opArg(compOps[c.kind].add, depth+1, span)
	return span
}
