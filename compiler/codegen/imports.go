package codegen

import (
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// importStmt compiles import a.b.c, which binds a, and import a.b.c as d, which
// binds a.b.c.
func (g *generator) importStmt(s *ast.Import) {
	for _, alias := range s.Names {
		g.loadInt(0, s.Span)
		g.loadNone(s.Span)
		g.importName(alias.Name, g.importFlags(s.Lazy), s.Span)
		first, rest, dotted := strings.Cut(g.name(alias.Name), ".")
		switch {
		case alias.AsName != 0 && dotted:
			g.importAs(rest, alias.AsName, s.Span)
		case alias.AsName != 0:
			g.storeName(alias.AsName, s.Span)
		case dotted:
			g.storeName(g.Idents.Intern(first), s.Span)
		default:
			g.storeName(alias.Name, s.Span)
		}
	}
}

// importAs goes from the first module of a dotted name to the last one and binds that.
func (g *generator) importAs(path string, name ast.Ident, span ast.Span) {
	for {
		first, rest, more := strings.Cut(path, ".")
		g.opArg(target.ImportFrom, int(g.unit.nameIndex(g.Idents.Intern(first))), span)
		if !more {
			break
		}
		g.opArg(target.Swap, 2, span)
		g.op(target.PopTop, span)
		path = rest
	}
	g.storeName(name, span)
	g.op(target.PopTop, span)
}

// importFrom compiles from a import b, c as d.
func (g *generator) importFrom(s *ast.ImportFrom) {
	g.loadInt(int(s.Level), s.Span)
	names := make([]*code.Const, len(s.Names))
	for i, alias := range s.Names {
		names[i] = g.constName(alias.Name)
	}
	if s.Module == g.known.future && isAfter(s.Span, g.Future.Last) {
		g.fail(s.Span, "from __future__ imports must occur at the beginning of the file")
		return
	}
	g.loadConst(g.Pool.Tuple(names), s.Span)
	module := s.Module
	if module == 0 {
		module = g.known.empty
	}
	flags := g.importFlags(s.Lazy)
	star := g.name(s.Names[0].Name) == "*"
	if star {
		flags = importEager
	}
	g.importName(module, flags, s.Span)
	if star {
		g.importStar(s.Span)
		return
	}
	for _, alias := range s.Names {
		g.opName(target.ImportFrom, alias.Name, s.Span)
		name := alias.AsName
		if name == 0 {
			name = alias.Name
		}
		g.storeName(name, s.Span)
	}
	g.op(target.PopTop, s.Span)
}

// The two lowest bits of IMPORT_NAME's argument where it has them (PEP 810).
const (
	importLazy  = 1
	importEager = 2 // whatever the interpreter has been told
)

// importName emits IMPORT_NAME.
func (g *generator) importName(module ast.Ident, flags int32, span ast.Span) {
	i := g.unit.nameIndex(g.mangle(module))
	if g.tgt.ImportFlags {
		i = i<<2 | flags
	}
	g.add(target.ImportName, i, span)
}

// importFlags tells how an import is to be done: one in a function, a class or a try
// statement is never put off.
func (g *generator) importFlags(lazy bool) int32 {
	switch {
	case lazy:
		return importLazy
	case g.unit.kind != moduleScope || g.inTry():
		return importEager
	}
	return 0
}

// inTry tells whether the code that is being emitted belongs to a try statement, its
// handlers included.
func (g *generator) inTry() bool {
	for i := range g.unit.fblocks {
		switch g.unit.fblocks[i].kind {
		case tryExceptBlock, finallyTryBlock, finallyEndBlock, handlerCleanupBlock, exceptHandlerBlock,
			exceptGroupHandlerBlock:
			return true
		}
	}
	return false
}

// isAfter tells whether a starts behind the end of b.
func isAfter(a, b ast.Span) bool {
	return a.Line > b.EndLine || a.Line == b.EndLine && a.Col > b.EndCol
}

func (g *generator) importStar(span ast.Span) {
	if !g.tgt.Has(target.CallIntrinsic1) {
		g.op(target.ImportStar, span)
		return
	}
	g.opArg(target.CallIntrinsic1, intrinsicImportStar, span)
	g.op(target.PopTop, instr.NoLocation)
}
