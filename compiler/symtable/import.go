package symtable

import "github.com/rules-pyc/rules_pyc/compiler/ast"

func (b *builder) aliases(list []*ast.Alias) {
	for _, a := range list {
		name := a.Name
		if a.AsName != 0 {
			name = a.AsName
		}
		text := b.idents.Name(name)
		if text == "*" {
			if b.cur.Kind != ModuleBlock {
				b.fail(&a.Span, "import * only allowed at module level")
			}
			continue
		}
		for i := range len(text) {
			if text[i] == '.' { // import a.b binds a
				name = b.idents.Intern(text[:i])
				break
			}
		}
		b.define(name, DefImport, &a.Span)
	}
}

// checkLateFuture refuses a __future__ import that ParseFuture did not reach.
func (b *builder) checkLateFuture(s *ast.ImportFrom) {
	if !b.tgt.PlacementInSymtable || s.Level != 0 || s.Module == 0 || b.idents.Name(s.Module) != "__future__" {
		return
	}
	last := &b.future.Last
	if s.Line > last.Line || s.Line == last.EndLine && s.Col > last.EndCol {
		b.fail(&s.Span, LateFutureMessage)
	}
}

// checkLazy refuses a lazy import (PEP 810) where it could not be put off.
func (b *builder) checkLazy(what string, span *ast.Span) bool {
	where := ""
	switch {
	case b.cur.walk.inTry:
		where = "try/except blocks"
	case b.cur.FunctionLike():
		where = "functions"
	case b.cur.Kind == ClassBlock:
		where = "classes"
	default:
		return true
	}
	return b.fail(span, what+" not allowed inside "+where)
}

func (b *builder) checkLazyFrom(s *ast.ImportFrom) {
	if b.checkLazy("lazy from ... import", &s.Span) && b.idents.Name(s.Names[0].Name) == "*" {
		b.fail(&s.Span, "lazy from ... import * is not allowed")
	}
}
