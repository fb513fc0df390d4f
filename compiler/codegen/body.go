package codegen

import (
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// moduleBody compiles the statements of a module.
func (g *generator) moduleBody(body []ast.Stmt) {
	span := ast.Span{Line: 1, EndLine: 1}
	if len(body) > 0 {
		span = *body[0].Pos()
		g.at(span)
	}
	if g.unit.block.NeedsConditionalAnnotations {
		g.opArg(target.BuildSet, 0, span)
		g.opArg(target.StoreName, int(g.unit.nameIndex(g.known.conditional)), span)
	}
	g.namespaceBody(body, span)
}

// namespaceBody compiles the statements of a module or class, its docstring and
// its annotations included.
func (g *generator) namespaceBody(body []ast.Stmt, span ast.Span) {
	if g.keepsAnnotations() && g.hasAnnotations(body) {
		g.op(target.SetupAnnotations, span)
	}
	doc, body := g.docstring(body)
	if doc != nil {
		g.at(doc.Span)
		g.loadConst(g.cleanDoc(doc.Value), doc.Span)
		g.nowhere()
		g.storeName(g.known.doc, instr.NoLocation)
	}
	g.stmts(body)
	g.deferredAnnotations(span)
}

// docstring splits the docstring from the statements of a body, if there is one. With
// -OO it is dropped.
func (g *generator) docstring(body []ast.Stmt) (*ast.Constant, []ast.Stmt) {
	if len(body) == 0 {
		return nil, body
	}
	stmt, ok := body[0].(*ast.ExprStmt)
	if !ok {
		return nil, body
	}
	doc, ok := stmt.Value.(*ast.Constant)
	switch {
	case !ok || doc.Value.Kind != code.Str:
		return nil, body
	case g.Optimize < 2:
		return doc, body[1:]
	case g.tgt.KeptDocstrings:
		return nil, body
	}
	return nil, body[1:]
}

// cleanDoc returns a docstring as the target stores it.
func (g *generator) cleanDoc(doc *code.Const) *code.Const {
	if !g.tgt.CleanDocstrings {
		return doc
	}
	g.refuseSurrogates(doc.Text)
	clean := cleanDoc(doc.Text)
	if clean == doc.Text {
		return doc
	}
	return g.Pool.Str(clean)
}

// cleanDoc takes the common indentation from all lines of a docstring but the
// first, and all indentation from that one. Unlike inspect.cleandoc it keeps the
// blank lines at both ends.
func cleanDoc(doc string) string {
	doc = expandTabs(doc)
	first, rest, more := strings.Cut(doc, "\n")
	first = strings.TrimLeft(first, " ")
	if !more {
		return first
	}
	margin := commonMargin(rest)
	if len(first)+1+len(rest) == len(doc) && margin == 0 {
		return doc
	}
	var b strings.Builder
	b.Grow(len(doc))
	b.WriteString(first)
	for more {
		var line string
		line, rest, more = strings.Cut(rest, "\n")
		b.WriteByte('\n')
		b.WriteString(line[min(margin, leadingSpaces(line)):])
	}
	return b.String()
}

// commonMargin returns the least indentation of the lines that are not blank.
func commonMargin(text string) int {
	margin, more := -1, true
	for more {
		var line string
		line, text, more = strings.Cut(text, "\n")
		if n := leadingSpaces(line); n < len(line) && (margin < 0 || n < margin) {
			margin = n
		}
	}
	return max(margin, 0)
}

func leadingSpaces(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// expandTabs is Python's str.expandtabs: tabs of eight columns, counted in
// characters from the last line end of either kind.
func expandTabs(s string) string {
	if strings.IndexByte(s, '\t') < 0 {
		return s
	}
	b := make([]byte, 0, len(s)+64)
	column := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t':
			n := 8 - column%8
			b = append(b, "        "[:n]...)
			column += n
		case c == '\n' || c == '\r':
			b = append(b, c)
			column = 0
		default:
			b = append(b, c)
			if c&0xC0 != 0x80 {
				column++
			}
		}
	}
	return string(b)
}

// hasAnnotations tells whether any of the statements annotates a variable of the
// namespace that they run in.
func (g *generator) hasAnnotations(body []ast.Stmt) bool {
	for _, s := range body {
		if g.annotates(s) {
			return true
		}
	}
	return false
}

func (g *generator) annotates(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.AnnAssign:
		return true
	case *ast.For:
		return g.hasAnnotations(s.Body) || g.hasAnnotations(s.OrElse)
	case *ast.While:
		return g.hasAnnotations(s.Body) || g.hasAnnotations(s.OrElse)
	case *ast.If:
		return g.hasAnnotations(s.Body) || g.hasAnnotations(s.OrElse)
	case *ast.With:
		return g.hasAnnotations(s.Body)
	case *ast.Try:
		for _, h := range s.Handlers {
			if g.hasAnnotations(h.Body) {
				return true
			}
		}
		return g.hasAnnotations(s.Body) || g.hasAnnotations(s.FinalBody) || g.hasAnnotations(s.OrElse)
	case *ast.Match:
		if !g.tgt.MatchedAnnotation {
			return false
		}
		for _, c := range s.Cases {
			if g.hasAnnotations(c.Body) {
				return true
			}
		}
	}
	return false
}
