package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// stackUseGuideline is how many values a display or call may hold on the stack
// before it is built up piece by piece (CPython: STACK_USE_GUIDELINE).
const stackUseGuideline = 30

// displayKind is the kind of a display. A tuple is built as a list where it cannot be
// built at once.
type displayKind uint8

const (
	listDisplay displayKind = iota
	setDisplay
	tupleDisplay
)

var displayOps = [...]struct{ build, add, extend target.Op }{
	listDisplay:  {target.BuildList, target.ListAppend, target.ListExtend},
	setDisplay:   {target.BuildSet, target.SetAdd, target.SetUpdate},
	tupleDisplay: {target.BuildList, target.ListAppend, target.ListExtend},
}

func (g *generator) tuple(e *ast.Tuple) {
	switch e.Ctx {
	case ast.Store:
		g.unpack(e.Elts, e.Span)
	case ast.Load:
		g.display(e.Elts, 0, tupleDisplay, e.Span)
	default:
		g.exprs(e.Elts)
	}
}

func (g *generator) list(e *ast.List) {
	switch e.Ctx {
	case ast.Store:
		g.unpack(e.Elts, e.Span)
	case ast.Load:
		g.display(e.Elts, 0, listDisplay, e.Span)
	default:
		g.exprs(e.Elts)
	}
}

// display builds a collection of some values on the stack already, and elements that
// may be starred (CPython: starunpack_helper).
func (g *generator) display(elts []ast.Expr, pushed int, kind displayKind, span ast.Span) {
	if len(elts) > 2 && g.tgt.ConstantsInCode && allConstants(elts) {
		g.constantDisplay(elts, pushed, kind, span)
		return
	}
	big := len(elts)+pushed > stackUseGuideline
	if !big && !anyStarred(elts) {
		g.exprs(elts)
		op := displayOps[kind].build
		if kind == tupleDisplay {
			op = target.BuildTuple
		}
		g.opArg(op, len(elts)+pushed, span)
		return
	}
	g.growingDisplay(elts, pushed, big, kind, span)
}

// growingDisplay builds a collection and adds to it.
func (g *generator) growingDisplay(elts []ast.Expr, pushed int, built bool, kind displayKind, span ast.Span) {
	ops := &displayOps[kind]
	if built {
		g.opArg(ops.build, pushed, span)
	}
	for i, e := range elts {
		starred, ok := e.(*ast.Starred)
		if ok && !built {
			g.opArg(ops.build, i+pushed, span)
			built = true
		}
		if ok {
			g.expr(starred.Value)
			g.opArg(ops.extend, 1, span)
			continue
		}
		g.expr(e)
		if built {
			g.opArg(ops.add, 1, span)
		}
	}
	if kind == tupleDisplay {
		g.listToTuple(span)
	}
}

// constantDisplay builds a collection out of one constant.
func (g *generator) constantDisplay(elts []ast.Expr, pushed int, kind displayKind, span ast.Span) {
	items := make([]*code.Const, len(elts))
	for i, e := range elts {
		items[i] = e.(*ast.Constant).Value
	}
	folded := g.Pool.Tuple(items)
	if kind == tupleDisplay && pushed == 0 {
		g.loadConst(folded, span)
		return
	}
	if kind == setDisplay {
		folded = g.frozenSet(items)
	}
	g.opArg(displayOps[kind].build, pushed, span)
	g.loadConst(folded, span)
	g.opArg(displayOps[kind].extend, 1, span)
	if kind == tupleDisplay {
		g.listToTuple(span)
	}
}

func (g *generator) listToTuple(span ast.Span) {
	if g.tgt.Has(target.CallIntrinsic1) {
		g.opArg(target.CallIntrinsic1, intrinsicListToTuple, span)
	} else {
		g.op(target.ListToTuple, span)
	}
}

func anyStarred(elts []ast.Expr) bool {
	for _, e := range elts {
		if _, ok := e.(*ast.Starred); ok {
			return true
		}
	}
	return false
}

func allConstants(elts []ast.Expr) bool {
	for _, e := range elts {
		if _, ok := e.(*ast.Constant); !ok {
			return false
		}
	}
	return true
}

// dict compiles a dictionary display, in runs of entries between the ** ones. A run
// that gets too long is cut.
func (g *generator) dict(e *ast.Dict) {
	have := false // whether a dict is on the stack
	start := 0    // of the run
	for i, key := range e.Keys {
		switch {
		case key == nil:
			if i > start {
				g.subDict(e, start, i, have)
				have = true
			}
			if !have {
				g.opArg(target.BuildMap, 0, e.Span)
				have = true
			}
			g.expr(e.Values[i])
			g.opArg(target.DictUpdate, 1, e.Span)
			start = i + 1
		case (i-start)*2 > stackUseGuideline:
			g.subDict(e, start, i+1, have)
			have = true
			start = i + 1
		}
	}
	switch {
	case start < len(e.Keys):
		g.subDict(e, start, len(e.Keys), have)
	case !have:
		g.opArg(target.BuildMap, 0, e.Span)
	}
}

// subDict builds a dict of a run of entries and, with merge, adds it to the one below.
func (g *generator) subDict(e *ast.Dict, start, end int, merge bool) {
	n := end - start
	big := n*2 > stackUseGuideline
	if n > 1 && !big && g.tgt.Has(target.BuildConstKeyMap) && allConstants(e.Keys[start:end]) {
		g.constKeyMap(e.Keys[start:end], e.Values[start:end], e.Span)
	} else {
		g.keyMap(e, start, end, big)
	}
	if merge {
		g.opArg(target.DictUpdate, 1, e.Span)
	}
}

// keyMap builds a dict at once or, if it is big, entry by entry.
func (g *generator) keyMap(e *ast.Dict, start, end int, big bool) {
	if big {
		g.opArg(target.BuildMap, 0, e.Span)
	}
	for i := start; i < end; i++ {
		g.expr(e.Keys[i])
		g.expr(e.Values[i])
		if big {
			g.opArg(target.MapAdd, 1, e.Span)
		}
	}
	if !big {
		g.opArg(target.BuildMap, end-start, e.Span)
	}
}

// constKeyMap builds a dict whose keys are all constants.
func (g *generator) constKeyMap(keys, values []ast.Expr, span ast.Span) {
	g.exprs(values)
	items := make([]*code.Const, len(keys))
	for i, key := range keys {
		items[i] = key.(*ast.Constant).Value
	}
	g.loadConst(g.Pool.Tuple(items), span)
	g.opArg(target.BuildConstKeyMap, len(items), span)
}
