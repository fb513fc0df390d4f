package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// diagField parses a replacement field in the second pass.
func (p *parser) diagField(style fieldStyle) {
	if p.try(func() { p.plainField(style) }) {
		return
	}
	if p.checking() {
		p.checkField(style)
	}
	p.fail()
}

// checkField looks for mistakes in a replacement field (CPython:
// invalid_replacement_field, later invalid_fstring_ and
// invalid_tstring_replacement_field).
func (p *parser) checkField(style fieldStyle) {
	name := style.name() + ": "
	var mistakes []func()
	for _, k := range []token.Kind{token.Equal, token.Exclamation, token.Colon, token.RBrace} {
		mistakes = append(mistakes, func() {
			p.next()
			at := p.pos
			p.expect(k)
			p.failToken(at, name+"valid expression required before '"+k.String()+"'")
		})
	}
	value := func() {
		p.next()
		p.yieldOrStar()
	}
	debugged := func() {
		value()
		p.look()
		p.got(token.Equal)
	}
	converted := func() {
		debugged()
		p.try(func() {
			p.expect(token.Exclamation)
			p.ident()
		})
	}
	// expecting fails where the next token is one of those that may follow.
	expecting := func(read func(), what string, kinds ...token.Kind) func() {
		return func() {
			read()
			p.not(kinds...)
			p.failNext(name + "expecting " + what)
		}
	}
	mistakes = append(mistakes,
		func() {
			p.next()
			if p.matches(func() { p.yieldOrStar() }) {
				p.fail()
			}
			p.failNext(name + "expecting a valid expression after '{'")
		},
		expecting(value, "'=', or '!', or ':', or '}'", token.Equal, token.Exclamation, token.Colon, token.RBrace),
		expecting(func() {
			value()
			p.expect(token.Equal)
		}, "'!', or ':', or '}'", token.Exclamation, token.Colon, token.RBrace),
		func() {
			debugged()
			p.checkConversion(name)
			p.fail()
		},
		expecting(converted, "':' or '}'", token.Colon, token.RBrace),
		expecting(func() {
			converted()
			p.expect(token.Colon)
			for p.try(func() { p.specPart(style) }) {
			}
		}, "'}', or format specs", token.RBrace),
		expecting(converted, "'}'", token.RBrace),
	)
	p.firstOf(mistakes...)
}

// checkConversion looks for mistakes behind "!" (CPython:
// invalid_conversion_character).
func (p *parser) checkConversion(name string) {
	p.firstOf(
		func() {
			p.expect(token.Exclamation)
			p.need(token.Colon, token.RBrace)
			p.failNext(name + "missing conversion character")
		},
		func() {
			p.expect(token.Exclamation)
			p.not(token.Name)
			p.failNext(name + "invalid conversion character")
		},
	)
}
