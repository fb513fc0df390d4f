package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/compiler/unparse"
)

// annotations pushes the annotations of a function: a tuple of names and values in
// turn, or from PEP 649 on a function that computes them.
func (g *generator) annotations(s *ast.FunctionDef) funcAttrs {
	if g.tgt.DeferredAnnotations {
		return g.annotateFunction(s)
	}
	n := g.annotationPairs(s.Args, s.Returns, s.Span)
	if n == 0 {
		return 0
	}
	g.opArg(target.BuildTuple, 2*n, s.Span)
	return funcAnnotations
}

// annotationPairs pushes the names and values of a function's annotations, and returns
// how many pairs there are.
func (g *generator) annotationPairs(args *ast.Arguments, returns ast.Expr, span ast.Span) int {
	first, second := args.Args, args.PosOnlyArgs
	if g.tgt.AnnotationsInOrder {
		first, second = second, first
	}
	n := g.paramAnnotations(first, span)
	n += g.paramAnnotations(second, span)
	if args.VarArg != nil {
		n += g.paramAnnotation(args.VarArg.Name, args.VarArg.Annotation, span)
	}
	n += g.paramAnnotations(args.KwOnlyArgs, span)
	if args.KwArg != nil {
		n += g.paramAnnotation(args.KwArg.Name, args.KwArg.Annotation, span)
	}
	return n + g.paramAnnotation(g.known.returnName, returns, span)
}

// paramAnnotations pushes what paramAnnotation does for each parameter, and returns
// how many have annotations.
func (g *generator) paramAnnotations(args []*ast.Arg, span ast.Span) (n int) {
	for _, a := range args {
		n += g.paramAnnotation(a.Name, a.Annotation, span)
	}
	return n
}

// paramAnnotation pushes the name of a parameter and its annotation, if it has one.
func (g *generator) paramAnnotation(name ast.Ident, annotation ast.Expr, span ast.Span) int {
	if annotation == nil {
		return 0
	}
	g.loadConst(g.mangledConst(name), span)
	starred, ok := annotation.(*ast.Starred)
	switch {
	case g.futureAnnotations:
		g.annotationText(annotation)
	case ok: // *args: *Ts stands for [value] = [*Ts]
		g.expr(starred.Value)
		g.opArg(target.UnpackSequence, 1, span)
	default:
		g.expr(annotation)
	}
	return 1
}

// annotationText pushes an annotation as a string (PEP 563).
func (g *generator) annotationText(e ast.Expr) {
	text, err := unparse.Expr(e, g.Idents, g.chars())
	if err != nil {
		g.failWith(source.Value, err.Error())
		return
	}
	g.loadConst(g.Pool.Str(text), *e.Pos())
}

// annAssign compiles a variable annotation (PEP 526).
func (g *generator) annAssign(s *ast.AnnAssign) {
	if s.Value != nil {
		g.expr(s.Value)
		g.expr(s.Target)
	}
	switch t := s.Target.(type) {
	case *ast.Name:
		if g.forbidden(t.ID, ast.Store, s.Span) {
			return
		}
		if s.Simple && g.inNamespace() {
			g.annotateName(t.ID, s)
		}
	case *ast.Attribute:
		if g.forbidden(t.Attr, ast.Store, s.Span) {
			return
		}
		if s.Value == nil {
			g.evaluate(t.Value)
		}
	case *ast.Subscript:
		if s.Value == nil {
			g.evaluate(t.Value)
			g.evaluateSlice(t.Slice)
		}
	}
	// An annotation that is not kept is evaluated all the same, and last.
	if !s.Simple && !g.futureAnnotations && !g.tgt.DeferredAnnotations && g.inNamespace() {
		g.evaluate(s.Annotation)
	}
}

// inNamespace tells whether variable annotations are kept: in modules and classes.
func (g *generator) inNamespace() bool {
	return g.unit.kind == moduleScope || g.unit.kind == classScope
}

// keepsAnnotations tells whether variable annotations go into __annotations__ one by one.
func (g *generator) keepsAnnotations() bool { return !g.tgt.DeferredAnnotations || g.futureAnnotations }

// annotateName emits __annotations__['name'] = annotation.
func (g *generator) annotateName(name ast.Ident, s *ast.AnnAssign) {
	if !g.keepsAnnotations() {
		g.deferAnnotation(s)
		return
	}
	if g.futureAnnotations {
		g.annotationText(s.Annotation)
	} else {
		g.expr(s.Annotation)
	}
	g.opName(target.LoadName, g.known.annotations, s.Span)
	g.loadConst(g.mangledConst(name), s.Span)
	g.op(target.StoreSubscr, s.Span)
}

// evaluate compiles an expression for its effects.
func (g *generator) evaluate(e ast.Expr) {
	g.expr(e)
	g.op(target.PopTop, *e.Pos())
}

// evaluateSlice is evaluate for each expression within a subscript.
func (g *generator) evaluateSlice(e ast.Expr) {
	switch e := e.(type) {
	case *ast.Slice:
		for _, part := range [...]ast.Expr{e.Lower, e.Upper, e.Step} {
			if part != nil {
				g.evaluate(part)
			}
		}
	case *ast.Tuple:
		for _, elt := range e.Elts {
			g.evaluateSlice(elt)
		}
	default:
		g.evaluate(e)
	}
}
