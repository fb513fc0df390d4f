package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// statements parses the statements of a block, and the Dedent that ends them.
func (p *parser) statements() []ast.Stmt {
	mark := p.stmts.mark()
	for p.kind != token.Dedent {
		p.statement()
	}
	p.next()
	return p.stmts.take(mark)
}

// statement parses a compound statement or a line of simple ones, and pushes them
// on the stack of statements.
func (p *parser) statement() {
	var s ast.Stmt
	switch p.kind {
	case token.If:
		s = p.ifStmt()
	case token.For:
		s = p.forStmt(p.pos)
	case token.While:
		s = p.whileStmt()
	case token.With:
		s = p.withStmt(p.pos)
	case token.Try:
		s = p.tryStmt()
	case token.Def:
		s = p.functionDef(p.pos, nil)
	case token.Class:
		s = p.classDef(nil)
	case token.At:
		s = p.decorated()
	case token.Async:
		s = p.async(nil)
	case token.Name:
		if p.isWord(p.pos, "match") && p.atMatch() {
			s = p.matchStmt()
			break
		}
		p.simpleStmts()
		return
	default:
		p.simpleStmts()
		return
	}
	p.stmts.push(s)
}

// simpleStmts parses a line of simple statements.
func (p *parser) simpleStmts() {
	for {
		p.stmts.push(p.simpleStmt())
		if p.got(token.Newline) {
			return
		}
		p.expect(token.Semicolon)
		if p.got(token.Newline) {
			return
		}
	}
}

// simpleStmt parses one simple statement.
func (p *parser) simpleStmt() ast.Stmt {
	if p.diag != nil {
		return p.diagSimpleStmt()
	}
	return p.plainSimpleStmt()
}

func (p *parser) plainSimpleStmt() ast.Stmt {
	start := p.pos
	switch p.kind {
	case token.Return:
		p.next()
		var value ast.Expr
		if p.startsStarExpr() {
			value = p.starExpressions()
		}
		return p.returns.put(ast.Return{Span: p.span(start), Value: value})
	case token.Import:
		return p.importName(start, false)
	case token.From:
		return p.importFrom(start, false)
	case token.Raise:
		return p.raiseStmt()
	case token.Pass:
		p.next()
		return &ast.Pass{Span: p.span(start)}
	case token.Del:
		return p.delStmt()
	case token.Assert:
		return p.assertStmt()
	case token.Break:
		p.next()
		return &ast.Break{Span: p.span(start)}
	case token.Continue:
		p.next()
		return &ast.Continue{Span: p.span(start)}
	case token.Global:
		ids := p.identList()
		return &ast.Global{Span: p.span(start), Names: ids}
	case token.Nonlocal:
		ids := p.identList()
		return &ast.Nonlocal{Span: p.span(start), Names: ids}
	case token.Name:
		if s := p.softKeywordStmt(); s != nil {
			return s
		}
	}
	return p.exprStmt()
}

// softKeywordStmt parses a simple statement that a soft keyword starts, or
// returns nil.
func (p *parser) softKeywordStmt() ast.Stmt {
	switch next := p.peek(); {
	case next == token.Name:
		if p.tgt.TypeParams && p.isWord(p.pos, "type") {
			return p.typeAlias()
		}
	case next == token.Import || next == token.From:
		if p.tgt.LazyImports && p.isWord(p.pos, "lazy") {
			start := p.pos
			p.next()
			if next == token.Import {
				return p.importName(start, true)
			}
			return p.importFrom(start, true)
		}
	}
	return nil
}

// exprStmt parses an assignment of any kind, or an expression.
func (p *parser) exprStmt() ast.Stmt {
	start := p.pos
	e := p.yieldOrStar()
	switch k := p.kind; {
	case p.diag != nil: // assignments have been tried before
	case k == token.Equal:
		return p.assign(start, e)
	case k == token.Colon:
		return p.annAssign(start, e)
	case k >= token.PlusEqual && k <= token.DoubleSlashEqual:
		if !isSingleTarget(e) {
			p.fail()
		}
		setContext(e, ast.Store)
		p.next()
		value := p.yieldOrStar()
		return p.augAssigns.put(ast.AugAssign{
			Span: p.span(start), Target: e, Op: augmented[k-token.PlusEqual], Value: value,
		})
	}
	return p.exprStmts.put(ast.ExprStmt{Span: p.span(start), Value: e})
}

