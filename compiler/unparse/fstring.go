package unparse

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
)

// quoted writes an f-string or t-string. Its parts are written first, because the
// quotes depend on them.
func (w *writer) quoted(prefix byte, parts []ast.Expr) {
	body := writer{idents: w.idents, chars: w.chars}
	body.stringParts(parts)
	w.byte(prefix)
	w.strRepr(string(body.buf))
	if body.err != nil {
		w.err = body.err
	}
}

func (w *writer) stringParts(parts []ast.Expr) {
	for _, part := range parts {
		w.stringPart(part)
	}
}

// stringPart writes a part of an f-string or t-string: text, whose braces are doubled,
// or a replacement field.
func (w *writer) stringPart(part ast.Expr) {
	switch e := part.(type) {
	case *ast.Constant:
		for i := 0; i < len(e.Value.Text); i++ {
			c := e.Value.Text[i]
			w.byte(c)
			if c == '{' || c == '}' {
				w.byte(c)
			}
		}
	case *ast.JoinedStr:
		w.quoted('f', e.Values)
	case *ast.TemplateStr:
		w.quoted('t', e.Values)
	case *ast.FormattedValue:
		value := writer{idents: w.idents, chars: w.chars}
		// The grammar would take less, but a lambda has a colon.
		value.expr(e.Value, prTest+1)
		if value.err != nil {
			w.err = value.err
		}
		w.field(string(value.buf), e.Conversion, e.FormatSpec)
	case *ast.Interpolation:
		w.field(e.Str.Text, e.Conversion, e.FormatSpec)
	}
}

// field writes a replacement field. A brace at the beginning of the expression is kept apart
// from the field's own.
func (w *writer) field(value string, conversion int32, spec ast.Expr) {
	w.byte('{')
	w.strIf(len(value) > 0 && value[0] == '{', " ")
	w.str(value)
	if conversion > 0 {
		w.byte('!')
		w.byte(byte(conversion))
	}
	if spec != nil {
		w.byte(':')
		if joined, ok := spec.(*ast.JoinedStr); ok {
			w.stringParts(joined.Values)
		} else {
			w.stringPart(spec)
		}
	}
	w.byte('}')
}
