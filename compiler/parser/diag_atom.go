package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// anyOf returns the first of some ways to parse an expression that succeeds.
func (p *parser) anyOf(ways ...func() ast.Expr) ast.Expr {
	for _, parse := range ways {
		if e := p.expr(parse); e != nil {
			return e
		}
	}
	p.fail()
	return nil
}

// diagNested parses what stands in brackets in the second pass.
func (p *parser) diagNested() ast.Expr {
	p.look()
	comprehensionsFirst := p.tgt.UnpackInComp
	switch p.kind {
	case token.LParen:
		if comprehensionsFirst {
			return p.anyOf(p.diagGenerator, p.diagTuple, p.diagGroup)
		}
		return p.anyOf(p.diagTuple, p.diagGroup, p.diagGenerator)
	case token.LBracket:
		if comprehensionsFirst {
			return p.anyOf(p.diagListComp, p.diagList)
		}
		return p.anyOf(p.diagList, p.diagListComp)
	}
	if comprehensionsFirst {
		return p.anyOf(p.diagDictComp, p.diagSetComp, p.diagDict, p.diagSet)
	}
	return p.anyOf(p.diagDict, p.diagSet, p.diagDictComp, p.diagSetComp)
}

// diagElement is an element of a display.
func (p *parser) diagElement() ast.Expr {
	if p.checking() && p.tgt.UnpackInComp && (p.is(token.Star) || p.is(token.DoubleStar)) {
		p.firstOf(
			func() {
				at := p.pos
				p.expect(token.DoubleStar)
				p.bitwiseOr()
				p.failToken(at, "cannot use dict unpacking here")
			},
			p.checkStarred,
		)
	}
	return p.starNamedExpression()
}

// diagElements parses elements with commas between them, and pushes them.
func (p *parser) diagElements(element func() ast.Expr) (count int) {
	e := p.expr(element)
	for e != nil {
		p.exprs.push(e)
		count++
		if !p.is(token.Comma) {
			break
		}
		e = p.expr(func() ast.Expr {
			p.next()
			return element()
		})
	}
	p.look()
	if count > 0 {
		p.got(token.Comma)
	}
	return count
}

func (p *parser) diagTuple() ast.Expr {
	start := p.pos
	p.next()
	mark := p.exprs.mark()
	p.try(func() {
		p.exprs.push(p.diagElement())
		p.expect(token.Comma)
		p.diagRest()
	})
	p.expect(token.RParen)
	elts := p.exprs.take(mark)
	return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts})
}

// diagRest parses further elements behind a comma, if there are any.
func (p *parser) diagRest() {
	p.look()
	if p.startsStarExpr() || p.kind == token.DoubleStar {
		p.diagElements(p.diagElement)
	}
}

func (p *parser) diagGroup() ast.Expr {
	e := p.expr(func() ast.Expr {
		p.next()
		var e ast.Expr
		if p.kind == token.Yield {
			e = p.yield()
		} else {
			e = p.namedExpression()
		}
		p.expect(token.RParen)
		return e
	})
	if e != nil || !p.checking() {
		return e
	}
	p.firstOf(
		func() {
			p.next()
			a := p.diagStarredArgument()
			p.expect(token.RParen)
			p.failNode(a, "cannot use starred expression here")
		},
		func() {
			p.next()
			at := p.pos
			p.expect(token.DoubleStar)
			p.expression()
			p.expect(token.RParen)
			p.failToken(at, "cannot use double starred expression here")
		},
	)
	p.fail()
	return nil
}

// diagGenerator parses a generator expression, be it a call's argument.
func (p *parser) diagGenerator() ast.Expr {
	start := p.pos
	e := p.expr(func() ast.Expr {
		p.expect(token.LParen)
		var elt ast.Expr
		if p.next2(token.Name, token.ColonEqual) {
			elt = p.expr(p.assignmentExpression)
		}
		if elt == nil {
			elt = p.expr(func() ast.Expr {
				e := p.expression()
				p.not(token.ColonEqual)
				return e
			})
		}
		if elt == nil {
			if !p.tgt.UnpackInComp {
				p.fail()
			}
			elt = p.diagStarredArgument()
		}
		generators := p.comprehension()
		p.expect(token.RParen)
		return &ast.GeneratorExp{Span: p.span(start), Elt: elt, Generators: generators}
	})
	if e == nil {
		p.checkComprehension()
		p.fail()
	}
	return e
}

