package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

func (g *generator) assign(s *ast.Assign) {
	g.expr(s.Value)
	for i, t := range s.Targets {
		if i < len(s.Targets)-1 {
			g.opArg(target.Copy, 1, s.Span)
		}
		g.expr(t)
	}
}

// augAssign compiles an augmented assignment; what the target needs is evaluated
// once.
func (g *generator) augAssign(s *ast.AugAssign) {
	g.at(*s.Target.Pos())
	switch t := s.Target.(type) {
	case *ast.Attribute:
		g.augAttribute(s, t)
	case *ast.Subscript:
		if slice, ok := t.Slice.(*ast.Slice); ok && g.isPlainSlice(t.Slice) {
			g.augSlice(s, t, slice)
		} else {
			g.augSubscript(s, t)
		}
	case *ast.Name:
		g.loadName(t.ID, t.Span)
		g.augValue(s)
		g.storeName(t.ID, t.Span)
	}
}

// augValue computes the new value: [old] -> [new].
func (g *generator) augValue(s *ast.AugAssign) {
	g.at(s.Span)
	g.expr(s.Value)
	g.opArg(target.BinaryOp, binaryArgs[s.Op]+inplace, s.Span)
	g.at(*s.Target.Pos())
}

func (g *generator) augAttribute(s *ast.AugAssign, t *ast.Attribute) {
	g.expr(t.Value)
	g.opArg(target.Copy, 1, t.Span)
	span := g.attrSpan(t.Span, t)
	g.at(span)
	g.loadAttr(t.Attr, span)
	g.augValue(s)
	g.at(span)
	g.opArg(target.Swap, 2, span)
	g.opName(target.StoreAttr, t.Attr, span)
}

func (g *generator) augSubscript(s *ast.AugAssign, t *ast.Subscript) {
	g.expr(t.Value)
	g.expr(t.Slice)
	g.opArg(target.Copy, 2, t.Span)
	g.opArg(target.Copy, 2, t.Span)
	g.subscriptLoad(t.Span)
	g.augValue(s)
	g.opArg(target.Swap, 3, t.Span)
	g.opArg(target.Swap, 2, t.Span)
	g.op(target.StoreSubscr, t.Span)
}

func (g *generator) augSlice(s *ast.AugAssign, t *ast.Subscript, slice *ast.Slice) {
	g.expr(t.Value)
	g.sliceParts(slice)
	g.opArg(target.Copy, 3, t.Span)
	g.opArg(target.Copy, 3, t.Span)
	g.opArg(target.Copy, 3, t.Span)
	g.op(target.BinarySlice, t.Span)
	g.augValue(s)
	g.opArg(target.Swap, 4, t.Span)
	g.opArg(target.Swap, 3, t.Span)
	g.opArg(target.Swap, 2, t.Span)
	g.op(target.StoreSlice, t.Span)
}

// unpack assigns a sequence to targets, one of which may be starred.
func (g *generator) unpack(targets []ast.Expr, span ast.Span) {
	if !g.unpackOp(targets, span) {
		return
	}
	for _, t := range targets {
		if starred, ok := t.(*ast.Starred); ok {
			t = starred.Value
		}
		g.expr(t)
	}
}

// UNPACK_EX has 8 bits for the number of targets in front of the star, and the rest of
// a C int for those behind it.
const (
	maxBeforeStar = 1 << 8
	maxAfterStar  = 1<<31 - 1>>8
)

// unpackOp emits UNPACK_SEQUENCE or UNPACK_EX.
func (g *generator) unpackOp(targets []ast.Expr, span ast.Span) bool {
	star := -1
	for i, t := range targets {
		if _, ok := t.(*ast.Starred); !ok {
			continue
		}
		if star >= 0 {
			g.fail(span, "multiple starred expressions in assignment")
			return false
		}
		star = i
		if i >= maxBeforeStar || len(targets)-i-1 >= maxAfterStar {
			g.fail(span, "too many expressions in star-unpacking assignment")
			return false
		}
	}
	if star < 0 {
		g.opArg(target.UnpackSequence, len(targets), span)
	} else {
		g.opArg(target.UnpackEx, star|(len(targets)-star-1)<<8, span)
	}
	return true
}
