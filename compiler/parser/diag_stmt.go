package parser

import (
	"strconv"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// diagStatements parses statements in the second pass, as many as there are.
func (p *parser) diagStatements(end token.Kind) []ast.Stmt {
	mark := p.stmts.mark()
	for p.try(p.diagStatement) {
	}
	if end == token.Dedent {
		if p.stmts.mark() == mark {
			p.fail()
		}
		p.expect(end)
	} else if p.kind != end {
		p.fail()
	}
	return p.stmts.take(mark)
}

// diagStatement parses one statement, or a line of simple ones.
func (p *parser) diagStatement() {
	p.look()
	var s ast.Stmt
	if p.try(func() { s = p.diagCompound() }) {
		p.stmts.push(s)
		return
	}
	p.simpleStmts()
}

// diagCompound parses a compound statement.
func (p *parser) diagCompound() ast.Stmt {
	start := p.pos
	switch p.kind {
	case token.If:
		return p.diagIf("if", false)
	case token.While:
		return p.diagWhile()
	case token.For:
		return p.diagFor(start)
	case token.With:
		return p.diagWith(start)
	case token.Try:
		return p.diagTry()
	case token.Def:
		return p.diagFunction(start, nil)
	case token.Class:
		return p.diagClass(nil)
	case token.At:
		return p.decorated()
	case token.Async:
		return p.async(nil)
	}
	return p.diagMatch()
}

// header is how a compound statement starts, for checkHeader.
type header struct {
	start int // index of the keyword that messages give the line of
	what  string
	parse func() // reads the header up to its colon
	// colon tells whether a missing colon is a mistake to look for here.
	colon bool
}

// checkHeader looks for a compound statement without its colon or its block.
func (p *parser) checkHeader(h header) {
	if !p.checking() {
		return
	}
	mistakes := []func(){func() {
		h.parse()
		p.expect(token.Colon)
		p.missingBlock(h)
	}}
	if h.colon {
		mistakes = append([]func(){func() {
			h.parse()
			p.expect(token.Newline)
			p.failLast(source.Syntax, "expected ':'")
		}}, mistakes...)
	}
	p.firstOf(mistakes...)
}

// missingBlock finds a header without a block.
func (p *parser) missingBlock(h header) {
	p.expect(token.Newline)
	p.not(token.Indent)
	p.failLast(source.Indentation, "expected an indented block after "+h.what+" on line "+
		strconv.Itoa(int(p.toks[h.start].Line)))
}

// diagBlock parses block in the second pass, without the colon.
func (p *parser) diagBlock() []ast.Stmt {
	p.look()
	key := int32(p.pos)
	if b, known := p.diag.blocks[key]; known {
		if b == nil {
			panic(failure{})
		}
		p.seek(b.end)
		return b.body
	}
	p.diag.blocks[key] = nil
	var body []ast.Stmt
	if p.kind == token.Newline {
		if !p.try(func() {
			p.next()
			p.expect(token.Indent)
			p.enter(blockDepth)
			body = p.diagStatements(token.Dedent)
			p.leave(blockDepth)
		}) {
			if p.checking() {
				p.firstOf(func() {
					p.expect(token.Newline)
					p.not(token.Indent)
					p.failLast(source.Indentation, "expected an indented block")
				})
			}
			p.fail()
		}
	} else {
		mark := p.stmts.mark()
		p.simpleStmts()
		body = p.stmts.take(mark)
	}
	p.diag.blocks[key] = &blockEntry{body, p.pos}
	return body
}

// diagIf parses an if or elif.
func (p *parser) diagIf(word string, elif bool) ast.Stmt {
	start := p.pos
	test := func() {
		p.next()
		p.namedExpression()
	}
	p.checkHeader(header{start, "'" + word + "' statement", test, true})
	p.next()
	s := p.ifs.put(ast.If{Test: p.namedExpression()})
	s.Body = p.block()
	p.look()
	if p.kind == token.Elif {
		p.enter(1)
		var next ast.Stmt
		ok := p.try(func() { next = p.diagIf("elif", true) })
		p.leave(1)
		if ok {
			s.OrElse = p.stmts.one(next)
			s.Span = p.stmtSpan(start)
			return s
		}
	}
	s.OrElse = p.diagElse()
	s.Span = p.stmtSpan(start)
	return s
}

// diagElse parses [else_block].
func (p *parser) diagElse() (body []ast.Stmt) {
	p.look()
	start := p.pos
	if p.kind != token.Else {
		return nil
	}
	p.try(func() {
		p.checkHeader(header{start, "'else' statement", p.next, false})
		if p.checking() && p.tgt.StatementMistakes {
			p.firstOf(func() {
				p.next()
				p.expect(token.Colon)
				p.diagBlock()
				p.expect(token.Elif)
				p.failLast(source.Syntax, "'elif' block follows an 'else' block")
			})
		}
		p.next()
		p.force(token.Colon)
		body = p.diagBlock()
	})
	return body
}

func (p *parser) diagWhile() ast.Stmt {
	start := p.pos
	p.checkHeader(header{start, "'while' statement", func() {
		p.next()
		p.namedExpression()
	}, true})
	return p.whileStmt()
}

// diagFor parses a for statement, which starts at a token of its own with async.
func (p *parser) diagFor(start int) ast.Stmt {
	keyword := p.pos
	p.checkHeader(header{keyword, "'for' statement", func() {
		p.next()
		p.diagTargets()
		p.expect(token.In)
		p.starExpressions()
	}, true})
	s := &ast.For{Async: start != p.pos}
	if p.try(func() {
		p.next()
		s.Target = p.diagTargets()
		p.expect(token.In)
	}) {
		s.Iter = p.starExpressions()
		s.Body = p.block()
		s.OrElse = p.diagElse()
		s.Span = p.stmtSpan(start)
		return s
	}
	p.checkForTarget()
	p.fail()
	return nil
}

// diagFunction parses a function, which starts at a token of its own with async.
func (p *parser) diagFunction(start int, decorators []ast.Expr) ast.Stmt {
	keyword := p.pos
	parse := func() {
		p.next()
		p.ident()
		p.typeParams()
		p.expect(token.LParen)
		p.diagParams()
		p.expect(token.RParen)
		p.diagReturns()
	}
	p.checkHeader(header{keyword, "function definition", parse, false})
	if p.checking() && !p.tgt.EagerDefErrors {
		p.firstOf(func() {
			p.next()
			p.ident()
			p.typeParams()
			p.force(token.LParen)
			p.diagParams()
			p.expect(token.RParen)
			p.diagReturns()
			p.force(token.Colon)
			p.diagBlock()
		})
	}
	return p.functionDef(start, decorators)
}

// diagParams parses [params].
func (p *parser) diagParams() {
	p.try(func() { p.parameters(token.RParen) })
}

// diagReturns parses an optional annotation of what a function returns.
func (p *parser) diagReturns() {
	p.try(func() {
		p.expect(token.Arrow)
		p.expression()
	})
}

func (p *parser) diagClass(decorators []ast.Expr) ast.Stmt {
	p.checkHeader(header{p.pos, "class definition", func() {
		p.next()
		p.ident()
		p.typeParams()
		p.try(func() { p.diagBases() })
	}, true})
	return p.classDef(decorators)
}

// diagBases parses the arguments of a class.
func (p *parser) diagBases() ([]ast.Expr, []*ast.Keyword) { return p.diagCallArgs(false) }

// diagSimpleStmt parses simple_stmt in the second pass.
func (p *parser) diagSimpleStmt() ast.Stmt {
	p.look()
	var s ast.Stmt
	if p.try(func() { s = p.diagAssignment() }) {
		return s
	}
	if p.try(func() { s = p.plainSimpleStmt() }) {
		return s
	}
	p.fail()
	return nil
}

// diagRaise parses raise_stmt where it is looked for a missing expression.
func (p *parser) diagRaise() ast.Stmt {
	start := p.pos
	s := &ast.Raise{}
	if p.try(func() {
		p.next()
		s.Exc = p.expression()
		p.expect(token.From)
		s.Cause = p.expression()
	}) {
		s.Span = p.span(start)
		return s
	}
	p.checkRaise()
	p.next()
	s.Exc, s.Cause = p.expr(p.expression), nil
	s.Span = p.span(start)
	return s
}

// diagAssignment parses assignment in the second pass.
func (p *parser) diagAssignment() ast.Stmt {
	start := p.pos
	var s ast.Stmt
	// An annotation, of a name or of something else.
	for _, target := range []func() ast.Expr{
		func() ast.Expr { return p.name(ast.Store) },
		p.diagSingleTarget,
	} {
		if p.try(func() {
			e := target()
			p.expect(token.Colon)
			p.expression()
			p.try(func() {
				p.expect(token.Equal)
				p.yieldOrStar()
			})
			s = &ast.AnnAssign{Span: p.span(start), Target: e}
		}) {
			return s
		}
	}
	if p.try(func() { s = p.diagPlainAssign() }) {
		return s
	}
	if p.try(func() {
		p.diagSingleTarget()
		p.augOperator()
	}) {
		// There is no going back behind the operator.
		return &ast.AugAssign{Value: p.yieldOrStar()}
	}
	if p.checking() {
		p.checkAssignment()
	}
	p.fail()
	return nil
}

// diagPlainAssign parses an assignment with "=".
func (p *parser) diagPlainAssign() ast.Stmt {
	start := p.pos
	if p.diagTargetsEqual() == 0 {
		p.fail()
	}
	value := p.yieldOrStar()
	p.not(token.Equal)
	return &ast.Assign{Span: p.span(start), Value: value}
}

// diagTargetsEqual reads targets, each with its "=", and tells how many there are.
func (p *parser) diagTargetsEqual() (count int) {
	for p.try(func() {
		p.diagTargets()
		p.expect(token.Equal)
	}) {
		count++
	}
	return count
}

// augOperator reads the operator of an augmented assignment.
func (p *parser) augOperator() {
	p.look()
	if p.kind < token.PlusEqual || p.kind > token.DoubleSlashEqual {
		p.fail()
	}
	p.next()
}

// checkAssignment looks for mistakes in an assignment (CPython: invalid_assignment).
func (p *parser) checkAssignment() {
	p.firstOf(
		func() {
			a := p.annotatedDisplay()
			p.expect(token.Colon)
			p.expression()
			p.failNode(a, "only single target (not "+exprName(a)+") can be annotated")
		},
		func() {
			a := p.starNamedExpression()
			p.expect(token.Comma)
			mark := p.exprs.mark()
			for p.diagElements(p.starNamedExpression) > 0 {
			}
			p.exprs.drop(mark)
			p.expect(token.Colon)
			p.expression()
			p.failNode(a, "only single target (not tuple) can be annotated")
		},
		func() {
			a := p.expression()
			p.expect(token.Colon)
			p.expression()
			p.failNode(a, "illegal target for annotation")
		},
		func() {
			p.diagTargetsEqual()
			a := p.starExpressions()
			p.expect(token.Equal)
			p.failTarget(a, starTarget)
		},
		func() {
			p.diagTargetsEqual()
			p.need(token.Yield)
			a := p.yield()
			p.expect(token.Equal)
			p.failNode(a, "assignment to yield expression not possible")
		},
		func() {
			a := p.starExpressions()
			p.augOperator()
			p.yieldOrStar()
			p.failNode(a, "'"+exprName(a)+"' is an illegal expression for augmented assignment")
		},
	)
}

// annotatedDisplay parses a list or a tuple, in parentheses perhaps.
func (p *parser) annotatedDisplay() ast.Expr {
	p.look()
	if p.kind == token.LBracket {
		return p.diagList()
	}
	p.need(token.LParen)
	if e := p.expr(p.diagTuple); e != nil {
		return e
	}
	p.next()
	e := p.annotatedDisplay()
	p.expect(token.RParen)
	return e
}

// checkDel looks for what cannot be deleted (CPython: invalid_del_stmt).
func (p *parser) checkDel() {
	p.firstOf(func() {
		p.next()
		p.failTarget(p.starExpressions(), delTarget)
	})
}
