package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// parameters parses the parameters of a function or, if they end with a colon, of
// a lambda, which has no annotations. It stops at the end.
func (p *parser) parameters(end token.Kind) *ast.Arguments {
	a := p.arguments.put(ast.Arguments{})
	if p.checking() {
		paramList{p, end}.checkParams()
	}
	if p.kind == end {
		return a
	}
	start := p.pos
	annotated := end == token.RParen
	args, defaults := p.argList.mark(), p.exprs.mark()
	slash := false
	for p.kind == token.Name || p.kind == token.Slash {
		if p.kind == token.Slash {
			if slash || p.argList.mark() == args {
				p.fail()
			}
			slash = true
			p.next()
			a.PosOnlyArgs = p.argList.take(args)
		} else {
			p.argList.push(p.param(annotated, false))
			if p.kind == token.Equal {
				p.exprs.push(p.paramDefault(end))
			} else if p.exprs.mark() > defaults {
				p.fail()
			}
		}
		if !p.got(token.Comma) {
			break
		}
	}
	a.Args = p.argList.take(args)
	a.Defaults = p.exprs.take(defaults)
	if p.kind == token.Star && p.atParam(start) {
		if p.checking() {
			paramList{p, end}.checkStar()
		}
		p.keywordOnly(a, end)
	}
	if p.kind == token.DoubleStar && p.atParam(start) {
		if p.checking() {
			paramList{p, end}.checkDoubleStar()
		}
		p.next()
		a.KwArg = p.param(annotated, false)
		p.got(token.Comma)
	}
	if p.kind != end {
		p.fail()
	}
	return a
}

// atParam tells whether a parameter may be next, in a list that starts at a token.
func (p *parser) atParam(start int) bool {
	return p.pos == start || p.toks[p.pos-1].Kind == token.Comma
}

// keywordOnly parses what starts with "*": the parameter for further positional
// arguments, and those that only keywords set.
func (p *parser) keywordOnly(a *ast.Arguments, end token.Kind) {
	annotated := end == token.RParen
	p.next()
	if p.kind != token.Comma {
		a.VarArg = p.param(annotated, true)
	} else if k := p.peek(); k != token.Name {
		p.next()
		p.fail()
	}
	args, defaults := p.argList.mark(), p.exprs.mark()
	for p.got(token.Comma) && p.kind == token.Name {
		p.argList.push(p.param(annotated, false))
		if p.kind == token.Equal {
			p.exprs.push(p.paramDefault(end))
		} else {
			p.exprs.push(nil)
		}
	}
	a.KwOnlyArgs = p.argList.take(args)
	a.KwDefaults = p.exprs.take(defaults)
}

// param parses one parameter; star tells whether its annotation may be starred.
func (p *parser) param(annotated, star bool) *ast.Arg {
	start := p.pos
	name := p.ident()
	var annotation ast.Expr
	if annotated && p.got(token.Colon) {
		if star && p.kind == token.Star {
			annotation = p.starred()
		} else {
			annotation = p.expression()
		}
	}
	return p.args.put(ast.Arg{Span: p.span(start), Name: name, Annotation: annotation})
}

// typeParams parses [type_params] (PEP 695).
func (p *parser) typeParams() (params []ast.TypeParam) {
	p.look()
	if p.kind != token.LBracket || !p.tgt.TypeParams {
		return nil
	}
	if p.diag == nil {
		return p.plainTypeParams()
	}
	p.try(func() { params = p.plainTypeParams() })
	return params
}

func (p *parser) plainTypeParams() []ast.TypeParam {
	p.next()
	if p.checking() && p.tgt.EmptyImportError && p.kind == token.RBracket {
		at := p.pos
		p.next()
		p.failFrom(at, "Type parameter list cannot be empty")
	}
	mark := p.tparams.mark()
	for {
		p.tparams.push(p.typeParam())
		if !p.got(token.Comma) || p.kind == token.RBracket {
			break
		}
	}
	p.expect(token.RBracket)
	return p.tparams.take(mark)
}

// typeParam parses type_param.
func (p *parser) typeParam() ast.TypeParam {
	start := p.pos
	switch p.kind {
	case token.Star:
		p.next()
		name := p.ident()
		p.rejectBound("TypeVarTuple")
		var def ast.Expr
		if p.tgt.TypeParamDefaults && p.got(token.Equal) {
			def = p.starExpression()
		}
		return &ast.TypeVarTuple{Span: p.span(start), Name: name, Default: def}
	case token.DoubleStar:
		p.next()
		name := p.ident()
		p.rejectBound("ParamSpec")
		def := p.typeDefault()
		return &ast.ParamSpec{Span: p.span(start), Name: name, Default: def}
	}
	name := p.ident()
	var bound ast.Expr
	if p.got(token.Colon) {
		bound = p.expression()
	}
	def := p.typeDefault()
	return &ast.TypeVar{Span: p.span(start), Name: name, Bound: bound, Default: def}
}

// typeDefault parses the default of a type parameter (PEP 696).
func (p *parser) typeDefault() ast.Expr {
	if p.tgt.TypeParamDefaults && p.got(token.Equal) {
		return p.expression()
	}
	return nil
}

// rejectBound rejects a bound behind a type parameter that can have none.
func (p *parser) rejectBound(kind string) {
	if p.kind != token.Colon || !p.checking() && !p.tgt.EagerMistakes {
		return
	}
	at := p.pos
	p.next()
	msg := "cannot use bound with " + kind
	if _, ok := p.expression().(*ast.Tuple); ok {
		msg = "cannot use constraints with " + kind
	}
	p.failFrom(at, msg)
}
