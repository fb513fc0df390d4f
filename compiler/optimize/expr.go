package optimize

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/fold"
)

// exprs simplifies a list in place; entries may be nil.
func (o *optimizer) exprs(list []ast.Expr) {
	for i, e := range list {
		switch e.(type) {
		case *ast.Constant:
		default:
			list[i] = o.expr(e)
		}
	}
}

// expr simplifies an expression, which may be nil, and returns what stands in its
// place.
func (o *optimizer) expr(e ast.Expr) ast.Expr {
	if e == nil || !o.enter() {
		return e
	}
	defer o.leave()
	switch e := e.(type) {
	case *ast.Name:
		if e.ID == o.debug && e.Ctx == ast.Load {
			return o.constant(&e.Span, o.pool.Bool(o.level == 0))
		}
	case *ast.Constant:
	case *ast.Attribute:
		e.Value = o.expr(e.Value)
	case *ast.Call:
		e.Func = o.expr(e.Func)
		o.exprs(e.Args)
		o.keywords(e.Keywords)
	case *ast.Subscript:
		e.Value = o.expr(e.Value)
		e.Slice = o.expr(e.Slice)
		return o.subscript(e)
	case *ast.BinOp:
		e.Left = o.expr(e.Left)
		e.Right = o.expr(e.Right)
		return o.binOp(e)
	case *ast.UnaryOp:
		e.Operand = o.expr(e.Operand)
		return o.unaryOp(e)
	case *ast.Compare:
		e.Left = o.expr(e.Left)
		o.exprs(e.Comparators)
		last := len(e.Ops) - 1
		if op := e.Ops[last]; op == ast.In || op == ast.NotIn {
			e.Comparators[last] = o.iterable(e.Comparators[last])
		}
	case *ast.BoolOp:
		o.exprs(e.Values)
	case *ast.Tuple:
		o.exprs(e.Elts)
		if e.Ctx == ast.Load && o.tgt.FoldInTree {
			return o.replaced(e, o.constantTuple(e.Elts))
		}
	case *ast.List:
		o.exprs(e.Elts)
	case *ast.Set:
		o.exprs(e.Elts)
	case *ast.Dict:
		o.exprs(e.Keys)
		o.exprs(e.Values)
	default:
		o.rareExpr(e)
	}
	return e
}

// rareExpr simplifies inside the expressions that are less common.
func (o *optimizer) rareExpr(e ast.Expr) {
	switch e := e.(type) {
	case *ast.IfExp:
		e.Test = o.expr(e.Test)
		e.Body = o.expr(e.Body)
		e.OrElse = o.expr(e.OrElse)
	case *ast.JoinedStr:
		o.exprs(e.Values)
	case *ast.TemplateStr:
		o.exprs(e.Values)
	case *ast.FormattedValue:
		e.Value = o.expr(e.Value)
		e.FormatSpec = o.expr(e.FormatSpec)
	case *ast.Interpolation:
		e.Value = o.expr(e.Value)
		e.FormatSpec = o.expr(e.FormatSpec)
	case *ast.Starred:
		e.Value = o.expr(e.Value)
	case *ast.Slice:
		e.Lower = o.expr(e.Lower)
		e.Upper = o.expr(e.Upper)
		e.Step = o.expr(e.Step)
	case *ast.NamedExpr:
		e.Value = o.expr(e.Value)
	case *ast.Await:
		e.Value = o.expr(e.Value)
	case *ast.Yield:
		e.Value = o.expr(e.Value)
	case *ast.YieldFrom:
		e.Value = o.expr(e.Value)
	case *ast.Lambda:
		o.arguments(e.Args)
		e.Body = o.expr(e.Body)
	case *ast.ListComp:
		e.Elt = o.expr(e.Elt)
		o.generators(e.Generators)
	case *ast.SetComp:
		e.Elt = o.expr(e.Elt)
		o.generators(e.Generators)
	case *ast.GeneratorExp:
		e.Elt = o.expr(e.Elt)
		o.generators(e.Generators)
	case *ast.DictComp:
		e.Key = o.expr(e.Key)
		e.Value = o.expr(e.Value)
		o.generators(e.Generators)
	}
}

func (o *optimizer) keywords(list []*ast.Keyword) {
	for _, k := range list {
		k.Value = o.expr(k.Value)
	}
}

func (o *optimizer) generators(list []*ast.Comprehension) {
	for _, g := range list {
		g.Target = o.expr(g.Target)
		g.Iter = o.expr(g.Iter)
		o.exprs(g.Ifs)
		g.Iter = o.iterable(g.Iter)
	}
}

