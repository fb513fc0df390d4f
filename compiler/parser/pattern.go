package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// atMatch tells whether the name "match" that is next starts a match statement: it
// does if an expression may follow and the line ends with a colon, which no
// expression statement does.
func (p *parser) atMatch() bool {
	if k := p.peek(); !startsExpr[k] && k != token.Star {
		return false
	}
	i := p.pos + 1
	for ; i < len(p.toks); i++ {
		switch p.toks[i].Kind {
		case token.Newline:
			return p.toks[i-1].Kind == token.Colon
		case token.EndMarker, token.Error:
			return false
		}
	}
	return false
}

// matchStmt parses match_stmt (PEP 634).
func (p *parser) matchStmt() ast.Stmt {
	start := p.pos
	p.next()
	subject := p.subject()
	p.expect(token.Colon)
	p.expect(token.Newline)
	p.expect(token.Indent)
	p.enter(blockDepth)
	mark := p.cases.mark()
	for p.kind != token.Dedent || p.cases.mark() == mark {
		p.cases.push(p.caseBlock())
	}
	p.leave(blockDepth)
	p.next()
	cases := p.cases.take(mark)
	return &ast.Match{Span: p.stmtSpan(start), Subject: subject, Cases: cases}
}

// subject parses subject_expr.
func (p *parser) subject() ast.Expr {
	start := p.pos
	first := p.starNamedExpression()
	if p.kind != token.Comma {
		if _, star := first.(*ast.Starred); star {
			p.fail()
		}
		return first
	}
	elts := p.elements(first)
	return p.tuples.put(ast.Tuple{Span: p.span(start), Elts: elts})
}

// caseBlock parses case_block.
func (p *parser) caseBlock() *ast.MatchCase {
	if !p.isWord(p.pos, "case") {
		p.fail()
	}
	p.next()
	c := &ast.MatchCase{Pattern: p.openPattern()}
	p.look()
	if p.got(token.If) {
		c.Guard = p.namedExpression()
	}
	c.Body = p.block()
	return c
}

// openPattern parses patterns: a sequence needs no brackets.
func (p *parser) openPattern() ast.Pattern {
	start := p.pos
	star := p.kind == token.Star
	first := p.starPattern()
	if p.kind != token.Comma {
		if star {
			p.fail()
		}
		return first
	}
	patterns := p.patternList(first, token.Colon)
	return &ast.MatchSequence{Span: p.span(start), Patterns: patterns}
}

// patternList parses the rest of a list of patterns, up to the end or an "if".
func (p *parser) patternList(first ast.Pattern, end token.Kind) []ast.Pattern {
	mark := p.patterns.mark()
	p.patterns.push(first)
	for p.got(token.Comma) && p.kind != end && p.kind != token.If {
		if p.diag == nil {
			p.patterns.push(p.starPattern())
		} else if !p.try(func() { p.patterns.push(p.starPattern()) }) {
			break
		}
	}
	return p.patterns.take(mark)
}

// starPattern parses maybe_star_pattern.
func (p *parser) starPattern() ast.Pattern {
	if p.kind != token.Star {
		return p.pattern()
	}
	start := p.pos
	p.next()
	if p.isWord(p.pos, "_") {
		p.next()
		return &ast.MatchStar{Span: p.span(start)}
	}
	name := p.captureTarget()
	return &ast.MatchStar{Span: p.span(start), Name: name}
}

// captureTarget parses pattern_capture_target.
func (p *parser) captureTarget() ast.Ident {
	if p.isWord(p.pos, "_") {
		p.fail()
	}
	id := p.ident()
	if p.kind == token.Dot || p.kind == token.LParen || p.kind == token.Equal {
		p.fail()
	}
	return id
}

// pattern parses pattern.
func (p *parser) pattern() ast.Pattern {
	if p.diag != nil {
		return p.diagPattern()
	}
	start := p.pos
	p.enter(patternDepth)
	pattern := p.orPattern()
	p.leave(patternDepth)
	if !p.got(token.As) {
		return pattern
	}
	name := p.captureTarget()
	return &ast.MatchAs{Span: p.span(start), Pattern: pattern, Name: name}
}

