package parser

import (
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// diagExpression is expression in the second pass.
func (p *parser) diagExpression() ast.Expr {
	return p.remember(ruleExpression, func() ast.Expr {
		if p.checking() {
			p.checkExpression()
			p.checkLegacy()
		}
		if p.kind == token.Lambda {
			return p.lambda()
		}
		return p.diagConditional()
	})
}

// diagConditional parses a conditional expression, or just its first part.
func (p *parser) diagConditional() ast.Expr {
	start := p.pos
	body := p.disjunction()
	if !p.is(token.If) {
		return body
	}
	e := p.expr(func() ast.Expr {
		p.next()
		test := p.disjunction()
		p.expect(token.Else)
		p.enter(p.tgt.ConditionalDepth)
		orElse := p.expression()
		p.leave(p.tgt.ConditionalDepth)
		return p.ifExps.put(ast.IfExp{Span: p.span(start), Test: test, Body: body, OrElse: orElse})
	})
	if e == nil {
		return body
	}
	return e
}

// quietExpression is expression without looking for mistakes
// (CPython: expression_without_invalid).
func (p *parser) quietExpression() ast.Expr {
	was := p.diag.quiet
	p.diag.quiet = true
	var e ast.Expr
	if p.kind == token.Lambda {
		e = p.lambda()
	} else {
		e = p.diagConditional()
	}
	p.diag.quiet = was
	return e
}

// checkExpression looks for mistakes where an expression starts (CPython:
// invalid_expression and, in newer versions, invalid_if_expression).
func (p *parser) checkExpression() {
	switch p.kind {
	case token.Lambda:
		if p.tgt.NestedFStrings {
			p.firstOf(p.missingComma, p.bareLambda)
			return
		}
	}
	if isShortStmt(p.kind) {
		if p.tgt.StatementMistakes {
			p.firstOf(p.statementBeforeIf)
		}
		return
	}
	if p.tgt.UnpackInComp && p.conditionalFollows() {
		p.firstOf(
			func() { p.partlyUnpacked(token.Star, "cannot unpack only part of a conditional expression") },
			func() {
				p.partlyUnpacked(token.DoubleStar, "cannot use dict unpacking on only part of a conditional expression")
			},
		)
	}
	if p.tgt.StatementMistakes && p.kind == token.String && p.matches(p.unescapedQuote) {
		return
	}
	if p.matches(p.missingComma) || !p.conditionalFollows() {
		return
	}
	p.firstOf(p.missingElse, p.statementAfterElse)
}

// conditionalFollows tells whether "if" stands behind an operand.
func (p *parser) conditionalFollows() (follows bool) {
	p.matches(func() {
		p.disjunction()
		follows = p.is(token.If)
	})
	return follows
}

// partlyUnpacked finds a star in front of the last part of a conditional expression.
func (p *parser) partlyUnpacked(star token.Kind, msg string) {
	p.disjunction()
	p.expect(token.If)
	p.disjunction()
	p.expect(token.Else)
	at := p.pos
	p.expect(star)
	p.failToken(at, msg)
}

// unescapedQuote finds a string that ends too early because of a quote in it.
func (p *parser) unescapedQuote() {
	p.expect(token.String)
	var first, last ast.Expr
	for p.kind != token.String {
		e := p.expr(p.quietExpression)
		if e == nil {
			break
		}
		if first == nil {
			first = e
		}
		last = e
	}
	if first == nil {
		p.fail()
	}
	p.expect(token.String)
	p.failRange(*first.Pos(), *last.Pos(), "invalid syntax. Is this intended to be part of the string?")
}

// missingComma finds two expressions next to each other in brackets.
func (p *parser) missingComma() {
	if p.next2(token.Name, token.String) || p.kind == token.Name && p.isSoftKeyword(p.textAt(p.pos)) {
		p.fail()
	}
	a := p.disjunction()
	if p.look(); !startsExpr[p.kind] {
		p.fail()
	}
	b := p.quietExpression()
	if isLegacy(p.idents, a) || p.toks[p.pos-1].Level == 0 {
		return
	}
	const msg = "invalid syntax. Perhaps you forgot a comma?"
	from, to := *a.Pos(), *b.Pos()
	if p.tgt.CommaOnLastLine && from.EndLine > from.Line {
		// The last line of the first expression is more help than the first.
		p.failSpan(ast.Span{Line: from.EndLine, EndLine: from.EndLine, Col: from.Col, EndCol: from.EndCol}, msg)
	}
	p.failRange(from, to, msg)
}

// isSoftKeyword tells whether a name is a soft keyword, or to some versions the
// beginning of one.
func (p *parser) isSoftKeyword(name string) bool {
	words := []string{"_", "case", "match"}
	if p.tgt.TypeParams {
		words = append(words, "type")
	}
	if p.tgt.LazyImports {
		words = append(words, "lazy")
	}
	for _, word := range words {
		if name == word || p.tgt.SoftKeywordPrefixes && strings.HasPrefix(word, name) {
			return true
		}
	}
	return false
}

// isLegacy tells whether an expression is the name of a statement of Python 2.
func isLegacy(idents *ast.Idents, e ast.Expr) bool {
	n, ok := e.(*ast.Name)
	return ok && (idents.Name(n.ID) == "print" || idents.Name(n.ID) == "exec")
}

// missingElse finds a conditional expression without "else".
func (p *parser) missingElse() {
	a := p.disjunction()
	p.expect(token.If)
	b := p.disjunction()
	p.not(token.Else, token.Colon)
	p.failRange(*a.Pos(), *b.Pos(), "expected 'else' after 'if' expression")
}

// statementAfterElse finds a statement where a conditional expression needs an
// expression.
func (p *parser) statementAfterElse() {
	if !p.tgt.StatementMistakes {
		p.fail()
	}
	p.disjunction()
	p.expect(token.If)
	p.disjunction()
	p.expect(token.Else)
	if p.matches(func() { p.expression() }) {
		p.fail()
	}
	p.failNext("expected expression after 'else', but statement is given")
}

// statementBeforeIf finds a statement in front of a conditional expression's "if".
func (p *parser) statementBeforeIf() {
	at := p.pos
	p.need(token.Pass, token.Break, token.Continue)
	p.next()
	p.expect(token.If)
	p.disjunction()
	p.expect(token.Else)
	p.simpleStmt()
	p.failToken(at, "expected expression before 'if', but statement is given")
}

// bareLambda finds a lambda without parentheses in a replacement field, whose
// colon starts the format spec.
func (p *parser) bareLambda() {
	at := p.pos
	p.expect(token.Lambda)
	p.try(func() { p.lambdaParameters() })
	colon := p.pos
	p.expect(token.Colon)
	name := "f-string"
	if p.kind == token.TStringMiddle {
		name = "t-string"
	} else {
		p.need(token.FStringMiddle)
	}
	p.failRange(p.at(at), p.at(colon), name+": lambda expressions are not allowed without parentheses")
}

// checkLegacy looks for a print or exec statement (CPython: invalid_legacy_expression).
func (p *parser) checkLegacy() {
	if p.kind != token.Name {
		return
	}
	p.firstOf(func() {
		a := p.name(ast.Load)
		p.not(token.LParen)
		if !p.startsStarExpr() && !(p.tgt.StatementMistakes && isShortStmt(p.kind)) {
			p.fail()
		}
		b := p.starExpressions()
		if isLegacy(p.idents, a) {
			name := p.idents.Name(a.ID)
			p.failRange(a.Span, *b.Pos(), "Missing parentheses in call to '"+name+"'. Did you mean "+name+"(...)?")
		}
	})
}

// isShortStmt tells whether a keyword is a statement of its own.
func isShortStmt(k token.Kind) bool {
	return k == token.Pass || k == token.Break || k == token.Continue
}

// diagNamedExpression is named_expression in the second pass.
func (p *parser) diagNamedExpression() ast.Expr {
	if p.next2(token.Name, token.ColonEqual) {
		if e := p.expr(p.assignmentExpression); e != nil {
			return e
		}
	}
	if p.checking() {
		p.checkNamed()
	}
	e := p.expression()
	p.not(token.ColonEqual)
	return e
}

// checkNamed looks for mistakes where a named expression may stand (CPython:
// invalid_named_expression). Once is enough for a place.
func (p *parser) checkNamed() {
	key := memoKey{ruleNamedCheck, int32(p.pos)}
	if _, known := p.diag.memo[key]; known {
		return
	}
	p.firstOf(
		func() {
			a := p.expression()
			p.expect(token.ColonEqual)
			p.expression()
			p.failNode(a, "cannot use assignment expressions with "+exprName(a))
		},
		func() {
			at := p.pos
			if !p.next2(token.Name, token.Equal) {
				p.fail()
			}
			p.next()
			p.next()
			b := p.bitwiseOr()
			p.not(token.Equal, token.ColonEqual)
			p.failRange(p.at(at), *b.Pos(), "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
		},
		func() {
			if p.atFixedValue() {
				p.fail()
			}
			a := p.bitwiseOr()
			p.expect(token.Equal)
			p.bitwiseOr()
			p.not(token.Equal, token.ColonEqual)
			p.failNode(a, "cannot assign to "+exprName(a)+" here. Maybe you meant '==' instead of '='?")
		},
	)
	p.diag.memo[key] = memoEntry{}
}

// atFixedValue tells whether a list, tuple, generator expression or constant is next.
func (p *parser) atFixedValue() bool {
	p.look()
	switch p.kind {
	case token.True, token.False, token.None:
		return true
	case token.LParen, token.LBracket:
		fixed := false
		p.matches(func() {
			switch p.nested().(type) {
			case *ast.List:
				fixed = true
			case *ast.Tuple, *ast.GeneratorExp:
				fixed = true
			}
		})
		return fixed
	}
	return false
}

// diagOperands parses what follows the first operand of "and" or "or".
func (p *parser) diagOperands(op token.Kind, operand func() ast.Expr) {
	for p.is(op) {
		e := p.expr(func() ast.Expr {
			p.next()
			return operand()
		})
		if e == nil {
			return
		}
		p.exprs.push(e)
	}
}

// diagDisjunction is disjunction in the second pass.
func (p *parser) diagDisjunction() ast.Expr {
	return p.remember(ruleDisjunction, func() ast.Expr {
		return p.diagBool(token.Or, ast.Or, func() ast.Expr {
			return p.diagBool(token.And, ast.And, p.inversion)
		})
	})
}

func (p *parser) diagBool(op token.Kind, boolOp ast.BoolOperator, operand func() ast.Expr) ast.Expr {
	start := p.pos
	first := operand()
	mark := p.exprs.mark()
	p.exprs.push(first)
	p.diagOperands(op, operand)
	values := p.exprs.take(mark)
	if len(values) == 1 {
		return first
	}
	return p.boolOps.put(ast.BoolOp{Span: p.span(start), Op: boolOp, Values: values})
}

// diagComparison is comparison in the second pass.
func (p *parser) diagComparison() ast.Expr {
	start := p.pos
	left := p.bitwiseOr()
	ops, exprs := p.cmpOps.mark(), p.exprs.mark()
	for {
		var op ast.CmpOperator
		p.look()
		if !isComparison[p.kind] {
			break
		}
		if p.checking() {
			p.checkNotEqualSign()
		}
		e := p.expr(func() ast.Expr {
			p.look()
			var ok bool
			if op, ok = p.comparisonOp(); !ok {
				p.fail()
			}
			return p.bitwiseOr()
		})
		if e == nil {
			break
		}
		p.cmpOps.push(op)
		p.exprs.push(e)
	}
	if p.exprs.mark() == exprs {
		return left
	}
	return p.compares.put(ast.Compare{
		Span: p.span(start), Left: left,
		Ops: p.cmpOps.take(ops), Comparators: p.exprs.take(exprs),
	})
}

// isComparison tells which tokens a comparison operator can start with.
var isComparison = func() (t [token.NumKinds]bool) {
	for _, k := range []token.Kind{
		token.EqEqual, token.NotEqual, token.Less, token.LessEqual, token.Greater, token.GreaterEqual,
		token.In, token.Is, token.Not,
	} {
		t[k] = true
	}
	return t
}()

// checkNotEqualSign looks for "<>" where it is two tokens (CPython: invalid_noteq).
func (p *parser) checkNotEqualSign() {
	if p.atOldNotEqual() && !p.barry {
		p.failRange(p.at(p.pos), p.at(p.pos+1), "invalid syntax.  Maybe you meant '!=' instead of '<>'?")
	}
}

// diagBinary is binary in the second pass.
func (p *parser) diagBinary(prec uint8) ast.Expr {
	start := p.pos
	if prec <= shiftPrec && p.checking() && p.tgt.NotOperandError {
		p.checkNotOperand(start)
	}
	left := p.factor()
	for {
		b := binaries[p.kind]
		p.look()
		if b.prec < prec {
			return left
		}
		right := p.expr(func() ast.Expr {
			p.next()
			return p.diagBinary(b.prec + 1)
		})
		if right == nil {
			return left
		}
		left = p.binOps.put(ast.BinOp{Span: p.span(start), Op: b.op, Left: left, Right: right})
	}
}

// shiftPrec and sumPrec are the precedences of "<<" and "+".
const (
	shiftPrec = 4
	sumPrec   = 5
)

const notOperandMsg = "'not' after an operator must be parenthesized"

// checkNotOperand looks for "not" behind an arithmetic operator (CPython:
// invalid_arithmetic).
func (p *parser) checkNotOperand(start int) {
	p.firstOf(func() {
		p.remember(ruleSum, func() ast.Expr { return p.diagBinary(sumPrec) })
		p.need(token.Plus, token.Minus, token.Star, token.Slash, token.Percent, token.DoubleSlash, token.At)
		p.next()
		at := p.pos
		p.expect(token.Not)
		b := p.inversion()
		p.failRange(p.at(at), *b.Pos(), notOperandMsg)
	})
}

// checkFactor looks for "not" behind a sign (CPython: invalid_factor).
func (p *parser) checkFactor() {
	p.firstOf(func() {
		p.need(token.Plus, token.Minus, token.Tilde)
		p.next()
		at := p.pos
		p.expect(token.Not)
		b := p.factor()
		p.failRange(p.at(at), *b.Pos(), notOperandMsg)
	})
}

// diagFactor is factor in the second pass.
func (p *parser) diagFactor() ast.Expr {
	start := p.pos
	p.look()
	op, signed := signs[p.kind]
	if signed {
		e := p.expr(func() ast.Expr {
			p.next()
			p.enter(unaryDepth)
			operand := p.factor()
			p.leave(unaryDepth)
			return p.unaryOps.put(ast.UnaryOp{Span: p.span(start), Op: op, Operand: operand})
		})
		if e != nil {
			return e
		}
		if p.checking() && p.tgt.NotOperandError {
			p.checkFactor()
		}
		p.fail()
	}
	left := p.awaitPrimary()
	if !p.is(token.DoubleStar) {
		return left
	}
	right := p.expr(func() ast.Expr {
		p.next()
		p.enter(powerDepth)
		right := p.factor()
		p.leave(powerDepth)
		return right
	})
	if right == nil {
		return left
	}
	return p.binOps.put(ast.BinOp{Span: p.span(start), Op: ast.Pow, Left: left, Right: right})
}

var signs = map[token.Kind]ast.UnaryOperator{token.Plus: ast.UAdd, token.Minus: ast.USub, token.Tilde: ast.Invert}

// diagPrimary is primary in the second pass.
func (p *parser) diagPrimary() ast.Expr { return p.remember(rulePrimary, p.plainPrimary) }

func (p *parser) plainPrimary() ast.Expr { return p.trailers(true) }

// targetPrimary parses what is a target if it is not a call (CPython: t_primary).
func (p *parser) targetPrimary() ast.Expr {
	return p.remember(ruleTarget, func() ast.Expr { return p.trailers(false) })
}

// trailers parses an atom and what may follow it. A brace can follow only to be found
// out of place.
func (p *parser) trailers(braces bool) ast.Expr {
	start := p.pos
	e := p.atom()
	for {
		p.look()
		switch p.kind {
		case token.Dot, token.LParen, token.LBracket:
		case token.LBrace:
			if !braces {
				return e
			}
		default:
			return e
		}
		next := p.expr(func() ast.Expr { return p.trailer(start, e) })
		if next == nil {
			return e
		}
		e = next
	}
}

// diagSubscript is subscript in the passes that look for errors.
func (p *parser) diagSubscript() ast.Expr {
	e := p.expr(func() ast.Expr {
		e := p.slice()
		p.not(token.Comma)
		return e
	})
	if e != nil {
		return e
	}
	start := p.pos
	mark := p.exprs.mark()
	if p.diagElements(func() ast.Expr {
		if e := p.expr(p.slice); e != nil {
			return e
		}
		return p.diagStarredArgument()
	}) == 0 {
		p.fail()
	}
	elts := p.exprs.take(mark)
	return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts})
}

