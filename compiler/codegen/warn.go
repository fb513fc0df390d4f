package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// checkIs warns about identity checks of literals.
func (g *generator) checkIs(e *ast.Compare) {
	left := e.Left
	for i, op := range e.Ops {
		right := e.Comparators[i]
		if op == ast.Is || op == ast.IsNot {
			literal := left
			if !isLiteral(left) {
				literal = right
			}
			if isLiteral(literal) {
				g.warnIs(op, literal, e.Span)
				return
			}
		}
		left = right
	}
}

func (g *generator) warnIs(op ast.CmpOperator, literal ast.Expr, span ast.Span) {
	text, better := `"is"`, `"=="`
	if op == ast.IsNot {
		text, better = `"is not"`, `"!="`
	}
	what := "'" + typeName(literal) + "'"
	if g.tgt.OldMessages {
		what = "a"
	}
	g.warn(span, text+" with "+what+" literal. Did you mean "+better+"?")
}

// isLiteral tells whether an expression is a constant, but for the singletons.
func isLiteral(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Constant:
		return e.Value.Kind > code.Ellipsis
	case *ast.Tuple:
		return allConstants(e.Elts)
	}
	return false
}

// typeName returns the type of an expression's value as far as its form tells it.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Tuple:
		return "tuple"
	case *ast.List, *ast.ListComp:
		return "list"
	case *ast.Dict, *ast.DictComp:
		return "dict"
	case *ast.Set, *ast.SetComp:
		return "set"
	case *ast.GeneratorExp:
		return "generator"
	case *ast.Lambda:
		return "function"
	case *ast.JoinedStr, *ast.FormattedValue:
		return "str"
	case *ast.TemplateStr, *ast.Interpolation:
		return "string.templatelib.Template"
	case *ast.Constant:
		return kindNames[e.Value.Kind]
	}
	return ""
}

var kindNames = [...]string{
	code.None: "NoneType", code.True: "bool", code.False: "bool", code.Ellipsis: "ellipsis", code.Int: "int",
	code.Float: "float", code.Complex: "complex", code.Str: "str", code.Bytes: "bytes", code.Tuple: "tuple",
	code.FrozenSet: "frozenset", code.Slice: "slice", code.Code: "code",
}

const missedComma = "; perhaps you missed a comma?"

// checkCallable warns about the call of something that cannot be called.
func (g *generator) checkCallable(e ast.Expr) {
	switch e.(type) {
	case *ast.Constant, *ast.Tuple, *ast.List, *ast.ListComp, *ast.Dict, *ast.DictComp, *ast.Set, *ast.SetComp,
		*ast.GeneratorExp, *ast.JoinedStr, *ast.FormattedValue, *ast.TemplateStr, *ast.Interpolation:
		g.warn(*e.Pos(), "'"+typeName(e)+"' object is not callable"+missedComma)
	}
}

// checkSubscripted warns about the subscription of something that has no items.
func (g *generator) checkSubscripted(e ast.Expr) {
	switch e := e.(type) {
	case *ast.Constant:
		switch e.Value.Kind {
		case code.None, code.Ellipsis, code.True, code.False, code.Int, code.Float, code.Complex, code.FrozenSet:
		default:
			return
		}
	case *ast.Set, *ast.SetComp, *ast.GeneratorExp, *ast.Lambda, *ast.TemplateStr, *ast.Interpolation:
	default:
		return
	}
	g.warn(*e.Pos(), "'"+typeName(e)+"' object is not subscriptable"+missedComma)
}

// checkIndex warns about an index of a sequence that is no integer.
func (g *generator) checkIndex(e, index ast.Expr) {
	indexType := typeName(index)
	if indexType == "" || indexType == "int" || indexType == "bool" || indexType == "slice" {
		return
	}
	switch e := e.(type) {
	case *ast.Constant:
		if k := e.Value.Kind; k != code.Str && k != code.Bytes && k != code.Tuple {
			return
		}
	case *ast.Tuple, *ast.List, *ast.ListComp, *ast.JoinedStr, *ast.FormattedValue:
	default:
		return
	}
	g.warn(*e.Pos(), typeName(e)+" indices must be integers or slices, not "+indexType+missedComma)
}
