package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// diagWith parses a with statement, which starts at a token of its own with async.
func (p *parser) diagWith(start int) ast.Stmt {
	keyword := p.pos
	if p.checking() {
		p.firstOf(
			func() {
				p.withHeader(false)
				p.expect(token.Colon)
				p.missingBlock(header{start: keyword, what: "'with' statement"})
			},
			func() {
				p.withHeader(true)
				p.expect(token.Colon)
				p.missingBlock(header{start: keyword, what: "'with' statement"})
			},
		)
	}
	s := &ast.With{Async: start != keyword}
	if p.try(func() {
		p.next()
		p.expect(token.LParen)
		s.Items = p.diagItemList()
		p.look()
		p.got(token.Comma)
		p.expect(token.RParen)
		s.Body = p.block()
	}) || p.try(func() {
		p.next()
		s.Items = p.diagItemList()
		s.Body = p.block()
	}) {
		s.Span = p.stmtSpan(start)
		return s
	}
	if p.checking() {
		mistakes := []func(){
			func() {
				p.withHeader(false)
				p.expect(token.Newline)
				p.failLast(source.Syntax, "expected ':'")
			},
			func() {
				p.withHeader(true)
				p.expect(token.Newline)
				p.failLast(source.Syntax, "expected ':'")
			},
		}
		if p.tgt.ParametersNamedSo {
			mistakes = append(mistakes, func() {
				p.withHeader(false)
				at := p.pos
				p.expect(token.Comma)
				p.expect(token.Colon)
				p.failToken(at, "the last 'with' item has a trailing comma")
			})
		}
		p.firstOf(mistakes...)
	}
	p.fail()
	return nil
}

// diagItemList parses with items.
func (p *parser) diagItemList() []*ast.WithItem {
	mark := p.items.mark()
	p.items.push(p.diagWithItem())
	for p.try(func() {
		p.expect(token.Comma)
		p.items.push(p.diagWithItem())
	}) {
	}
	return p.items.take(mark)
}

// diagWithItem parses with_item.
func (p *parser) diagWithItem() *ast.WithItem {
	item := &ast.WithItem{}
	if p.try(func() {
		item.Context = p.expression()
		p.expect(token.As)
		item.Vars = p.diagTarget()
		p.need(token.Comma, token.RParen, token.Colon)
	}) {
		return item
	}
	if p.checking() {
		p.firstOf(func() {
			p.expression()
			p.expect(token.As)
			a := p.expression()
			p.need(token.Comma, token.RParen, token.Colon)
			p.failTarget(a, starTarget)
		})
	}
	return &ast.WithItem{Context: p.expression()}
}

// withHeader reads the items of a with statement loosely, in parentheses or not.
func (p *parser) withHeader(parens bool) {
	p.expect(token.With)
	context := func() { p.expression() }
	if parens {
		p.expect(token.LParen)
		context = func() { p.diagExpressions() }
	}
	item := func() {
		context()
		p.try(func() {
			p.expect(token.As)
			p.diagTarget()
		})
	}
	p.keywordArgs(item)
	if parens {
		p.look()
		p.got(token.Comma)
		p.expect(token.RParen)
	}
}

// diagExpressions parses expressions: without stars, with commas.
func (p *parser) diagExpressions() ast.Expr { return p.diagTupleOf(p.expression) }

// diagTupleOf parses elements with commas between them, or a single one without.
func (p *parser) diagTupleOf(element func() ast.Expr) ast.Expr {
	start := p.pos
	mark := p.exprs.mark()
	if p.diagElements(element) == 0 {
		p.fail()
	}
	elts := p.exprs.take(mark)
	if len(elts) == 1 && p.toks[p.pos-1].Kind != token.Comma {
		return elts[0]
	}
	return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts})
}

// diagTry parses try_stmt in the second pass.
func (p *parser) diagTry() ast.Stmt {
	start := p.pos
	if p.checking() {
		p.firstOf(
			func() {
				p.next()
				p.expect(token.Colon)
				p.missingBlock(header{start: start, what: "'try' statement"})
			},
			func() {
				p.next()
				p.expect(token.Colon)
				p.diagBlock()
				p.not(token.Except, token.Finally)
				p.failLast(source.Syntax, "expected 'except' or 'finally' block")
			},
			func() { p.mixedHandlers(false) },
			func() { p.mixedHandlers(true) },
		)
	}
	p.next()
	p.force(token.Colon)
	t := &ast.Try{Body: p.diagBlock()}
	if p.try(func() { t.FinalBody = p.diagFinally() }) {
		t.Span = p.stmtSpan(start)
		return t
	}
	mark := p.handlers.mark()
	for _, star := range []bool{false, true} {
		for p.try(func() { p.handlers.push(p.diagHandler(star)) }) {
			t.Star = star
		}
		if p.handlers.mark() > mark {
			break
		}
	}
	t.Handlers = p.handlers.take(mark)
	if t.Handlers == nil {
		p.fail()
	}
	t.OrElse = p.diagElse()
	p.try(func() { t.FinalBody = p.diagFinally() })
	t.Span = p.stmtSpan(start)
	return t
}

