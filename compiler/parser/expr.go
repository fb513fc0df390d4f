package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// startsExpr tells which tokens an expression can start with.
var startsExpr = func() (t [token.NumKinds]bool) {
	for _, k := range []token.Kind{
		token.Name, token.Number, token.String, token.FStringStart, token.TStringStart,
		token.LParen, token.LBracket, token.LBrace, token.Ellipsis,
		token.Plus, token.Minus, token.Tilde, token.Not, token.Await, token.Lambda,
		token.False, token.None, token.True,
	} {
		t[k] = true
	}
	return t
}()

// startsStarExpr tells whether an expression or a starred one is next.
func (p *parser) startsStarExpr() bool { return startsExpr[p.kind] || p.kind == token.Star }

// starExpressions parses star_expressions: a tuple needs no parentheses.
func (p *parser) starExpressions() ast.Expr {
	if p.diag != nil {
		return p.diagTupleOf(p.starExpression)
	}
	start := p.pos
	first := p.starExpression()
	if p.kind != token.Comma {
		return first
	}
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.got(token.Comma) && p.startsStarExpr() {
		p.exprs.push(p.starExpression())
	}
	elts := p.exprs.take(mark)
	return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts})
}

// starExpression parses star_expression.
func (p *parser) starExpression() ast.Expr {
	if p.kind == token.Star {
		return p.starred()
	}
	return p.expression()
}

// starred parses "*" bitwise_or.
func (p *parser) starred() ast.Expr {
	start := p.pos
	p.next()
	value := p.bitwiseOr()
	return p.starreds.put(ast.Starred{Span: p.span(start), Value: value})
}

// starredArgument parses "*" expression, as calls and subscripts have it.
func (p *parser) starredArgument() ast.Expr {
	if p.diag != nil {
		return p.diagStarredArgument()
	}
	start := p.pos
	p.next()
	value := p.expression()
	return p.starreds.put(ast.Starred{Span: p.span(start), Value: value})
}

// starNamedExpression parses star_named_expression.
func (p *parser) starNamedExpression() ast.Expr {
	if p.kind == token.Star {
		return p.starred()
	}
	return p.namedExpression()
}

// namedExpression parses named_expression (PEP 572).
func (p *parser) namedExpression() ast.Expr {
	if p.diag != nil {
		return p.diagNamedExpression()
	}
	if p.kind == token.Name && p.peek() == token.ColonEqual {
		return p.assignmentExpression()
	}
	e := p.expression()
	if p.kind == token.ColonEqual {
		p.fail()
	}
	return e
}

// assignmentExpression parses assignment_expression.
func (p *parser) assignmentExpression() ast.Expr {
	start := p.pos
	target := p.name(ast.Store)
	p.expect(token.ColonEqual)
	value := p.expression()
	return p.namedExprs.put(ast.NamedExpr{Span: p.span(start), Target: target, Value: value})
}

// yieldOrStar parses yield_expr | star_expressions.
func (p *parser) yieldOrStar() ast.Expr {
	if p.kind == token.Yield {
		return p.yield()
	}
	return p.starExpressions()
}

// yield parses yield_expr.
func (p *parser) yield() ast.Expr {
	start := p.pos
	p.next()
	if p.got(token.From) {
		value := p.expression()
		return &ast.YieldFrom{Span: p.span(start), Value: value}
	}
	var value ast.Expr
	if p.startsStarExpr() {
		value = p.starExpressions()
	}
	return &ast.Yield{Span: p.span(start), Value: value}
}

// expression parses expression: a conditional expression or a lambda at most.
func (p *parser) expression() ast.Expr {
	if p.diag != nil {
		return p.diagExpression()
	}
	if p.kind == token.Lambda {
		return p.lambda()
	}
	start := p.pos
	body := p.disjunction()
	if p.kind != token.If {
		return body
	}
	p.next()
	test := p.disjunction()
	p.expect(token.Else)
	p.enter(p.tgt.ConditionalDepth)
	orElse := p.expression()
	p.leave(p.tgt.ConditionalDepth)
	return p.ifExps.put(ast.IfExp{Span: p.span(start), Test: test, Body: body, OrElse: orElse})
}

// lambda parses lambdef.
func (p *parser) lambda() ast.Expr {
	start := p.pos
	p.next()
	args := p.lambdaParameters()
	p.expect(token.Colon)
	p.enter(lambdaDepth)
	body := p.expression()
	p.leave(lambdaDepth)
	return p.lambdas.put(ast.Lambda{Span: p.span(start), Args: args, Body: body})
}

