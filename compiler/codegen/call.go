package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// callArgs are the arguments of a call. With generic the generic base of a class comes
// behind the positional ones.
type callArgs struct {
	args     []ast.Expr
	generic  bool
	keywords []*ast.Keyword
}

// A call's callable stands below its arguments together with NULL, or with self if
// it is a method. Older versions have NULL below the callable, newer ones above.

func (g *generator) nullBefore(span ast.Span) {
	if g.tgt.NullBelowCallable {
		g.op(target.PushNull, span)
	}
}

func (g *generator) nullAfter(span ast.Span) {
	if !g.tgt.NullBelowCallable {
		g.op(target.PushNull, span)
	}
}

// call emits a call with positional arguments.
func (g *generator) call(n int, span ast.Span) {
	if g.tgt.Has(target.Precall) {
		g.opArg(target.Precall, n, span)
	}
	g.opArg(target.Call, n, span)
}

// callNoArgs calls the function on top of the stack; nullBefore has been there.
func (g *generator) callNoArgs(span ast.Span) {
	g.nullAfter(span)
	g.call(0, span)
}

// callKw emits a call of which the values of keyword arguments have been pushed.
func (g *generator) callKw(n int, keywords []*ast.Keyword, namesSpan, span ast.Span) {
	names := g.keywordNames(keywords)
	if g.tgt.Has(target.KwNames) {
		g.opArg(target.KwNames, int(g.addConst(names)), namesSpan)
		g.at(span)
		g.call(n+len(keywords), span)
		return
	}
	g.loadConst(names, namesSpan)
	g.opArg(target.CallKw, n+len(keywords), span)
}

// callExpr compiles a call.
func (g *generator) callExpr(e *ast.Call) {
	if !g.checkKeywords(e.Keywords) {
		return
	}
	if g.methodCall(e) {
		return
	}
	g.checkCallable(e.Func)
	span := *e.Func.Pos()
	g.at(span)
	g.nullBefore(span)
	g.at(e.Span)
	g.expr(e.Func)
	end := g.label()
	inlined := g.inlineBuiltin(e, end)
	g.nullAfter(span)
	g.callWith(0, callArgs{args: e.Args, keywords: e.Keywords}, e.Span)
	if inlined {
		g.use(end) // an idle label would part blocks where every label does
	}
}

// methodCall compiles the call of an attribute without binding the method first. It
// reports false if the call is not of that kind.
func (g *generator) methodCall(e *ast.Call) bool {
	attr, ok := e.Func.(*ast.Attribute)
	if !ok || attr.Ctx != ast.Load || g.isImported(attr.Value) || !isSimpleMethodCall(e) {
		return false
	}
	span := attr.Span
	if g.canUseSuper(attr) {
		g.superMethod(attr)
		span = g.attrSpan(span, attr)
		g.op(target.Nop, span)
	} else {
		g.expr(attr.Value)
		span = g.attrSpan(span, attr)
		g.at(span)
		g.loadMethod(attr.Attr, span)
	}
	g.exprs(e.Args)
	callSpan := g.attrSpan(e.Span, attr)
	if len(e.Keywords) == 0 {
		g.at(callSpan)
		g.call(len(e.Args), callSpan)
		return true
	}
	g.keywordValues(e.Keywords)
	g.callKw(len(e.Args), e.Keywords, span, callSpan)
	return true
}

// isSimpleMethodCall tells whether a call has few arguments and no unpacking.
func isSimpleMethodCall(e *ast.Call) bool {
	n := len(e.Args) + len(e.Keywords)
	if len(e.Keywords) > 0 {
		n++
	}
	return n < stackUseGuideline && !anyStarred(e.Args) && !anyDoubleStarred(e.Keywords)
}

// isImported tells whether an expression is a name that the module imports. Functions
// of modules are not methods.
func (g *generator) isImported(e ast.Expr) bool {
	name, ok := e.(*ast.Name)
	if !ok {
		return false
	}
	s := g.top.symbol(name.ID)
	return s != nil && s.Flags&symtable.DefImport != 0
}

// callWith emits the arguments and the call; n arguments are on the stack already.
func (g *generator) callWith(n int, a callArgs, span ast.Span) {
	if !g.checkKeywords(a.keywords) {
		return
	}
	count := len(a.args)
	if a.generic {
		count++
	}
	if count+2*len(a.keywords) > stackUseGuideline || anyStarred(a.args) || anyDoubleStarred(a.keywords) {
		g.callEx(n, a, span)
		return
	}
	g.exprs(a.args)
	if a.generic {
		g.loadName(g.known.dotGenericBase, span)
	}
	if len(a.keywords) == 0 {
		g.call(n+count, span)
		return
	}
	g.keywordValues(a.keywords)
	g.callKw(n+count, a.keywords, span, span)
}

