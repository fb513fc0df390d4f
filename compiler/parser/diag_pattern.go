package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// diagMatch parses match_stmt in the second pass. It is tried at every statement
// that no keyword starts.
func (p *parser) diagMatch() ast.Stmt {
	start := p.pos
	match := p.isWord(start, "match")
	if match {
		var s ast.Stmt
		if p.try(func() {
			p.next()
			p.subject()
			p.expect(token.Colon)
			p.expect(token.Newline)
			p.expect(token.Indent)
			count := 0
			for p.try(func() { p.diagCase() }) {
				count++
			}
			if count == 0 {
				p.fail()
			}
			p.expect(token.Dedent)
			s = &ast.Match{Span: p.stmtSpan(start)}
		}) {
			return s
		}
	}
	if p.checking() {
		if match {
			p.checkHeader(header{start, "'match' statement", func() {
				p.next()
				p.subject()
			}, true})
		} else if p.tgt.ParametersNamedSo && p.isWord(start, "case") {
			p.firstOf(p.strayCase)
		}
	}
	p.fail()
	return nil
}

// strayCase finds a case outside of a match statement.
func (p *parser) strayCase() {
	at := p.pos
	p.caseHeader()
	colon := p.pos
	p.expect(token.Colon)
	p.diagBlock()
	p.failRange(p.at(at), p.at(colon), "case statement must be inside match statement")
}

// caseHeader reads "case", its patterns and its guard.
func (p *parser) caseHeader() {
	p.next()
	p.openPattern()
	p.try(func() {
		p.expect(token.If)
		p.namedExpression()
	})
}

// diagCase parses case_block in the second pass.
func (p *parser) diagCase() *ast.MatchCase {
	p.look()
	if !p.isWord(p.pos, "case") {
		p.fail()
	}
	p.checkHeader(header{p.pos, "'case' statement", p.caseHeader, true})
	return p.caseBlock()
}

// diagPattern parses pattern in the second pass.
func (p *parser) diagPattern() ast.Pattern {
	start := p.pos
	var pattern ast.Pattern
	if p.try(func() {
		pattern = p.orPattern()
		p.expect(token.As)
		name := p.captureTarget()
		pattern = &ast.MatchAs{Span: p.span(start), Pattern: pattern, Name: name}
	}) {
		return pattern
	}
	if p.checking() {
		p.checkAs()
	}
	return p.orPattern()
}

// diagClosedPattern parses closed_pattern, or does what was done before at this place.
func (p *parser) diagClosedPattern() (pattern ast.Pattern) {
	key := int32(p.pos)
	if known, ok := p.diag.patterns[key]; ok {
		if known.pattern == nil {
			panic(failure{})
		}
		p.seek(known.end)
		return known.pattern
	}
	p.try(func() { pattern = p.plainClosedPattern() })
	p.diag.patterns[key] = patternEntry{pattern, p.pos}
	if pattern == nil {
		panic(failure{})
	}
	return pattern
}

// checkAs looks for something that a pattern cannot be bound to (CPython:
// invalid_as_pattern).
func (p *parser) checkAs() {
	p.firstOf(
		func() {
			p.orPattern()
			p.expect(token.As)
			if !p.isWord(p.pos, "_") {
				p.fail()
			}
			at := p.pos
			p.next()
			p.failToken(at, "cannot use '_' as a target")
		},
		func() {
			p.orPattern()
			p.expect(token.As)
			if !p.tgt.StatementMistakes {
				p.not(token.Name)
			}
			a := p.expression()
			if p.tgt.StatementMistakes {
				p.failNode(a, "cannot use "+exprName(a)+" as pattern target")
			}
			p.failNode(a, "invalid pattern target")
		},
	)
}

// diagClassPattern parses the rest of class_pattern in the second pass.
func (p *parser) diagClassPattern(start int, cls ast.Expr) ast.Pattern {
	var pattern ast.Pattern
	if p.try(func() { pattern = p.plainClassPattern(start, cls) }) {
		return pattern
	}
	if p.checking() {
		p.firstOf(func() {
			p.next()
			p.try(func() {
				p.positionalPatterns()
				p.expect(token.Comma)
			})
			p.keywordArgs(func() {
				p.ident()
				p.expect(token.Equal)
				p.pattern()
			})
			p.expect(token.Comma)
			first := p.pos
			p.positionalPatterns()
			p.failSpan(p.span(first), "positional patterns follow keyword patterns")
		})
	}
	p.fail()
	return nil
}

func (p *parser) positionalPatterns() { p.keywordArgs(func() { p.pattern() }) }