// disjunction parses operands of "or".
func (p *parser) disjunction() ast.Expr {
	if p.diag != nil {
		return p.diagDisjunction()
	}
	start := p.pos
	first := p.conjunction()
	if p.kind != token.Or {
		return first
	}
	mark := p.exprs.mark()
	p.exprs.push(first)
	p.enter(operandDepth)
	for p.got(token.Or) {
		p.exprs.push(p.conjunction())
	}
	p.leave(operandDepth)
	values := p.exprs.take(mark)
	return p.boolOps.put(ast.BoolOp{Span: p.span(start), Op: ast.Or, Values: values})
}

// conjunction parses operands of "and".
func (p *parser) conjunction() ast.Expr {
	start := p.pos
	first := p.inversion()
	if p.kind != token.And {
		return first
	}
	mark := p.exprs.mark()
	p.exprs.push(first)
	p.enter(operandDepth)
	for p.got(token.And) {
		p.exprs.push(p.inversion())
	}
	p.leave(operandDepth)
	values := p.exprs.take(mark)
	return p.boolOps.put(ast.BoolOp{Span: p.span(start), Op: ast.And, Values: values})
}

// inversion parses "not" or a comparison.
func (p *parser) inversion() ast.Expr {
	if p.kind != token.Not {
		return p.comparison()
	}
	start := p.pos
	p.next()
	p.enter(unaryDepth)
	operand := p.inversion()
	p.leave(unaryDepth)
	return p.unaryOps.put(ast.UnaryOp{Span: p.span(start), Op: ast.Not, Operand: operand})
}

// comparison parses a chain of comparisons.
func (p *parser) comparison() ast.Expr {
	if p.diag != nil {
		return p.diagComparison()
	}
	start := p.pos
	left := p.bitwiseOr()
	op, ok := p.comparisonOp()
	if !ok {
		return left
	}
	ops, exprs := p.cmpOps.mark(), p.exprs.mark()
	p.enter(comparisonDepth)
	for ok {
		p.cmpOps.push(op)
		p.exprs.push(p.bitwiseOr())
		op, ok = p.comparisonOp()
	}
	p.leave(comparisonDepth)
	return p.compares.put(ast.Compare{
		Span: p.span(start), Left: left,
		Ops: p.cmpOps.take(ops), Comparators: p.exprs.take(exprs),
	})
}

// comparisonOp reads a comparison operator, if one is next.
func (p *parser) comparisonOp() (op ast.CmpOperator, ok bool) {
	switch p.kind {
	case token.EqEqual:
		op = ast.Eq
	case token.NotEqual:
		p.checkNotEqual()
		op = ast.NotEq
	case token.Less:
		op = ast.Lt
		if p.barry && p.atOldNotEqual() {
			p.next()
			op = ast.NotEq
		}
	case token.LessEqual:
		op = ast.LtE
	case token.Greater:
		op = ast.Gt
	case token.GreaterEqual:
		op = ast.GtE
	case token.In:
		op = ast.In
	case token.Is:
		op = ast.Is
		if p.peek() == token.Not {
			p.next()
			op = ast.IsNot
		}
	case token.Not:
		if p.peek() != token.In {
			p.lookBehind()
			return 0, false
		}
		p.next()
		op = ast.NotIn
	default:
		return 0, false
	}
	p.next()
	return op, true
}

// atOldNotEqual tells whether "<>" is next in a version where it is two tokens.
func (p *parser) atOldNotEqual() bool {
	return p.tgt.PairedNotEqual && p.kind == token.Less && p.peek() == token.Greater &&
		p.toks[p.pos].End == p.toks[p.pos+1].Start
}

// checkNotEqual rejects "<>", or under PEP 401 "!=".
func (p *parser) checkNotEqual() {
	if old := p.textAt(p.pos) == "<>"; old == p.barry {
		return
	}
	if p.barry {
		p.failToken(p.pos, "with Barry as BDFL, use '<>' instead of '!='")
	}
	p.fail()
}

// binary is the precedence of a binary operator, and what it is; precedence 0
// means that a token is none.
type binary struct {
	prec uint8
	op   ast.Operator
}

var binaries = [token.NumKinds]binary{
	token.VBar:        {1, ast.BitOr},
	token.Caret:       {2, ast.BitXor},
	token.Ampersand:   {3, ast.BitAnd},
	token.LeftShift:   {4, ast.LShift},
	token.RightShift:  {4, ast.RShift},
	token.Plus:        {5, ast.Add},
	token.Minus:       {5, ast.Sub},
	token.Star:        {6, ast.Mult},
	token.At:          {6, ast.MatMult},
	token.Slash:       {6, ast.Div},
	token.Percent:     {6, ast.Mod},
	token.DoubleSlash: {6, ast.FloorDiv},
}

