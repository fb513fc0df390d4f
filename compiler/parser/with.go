package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// withStmt parses with_stmt, which starts at a token of its own with async.
func (p *parser) withStmt(start int) ast.Stmt {
	async := start != p.pos
	p.next()
	var items []*ast.WithItem
	if p.atParenthesizedItems() {
		p.next()
		items = p.withItems(token.RParen)
		p.expect(token.RParen)
	} else {
		items = p.withItems(token.Colon)
	}
	body := p.block()
	return &ast.With{Span: p.stmtSpan(start), Async: async, Items: items, Body: body}
}

// withItems parses with items; a comma may stand behind the last one in parentheses.
func (p *parser) withItems(end token.Kind) []*ast.WithItem {
	mark := p.items.mark()
	for {
		item := &ast.WithItem{Context: p.expression()}
		if p.got(token.As) {
			item.Vars = p.starTarget()
		}
		p.items.push(item)
		if !p.got(token.Comma) || end == token.RParen && p.kind == end {
			return p.items.take(mark)
		}
	}
}

// atParenthesizedItems tells whether the "(" that is next encloses all items of
// the with statement, and not an expression. It does if a colon follows its
// ")" and what stands between can be a list of items; else the grammar takes
// it for a tuple, a group or a generator expression.
func (p *parser) atParenthesizedItems() bool {
	if p.kind != token.LParen {
		return false
	}
	depth, items := 0, true
	for i := p.pos; i < len(p.toks); i++ {
		switch kind := p.toks[i].Kind; kind {
		case token.LParen, token.LBracket, token.LBrace:
			depth++
			if depth == 1 {
				items = p.startsItem(i + 1)
			}
		case token.RParen, token.RBracket, token.RBrace:
			depth--
			if depth == 0 {
				return items && p.toks[i+1].Kind == token.Colon
			}
		case token.Comma:
			if depth == 1 && p.toks[i+1].Kind != token.RParen {
				items = items && p.startsItem(i+1)
			}
		case token.ColonEqual, token.For:
			items = items && depth > 1
		case token.Lambda:
			if depth == 1 {
				// Its parameters may have stars and commas, which are no items.
				i = p.skipLambda(i)
			}
		case token.EndMarker, token.Error:
			return false
		}
	}
	return false
}

// startsItem tells whether a with item can start at a token.
func (p *parser) startsItem(pos int) bool { return startsExpr[p.toks[pos].Kind] }

// skipLambda returns the index of the colon of a lambda, or its own index if there is
// none.
func (p *parser) skipLambda(pos int) int {
	brackets, lambdas := 0, 0
	for i := pos + 1; i < len(p.toks) && brackets >= 0; i++ {
		switch p.toks[i].Kind {
		case token.LParen, token.LBracket, token.LBrace:
			brackets++
		case token.RParen, token.RBracket, token.RBrace:
			brackets--
		case token.Lambda:
			if brackets == 0 {
				lambdas++ // in a default
			}
		case token.Colon:
			if brackets > 0 {
				continue
			}
			if lambdas == 0 {
				return i
			}
			lambdas--
		}
	}
	return pos
}
