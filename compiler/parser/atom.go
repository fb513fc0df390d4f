package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// atom parses atom.
func (p *parser) atom() ast.Expr {
	start := p.pos
	switch p.kind {
	case token.Name:
		return p.name(ast.Load)
	case token.Number:
		return p.number()
	case token.String, token.FStringStart, token.TStringStart:
		return p.strings()
	case token.LParen, token.LBracket, token.LBrace:
		return p.nested()
	case token.None:
		p.next()
		return p.constant(start, p.pool.None)
	case token.True:
		p.next()
		return p.constant(start, p.pool.True)
	case token.False:
		p.next()
		return p.constant(start, p.pool.False)
	case token.Ellipsis:
		p.next()
		return p.constant(start, p.pool.Ellipsis)
	}
	p.fail()
	return nil
}

// nested parses what stands in brackets.
func (p *parser) nested() (e ast.Expr) {
	p.enter(bracketDepth)
	switch {
	case p.diag != nil:
		e = p.diagNested()
	case p.kind == token.LParen:
		e = p.paren()
	case p.kind == token.LBracket:
		e = p.list()
	default:
		e = p.brace()
	}
	p.leave(bracketDepth)
	return e
}

// paren parses what starts with "(": a tuple, a group or a generator expression.
func (p *parser) paren() ast.Expr {
	start := p.pos
	p.next()
	if p.got(token.RParen) {
		return p.tuples.put(ast.Tuple{Span: p.span(start)})
	}
	if p.kind == token.Yield {
		e := p.yield()
		p.expect(token.RParen)
		return e
	}
	star := p.kind == token.Star
	first := p.comprehensionStar()
	if first == nil {
		first = p.starNamedExpression()
	}
	switch {
	case p.kind == token.Comma:
		elts := p.elements(first)
		p.expect(token.RParen)
		return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts})
	case p.atComprehension() && (!star || p.tgt.UnpackInComp):
		generators := p.comprehension()
		p.expect(token.RParen)
		return &ast.GeneratorExp{Span: p.span(start), Elt: first, Generators: generators}
	case star:
		p.fail()
	}
	p.expect(token.RParen)
	return first
}

// comprehensionStar parses the element of a generator expression that unpacks
// (PEP 798), or returns nil. Other than elsewhere behind a star, it may be a conditional
// expression.
func (p *parser) comprehensionStar() ast.Expr {
	if p.kind != token.Star || !p.tgt.UnpackInComp {
		return nil
	}
	start := p.pos
	e := p.starredArgument()
	if !p.atComprehension() {
		p.seek(start)
		return nil
	}
	return e
}

// elements parses the rest of star_named_expressions, behind the first.
func (p *parser) elements(first ast.Expr) []ast.Expr {
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.got(token.Comma) && p.startsStarExpr() {
		p.exprs.push(p.starNamedExpression())
	}
	return p.exprs.take(mark)
}

// list parses a list display or comprehension.
func (p *parser) list() ast.Expr {
	start := p.pos
	p.next()
	if p.got(token.RBracket) {
		return p.listExprs.put(ast.List{Span: p.span(start)})
	}
	star := p.kind == token.Star
	first := p.starNamedExpression()
	if p.atComprehension() && (!star || p.tgt.UnpackInComp) {
		generators := p.comprehension()
		p.expect(token.RBracket)
		return &ast.ListComp{Span: p.span(start), Elt: first, Generators: generators}
	}
	elts := p.elements(first)
	p.expect(token.RBracket)
	return p.listExprs.put(ast.List{Span: p.span(start), Elts: elts})
}

// brace parses what starts with "{": a dict or a set, displayed or comprehended.
func (p *parser) brace() ast.Expr {
	start := p.pos
	p.next()
	switch {
	case p.kind == token.RBrace || p.kind == token.DoubleStar:
		return p.dict(start, nil)
	case p.kind == token.Star || p.isNamedAt(p.pos):
		return p.set(start, p.starNamedExpression())
	}
	first := p.expression()
	if p.kind == token.Colon {
		return p.dict(start, first)
	}
	return p.set(start, first)
}

// set parses the rest of a set behind the first element.
func (p *parser) set(start int, first ast.Expr) ast.Expr {
	_, star := first.(*ast.Starred)
	if p.atComprehension() && (!star || p.tgt.UnpackInComp) {
		generators := p.comprehension()
		p.expect(token.RBrace)
		return &ast.SetComp{Span: p.span(start), Elt: first, Generators: generators}
	}
	elts := p.elements(first)
	p.expect(token.RBrace)
	return &ast.Set{Span: p.span(start), Elts: elts}
}