func (p *parser) diagList() ast.Expr {
	start := p.pos
	p.next()
	mark := p.exprs.mark()
	p.diagRest()
	p.expect(token.RBracket)
	elts := p.exprs.take(mark)
	return p.listExprs.put(ast.List{Span: p.span(start), Elts: elts})
}

// compElement parses the element of a list or set comprehension.
func (p *parser) compElement() ast.Expr {
	if p.tgt.UnpackInComp {
		return p.starNamedExpression()
	}
	return p.namedExpression()
}

func (p *parser) diagListComp() ast.Expr {
	start := p.pos
	e := p.expr(func() ast.Expr {
		p.next()
		elt := p.compElement()
		generators := p.comprehension()
		p.expect(token.RBracket)
		return &ast.ListComp{Span: p.span(start), Elt: elt, Generators: generators}
	})
	if e == nil {
		p.checkComprehension()
		p.fail()
	}
	return e
}

func (p *parser) diagSet() ast.Expr {
	start := p.pos
	p.next()
	mark := p.exprs.mark()
	if p.diagElements(p.diagElement) == 0 {
		p.fail()
	}
	p.expect(token.RBrace)
	elts := p.exprs.take(mark)
	return &ast.Set{Span: p.span(start), Elts: elts}
}

func (p *parser) diagSetComp() ast.Expr {
	start := p.pos
	e := p.expr(func() ast.Expr {
		p.next()
		elt := p.compElement()
		generators := p.comprehension()
		p.expect(token.RBrace)
		return &ast.SetComp{Span: p.span(start), Elt: elt, Generators: generators}
	})
	if e == nil {
		p.checkComprehension()
		p.fail()
	}
	return e
}

// checkComprehension looks for mistakes in a comprehension (CPython:
// invalid_comprehension).
func (p *parser) checkComprehension() {
	if !p.checking() {
		return
	}
	mistakes := []func(){func() {
		p.need(token.LBracket, token.LParen, token.LBrace)
		p.next()
		a := p.diagStarredArgument()
		p.comprehension()
		p.failNode(a, "iterable unpacking cannot be used in comprehension")
	}}
	if p.tgt.UnpackInComp {
		mistakes = []func(){
			func() { p.unpackedDictInComp(token.LBracket, "cannot use dict unpacking in list comprehension") },
			func() { p.unpackedDictInComp(token.LParen, "cannot use dict unpacking in generator expression") },
		}
	}
	const msg = "did you forget parentheses around the comprehension target?"
	mistakes = append(mistakes,
		func() {
			p.need(token.LBracket, token.LBrace)
			p.next()
			a := p.starNamedExpression()
			p.expect(token.Comma)
			mark := p.exprs.mark()
			if p.diagElements(p.starNamedExpression) == 0 {
				p.fail()
			}
			last := p.exprs.stack[len(p.exprs.stack)-1]
			p.exprs.drop(mark)
			p.comprehension()
			p.failRange(*a.Pos(), *last.Pos(), msg)
		},
		func() {
			p.need(token.LBracket, token.LBrace)
			p.next()
			a := p.starNamedExpression()
			comma := p.pos
			p.expect(token.Comma)
			p.comprehension()
			p.failRange(*a.Pos(), p.at(comma), msg)
		},
	)
	p.firstOf(mistakes...)
}

// unpackedDictInComp finds "**" in a comprehension that makes no dict.
func (p *parser) unpackedDictInComp(open token.Kind, msg string) {
	p.expect(open)
	at := p.pos
	p.expect(token.DoubleStar)
	b := p.expression()
	p.comprehension()
	p.failRange(p.at(at), *b.Pos(), msg)
}