// bitwiseOr parses bitwise_or: all binary operators but "**".
func (p *parser) bitwiseOr() ast.Expr {
	if p.diag != nil {
		return p.remember(ruleBitwiseOr, func() ast.Expr { return p.diagBinary(1) })
	}
	return p.binary(1)
}

// binary parses operators of at least a precedence.
func (p *parser) binary(prec uint8) ast.Expr {
	start := p.pos
	left := p.factor()
	for {
		b := binaries[p.kind]
		if b.prec < prec {
			return left
		}
		p.next()
		right := p.binary(b.prec + 1)
		left = p.binOps.put(ast.BinOp{Span: p.span(start), Op: b.op, Left: left, Right: right})
	}
}

// factor parses a unary operator or a power.
func (p *parser) factor() ast.Expr {
	if p.diag != nil {
		return p.diagFactor()
	}
	var op ast.UnaryOperator
	switch p.kind {
	case token.Plus:
		op = ast.UAdd
	case token.Minus:
		op = ast.USub
	case token.Tilde:
		op = ast.Invert
	default:
		return p.power()
	}
	start := p.pos
	p.next()
	p.enter(unaryDepth)
	operand := p.factor()
	p.leave(unaryDepth)
	return p.unaryOps.put(ast.UnaryOp{Span: p.span(start), Op: op, Operand: operand})
}

// power parses "**", which binds tighter than a unary operator on its left.
func (p *parser) power() ast.Expr {
	start := p.pos
	left := p.awaitPrimary()
	if p.kind != token.DoubleStar {
		return left
	}
	p.next()
	p.enter(powerDepth)
	right := p.factor()
	p.leave(powerDepth)
	return p.binOps.put(ast.BinOp{Span: p.span(start), Op: ast.Pow, Left: left, Right: right})
}

// awaitPrimary parses await_primary.
func (p *parser) awaitPrimary() ast.Expr {
	if p.kind != token.Await {
		return p.primary()
	}
	start := p.pos
	p.next()
	value := p.primary()
	return &ast.Await{Span: p.span(start), Value: value}
}

// primary parses an atom and the attributes, calls and subscripts behind it.
func (p *parser) primary() ast.Expr {
	if p.diag != nil {
		return p.diagPrimary()
	}
	start := p.pos
	e := p.atom()
	for {
		switch p.kind {
		case token.Dot:
			p.next()
			attr := p.ident()
			e = p.attributes.put(ast.Attribute{Span: p.span(start), Value: e, Attr: attr})
		case token.LParen:
			args, keywords := p.callArgs(true)
			e = p.calls.put(ast.Call{Span: p.span(start), Func: e, Args: args, Keywords: keywords})
		case token.LBracket:
			p.next()
			p.enter(bracketDepth)
			index := p.subscript()
			p.leave(bracketDepth)
			p.expect(token.RBracket)
			e = p.subscripts.put(ast.Subscript{Span: p.span(start), Value: e, Slice: index})
		default:
			return e
		}
	}
}

// subscript parses slices.
func (p *parser) subscript() ast.Expr {
	if p.diag != nil {
		return p.diagSubscript()
	}
	start := p.pos
	var first ast.Expr
	if p.kind == token.Star {
		first = p.starredArgument()
	} else {
		first = p.slice()
		if p.kind != token.Comma {
			return first
		}
	}
	mark := p.exprs.mark()
	p.exprs.push(first)
	for p.got(token.Comma) && p.kind != token.RBracket {
		if p.kind == token.Star {
			p.exprs.push(p.starredArgument())
		} else {
			p.exprs.push(p.slice())
		}
	}
	elts := p.exprs.take(mark)
	return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts})
}

// slice parses slice.
func (p *parser) slice() ast.Expr {
	start := p.pos
	var s ast.Slice
	if p.kind != token.Colon {
		s.Lower = p.namedExpression()
		if _, named := s.Lower.(*ast.NamedExpr); p.kind != token.Colon || named && p.isNamedAt(start) {
			return s.Lower
		}
	}
	p.expect(token.Colon)
	if startsExpr[p.kind] {
		s.Upper = p.expression()
	}
	if p.got(token.Colon) && startsExpr[p.kind] {
		s.Step = p.expression()
	}
	s.Span = p.span(start)
	return p.slices.put(s)
}

// isNamedAt tells whether a named expression without parentheses stands at a token.
func (p *parser) isNamedAt(pos int) bool {
	return p.toks[pos].Kind == token.Name && p.toks[pos+1].Kind == token.ColonEqual
}