// dict parses the rest of a dict; key is the first key if it has been read.
func (p *parser) dict(start int, key ast.Expr) ast.Expr {
	// Keys and values are pushed in turn and taken apart at the end.
	mark := p.exprs.mark()
	for key != nil || p.kind != token.RBrace {
		value := p.dictItem(&key)
		if p.exprs.mark() == mark && p.atComprehension() && (key != nil || p.tgt.UnpackInComp) {
			generators := p.comprehension()
			p.expect(token.RBrace)
			if key == nil {
				key, value = value, nil
			}
			return &ast.DictComp{Span: p.span(start), Key: key, Value: value, Generators: generators}
		}
		p.exprs.push(key)
		p.exprs.push(value)
		key = nil
		if !p.got(token.Comma) {
			break
		}
	}
	p.expect(token.RBrace)
	pairs := p.exprs.stack[mark:]
	n := len(pairs) / 2
	d := p.dicts.put(ast.Dict{Span: p.span(start)})
	if n > 0 {
		d.Keys, d.Values = p.exprs.make(n), p.exprs.make(n)
		for i := range n {
			d.Keys[i], d.Values[i] = pairs[2*i], pairs[2*i+1]
		}
		clear(pairs)
		p.exprs.stack = p.exprs.stack[:mark]
	}
	return d
}

// dictItem parses one item. It returns the value, and the key in key unless that
// has been read; the key of "**" is nil.
func (p *parser) dictItem(key *ast.Expr) ast.Expr {
	if *key == nil {
		if p.got(token.DoubleStar) {
			return p.unpackedDict()
		}
		*key = p.expression()
	}
	p.expect(token.Colon)
	return p.expression()
}

// unpackedDict parses what stands behind "**" in a dict: in a comprehension (PEP
// 798) it may be a conditional expression.
func (p *parser) unpackedDict() ast.Expr {
	start := p.pos
	if p.tgt.UnpackInComp {
		if e := p.expression(); p.atComprehension() {
			return e
		}
		p.seek(start)
	}
	return p.bitwiseOr()
}

// atComprehension tells whether a comprehension's first "for" is next.
func (p *parser) atComprehension() bool {
	if p.kind == token.Async {
		p.lookBehind()
		return p.peek() == token.For
	}
	return p.kind == token.For
}

// comprehension parses for_if_clauses.
func (p *parser) comprehension() []*ast.Comprehension {
	if p.diag != nil {
		return p.diagComprehension()
	}
	mark := p.compList.mark()
	for p.atComprehension() {
		async := p.got(token.Async)
		p.next()
		target := p.starTargets()
		p.expect(token.In)
		iter := p.disjunction()
		exprs := p.exprs.mark()
		for p.got(token.If) {
			p.exprs.push(p.disjunction())
		}
		p.compList.push(p.generators.put(ast.Comprehension{
			Target: target, Iter: iter, Ifs: p.exprs.take(exprs), Async: async,
		}))
	}
	return p.compList.take(mark)
}

// callArgs parses the arguments of a call, or with generator unset the bases of
// a class, parentheses included.
func (p *parser) callArgs(generator bool) ([]ast.Expr, []*ast.Keyword) {
	if p.diag != nil {
		return p.diagCallArgs(generator)
	}
	p.enter(bracketDepth)
	start := p.pos
	p.next()
	args, keywords := p.exprs.mark(), p.kwList.mark()
	seenKeyword, seenDouble := false, false
	for p.kind != token.RParen {
		at := p.pos
		switch {
		case p.kind == token.Star:
			if seenDouble {
				p.fail()
			}
			e := p.starredArgument()
			if generator && at == start+1 && p.tgt.UnpackInComp && p.atComprehension() {
				return p.generatorArgument(start, e), nil
			}
			p.exprs.push(e)
		case p.kind == token.DoubleStar:
			p.next()
			value := p.expression()
			seenKeyword, seenDouble = true, true
			p.kwList.push(p.keywords.put(ast.Keyword{Span: p.span(at), Value: value}))
		case p.kind == token.Name && p.peek() == token.Equal:
			arg := p.ident()
			p.next()
			value := p.expression()
			seenKeyword = true
			p.kwList.push(p.keywords.put(ast.Keyword{Span: p.span(at), Arg: arg, Value: value}))
		case seenKeyword:
			p.fail()
		default:
			e := p.namedExpression()
			if generator && at == start+1 && p.atComprehension() {
				return p.generatorArgument(start, e), nil
			}
			p.exprs.push(e)
		}
		if !p.got(token.Comma) {
			break
		}
	}
	p.expect(token.RParen)
	p.leave(bracketDepth)
	return p.exprs.take(args), p.kwList.take(keywords)
}

// generatorArgument parses the rest of a generator expression that is the only
// argument of a call and shares its parentheses.
func (p *parser) generatorArgument(start int, elt ast.Expr) []ast.Expr {
	generators := p.comprehension()
	p.expect(token.RParen)
	p.leave(bracketDepth)
	return p.exprs.one(&ast.GeneratorExp{Span: p.span(start), Elt: elt, Generators: generators})
}