func (p *parser) diagDict() ast.Expr {
	start := p.pos
	e := p.expr(func() ast.Expr {
		p.next()
		p.diagItems()
		p.expect(token.RBrace)
		return p.dicts.put(ast.Dict{Span: p.span(start)})
	})
	if e == nil {
		// This is the one place where the quiet pass finds mistakes too.
		p.checkDict()
		p.fail()
	}
	return e
}

// diagItems parses the items of a dict and tells how many there are.
func (p *parser) diagItems() (count int) {
	for p.try(func() {
		if count > 0 {
			p.expect(token.Comma)
		}
		p.diagItem()
	}) {
		count++
	}
	p.look()
	if count > 0 {
		p.got(token.Comma)
	}
	return count
}

func (p *parser) diagItem() {
	p.look()
	if p.got(token.DoubleStar) {
		p.bitwiseOr()
		return
	}
	p.expression()
	p.expect(token.Colon)
	p.expression()
}

func (p *parser) diagDictComp() ast.Expr {
	start := p.pos
	e := p.expr(func() ast.Expr {
		p.next()
		key := p.expression()
		p.expect(token.Colon)
		value := p.expression()
		generators := p.comprehension()
		p.expect(token.RBrace)
		return &ast.DictComp{Span: p.span(start), Key: key, Value: value, Generators: generators}
	})
	if e != nil {
		return e
	}
	if p.tgt.UnpackInComp {
		p.next()
		p.expect(token.DoubleStar)
		key := p.expression()
		generators := p.comprehension()
		p.expect(token.RBrace)
		return &ast.DictComp{Span: p.span(start), Key: key, Generators: generators}
	}
	if p.checking() {
		p.firstOf(func() {
			p.next()
			at := p.pos
			p.expect(token.DoubleStar)
			p.bitwiseOr()
			p.comprehension()
			p.expect(token.RBrace)
			p.failToken(at, "dict unpacking cannot be used in dict comprehension")
		})
	}
	p.fail()
	return nil
}

// checkDict looks for mistakes in a dict (CPython: invalid_double_starred_kvpairs).
func (p *parser) checkDict() {
	from := p.place()
	defer p.goBack(&from)
	p.next()
	lastItem := func() {
		if !p.diagGoodItems() {
			p.fail()
		}
		if p.checking() || !p.tgt.UnpackInComp {
			p.checkItem()
		}
		if p.checking() && p.tgt.UnpackInComp {
			p.checkUnpackedItem()
		}
		p.fail()
	}
	if p.tgt.UnpackInComp {
		p.checkUnpackedItem()
		p.firstOf(lastItem, p.missingValue)
		return
	}
	p.firstOf(
		lastItem,
		func() { p.starredValue(token.Star, "cannot use a starred expression in a dictionary value") },
		p.missingValue,
	)
}

// diagGoodItems parses items up to the comma behind the last good one, and
// tells whether there is one.
func (p *parser) diagGoodItems() bool {
	count := 0
	for p.try(func() {
		if count > 0 {
			p.expect(token.Comma)
		}
		p.diagItem()
	}) {
		count++
	}
	p.look()
	return count > 0 && p.got(token.Comma)
}

// starredValue finds a star in front of the value of an item.
func (p *parser) starredValue(star token.Kind, msg string) {
	p.expression()
	p.expect(token.Colon)
	at := p.pos
	p.expect(star)
	p.bitwiseOr()
	p.failFrom(at, msg)
}

// missingValue finds an item without value.
func (p *parser) missingValue() {
	p.expression()
	at := p.pos
	p.expect(token.Colon)
	p.need(token.RBrace, token.Comma)
	p.failToken(at, "expression expected after dictionary key and ':'")
}