// trailer parses one attribute, call or subscript behind an expression.
func (p *parser) trailer(start int, e ast.Expr) ast.Expr {
	switch p.kind {
	case token.Dot:
		p.next()
		attr := p.ident()
		return p.attributes.put(ast.Attribute{Span: p.span(start), Value: e, Attr: attr})
	case token.LBrace:
		p.checkComprehension() // where a generator expression might stand
	case token.LParen:
		args, keywords := p.callArgs(true)
		return p.calls.put(ast.Call{Span: p.span(start), Func: e, Args: args, Keywords: keywords})
	case token.LBracket:
		p.checkComprehension()
		p.next()
		p.enter(bracketDepth)
		index := p.subscript()
		p.leave(bracketDepth)
		p.expect(token.RBracket)
		return p.subscripts.put(ast.Subscript{Span: p.span(start), Value: e, Slice: index})
	}
	p.fail()
	return nil
}

// exprName is what messages call an expression.
func exprName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Attribute:
		return "attribute"
	case *ast.Subscript:
		return "subscript"
	case *ast.Starred:
		return "starred"
	case *ast.Name:
		return "name"
	case *ast.List:
		return "list"
	case *ast.Tuple:
		return "tuple"
	case *ast.Lambda:
		return "lambda"
	case *ast.Call:
		return "function call"
	case *ast.BoolOp, *ast.BinOp, *ast.UnaryOp:
		return "expression"
	case *ast.GeneratorExp:
		return "generator expression"
	case *ast.Yield, *ast.YieldFrom:
		return "yield expression"
	case *ast.Await:
		return "await expression"
	case *ast.ListComp:
		return "list comprehension"
	case *ast.SetComp:
		return "set comprehension"
	case *ast.DictComp:
		return "dict comprehension"
	case *ast.Dict:
		return "dict literal"
	case *ast.Set:
		return "set display"
	case *ast.JoinedStr, *ast.FormattedValue:
		return "f-string expression"
	case *ast.TemplateStr, *ast.Interpolation:
		return "t-string expression"
	case *ast.Constant:
		return constName(e)
	case *ast.Compare:
		return "comparison"
	case *ast.IfExp:
		return "conditional expression"
	}
	return "named expression"
}

// constName is what messages call a constant.
func constName(c *ast.Constant) string {
	switch c.Value.Kind {
	case code.None:
		return "None"
	case code.True:
		return "True"
	case code.False:
		return "False"
	case code.Ellipsis:
		return "ellipsis"
	}
	return "literal"
}