// augmented are the operators of augmented assignments, in the order of their tokens.
var augmented = [...]ast.Operator{
	ast.Add, ast.Sub, ast.Mult, ast.MatMult, ast.Div, ast.Mod, ast.Pow,
	ast.LShift, ast.RShift, ast.BitOr, ast.BitXor, ast.BitAnd, ast.FloorDiv,
}

// assign parses the rest of an assignment behind the first target.
func (p *parser) assign(start int, target ast.Expr) ast.Stmt {
	mark := p.exprs.mark()
	value := target
	for p.kind == token.Equal {
		if !setContext(value, ast.Store) {
			p.fail()
		}
		p.exprs.push(value)
		p.next()
		value = p.yieldOrStar()
	}
	targets := p.exprs.take(mark)
	return p.assigns.put(ast.Assign{Span: p.span(start), Targets: targets, Value: value})
}

// annAssign parses the rest of an annotated assignment behind the target.
func (p *parser) annAssign(start int, target ast.Expr) ast.Stmt {
	if !isSingleTarget(target) {
		p.fail()
	}
	_, simple := target.(*ast.Name)
	simple = simple && p.toks[start].Kind == token.Name
	setContext(target, ast.Store)
	p.next()
	annotation := p.expression()
	var value ast.Expr
	if p.got(token.Equal) {
		value = p.yieldOrStar()
	}
	return &ast.AnnAssign{Span: p.span(start), Target: target, Annotation: annotation, Value: value, Simple: simple}
}

// delStmt parses del_stmt.
func (p *parser) delStmt() ast.Stmt {
	if p.diag == nil {
		return p.plainDel()
	}
	var s ast.Stmt
	if !p.try(func() { s = p.plainDel() }) {
		if p.checking() {
			p.checkDel()
		}
		p.fail()
	}
	return s
}

func (p *parser) plainDel() ast.Stmt {
	start := p.pos
	p.next()
	mark := p.exprs.mark()
	for {
		e := p.primary()
		if !setContext(e, ast.Del) {
			p.fail()
		}
		p.exprs.push(e)
		if !p.got(token.Comma) || !startsExpr[p.kind] {
			break
		}
	}
	if p.kind != token.Newline && p.kind != token.Semicolon {
		p.fail()
	}
	targets := p.exprs.take(mark)
	return &ast.Delete{Span: p.span(start), Targets: targets}
}

// raiseStmt parses raise_stmt.
func (p *parser) raiseStmt() ast.Stmt {
	start := p.pos
	if p.checking() && p.tgt.UnpackInComp {
		return p.diagRaise()
	}
	p.next()
	var exc, cause ast.Expr
	if startsExpr[p.kind] {
		exc = p.expression()
		if p.got(token.From) {
			cause = p.expression()
		}
	}
	return &ast.Raise{Span: p.span(start), Exc: exc, Cause: cause}
}

// assertStmt parses assert_stmt.
func (p *parser) assertStmt() ast.Stmt {
	start := p.pos
	if p.checking() && p.tgt.UnpackInComp {
		p.checkAssert()
	}
	p.next()
	test := p.expression()
	var msg ast.Expr
	if p.got(token.Comma) {
		msg = p.expression()
	}
	return &ast.Assert{Span: p.span(start), Test: test, Msg: msg}
}

// identList parses the names of a global or nonlocal statement.
func (p *parser) identList() []ast.Ident {
	p.next()
	mark := p.idList.mark()
	p.idList.push(p.ident())
	for p.got(token.Comma) {
		p.idList.push(p.ident())
	}
	return p.idList.take(mark)
}

// typeAlias parses type_alias (PEP 695).
func (p *parser) typeAlias() ast.Stmt {
	start := p.pos
	p.next()
	name := p.name(ast.Store)
	params := p.typeParams()
	p.expect(token.Equal)
	value := p.expression()
	return &ast.TypeAlias{Span: p.span(start), Name: name, TypeParams: params, Value: value}
}