// mixedHandlers finds except* behind except, or with stars the other way round.
func (p *parser) mixedHandlers(stars bool) {
	const msg = "cannot have both 'except' and 'except*' on the same 'try'"
	p.next()
	p.expect(token.Colon)
	for p.try(func() { p.diagBlock() }) {
	}
	count := 0
	for p.try(func() { p.diagHandler(stars) }) {
		count++
	}
	if count == 0 {
		p.fail()
	}
	at := p.pos
	p.expect(token.Except)
	if stars {
		p.try(p.handlerType)
		p.expect(token.Colon)
		p.failToken(at, msg)
	}
	p.expect(token.Star)
	p.handlerType()
	p.expect(token.Colon)
	p.failRange(p.at(at), p.at(at+1), msg)
}

// handlerType reads expression ['as' NAME].
func (p *parser) handlerType() {
	p.expression()
	p.asName()
}

func (p *parser) asName() {
	p.try(func() {
		p.expect(token.As)
		p.ident()
	})
}

func (p *parser) diagFinally() []ast.Stmt {
	p.need(token.Finally)
	p.checkHeader(header{p.pos, "'finally' statement", p.next, false})
	p.next()
	p.force(token.Colon)
	return p.diagBlock()
}

// diagHandler parses except_block or except_star_block.
func (p *parser) diagHandler(star bool) *ast.ExceptHandler {
	p.need(token.Except)
	start := p.pos
	if p.checking() {
		if star {
			p.checkHeader(header{start, "'except*' statement", func() {
				p.next()
				p.expect(token.Star)
				p.handlerType()
			}, false})
		} else {
			p.checkHeader(header{start, "'except' statement", func() {
				p.next()
				p.handlerType()
			}, false})
			p.checkHeader(header{start, "'except' statement", p.next, false})
		}
	}
	var h *ast.ExceptHandler
	if p.try(func() {
		p.lookBehind()
		if (p.peek() == token.Star) != star {
			p.fail()
		}
		h = p.exceptBlock(star)
	}) {
		return h
	}
	if p.checking() {
		p.checkHandler(star)
	}
	p.fail()
	return nil
}

// checkHandler looks for mistakes in an except clause (CPython: invalid_except_stmt
// and, where it is apart, invalid_except_star_stmt).
func (p *parser) checkHandler(star bool) {
	apart := p.tgt.BareExceptTuples
	// begin reads the keyword and its star.
	begin := func() {
		p.next()
		p.look()
		switch {
		case !apart:
			p.got(token.Star)
		case star:
			p.expect(token.Star)
		}
	}
	noTypes := func() {
		p.next()
		p.expect(token.Star)
		p.need(token.Newline, token.Colon)
		p.next()
		p.failLast(source.Syntax, "expected one or more exception types")
	}
	mistakes := []func(){
		func() {
			begin()
			at := p.pos
			p.expression()
			p.expect(token.Comma)
			p.diagExpressions()
			msg := "multiple exception types must be parenthesized"
			if apart {
				p.expect(token.As)
				p.ident()
				msg += " when using 'as'"
			} else {
				p.asName()
			}
			p.expect(token.Colon)
			p.failFrom(at, msg)
		},
		func() {
			begin()
			p.handlerType()
			p.expect(token.Newline)
			p.failLast(source.Syntax, "expected ':'")
		},
	}
	if !apart || !star {
		mistakes = append(mistakes, func() {
			p.next()
			p.expect(token.Newline)
			p.failLast(source.Syntax, "expected ':'")
		})
	}
	if !apart || star {
		mistakes = append(mistakes, noTypes)
	}
	if apart {
		mistakes = append(mistakes, func() {
			begin()
			p.expression()
			p.expect(token.As)
			a := p.expression()
			p.expect(token.Colon)
			p.diagBlock()
			name := "except"
			if star {
				name = "except*"
			}
			p.failNode(a, "cannot use "+name+" statement with "+exprName(a))
		})
	}
	p.firstOf(mistakes...)
}
