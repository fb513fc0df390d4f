package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// joinedStr compiles an f-string. One of many parts is joined from a list.
func (g *generator) joinedStr(e *ast.JoinedStr) {
	n := len(e.Values)
	if n > stackUseGuideline {
		g.longJoinedStr(e)
		return
	}
	g.exprs(e.Values)
	switch {
	case n > 1 || n == 0 && g.tgt.EmptyBuildString:
		g.opArg(target.BuildString, n, e.Span)
	case n == 0:
		g.loadConst(g.str(""), e.Span)
	}
}

func (g *generator) longJoinedStr(e *ast.JoinedStr) {
	g.loadConst(g.str(""), e.Span)
	g.loadMethod(g.known.join, e.Span)
	g.opArg(target.BuildList, 0, e.Span)
	for _, value := range e.Values {
		g.expr(value)
		g.opArg(target.ListAppend, 1, e.Span)
	}
	g.call(1, e.Span)
}

// conversion returns the number of a conversion in the bytecode.
func conversion(letter int32) int {
	switch letter {
	case 's':
		return 1
	case 'r':
		return 2
	case 'a':
		return 3
	}
	return 0
}

// formattedValue compiles a replacement field of an f-string.
func (g *generator) formattedValue(e *ast.FormattedValue) {
	g.expr(e.Value)
	if !g.tgt.Has(target.FormatSimple) {
		g.formatValue(e)
		return
	}
	if e.Conversion != -1 {
		g.opArg(target.ConvertValue, conversion(e.Conversion), e.Span)
	}
	if e.FormatSpec != nil {
		g.expr(e.FormatSpec)
		g.op(target.FormatWithSpec, e.Span)
	} else {
		g.op(target.FormatSimple, e.Span)
	}
}

// formatValue does conversion and formatting in one operation.
func (g *generator) formatValue(e *ast.FormattedValue) {
	arg := conversion(e.Conversion)
	if e.FormatSpec != nil {
		g.expr(e.FormatSpec)
		arg |= 4
	}
	g.opArg(target.FormatValue, arg, e.Span)
}
