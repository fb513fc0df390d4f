package parser

import (
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// importName parses import_name; lazy tells whether "lazy" stood in front.
func (p *parser) importName(start int, lazy bool) ast.Stmt {
	if p.checking() && !lazy {
		p.checkImport()
	}
	p.next()
	mark := p.aliasses.mark()
	for {
		if p.checking() && p.tgt.StatementMistakes {
			p.checkImportTarget(p.dottedName)
		}
		at := p.pos
		name := p.dottedName()
		p.aliasses.push(p.alias(at, name))
		if !p.got(token.Comma) {
			break
		}
	}
	names := p.aliasses.take(mark)
	return &ast.Import{Span: p.span(start), Names: names, Lazy: lazy}
}

// alias parses an optional "as" behind a name.
func (p *parser) alias(start int, name ast.Ident) *ast.Alias {
	var as ast.Ident
	if p.got(token.As) {
		as = p.ident()
	}
	return p.aliases.put(ast.Alias{Span: p.span(start), Name: name, AsName: as})
}

// dottedName parses dotted_name.
func (p *parser) dottedName() ast.Ident {
	id := p.ident()
	if p.kind != token.Dot {
		p.look()
		return id
	}
	text := append(p.text[:0], p.idents.Name(id)...)
	for p.kind == token.Dot {
		if p.diag != nil && !p.next2(token.Dot, token.Name) {
			break
		}
		p.next()
		text = append(text, '.')
		text = append(text, p.idents.Name(p.ident())...)
	}
	p.text = text
	p.look()
	return p.idents.InternBytes(text)
}

// importFrom parses import_from; lazy tells whether "lazy" stood in front.
func (p *parser) importFrom(start int, lazy bool) ast.Stmt {
	if p.checking() && p.tgt.LazyImports {
		p.checkLazyFrom()
	}
	p.next()
	level := p.importLevel()
	var module ast.Ident
	if level == 0 || p.kind == token.Name {
		at := p.pos
		module = p.dottedName()
		if level > 0 && !lazy && p.tgt.LazyImports {
			p.warnLazyModule(at, int(level))
		}
	}
	p.expect(token.Import)
	names := p.importTargets()
	if level == 0 && p.idents.Name(module) == "__future__" {
		if lazy {
			p.failToken(start, "lazy from __future__ import is not allowed")
		}
		p.noteFuture(names)
	}
	return &ast.ImportFrom{Span: p.span(start), Module: module, Names: names, Level: level, Lazy: lazy}
}

// warnLazyModule warns about "from . lazy import", where lazy is the module's name.
func (p *parser) warnLazyModule(at, level int) {
	if p.checking() || p.pos != at+1 || !p.isWord(at, "lazy") || p.kind != token.Import || p.toks[at-1].End == p.toks[at].Start {
		return
	}
	dots := strings.Repeat(".", level)
	p.file.Warn("SyntaxWarning", "'from "+dots+" lazy import' is the same as 'from "+dots+
		"lazy import'; did you mean 'lazy from "+dots+" import'?", int(p.toks[at].Line))
}

// importLevel reads the dots of a relative import.
func (p *parser) importLevel() (level int32) {
	for {
		if p.got(token.Dot) {
			level++
		} else if p.got(token.Ellipsis) {
			level += 3
		} else {
			return level
		}
	}
}

// importTargets parses import_from_targets.
func (p *parser) importTargets() []*ast.Alias {
	if p.diag == nil {
		return p.plainImportTargets()
	}
	var names []*ast.Alias
	if !p.try(func() { names = p.plainImportTargets() }) {
		if p.checking() {
			p.checkImportTargets()
		}
		p.fail()
	}
	return names
}

func (p *parser) plainImportTargets() []*ast.Alias {
	mark := p.aliasses.mark()
	if at := p.pos; p.got(token.Star) {
		p.aliasses.push(p.aliases.put(ast.Alias{Span: p.span(at), Name: p.idents.Intern("*")}))
		return p.aliasses.take(mark)
	}
	parens := p.got(token.LParen)
	for {
		p.aliasses.push(p.importAlias())
		if !p.got(token.Comma) || parens && p.kind == token.RParen {
			break
		}
	}
	if parens {
		p.expect(token.RParen)
	}
	return p.aliasses.take(mark)
}

// importAlias parses import_from_as_name.
func (p *parser) importAlias() *ast.Alias {
	if p.checking() && p.tgt.StatementMistakes {
		p.checkImportTarget(p.ident)
	}
	at := p.pos
	return p.alias(at, p.ident())
}

// noteFuture notes what an import from __future__ changes in the parser itself.
func (p *parser) noteFuture(names []*ast.Alias) {
	for _, alias := range names {
		if p.idents.Name(alias.Name) == "barry_as_FLUFL" {
			p.barry = p.tgt.FutureBarry
		}
	}
}
