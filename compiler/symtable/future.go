package symtable

import (
	"unicode/utf8"

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
	for len(body) > 0 {
		from := futureImport(body[0], idents, tgt)
		if from == nil {
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
		body = body[1:]
	}
	if tgt.LateFutureOnLine {
		return future, lateFuture(body, f, idents, tgt)
	}
	return future, nil
}

// futureImport returns a statement if it is a __future__ import, or nil.
func futureImport(s ast.Stmt, idents *ast.Idents, tgt *target.Version) *ast.ImportFrom {
	from, ok := s.(*ast.ImportFrom)
	if ok && from.Module != 0 && (from.Level == 0 || !tgt.RelativeFutureIsNone) &&
		idents.Name(from.Module) == "__future__" {
		return from
	}
	return nil
}

// lateFuture refuses a __future__ import that comes too late on the very line
// where they should have ended. The later lines are codegen's.
func lateFuture(rest []ast.Stmt, f *source.File, idents *ast.Idents, tgt *target.Version) error {
	for i, s := range rest {
		if i > 0 && s.Pos().Line > rest[i-1].Pos().Line {
			break
		}
		if from := futureImport(s, idents, tgt); from != nil {
			return f.LateError(source.Syntax, LateFutureMessage, int(from.Line), int(from.Col), int(from.Line), -1)
		}
	}
	return nil
}

// LateFutureMessage is what CPython says of a __future__ import that is not at
// the head of the module.
const LateFutureMessage = "from __future__ imports must occur at the beginning of the file"

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

// truncate returns the first n bytes, without half a character, as "%.100s" prints them.
func truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func futureError(f *source.File, tgt *target.Version, from *ast.ImportFrom, alias *ast.Alias, msg string) error {
	if tgt.FutureErrorAtName {
		return errorAt(f, &alias.Span, msg)
	}
	return f.LateError(source.Syntax, msg, int(from.Line), int(from.Col)+1, int(from.Line), -1)
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
	return f.LateError(source.Syntax, msg, int(span.Line), int(span.Col)+1, int(span.EndLine), int(span.EndCol)+1)
}