// checkItem looks for mistakes in a later item of a dict (CPython: invalid_kvpair).
func (p *parser) checkItem() {
	mistakes := []func(){
		func() {
			a := p.expression()
			p.not(token.Colon)
			s := a.Pos()
			err := p.errorIn(0, ast.Span{Line: s.Line, EndLine: s.EndLine, Col: s.EndCol - 1, EndCol: -1},
				"':' expected after dictionary key")
			err.EndCol = 0
			p.raise(err)
		},
		func() { p.starredValue(token.Star, "cannot use a starred expression in a dictionary value") },
	}
	if p.tgt.UnpackInComp {
		mistakes = append(mistakes, func() {
			p.starredValue(token.DoubleStar, "cannot use dict unpacking in a dictionary value")
		})
	}
	p.firstOf(append(mistakes, p.missingValue)...)
}

// checkUnpackedItem looks for stars in an item where there can be none (CPython:
// invalid_kvpair_unpacking).
func (p *parser) checkUnpackedItem() {
	starredKey := func(star token.Kind, msg string) func() {
		return func() {
			at := p.pos
			p.expect(star)
			b := p.bitwiseOr()
			p.expect(token.Colon)
			p.expression()
			p.failRange(p.at(at), *b.Pos(), msg)
		}
	}
	starredValue := func(star token.Kind, msg string) func() {
		return func() {
			p.expression()
			p.expect(token.Colon)
			at := p.pos
			p.expect(star)
			b := p.bitwiseOr()
			p.failRange(p.at(at), *b.Pos(), msg)
		}
	}
	p.firstOf(
		func() {
			at := p.pos
			p.expect(token.DoubleStar)
			b := p.ifExpression()
			p.failRange(p.at(at), *b.Pos(), "invalid double starred expression. Did you forget to wrap the conditional expression in parentheses?")
		},
		starredKey(token.Star, "cannot use a starred expression in a dictionary key"),
		starredKey(token.DoubleStar, "cannot use dict unpacking in a dictionary key"),
		starredValue(token.Star, "cannot use a starred expression in a dictionary value"),
		starredValue(token.DoubleStar, "cannot use dict unpacking in a dictionary value"),
	)
}

// ifExpression parses a conditional expression, not in parentheses, and nothing less.
func (p *parser) ifExpression() ast.Expr {
	start := p.at(p.pos)
	e := p.diagConditional()
	if _, ok := e.(*ast.IfExp); !ok || e.Pos().Line != start.Line || e.Pos().Col != start.Col {
		p.fail()
	}
	return e
}

// diagComprehension is comprehension in the second pass.
func (p *parser) diagComprehension() []*ast.Comprehension {
	mark := p.compList.mark()
	for p.try(p.diagForIf) {
	}
	if p.compList.mark() == mark {
		p.fail()
	}
	return p.compList.take(mark)
}

// diagForIf parses one "for" of a comprehension.
func (p *parser) diagForIf() {
	p.look()
	if !p.atComprehension() {
		p.fail()
	}
	var target ast.Expr
	async := p.kind == token.Async
	if p.try(func() {
		p.got(token.Async)
		p.next()
		target = p.diagTargets()
		p.expect(token.In)
	}) {
		iter := p.disjunction()
		exprs := p.exprs.mark()
		p.diagOperands(token.If, p.disjunction)
		p.compList.push(p.generators.put(ast.Comprehension{
			Target: target, Iter: iter, Ifs: p.exprs.take(exprs), Async: async,
		}))
		return
	}
	if p.tgt.ForInError && (p.tgt.EagerMistakes || p.checking()) {
		p.firstOf(p.missingIn)
	}
	p.checkForTarget()
	p.fail()
}

// missingIn finds a "for" without "in".
func (p *parser) missingIn() {
	p.got(token.Async)
	p.expect(token.For)
	mark := p.exprs.mark()
	if p.diagElements(p.bitwiseOr) == 0 {
		p.fail()
	}
	p.exprs.drop(mark)
	p.not(token.In)
	p.failLast(0, "'in' expected after for-loop variables")
}

// checkForTarget looks for something that "for" cannot assign to (CPython:
// invalid_for_target).
func (p *parser) checkForTarget() {
	if !p.checking() {
		return
	}
	p.firstOf(func() {
		p.got(token.Async)
		p.expect(token.For)
		a := p.starExpressions()
		p.failTarget(a, forTarget)
	})
}