// orPattern parses or_pattern.
func (p *parser) orPattern() ast.Pattern {
	start := p.pos
	first := p.closedPattern()
	if p.kind != token.VBar {
		return first
	}
	mark := p.patterns.mark()
	p.patterns.push(first)
	for p.got(token.VBar) {
		p.patterns.push(p.closedPattern())
	}
	patterns := p.patterns.take(mark)
	return &ast.MatchOr{Span: p.span(start), Patterns: patterns}
}

// closedPattern parses closed_pattern.
func (p *parser) closedPattern() ast.Pattern {
	if p.diag != nil {
		return p.diagClosedPattern()
	}
	return p.plainClosedPattern()
}

func (p *parser) plainClosedPattern() ast.Pattern {
	start := p.pos
	switch p.kind {
	case token.None, token.True, token.False:
		c := p.singleton()
		return &ast.MatchSingleton{Span: p.span(start), Value: c}
	case token.LParen:
		return p.parenPattern()
	case token.LBracket:
		p.next()
		patterns := p.sequence(token.RBracket)
		p.expect(token.RBracket)
		return &ast.MatchSequence{Span: p.span(start), Patterns: patterns}
	case token.LBrace:
		return p.mappingPattern()
	case token.Name:
		return p.namePattern()
	}
	value := p.literal()
	return &ast.MatchValue{Span: p.span(start), Value: value}
}

// singleton reads None, True or False.
func (p *parser) singleton() *code.Const {
	c := p.pool.None
	if p.kind != token.None {
		c = p.pool.Bool(p.kind == token.True)
	}
	p.next()
	return c
}

// literal parses a number, which may be negative or complex, or strings.
func (p *parser) literal() ast.Expr {
	start := p.pos
	switch p.kind {
	case token.String, token.FStringStart, token.TStringStart:
		return p.strings()
	}
	real := p.signedNumber()
	op := ast.Add
	switch p.kind {
	case token.Plus:
	case token.Minus:
		op = ast.Sub
	default:
		return real
	}
	p.checkNumber(real, false)
	p.next()
	if p.kind != token.Number {
		p.fail()
	}
	imag := p.number()
	p.checkNumber(imag, true)
	return p.binOps.put(ast.BinOp{Span: p.span(start), Op: op, Left: real, Right: imag})
}

// signedNumber parses signed_number.
func (p *parser) signedNumber() ast.Expr {
	start := p.pos
	op, signed := ast.USub, p.kind == token.Minus
	if p.kind == token.Plus && p.tgt.PositivePatterns {
		op, signed = ast.UAdd, true
	}
	if signed {
		p.next()
	}
	if p.kind != token.Number {
		p.fail()
	}
	n := p.number()
	if !signed {
		return n
	}
	return p.unaryOps.put(ast.UnaryOp{Span: p.span(start), Op: op, Operand: n})
}

// checkNumber rejects a part of a complex number that is not real or not imaginary.
func (p *parser) checkNumber(e ast.Expr, imaginary bool) {
	if signed, ok := e.(*ast.UnaryOp); ok {
		e = signed.Operand
	}
	if c := e.(*ast.Constant); (c.Value.Kind == code.Complex) != imaginary {
		if imaginary {
			p.failNode(e, "imaginary number required in complex literal")
		}
		p.failNode(e, "real number required in complex literal")
	}
}

// parenPattern parses a group or a sequence in parentheses.
func (p *parser) parenPattern() ast.Pattern {
	start := p.pos
	p.next()
	if p.got(token.RParen) {
		return &ast.MatchSequence{Span: p.span(start)}
	}
	star := p.kind == token.Star
	first := p.starPattern()
	if p.kind != token.Comma {
		if star {
			p.fail()
		}
		p.expect(token.RParen)
		return first
	}
	patterns := p.patternList(first, token.RParen)
	p.expect(token.RParen)
	return &ast.MatchSequence{Span: p.span(start), Patterns: patterns}
}

