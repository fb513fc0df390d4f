package codegen

import (
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// exprs compiles expressions, one after the other.
func (g *generator) exprs(list []ast.Expr) {
	for _, e := range list {
		g.expr(e)
	}
}

// expr compiles an expression: it pushes the value of one that is loaded, pops that
// of one that is stored to, and does neither for one that is deleted.
func (g *generator) expr(e ast.Expr) {
	if g.err != nil {
		return
	}
	if !g.tgt.RunningLocation {
		g.visit(e)
		return
	}
	around := g.unit.span
	g.at(*e.Pos())
	g.visit(e)
	g.at(around)
}

// visit is expr without a change of the running location.
func (g *generator) visit(e ast.Expr) {
	switch e := e.(type) {
	case *ast.Name:
		g.nameOp(e.ID, e.Ctx, e.Span)
	case *ast.Constant:
		g.loadConst(e.Value, e.Span)
	case *ast.Attribute:
		g.attribute(e)
	case *ast.Call:
		g.callExpr(e)
	case *ast.Subscript:
		g.subscript(e)
	case *ast.BinOp:
		g.expr(e.Left)
		g.expr(e.Right)
		g.opArg(target.BinaryOp, binaryArgs[e.Op], e.Span)
	case *ast.UnaryOp:
		g.unaryOp(e)
	case *ast.BoolOp:
		g.boolOp(e)
	case *ast.Compare:
		g.compare(e)
	case *ast.Tuple:
		g.tuple(e)
	case *ast.List:
		g.list(e)
	case *ast.Set:
		g.display(e.Elts, 0, setDisplay, e.Span)
	case *ast.Dict:
		g.dict(e)
	case *ast.IfExp:
		g.ifExp(e)
	case *ast.NamedExpr:
		g.expr(e.Value)
		g.opArg(target.Copy, 1, e.Span)
		g.expr(e.Target)
	case *ast.Lambda:
		g.lambda(e)
	case *ast.JoinedStr:
		g.joinedStr(e)
	case *ast.FormattedValue:
		g.formattedValue(e)
	case *ast.TemplateStr:
		g.templateStr(e)
	case *ast.Interpolation:
		g.interpolation(e)
	case *ast.ListComp:
		g.comprehension(compSpec{listComp, e, e.Elt, nil, e.Generators})
	case *ast.SetComp:
		g.comprehension(compSpec{setComp, e, e.Elt, nil, e.Generators})
	case *ast.DictComp:
		g.comprehension(compSpec{dictComp, e, e.Key, e.Value, e.Generators})
	case *ast.GeneratorExp:
		g.comprehension(compSpec{generatorExp, e, e.Elt, nil, e.Generators})
	case *ast.Yield:
		g.yield(e)
	case *ast.YieldFrom:
		g.yieldFromExpr(e)
	case *ast.Await:
		g.awaitExpr(e)
	case *ast.Slice:
		g.slice(e)
	case *ast.Starred:
		g.starred(e)
	}
}

// starred refuses a starred expression; where one may stand the construct around it
// has taken it apart.
func (g *generator) starred(e *ast.Starred) {
	if e.Ctx == ast.Store {
		g.fail(e.Span, "starred assignment target must be in a list or tuple")
	} else {
		g.fail(e.Span, "can't use starred expression here")
	}
}

// The arguments of BINARY_OP (CPython: NB_ in Include/opcode.h). inplace is added
// for augmented assignment.
var binaryArgs = [...]int{
	ast.Add: 0, ast.BitAnd: 1, ast.FloorDiv: 2, ast.LShift: 3, ast.MatMult: 4, ast.Mult: 5, ast.Mod: 6,
	ast.BitOr: 7, ast.Pow: 8, ast.RShift: 9, ast.Sub: 10, ast.Div: 11, ast.BitXor: 12,
}

const inplace = 13

// binarySubscript is BINARY_OP's argument for container[index].
const binarySubscript = 26

func (g *generator) unaryOp(e *ast.UnaryOp) {
	g.expr(e.Operand)
	switch e.Op {
	case ast.UAdd:
		g.unaryPositive(e.Span)
	case ast.Not:
		g.toBool(e.Span)
		g.op(target.UnaryNot, e.Span)
	case ast.Invert:
		g.op(target.UnaryInvert, e.Span)
	case ast.USub:
		g.op(target.UnaryNegative, e.Span)
	}
}

func (g *generator) unaryPositive(span ast.Span) {
	if g.tgt.Has(target.CallIntrinsic1) {
		g.opArg(target.CallIntrinsic1, intrinsicUnaryPositive, span)
	} else {
		g.op(target.UnaryPositive, span)
	}
}

// toBool makes a bool of the value on top of the stack where jumps ask for one.
func (g *generator) toBool(span ast.Span) {
	if g.tgt.Has(target.ToBool) {
		g.op(target.ToBool, span)
	}
}

// boolOp compiles and and or: an operand that decides the result stays on the stack.
func (g *generator) boolOp(e *ast.BoolOp) {
	end := g.label()
	last := len(e.Values) - 1
	for _, value := range e.Values[:last] {
		g.expr(value)
		g.jumpOrPop(e.Op == ast.Or, end, e.Span)
	}
	g.expr(e.Values[last])
	g.use(end)
}

// jumpOrPop jumps if the value on top of the stack is true, or false, and drops it
// otherwise.
func (g *generator) jumpOrPop(cond bool, to instr.Label, span ast.Span) {
	switch {
	case g.tgt.Has(target.JumpIfFalseOrPop) && cond:
		g.jump(target.JumpIfTrueOrPop, to, span)
		return
	case g.tgt.Has(target.JumpIfFalseOrPop):
		g.jump(target.JumpIfFalseOrPop, to, span)
		return
	case !g.tgt.Has(target.JumpIfFalse):
		g.opArg(target.Copy, 1, span)
		g.toBool(span)
		g.jump(popJump(cond), to, span)
	case cond:
		g.jump(target.JumpIfTrue, to, span)
	default:
		g.jump(target.JumpIfFalse, to, span)
	}
	g.op(target.PopTop, span)
}

func (g *generator) ifExp(e *ast.IfExp) {
	end, next := g.label(), g.label()
	g.jumpIf(e.Test, next, false, e.Span)
	g.expr(e.Body)
	g.jumpToEnd(end)
	g.use(next)
	g.expr(e.OrElse)
	g.use(end)
}

// attribute compiles the load, store or deletion of an attribute.
func (g *generator) attribute(e *ast.Attribute) {
	if e.Ctx == ast.Load && g.superAttr(e) {
		return
	}
	if e.Ctx == ast.Store {
		g.noteStaticAttribute(e)
	}
	g.expr(e.Value)
	span := g.attrSpan(e.Span, e)
	g.at(span)
	switch e.Ctx {
	case ast.Load:
		g.loadAttr(e.Attr, span)
	case ast.Store:
		if !g.forbidden(e.Attr, ast.Store, span) {
			g.opName(target.StoreAttr, e.Attr, span)
		}
	case ast.Del:
		g.opName(target.DeleteAttr, e.Attr, span)
	}
}

// attrSpan returns where the operation on an attribute stands: at the attribute's
// name, if the expression goes over several lines.
func (g *generator) attrSpan(span ast.Span, e *ast.Attribute) ast.Span {
	if span.Line == e.EndLine {
		return span
	}
	span.Line = e.EndLine
	if n := int32(utf8.RuneCountInString(g.name(e.Attr))); n <= e.EndCol {
		span.Col = e.EndCol - n
	} else {
		span.Col, span.EndCol = -1, -1
	}
	span.EndLine = max(span.Line, span.EndLine)
	if span.Line == span.EndLine {
		span.EndCol = max(span.Col, span.EndCol)
	}
	return span
}

// subscript compiles the load, store or deletion of a subscript.
func (g *generator) subscript(e *ast.Subscript) {
	if e.Ctx == ast.Load {
		g.checkSubscripted(e.Value)
		g.checkIndex(e.Value, e.Slice)
	}
	g.expr(e.Value)
	if e.Ctx != ast.Del && g.isPlainSlice(e.Slice) {
		g.sliceParts(e.Slice.(*ast.Slice))
		if e.Ctx == ast.Load {
			g.op(target.BinarySlice, e.Span)
		} else {
			g.op(target.StoreSlice, e.Span)
		}
		return
	}
	g.expr(e.Slice)
	switch e.Ctx {
	case ast.Load:
		g.subscriptLoad(e.Span)
	case ast.Store:
		g.op(target.StoreSubscr, e.Span)
	case ast.Del:
		g.op(target.DeleteSubscr, e.Span)
	}
}

// subscriptLoad emits [container, index] -> [item].
func (g *generator) subscriptLoad(span ast.Span) {
	if g.tgt.Has(target.BinarySubscr) {
		g.op(target.BinarySubscr, span)
	} else {
		g.opArg(target.BinaryOp, binarySubscript, span)
	}
}

// isPlainSlice tells whether a slice has operations of its own: it has no step, and is
// no constant.
func (g *generator) isPlainSlice(e ast.Expr) bool {
	s, ok := e.(*ast.Slice)
	return ok && s.Step == nil && g.tgt.Has(target.BinarySlice) && !g.isConstantSlice(s)
}

func (g *generator) isConstantSlice(e *ast.Slice) bool {
	return g.tgt.ConstantSlices && isConstantOrNil(e.Lower) && isConstantOrNil(e.Upper) && isConstantOrNil(e.Step)
}

func isConstantOrNil(e ast.Expr) bool {
	_, ok := e.(*ast.Constant)
	return ok || e == nil
}

func (g *generator) slice(e *ast.Slice) {
	if g.isConstantSlice(e) {
		slice := g.Pool.Slice(g.sliceItem(e.Lower), g.sliceItem(e.Upper), g.sliceItem(e.Step))
		g.loadConst(slice, e.Span)
		return
	}
	g.opArg(target.BuildSlice, g.sliceParts(e), e.Span)
}

// sliceItem returns a part of a constant slice. CPython interns the strings among
// the constants of a code object, but those in slices it passes over.
func (g *generator) sliceItem(e ast.Expr) *code.Const {
	if e == nil {
		return g.Pool.None
	}
	c := e.(*ast.Constant).Value
	if c.Interned && utf8.RuneCountInString(c.Text) > 1 { // shorter strings have one object anyway
		return g.Pool.NewStr(c.Text)
	}
	return c
}

// sliceParts pushes the parts of a slice and returns how many there are.
func (g *generator) sliceParts(e *ast.Slice) int {
	g.exprOrNone(e.Lower, e.Span)
	g.exprOrNone(e.Upper, e.Span)
	if e.Step == nil {
		return 2
	}
	g.expr(e.Step)
	return 3
}

func (g *generator) exprOrNone(e ast.Expr, span ast.Span) {
	if e != nil {
		g.expr(e)
	} else {
		g.loadNone(span)
	}
}
