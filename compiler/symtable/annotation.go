package symtable

import "github.com/rules-pyc/rules_pyc/compiler/ast"

// Annotations are evaluated on the spot, as part of the block that they stand in
// (before 3.14), never, because they become strings (PEP 563), or later, in a
// function of their own (PEP 649). In each case they are visited, if only for the
// errors in them.

// annAssign visits target: annotation = value.
func (b *builder) annAssign(s *ast.AnnAssign) {
	b.cur.AnnotationsUsed = true
	if target, ok := s.Target.(*ast.Name); ok {
		if !b.annotatedName(s, target) {
			return
		}
	} else {
		b.expr(s.Target)
	}
	b.annotation(s.Annotation)
	b.optional(s.Value)
}

func (b *builder) annotatedName(s *ast.AnnAssign, target *ast.Name) bool {
	known := b.flags(b.cur, target.ID)
	if known&(DefGlobal|DefNonlocal) != 0 && s.Simple && b.cur.Kind != ModuleBlock {
		word := "nonlocal"
		if known&DefGlobal != 0 {
			word = "global"
		}
		return b.fail(&s.Span, "annotated name "+b.quote(target.ID)+" can't be "+word)
	}
	switch {
	case s.Simple:
		return b.define(target.ID, DefAnnot|DefLocal, &target.Span)
	case s.Value != nil:
		return b.define(target.ID, DefLocal, &target.Span)
	}
	return true
}

// annotation visits the annotation of a variable, or that of a function's result
// before PEP 649.
func (b *builder) annotation(e ast.Expr) {
	switch {
	case b.tgt.DeferredAnnotations:
		b.deferredAnnotation(e)
	case b.stringAnnotations():
		b.enterBlock(b.known.annotation, AnnotationBlock, Key{e, Annotations}, e.Pos())
		b.expr(e)
		b.exitBlock()
	default:
		b.expr(e)
	}
}

// annotations visits the annotations of a function before PEP 649.
func (b *builder) annotations(s *ast.FunctionDef) {
	if b.stringAnnotations() {
		b.enterBlock(b.known.annotation, AnnotationBlock, Key{s, Annotations}, &s.Span)
		b.argAnnotations(s.Args)
		b.exitBlock()
	} else {
		b.argAnnotations(s.Args)
	}
	if s.Returns != nil {
		b.annotation(s.Returns)
	}
}

// deferredAnnotations makes the block of a function's annotations (PEP 649).
func (b *builder) deferredAnnotations(s *ast.FunctionDef, body *Block) {
	seesClass := b.cur.CanSeeClassScope || b.cur.Kind == ClassBlock
	b.enterBlock(b.known.annotate, AnnotationBlock, Key{s, Annotations}, &s.Span)
	if seesClass {
		b.seeClass(&s.Span)
	}
	b.argAnnotations(s.Args)
	if s.Returns != nil {
		b.cur.AnnotationsUsed = true
		b.expr(s.Returns)
	}
	b.exitBlock()
}

func (b *builder) argAnnotations(a *ast.Arguments) {
	b.eachAnnotation(a.PosOnlyArgs)
	b.eachAnnotation(a.Args)
	b.argAnnotation(a.VarArg)
	b.argAnnotation(a.KwArg)
	b.eachAnnotation(a.KwOnlyArgs)
}

func (b *builder) eachAnnotation(list []*ast.Arg) {
	for _, arg := range list {
		b.argAnnotation(arg)
	}
}

func (b *builder) argAnnotation(arg *ast.Arg) {
	if arg != nil && arg.Annotation != nil {
		b.cur.AnnotationsUsed = true
		b.expr(arg.Annotation)
	}
}

// deferredAnnotation visits the annotation of a variable (PEP 649). All those of
// a block share one block. In a function they are not evaluated at all.
func (b *builder) deferredAnnotation(e ast.Expr) {
	parent := b.cur
	b.noteConditional(e.Pos())
	if block := parent.walk.annotations; block != nil {
		b.reenterBlock(block, false)
	} else {
		key := Key{parent.walk.node, Annotations}
		if parent.Kind == FunctionBlock {
			key.Role = unevaluated
		}
		b.enterBlock(b.known.annotate, AnnotationBlock, key, e.Pos())
		parent.walk.annotations = b.cur
		if parent.Kind == ClassBlock && !b.stringAnnotations() {
			b.seeClass(e.Pos())
		}
	}
	b.cur.walk.unevaluated = parent.Kind == FunctionBlock
	b.expr(e)
	b.exitBlock()
}

// noteConditional marks a block of which the compiler has to know at run time which
// of its annotations were reached: a module always, for it may be half done, a class
// if one stands in an if or the like (PEP 749).
func (b *builder) noteConditional(span *ast.Span) {
	block := b.cur
	conditional := block.Kind == ModuleBlock || block.Kind == ClassBlock && block.walk.conditional
	if conditional && !block.NeedsConditionalAnnotations {
		block.NeedsConditionalAnnotations = true
		b.use(b.known.conditional, span)
	}
}

// seeClass makes the current block, an annotation scope, look names up in the
// class around it.
func (b *builder) seeClass(span *ast.Span) {
	b.cur.CanSeeClassScope = true
	b.use(b.known.classDict, span)
}
