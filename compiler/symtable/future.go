package symtable

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// Future is what a module's from __future__ imports ask for.
type Future struct {
	// Flags has the features that still change something: annotations and
	// barry_as_FLUFL. The others came true long ago and leave no mark.
	Flags code.Flags
	// Last is where the last of the imports stands; its Line is -1 if there is none.
	Last ast.Span
}

// ParseFuture finds the __future__ imports at the head of a module, where only
// a docstring may stand before them (CPython: Python/future.c).
func ParseFuture(mod *ast.Module, f *source.File, idents *ast.Idents, tgt *target.Version) (Future, error) {
	future := Future{Last: ast.Span{Line: -1, EndLine: -1, Col: -1, EndCol: -1}}
	body := mod.Body
	if HasDocstring(body) {
		body = body[1:]
	}
	for _, s := range body {
		from, ok := s.(*ast.ImportFrom)
		if !ok || from.Module == 0 || idents.Name(from.Module) != "__future__" {
			break
		}
		if from.Level != 0 && tgt.RelativeFutureIsNone {
			break
		}
		for _, alias := range from.Names {
			flag, msg := futureFlag(idents.Name(alias.Name))
			if msg != "" {
				return future, futureError(f, tgt, from, alias, msg)
			}
			future.Flags |= flag
		}
		future.Last = from.Span
	}
	return future, nil
}

func futureFlag(name string) (code.Flags, string) {
	switch name {
	case "nested_scopes", "generators", "division", "absolute_import", "with_statement",
		"print_function", "unicode_literals", "generator_stop":
		return 0, ""
	case "barry_as_FLUFL":
		return code.FutureBarryAsBDFL, ""
	case "annotations":
		return code.FutureAnnotations, ""
	case "braces":
		return 0, "not a chance"
	}
	return 0, "future feature " + truncate(name, 100) + " is not defined"
}

// truncate returns the first n bytes, as "%.100s" prints them.
func truncate(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}

func futureError(f *source.File, tgt *target.Version, from *ast.ImportFrom, alias *ast.Alias, msg string) error {
	if tgt.FutureErrorAtName {
		return errorAt(f, &alias.Span, msg)
	}
	return f.Error(source.Syntax, msg, int(from.Line), int(from.Col)+1, 0, 0)
}

// HasDocstring tells whether the first statement is a string literal alone.
func HasDocstring(body []ast.Stmt) bool {
	if len(body) == 0 {
		return false
	}
	s, ok := body[0].(*ast.ExprStmt)
	if !ok {
		return false
	}
	c, ok := s.Value.(*ast.Constant)
	return ok && c.Value.Kind == code.Str
}

// errorAt is a SyntaxError at a node, with columns in bytes, as symtable and codegen
// of CPython report them.
func errorAt(f *source.File, span *ast.Span, msg string) error {
	return f.Error(source.Syntax, msg, int(span.Line), int(span.Col)+1, int(span.EndLine), int(span.EndCol)+1)
}
