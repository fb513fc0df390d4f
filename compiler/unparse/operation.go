package unparse

import "github.com/rules-pyc/rules_pyc/compiler/ast"

var binaryOps = [...]struct {
	text string
	pr   precedence
}{
	ast.Add: {" + ", prArith}, ast.Sub: {" - ", prArith},
	ast.Mult: {" * ", prTerm}, ast.MatMult: {" @ ", prTerm}, ast.Div: {" / ", prTerm},
	ast.Mod: {" % ", prTerm}, ast.FloorDiv: {" // ", prTerm},
	ast.LShift: {" << ", prShift}, ast.RShift: {" >> ", prShift},
	ast.BitOr: {" | ", prBitOr}, ast.BitXor: {" ^ ", prBitXor}, ast.BitAnd: {" & ", prBitAnd},
	ast.Pow: {" ** ", prPower},
}

var unaryOps = [...]struct {
	text string
	pr   precedence
}{
	ast.Invert: {"~", prFactor}, ast.Not: {"not ", prNot}, ast.UAdd: {"+", prFactor}, ast.USub: {"-", prFactor},
}

var compareOps = [...]string{
	ast.Eq: " == ", ast.NotEq: " != ", ast.Lt: " < ", ast.LtE: " <= ", ast.Gt: " > ", ast.GtE: " >= ",
	ast.Is: " is ", ast.IsNot: " is not ", ast.In: " in ", ast.NotIn: " not in ",
}

// operation writes an expression that may need parentheses.
func (w *writer) operation(e ast.Expr, around precedence) {
	switch e := e.(type) {
	case *ast.BoolOp:
		w.boolOp(e, around)
	case *ast.BinOp:
		w.binOp(e, around)
	case *ast.UnaryOp:
		op := unaryOps[e.Op]
		opened := w.open(around, op.pr)
		w.str(op.text)
		w.expr(e.Operand, op.pr)
		w.close(opened)
	case *ast.Compare:
		opened := w.open(around, prCompare)
		w.expr(e.Left, prCompare+1)
		for i, op := range e.Ops {
			w.str(compareOps[op])
			w.expr(e.Comparators[i], prCompare+1)
		}
		w.close(opened)
	case *ast.IfExp:
		opened := w.open(around, prTest)
		w.expr(e.Body, prTest+1)
		w.str(" if ")
		w.expr(e.Test, prTest+1)
		w.str(" else ")
		w.expr(e.OrElse, prTest)
		w.close(opened)
	case *ast.NamedExpr:
		opened := w.open(around, prTuple)
		w.expr(e.Target, prAtom)
		w.str(" := ")
		w.expr(e.Value, prAtom)
		w.close(opened)
	case *ast.Lambda:
		w.lambda(e, around)
	default:
		w.suspension(e, around)
	}
}

func (w *writer) boolOp(e *ast.BoolOp, around precedence) {
	text, pr := " and ", prAnd
	if e.Op == ast.Or {
		text, pr = " or ", prOr
	}
	opened := w.open(around, pr)
	for i, value := range e.Values {
		w.strIf(i > 0, text)
		w.expr(value, pr+1)
	}
	w.close(opened)
}

func (w *writer) binOp(e *ast.BinOp, around precedence) {
	op := binaryOps[e.Op]
	left, right := op.pr, op.pr+1
	if e.Op == ast.Pow { // the only one that groups from the right
		left, right = right, left
	}
	opened := w.open(around, op.pr)
	w.expr(e.Left, left)
	w.str(op.text)
	w.expr(e.Right, right)
	w.close(opened)
}

// suspension writes yield and await.
func (w *writer) suspension(e ast.Expr, around precedence) {
	switch e := e.(type) {
	case *ast.Yield:
		if e.Value == nil {
			w.str("(yield)")
			return
		}
		w.str("(yield ")
		w.expr(e.Value, prTest)
		w.byte(')')
	case *ast.YieldFrom:
		w.str("(yield from ")
		w.expr(e.Value, prTest)
		w.byte(')')
	case *ast.Await:
		opened := w.open(around, prAwait)
		w.str("await ")
		w.expr(e.Value, prAtom)
		w.close(opened)
	}
}

func (w *writer) lambda(e *ast.Lambda, around precedence) {
	opened := w.open(around, prTest)
	w.str("lambda")
	// CPython leaves out the space if all parameters are keyword-only.
	w.strIf(len(e.Args.Args)+len(e.Args.PosOnlyArgs) > 0, " ")
	w.params(e.Args)
	w.str(": ")
	w.expr(e.Body, prTest)
	w.close(opened)
}

func (w *writer) params(a *ast.Arguments) {
	first := true
	positional := len(a.PosOnlyArgs) + len(a.Args)
	for i := range positional {
		w.comma(&first)
		if i < len(a.PosOnlyArgs) {
			w.param(a.PosOnlyArgs[i])
		} else {
			w.param(a.Args[i-len(a.PosOnlyArgs)])
		}
		if d := i - positional + len(a.Defaults); d >= 0 {
			w.byte('=')
			w.expr(a.Defaults[d], prTest)
		}
		w.strIf(i+1 == len(a.PosOnlyArgs), ", /")
	}
	if a.VarArg != nil || len(a.KwOnlyArgs) > 0 {
		w.comma(&first)
		w.byte('*')
		if a.VarArg != nil {
			w.param(a.VarArg)
		}
	}
	for i, arg := range a.KwOnlyArgs {
		w.comma(&first)
		w.param(arg)
		if value := a.KwDefaults[i]; value != nil {
			w.byte('=')
			w.expr(value, prTest)
		}
	}
	if a.KwArg != nil {
		w.comma(&first)
		w.str("**")
		w.param(a.KwArg)
	}
}

func (w *writer) param(a *ast.Arg) {
	w.ident(a.Name)
	if a.Annotation != nil {
		w.str(": ")
		w.expr(a.Annotation, prTest)
	}
}
