// Package unparse writes expressions back as text, for annotations that are kept as
// strings (PEP 563, PEP 750; CPython: Python/ast_unparse.c). The text is not that
// of the source: spaces, quotes and parentheses are normalised.
package unparse

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/unicodedata"
)

// Expr returns the text of an expression. The repr of a string shows the
// characters that are printable in the version of Unicode. The error is
// ErrTooManyDigits.
func Expr(e ast.Expr, idents *ast.Idents, chars *unicodedata.Data) (string, error) {
	w := writer{idents: idents, chars: chars}
	w.expr(e, prTest)
	return string(w.buf), w.err
}

// Repr returns Python's repr of a constant.
func Repr(c *code.Const, chars *unicodedata.Data) (string, error) {
	w := writer{chars: chars}
	w.repr(c)
	return string(w.buf), w.err
}

// writer is the text so far.
type writer struct {
	buf    []byte
	idents *ast.Idents
	chars  *unicodedata.Data
	err    error
}

func (w *writer) str(s string)        { w.buf = append(w.buf, s...) }
func (w *writer) byte(c byte)         { w.buf = append(w.buf, c) }
func (w *writer) ident(id ast.Ident)  { w.str(w.idents.Name(id)) }
func (w *writer) comma(first *bool)   { w.commaIf(!*first); *first = false }
func (w *writer) commaIf(wanted bool) { w.strIf(wanted, ", ") }

func (w *writer) strIf(wanted bool, s string) {
	if wanted {
		w.str(s)
	}
}

// precedence is how strongly an operator binds. An expression is put into parentheses
// where its surroundings bind more strongly.
type precedence uint8

const (
	prTuple precedence = iota
	prTest             // if else, lambda
	prOr
	prAnd
	prNot
	prCompare
	prBitOr
	prBitXor
	prBitAnd
	prShift
	prArith
	prTerm
	prFactor
	prPower
	prAwait
	prAtom

	prExpr = prBitOr
)

// open writes a parenthesis if the surroundings bind more strongly than the
// expression, and tells whether it did.
func (w *writer) open(around, own precedence) bool {
	if around > own {
		w.byte('(')
		return true
	}
	return false
}

// close ends what open began.
func (w *writer) close(opened bool) {
	if opened {
		w.byte(')')
	}
}

// expr writes an expression in surroundings of a precedence.
func (w *writer) expr(e ast.Expr, around precedence) {
	switch e := e.(type) {
	case *ast.Name:
		w.ident(e.ID)
	case *ast.Constant:
		w.strIf(e.U, "u")
		w.constant(e.Value)
	case *ast.Attribute:
		w.attribute(e)
	case *ast.Subscript:
		w.expr(e.Value, prAtom)
		w.byte('[')
		w.expr(e.Slice, prTuple)
		w.byte(']')
	case *ast.Slice:
		w.slice(e)
	case *ast.Starred:
		w.byte('*')
		w.expr(e.Value, prExpr)
	case *ast.List:
		w.byte('[')
		w.list(e.Elts)
		w.byte(']')
	case *ast.Tuple:
		w.tuple(e, around)
	case *ast.Set:
		w.byte('{')
		w.list(e.Elts)
		w.byte('}')
	case *ast.Dict:
		w.dict(e)
	case *ast.Call:
		w.call(e)
	case *ast.JoinedStr:
		w.quoted('f', e.Values)
	case *ast.TemplateStr:
		w.quoted('t', e.Values)
	case *ast.FormattedValue, *ast.Interpolation:
		w.stringPart(e)
	case *ast.ListComp:
		w.comprehension("[", e.Elt, nil, e.Generators, "]")
	case *ast.SetComp:
		w.comprehension("{", e.Elt, nil, e.Generators, "}")
	case *ast.DictComp:
		open := "{"
		if e.Value == nil {
			open = "{**" // PEP 798
		}
		w.comprehension(open, e.Key, e.Value, e.Generators, "}")
	case *ast.GeneratorExp:
		w.comprehension("(", e.Elt, nil, e.Generators, ")")
	default:
		w.operation(e, around)
	}
}

func (w *writer) list(elts []ast.Expr) {
	for i, e := range elts {
		w.commaIf(i > 0)
		w.expr(e, prTest)
	}
}

func (w *writer) tuple(e *ast.Tuple, around precedence) {
	if len(e.Elts) == 0 {
		w.str("()")
		return
	}
	opened := w.open(around, prTuple)
	w.list(e.Elts)
	w.strIf(len(e.Elts) == 1, ",")
	w.close(opened)
}

func (w *writer) dict(e *ast.Dict) {
	w.byte('{')
	for i, value := range e.Values {
		w.commaIf(i > 0)
		if key := e.Keys[i]; key != nil {
			w.expr(key, prTest)
			w.str(": ")
			w.expr(value, prTest)
		} else {
			w.str("**")
			w.expr(value, prExpr)
		}
	}
	w.byte('}')
}

// attribute writes value.attr, with a space behind an integer, whose dot it would be.
func (w *writer) attribute(e *ast.Attribute) {
	w.expr(e.Value, prAtom)
	if c, ok := e.Value.(*ast.Constant); ok && c.Value.Kind == code.Int {
		w.byte(' ')
	}
	w.byte('.')
	w.ident(e.Attr)
}

func (w *writer) slice(e *ast.Slice) {
	if e.Lower != nil {
		w.expr(e.Lower, prTest)
	}
	w.byte(':')
	if e.Upper != nil {
		w.expr(e.Upper, prTest)
	}
	if e.Step != nil {
		w.byte(':')
		w.expr(e.Step, prTest)
	}
}

func (w *writer) call(e *ast.Call) {
	w.expr(e.Func, prAtom)
	if len(e.Args) == 1 && len(e.Keywords) == 0 {
		if gen, ok := e.Args[0].(*ast.GeneratorExp); ok {
			w.expr(gen, prTest) // its parentheses are the call's
			return
		}
	}
	w.byte('(')
	w.list(e.Args)
	for i, k := range e.Keywords {
		w.commaIf(i > 0 || len(e.Args) > 0)
		if k.Arg == 0 {
			w.str("**")
		} else {
			w.ident(k.Arg)
			w.byte('=')
		}
		w.expr(k.Value, prTest)
	}
	w.byte(')')
}

func (w *writer) comprehension(open string, elt, value ast.Expr, generators []*ast.Comprehension, end string) {
	w.str(open)
	w.expr(elt, prTest)
	if value != nil {
		w.str(": ")
		w.expr(value, prTest)
	}
	for _, gen := range generators {
		w.strIf(gen.Async, " async")
		w.str(" for ")
		w.expr(gen.Target, prTuple)
		w.str(" in ")
		w.expr(gen.Iter, prTest+1)
		for _, cond := range gen.Ifs {
			w.str(" if ")
			w.expr(cond, prTest+1)
		}
	}
	w.str(end)
}
