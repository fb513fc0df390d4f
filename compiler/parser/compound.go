package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// block parses block, the colon before it included.
func (p *parser) block() []ast.Stmt {
	p.expect(token.Colon)
	if p.diag != nil {
		return p.diagBlock()
	}
	if !p.got(token.Newline) {
		mark := p.stmts.mark()
		p.simpleStmts()
		return p.stmts.take(mark)
	}
	p.expect(token.Indent)
	p.enter(blockDepth)
	body := p.statements()
	p.leave(blockDepth)
	return body
}

// forcedBlock is block behind a keyword that only its colon can follow.
func (p *parser) forcedBlock() []ast.Stmt {
	if p.kind != token.Colon {
		p.force(token.Colon)
	}
	return p.block()
}

// elseBlock parses [else_block].
func (p *parser) elseBlock() []ast.Stmt {
	if p.diag != nil {
		return p.diagElse()
	}
	if !p.got(token.Else) {
		return nil
	}
	return p.forcedBlock()
}

// ifStmt parses if_stmt. Its elif clauses nest in the tree, so that all of them
// end where the statement ends; they are parsed in a loop.
func (p *parser) ifStmt() ast.Stmt {
	start := p.pos
	first := p.ifClause()
	last := first
	depth := p.depth
	for p.kind == token.Elif {
		if last == first {
			p.enter(elifDepth)
		}
		p.enter(1)
		clause := p.ifClause()
		last.OrElse = p.stmts.one(clause)
		last = clause
	}
	last.OrElse = p.elseBlock()
	p.depth = depth
	end := p.stmtSpan(start)
	for clause := first; ; {
		clause.EndLine, clause.EndCol = end.EndLine, end.EndCol
		if clause == last {
			return first
		}
		clause = clause.OrElse[0].(*ast.If)
	}
}

// ifClause parses the condition and the block of an if or elif.
func (p *parser) ifClause() *ast.If {
	start := p.pos
	p.next()
	test := p.namedExpression()
	clause := p.ifs.put(ast.If{Span: p.span(start), Test: test})
	clause.Body = p.block()
	return clause
}

// whileStmt parses while_stmt.
func (p *parser) whileStmt() ast.Stmt {
	start := p.pos
	p.next()
	test := p.namedExpression()
	body := p.block()
	orElse := p.elseBlock()
	return &ast.While{Span: p.stmtSpan(start), Test: test, Body: body, OrElse: orElse}
}

// forStmt parses for_stmt, which starts at a token of its own with async.
func (p *parser) forStmt(start int) ast.Stmt {
	async := start != p.pos
	p.next()
	target := p.starTargets()
	p.expect(token.In)
	iter := p.starExpressions()
	body := p.block()
	orElse := p.elseBlock()
	return &ast.For{Span: p.stmtSpan(start), Async: async, Target: target, Iter: iter, Body: body, OrElse: orElse}
}

// async parses the statement behind async.
func (p *parser) async(decorators []ast.Expr) ast.Stmt {
	start := p.pos
	p.next()
	switch {
	case p.kind == token.Def:
		return p.function(start, decorators)
	case decorators != nil:
	case p.kind == token.For:
		if p.diag != nil {
			return p.diagFor(start)
		}
		return p.forStmt(start)
	case p.kind == token.With:
		if p.diag != nil {
			return p.diagWith(start)
		}
		return p.withStmt(start)
	}
	p.fail()
	return nil
}

// decorated parses a function or class with decorators.
func (p *parser) decorated() ast.Stmt {
	mark := p.exprs.mark()
	for p.got(token.At) {
		p.exprs.push(p.namedExpression())
		p.expect(token.Newline)
	}
	decorators := p.exprs.take(mark)
	switch p.kind {
	case token.Def:
		return p.function(p.pos, decorators)
	case token.Class:
		if p.diag != nil {
			return p.diagClass(decorators)
		}
		return p.classDef(decorators)
	case token.Async:
		return p.async(decorators)
	}
	p.fail()
	return nil
}

// function parses a function in either pass.
func (p *parser) function(start int, decorators []ast.Expr) ast.Stmt {
	if p.diag != nil {
		return p.diagFunction(start, decorators)
	}
	return p.functionDef(start, decorators)
}

// functionDef parses function_def_raw, which starts at a token of its own with async.
func (p *parser) functionDef(start int, decorators []ast.Expr) ast.Stmt {
	async := start != p.pos
	p.next()
	name := p.ident()
	params := p.typeParams()
	if p.tgt.EagerDefErrors {
		p.force(token.LParen)
	} else {
		p.expect(token.LParen)
	}
	args := p.parameters(token.RParen)
	p.expect(token.RParen)
	var returns ast.Expr
	if p.diag != nil {
		p.diagReturns()
	} else if p.got(token.Arrow) {
		returns = p.expression()
	}
	if p.tgt.EagerDefErrors && p.kind != token.Colon {
		p.force(token.Colon)
	}
	body := p.block()
	return p.functionDefs.put(ast.FunctionDef{
		Span: p.stmtSpan(start), Async: async, Name: name, Args: args, Body: body,
		Decorators: decorators, Returns: returns, TypeParams: params,
	})
}

// classDef parses class_def_raw.
func (p *parser) classDef(decorators []ast.Expr) ast.Stmt {
	start := p.pos
	p.next()
	name := p.ident()
	params := p.typeParams()
	var bases []ast.Expr
	var keywords []*ast.Keyword
	if p.kind == token.LParen {
		bases, keywords = p.callArgs(false)
	}
	body := p.block()
	return &ast.ClassDef{
		Span: p.stmtSpan(start), Name: name, Bases: bases, Keywords: keywords, Body: body,
		Decorators: decorators, TypeParams: params,
	}
}

// tryStmt parses try_stmt.
func (p *parser) tryStmt() ast.Stmt {
	start := p.pos
	p.next()
	t := &ast.Try{Body: p.forcedBlock()}
	mark := p.handlers.mark()
	for p.kind == token.Except {
		star := p.peek() == token.Star
		if p.handlers.mark() > mark && star != t.Star {
			p.fail()
		}
		t.Star = star
		p.handlers.push(p.exceptBlock(star))
	}
	t.Handlers = p.handlers.take(mark)
	if t.Handlers != nil {
		t.OrElse = p.elseBlock()
	}
	if p.kind == token.Finally {
		p.next()
		t.FinalBody = p.forcedBlock()
	} else if t.Handlers == nil {
		p.fail()
	}
	t.Span = p.stmtSpan(start)
	return t
}

// exceptBlock parses except_block or except_star_block.
func (p *parser) exceptBlock(star bool) *ast.ExceptHandler {
	start := p.pos
	p.next()
	if star {
		p.next()
	}
	h := &ast.ExceptHandler{}
	if star || p.kind != token.Colon {
		at := p.pos
		h.Type = p.expression()
		if p.kind == token.Comma && p.tgt.BareExceptTuples {
			h.Type = p.bareExceptTuple(at, h.Type)
		} else if p.got(token.As) {
			h.Name = p.ident()
		}
	}
	h.Body = p.block()
	h.Span = p.stmtSpan(start)
	return h
}

// bareExceptTuple parses the rest of a tuple of exceptions without parentheses
// (PEP 758), which takes no "as".
func (p *parser) bareExceptTuple(start int, first ast.Expr) ast.Expr {
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.got(token.Comma) && startsExpr[p.kind] {
		p.exprs.push(p.expression())
	}
	elts := p.exprs.take(mark)
	return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts})
}
