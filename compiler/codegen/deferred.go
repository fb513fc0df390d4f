package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// deferredAnnotation is an annotated variable of a module or class. Its index is that
// in __conditional_annotations__, or -1 if it is annotated in any case.
type deferredAnnotation struct {
	stmt  *ast.AnnAssign
	index int
}

// The format that an annotation scope is called with when its result is wanted with
// names in place of what is not defined; others are not known to it (CPython:
// _Py_ANNOTATE_FORMAT_VALUE_WITH_FAKE_GLOBALS).
const fakeGlobalsFormat = 2

// enterAnnotations opens the scope of a function that computes annotations or the value
// of something of PEP 695 when they are asked for. Its parameter is the format that is
// wanted:
//
//	if .format > 2: raise NotImplementedError
func (g *generator) enterAnnotations(annotated ast.Ident, name *code.Const, block *symtable.Block, span ast.Span) {
	u := g.enterFor(annotated, annotationScope, name, block, span.Line)
	u.PosOnlyArgCount = 1
	body := g.label()
	g.opArg(target.LoadFast, 0, span)
	g.loadInt(fakeGlobalsFormat, span)
	g.compareOp(ast.Gt, span)
	g.jump(target.PopJumpIfFalse, body, span)
	g.opArg(target.LoadCommonConstant, g.commonConstant("NotImplementedError"), span)
	g.opArg(target.RaiseVarargs, 1, span)
	g.use(body)
}

// leaveAnnotations completes the function of annotations and pushes it. Its parameter is
// .format inside, so that it hides nothing that the annotations name.
func (g *generator) leaveAnnotations(span ast.Span) {
	g.op(target.ReturnValue, span)
	u := g.leave(true)
	u.formatParam = true
	g.makeClosure(u, 0, span)
}

// annotateFunction pushes the function that computes the annotations of a function, if
// it has any (PEP 649).
func (g *generator) annotateFunction(s *ast.FunctionDef) funcAttrs {
	block := g.table.Blocks[symtable.Key{Node: s, Role: symtable.Annotations}]
	if block == nil || !block.AnnotationsUsed {
		return 0
	}
	g.enterAnnotations(s.Name, g.nameConst(block.Name), block, s.Span)
	n := g.annotationPairs(s.Args, s.Returns, s.Span)
	g.opArg(target.BuildMap, n, s.Span)
	g.leaveAnnotations(s.Span)
	return funcAnnotate
}

// deferAnnotation keeps a variable's annotation for later. If control may not come past
// here, the annotation's index is put into __conditional_annotations__ when it does.
func (g *generator) deferAnnotation(s *ast.AnnAssign) {
	u := g.unit
	if u.kind != moduleScope && u.conditional == 0 {
		u.deferred = append(u.deferred, deferredAnnotation{s, -1})
		return
	}
	index := u.conditionals
	u.conditionals++
	u.deferred = append(u.deferred, deferredAnnotation{s, index})
	if u.kind == classScope {
		g.opArg(target.LoadDeref, int(u.cellIndex(g.known.conditional)), s.Span)
	} else {
		g.opArg(target.LoadName, int(u.nameIndex(g.known.conditional)), s.Span)
	}
	g.loadInt(index, s.Span)
	g.opArg(target.SetAdd, 1, s.Span)
	g.op(target.PopTop, s.Span)
}

// deferredAnnotations makes the function that computes a namespace's annotations, at the
// end of its body. In a module it is moved to the beginning, where it already serves
// who imports the module in a circle.
func (g *generator) deferredAnnotations(span ast.Span) {
	u := g.unit
	if len(u.deferred) == 0 || g.err != nil {
		return
	}
	start := len(u.Seq.Instrs)
	key := symtable.Key{Role: symtable.Annotations}
	name := g.known.annotate
	if u.kind == classScope {
		key.Node, name = u.class, g.known.annotateFunc
	}
	block := g.table.Blocks[key]
	g.enterAnnotations(0, g.nameConst(block.Name), block, span)
	g.opArg(target.BuildMap, 0, span)
	for _, d := range u.deferred {
		g.deferredAnnotation(d, u.kind, span)
	}
	g.leaveAnnotations(span)
	g.storeName(name, span)
	if u.kind == moduleScope && g.err == nil {
		u.Seq.MoveTail(start, u.resumeIndex()+1)
	}
}

// deferredAnnotation adds one annotation to the dict on the stack, if it is not left
// out.
func (g *generator) deferredAnnotation(d deferredAnnotation, kind scopeKind, span ast.Span) {
	s := d.stmt
	notSet := g.label()
	if d.index >= 0 {
		g.loadInt(d.index, s.Span)
		if kind == classScope {
			g.opArg(target.LoadDeref, int(g.unit.freeIndex(g.known.conditional)), s.Span)
		} else {
			g.opArg(target.LoadGlobal, int(g.unit.nameIndex(g.known.conditional)), s.Span)
		}
		g.opArg(target.ContainsOp, 0, s.Span)
		g.jump(target.PopJumpIfFalse, notSet, s.Span)
	}
	g.expr(s.Annotation)
	g.opArg(target.Copy, 2, s.Span)
	g.loadConst(g.mangledConst(s.Target.(*ast.Name).ID), s.Span)
	g.op(target.StoreSubscr, span)
	g.use(notSet)
}