// sequence parses [maybe_sequence_pattern].
func (p *parser) sequence(end token.Kind) []ast.Pattern {
	if p.kind == end {
		return nil
	}
	return p.patternList(p.starPattern(), end)
}

// namePattern parses what starts with a name: a capture, the wildcard, a value or
// a class pattern.
func (p *parser) namePattern() ast.Pattern {
	start := p.pos
	switch p.peek() {
	case token.Dot, token.LParen:
	default:
		if p.isWord(start, "_") {
			p.next()
			return &ast.MatchAs{Span: p.span(start)}
		}
		name := p.captureTarget()
		return &ast.MatchAs{Span: p.span(start), Name: name}
	}
	value := p.nameOrAttr()
	if p.kind == token.LParen {
		return p.classPattern(start, value)
	}
	if p.kind == token.Equal {
		p.fail()
	}
	return &ast.MatchValue{Span: p.span(start), Value: value}
}

// nameOrAttr parses name_or_attr.
func (p *parser) nameOrAttr() ast.Expr {
	start := p.pos
	var e ast.Expr = p.name(ast.Load)
	for p.got(token.Dot) {
		attr := p.ident()
		e = p.attributes.put(ast.Attribute{Span: p.span(start), Value: e, Attr: attr})
	}
	return e
}

// mappingPattern parses mapping_pattern.
func (p *parser) mappingPattern() ast.Pattern {
	if p.diag != nil {
		return p.diagMapping()
	}
	return p.plainMapping()
}

func (p *parser) plainMapping() ast.Pattern {
	start := p.pos
	p.next()
	m := &ast.MatchMapping{}
	keys, patterns := p.exprs.mark(), p.patterns.mark()
	for p.kind != token.RBrace {
		if p.got(token.DoubleStar) {
			m.Rest = p.captureTarget()
			p.got(token.Comma)
			break
		}
		p.exprs.push(p.mappingKey())
		p.expect(token.Colon)
		p.patterns.push(p.pattern())
		if !p.got(token.Comma) {
			break
		}
	}
	p.expect(token.RBrace)
	m.Span = p.span(start)
	m.Keys, m.Patterns = p.exprs.take(keys), p.patterns.take(patterns)
	return m
}

// mappingKey parses literal_expr | attr.
func (p *parser) mappingKey() ast.Expr {
	start := p.pos
	switch p.kind {
	case token.None, token.True, token.False:
		c := p.singleton()
		return p.constant(start, c)
	case token.Name:
		if p.peek() != token.Dot {
			p.next()
			p.fail()
		}
		return p.nameOrAttr()
	}
	return p.literal()
}

// classPattern parses the rest of class_pattern.
func (p *parser) classPattern(start int, cls ast.Expr) ast.Pattern {
	if p.diag != nil {
		return p.diagClassPattern(start, cls)
	}
	return p.plainClassPattern(start, cls)
}

func (p *parser) plainClassPattern(start int, cls ast.Expr) ast.Pattern {
	p.next()
	c := &ast.MatchClass{Cls: cls}
	mark, names := p.patterns.mark(), p.idList.mark()
	for p.kind != token.RParen {
		if p.kind == token.Name && p.peek() == token.Equal {
			if p.idList.mark() == names {
				c.Patterns = p.patterns.take(mark)
			}
			p.idList.push(p.ident())
			p.next()
		} else if p.idList.mark() > names {
			p.fail()
		}
		p.patterns.push(p.pattern())
		if !p.got(token.Comma) {
			break
		}
	}
	p.expect(token.RParen)
	c.Span = p.span(start)
	if p.idList.mark() > names {
		c.KwdAttrs, c.KwdPatterns = p.idList.take(names), p.patterns.take(mark)
	} else {
		c.Patterns = p.patterns.take(mark)
	}
	return c
}