// callEx emits a call with a tuple and a dict of arguments.
func (g *generator) callEx(n int, a callArgs, span ast.Span) {
	if starred, ok := onlyStarred(a); ok && n == 0 {
		g.expr(starred.Value)
	} else {
		args := a.args
		if a.generic {
			base := &ast.Name{Span: span, ID: g.known.dotGenericBase}
			args = append(args[:len(args):len(args)], base)
		}
		g.display(args, n, tupleDisplay, span)
	}
	if len(a.keywords) > 0 {
		g.keywordDict(a.keywords, span)
	}
	switch {
	case !g.tgt.HasArg(target.CallFunctionEx):
		if len(a.keywords) == 0 {
			g.op(target.PushNull, span)
		}
		g.op(target.CallFunctionEx, span)
	case len(a.keywords) > 0:
		g.opArg(target.CallFunctionEx, 1, span)
	default:
		g.opArg(target.CallFunctionEx, 0, span)
	}
}

// onlyStarred returns the one positional argument of a call, if it is starred.
func onlyStarred(a callArgs) (*ast.Starred, bool) {
	if len(a.args) != 1 || a.generic {
		return nil, false
	}
	starred, ok := a.args[0].(*ast.Starred)
	return starred, ok
}

// keywordDict builds the dict of keyword arguments, in runs between the ** ones.
func (g *generator) keywordDict(keywords []*ast.Keyword, span ast.Span) {
	have := false
	start := 0
	for i, k := range keywords {
		if k.Arg != 0 {
			continue
		}
		if i > start {
			g.subKeywords(keywords[start:i], have, span)
			have = true
		}
		if !have {
			g.opArg(target.BuildMap, 0, span)
			have = true
		}
		g.expr(k.Value)
		g.opArg(target.DictMerge, 1, span)
		start = i + 1
	}
	if start < len(keywords) {
		g.subKeywords(keywords[start:], have, span)
	}
}

// subKeywords builds a dict of a run of keyword arguments and merges it into the one
// below, if there is one.
func (g *generator) subKeywords(keywords []*ast.Keyword, merge bool, span ast.Span) {
	n := len(keywords)
	big := n*2 > stackUseGuideline
	switch {
	case n > 1 && !big && g.tgt.Has(target.BuildConstKeyMap):
		g.keywordValues(keywords)
		g.loadConst(g.keywordNames(keywords), span)
		g.opArg(target.BuildConstKeyMap, n, span)
	case big:
		g.opArg(target.BuildMap, 0, instr.NoLocation)
		for _, k := range keywords {
			g.loadConst(g.constName(k.Arg), span)
			g.expr(k.Value)
			g.opArg(target.MapAdd, 1, instr.NoLocation)
		}
	default:
		for _, k := range keywords {
			g.loadConst(g.constName(k.Arg), span)
			g.expr(k.Value)
		}
		g.opArg(target.BuildMap, n, span)
	}
	if merge {
		g.opArg(target.DictMerge, 1, span)
	}
}

func (g *generator) keywordValues(keywords []*ast.Keyword) {
	for _, k := range keywords {
		g.expr(k.Value)
	}
}

// keywordNames returns the names of keyword arguments as a tuple.
func (g *generator) keywordNames(keywords []*ast.Keyword) *code.Const {
	names := make([]*code.Const, len(keywords))
	for i, k := range keywords {
		names[i] = g.constName(k.Arg)
	}
	return g.Pool.Tuple(names)
}

func anyDoubleStarred(keywords []*ast.Keyword) bool {
	for _, k := range keywords {
		if k.Arg == 0 {
			return true
		}
	}
	return false
}

// checkKeywords refuses keyword arguments that are forbidden or given twice.
func (g *generator) checkKeywords(keywords []*ast.Keyword) bool {
	for i, k := range keywords {
		if k.Arg == 0 {
			continue
		}
		if g.forbidden(k.Arg, ast.Store, k.Span) {
			return false
		}
		for _, other := range keywords[i+1:] {
			if other.Arg == k.Arg {
				g.at(other.Span)
				g.fail(other.Span, "keyword argument repeated: "+g.name(k.Arg))
				return false
			}
		}
	}
	return true
}