func (o *optimizer) arguments(a *ast.Arguments) {
	if o.evaluated() {
		o.args(a.PosOnlyArgs)
		o.args(a.Args)
		o.arg(a.VarArg)
		o.args(a.KwOnlyArgs)
		o.arg(a.KwArg)
	}
	o.exprs(a.KwDefaults)
	o.exprs(a.Defaults)
}

func (o *optimizer) args(list []*ast.Arg) {
	for _, a := range list {
		o.arg(a)
	}
}

func (o *optimizer) arg(a *ast.Arg) {
	if a != nil {
		a.Annotation = o.expr(a.Annotation)
	}
}

func (o *optimizer) unaryOp(e *ast.UnaryOp) ast.Expr {
	if !o.tgt.FoldInTree {
		return e
	}
	switch operand := e.Operand.(type) {
	case *ast.Constant:
		return o.replaced(e, fold.Unary(o.pool, o.tgt, e.Op, operand.Value))
	case *ast.Compare:
		if e.Op == ast.Not && len(operand.Ops) == 1 && invert(&operand.Ops[0]) {
			return operand
		}
	}
	return e
}

// invert makes a comparison its opposite if that is certain to be the same as not,
// whatever the operands define. The place of the comparison stays its own.
func invert(op *ast.CmpOperator) bool {
	switch *op {
	case ast.Is:
		*op = ast.IsNot
	case ast.IsNot:
		*op = ast.Is
	case ast.In:
		*op = ast.NotIn
	case ast.NotIn:
		*op = ast.In
	default:
		return false
	}
	return true
}

func (o *optimizer) binOp(e *ast.BinOp) ast.Expr {
	left, ok := e.Left.(*ast.Constant)
	if !ok {
		return e
	}
	if e.Op == ast.Mod && left.Value.Kind == code.Str {
		if right, ok := e.Right.(*ast.Tuple); ok {
			return o.format(e, left.Value.Text, right.Elts)
		}
	}
	right, ok := e.Right.(*ast.Constant)
	if !ok || !o.tgt.FoldInTree {
		return e
	}
	return o.replaced(e, fold.Binary(o.pool, o.tgt, e.Op, left.Value, right.Value))
}

func (o *optimizer) subscript(e *ast.Subscript) ast.Expr {
	value, ok1 := e.Value.(*ast.Constant)
	index, ok2 := e.Slice.(*ast.Constant)
	if e.Ctx != ast.Load || !ok1 || !ok2 || !o.tgt.FoldInTree {
		return e
	}
	return o.replaced(e, fold.Subscript(o.pool, value.Value, index.Value))
}

// constantTuple returns the tuple of expressions that are all constants, or nil.
func (o *optimizer) constantTuple(elts []ast.Expr) *code.Const {
	for _, e := range elts {
		if _, ok := e.(*ast.Constant); !ok {
			return nil
		}
	}
	items := make([]*code.Const, len(elts))
	for i, e := range elts {
		items[i] = e.(*ast.Constant).Value
	}
	return o.pool.Tuple(items)
}

// iterable simplifies what is only iterated over or searched: there a list is as
// good as a tuple, and a set as a frozenset.
func (o *optimizer) iterable(e ast.Expr) ast.Expr {
	if !o.tgt.FoldInTree {
		return e
	}
	switch e := e.(type) {
	case *ast.List:
		for _, elt := range e.Elts {
			if _, ok := elt.(*ast.Starred); ok {
				return e
			}
		}
		tuple := &ast.Tuple{Span: e.Span, Elts: e.Elts, Ctx: e.Ctx}
		return o.replaced(tuple, o.constantTuple(e.Elts))
	case *ast.Set:
		if tuple := o.constantTuple(e.Elts); tuple != nil {
			return o.constant(&e.Span, o.pool.FrozenSet(constant.Distinct(tuple.Items)))
		}
	}
	return e
}

// patternValue simplifies the value of a pattern, where numbers with a sign and
// complex numbers are written as operations.
func (o *optimizer) patternValue(e ast.Expr) ast.Expr {
	if o.tgt.FoldInTree {
		return o.expr(e)
	}
	switch e := e.(type) {
	case *ast.UnaryOp:
		if operand, ok := e.Operand.(*ast.Constant); ok && (e.Op == ast.USub || e.Op == ast.UAdd) {
			return o.replaced(e, fold.Unary(o.pool, o.tgt, e.Op, operand.Value))
		}
	case *ast.BinOp:
		right, ok := e.Right.(*ast.Constant)
		if !ok || e.Op != ast.Add && e.Op != ast.Sub {
			return e
		}
		e.Left = o.patternValue(e.Left)
		if left, ok := e.Left.(*ast.Constant); ok {
			return o.replaced(e, fold.Binary(o.pool, o.tgt, e.Op, left.Value, right.Value))
		}
	}
	return e
}
