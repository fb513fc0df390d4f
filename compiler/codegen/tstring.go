package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// templateStr compiles a t-string (PEP 750): a tuple of the texts, one more than there are
// interpolations, and a tuple of these.
func (g *generator) templateStr(e *ast.TemplateStr) {
	texts, fields := 0, 0
	open := true // a text is missing in front of the next interpolation, or the end
	for _, value := range e.Values {
		if _, ok := value.(*ast.Interpolation); !ok {
			g.expr(value)
			texts++
			open = false
			continue
		}
		if open {
			g.loadConst(g.str(""), e.Span)
			texts++
		}
		open = true
	}
	if open {
		g.loadConst(g.str(""), e.Span)
		texts++
	}
	g.opArg(target.BuildTuple, texts, e.Span)
	for _, value := range e.Values {
		if field, ok := value.(*ast.Interpolation); ok {
			g.expr(field)
			fields++
		}
	}
	g.opArg(target.BuildTuple, fields, e.Span)
	g.op(target.BuildTemplate, e.Span)
}

// interpolation compiles a replacement field of a t-string.
func (g *generator) interpolation(e *ast.Interpolation) {
	arg := 2
	g.expr(e.Value)
	g.loadConst(e.Str, e.Span)
	if e.FormatSpec != nil {
		g.expr(e.FormatSpec)
		arg++
	}
	g.opArg(target.BuildInterpolation, arg|conversion(e.Conversion)<<2, e.Span)
}