// diagMapping parses mapping_pattern in the second pass.
func (p *parser) diagMapping() ast.Pattern {
	var pattern ast.Pattern
	if p.try(func() { pattern = p.plainMapping() }) {
		return pattern
	}
	if p.checking() && p.tgt.ParametersNamedSo {
		items := func() {
			p.keywordArgs(func() {
				p.mappingKey()
				p.expect(token.Colon)
				p.pattern()
			})
		}
		p.firstOf(func() {
			p.next()
			p.try(func() {
				items()
				p.expect(token.Comma)
			})
			p.expect(token.DoubleStar)
			at := p.pos
			p.captureTarget()
			p.expect(token.Comma)
			items()
			p.look()
			p.got(token.Comma)
			p.expect(token.RBrace)
			p.failToken(at, "double star pattern must be the last (right-most) subpattern in the mapping pattern")
		})
	}
	p.fail()
	return nil
}

// checkImport looks for mistakes in an import statement (CPython: invalid_import).
func (p *parser) checkImport() {
	if !p.tgt.ArgumentMistakes {
		return
	}
	mistakes := []func(){func() {
		at := p.pos
		p.expect(token.Import)
		p.dottedName()
		for p.try(func() {
			p.expect(token.Comma)
			p.dottedName()
		}) {
		}
		p.expect(token.From)
		p.dottedName()
		p.failFrom(at, "Did you mean to use 'from ... import ...' instead?")
	}}
	if p.tgt.EmptyImportError {
		mistakes = append(mistakes, func() {
			p.expect(token.Import)
			p.emptyImport()
		})
	}
	p.firstOf(mistakes...)
}

func (p *parser) emptyImport() {
	at := p.pos
	p.expect(token.Newline)
	p.failFrom(at, "Expected one or more names after 'import'")
}

// checkLazyFrom looks for a misplaced "lazy" (CPython: invalid_import_from).
func (p *parser) checkLazyFrom() {
	p.firstOf(func() {
		p.expect(token.From)
		p.importLevel()
		p.dottedName()
		at := p.pos
		if !p.isWord(at, "lazy") {
			p.fail()
		}
		p.next()
		p.expect(token.Import)
		p.importTargets()
		p.failToken(at, "use 'lazy from ... ' instead of 'from ... lazy import'")
	})
}

// checkImportTargets looks for mistakes behind "import" in a from statement
// (CPython: invalid_import_from_targets).
func (p *parser) checkImportTargets() {
	mistakes := []func(){func() {
		p.keywordArgs(func() { p.importAlias() })
		p.expect(token.Comma)
		p.expect(token.Newline)
		p.failLast(source.Syntax, "trailing comma not allowed without surrounding parentheses")
	}}
	if p.tgt.EmptyImportError {
		mistakes = append(mistakes, p.emptyImport)
	}
	p.firstOf(mistakes...)
}

// checkImportTarget looks for something behind "as" that is no name (CPython:
// invalid_dotted_as_name, invalid_import_from_as_name).
func (p *parser) checkImportTarget(name func() ast.Ident) {
	p.firstOf(func() {
		name()
		p.expect(token.As)
		if p.matches(func() {
			p.ident()
			p.need(token.Comma, token.RParen, token.Semicolon, token.Newline)
		}) {
			p.fail()
		}
		a := p.expression()
		p.failNode(a, "cannot use "+exprName(a)+" as import target")
	})
}

// checkRaise looks for mistakes in a raise statement (CPython: invalid_raise_stmt).
func (p *parser) checkRaise() {
	p.firstOf(
		func() {
			at := p.pos
			p.next()
			p.expect(token.From)
			p.failRange(p.at(at), p.at(at+1), "did you forget an expression between 'raise' and 'from'?")
		},
		func() {
			p.next()
			p.expression()
			at := p.pos
			p.expect(token.From)
			p.failToken(at, "did you forget an expression after 'from'?")
		},
	)
}

// checkAssert looks for assignments in an assert statement (CPython:
// invalid_assert_stmt).
func (p *parser) checkAssert() {
	assigned := func(second bool, operator token.Kind) func() {
		return func() {
			p.next()
			a := p.expression()
			if second {
				p.expect(token.Comma)
				a = p.expression()
			}
			p.expect(operator)
			b := p.expression()
			if operator == token.Equal {
				p.failRange(*a.Pos(), *b.Pos(), "cannot assign to "+exprName(a)+" here. Maybe you meant '==' instead of '='?")
			}
			p.failRange(*a.Pos(), *b.Pos(), "cannot use named expression without parentheses here")
		}
	}
	p.firstOf(
		assigned(false, token.Equal), assigned(true, token.Equal),
		assigned(false, token.ColonEqual), assigned(true, token.ColonEqual),
	)
}
