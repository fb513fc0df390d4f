package symtable

import "github.com/rules-pyc/rules_pyc/compiler/ast"

func (b *builder) patterns(list []ast.Pattern) {
	for _, p := range list {
		b.pattern(p)
	}
}

func (b *builder) pattern(p ast.Pattern) {
	if !b.enter() {
		return
	}
	defer b.leave()
	switch p := p.(type) {
	case *ast.MatchValue:
		b.expr(p.Value)
	case *ast.MatchSequence:
		b.patterns(p.Patterns)
	case *ast.MatchStar:
		b.capture(p.Name, &p.Span)
	case *ast.MatchMapping:
		b.exprs(p.Keys)
		b.patterns(p.Patterns)
		b.capture(p.Rest, &p.Span)
	case *ast.MatchClass:
		b.expr(p.Cls)
		b.patterns(p.Patterns)
		for i, attr := range p.KwdAttrs {
			b.checkName(attr, ast.Store, p.KwdPatterns[i].Pos())
		}
		b.patterns(p.KwdPatterns)
	case *ast.MatchAs:
		if p.Pattern != nil {
			b.pattern(p.Pattern)
		}
		b.capture(p.Name, &p.Span)
	case *ast.MatchOr:
		b.patterns(p.Patterns)
	}
}

func (b *builder) capture(name ast.Ident, span *ast.Span) {
	if name != 0 {
		b.define(name, DefLocal, span)
	}
}
