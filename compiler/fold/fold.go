// Package fold evaluates operators on constants as CPython does at compile time:
// with its arithmetic, and with its limits on how large a result may be
// (CPython: the fold_ functions of Python/ast_opt.c, which are those of
// Python/flowgraph.c from 3.14 on).
//
// All functions return nil for what is not folded: because it is an error at run
// time, because it would warn, or because the result is too large.
//
// Floating point is that of CPython on x86-64 with glibc, whatever this runs on.
// That is why products are converted to float64 before they are added: without,
// Go may fuse the two on some machines.
package fold

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// The limits on results of folding.
const (
	maxIntBits    = 128
	maxItems      = 256  // of a repeated tuple
	maxStrSize    = 4096 // of a repeated string, in characters
	maxTotalItems = 1024 // of a repeated tuple, those of the tuples in it included
)

// Unary returns op x, or nil.
func Unary(p *constant.Pool, tgt *target.Version, op ast.UnaryOperator, x *code.Const) *code.Const {
	if op == ast.Not {
		return p.Bool(!Truth(x))
	}
	if n, ok := asInt(x); ok {
		if op == ast.Invert && isBool(x) && !tgt.FoldsInvertedBools {
			return nil
		}
		return unaryInt(p, op, n)
	}
	switch {
	case x.Kind != code.Float && x.Kind != code.Complex || op == ast.Invert:
		return nil
	case op == ast.UAdd:
		return x
	case x.Kind == code.Float:
		return p.Float(-x.Float)
	}
	return p.Complex(-x.Float, -x.Imag)
}

// Truth returns the truth value of a constant.
func Truth(x *code.Const) bool {
	switch x.Kind {
	case code.None, code.False:
		return false
	case code.Int:
		return x.Big != nil || x.Int != 0
	case code.Float:
		return x.Float != 0
	case code.Complex:
		return x.Float != 0 || x.Imag != 0
	case code.Str, code.Bytes:
		return x.Text != ""
	case code.Tuple, code.FrozenSet:
		return len(x.Items) > 0
	}
	return true
}

// Binary returns l op r, or nil.
func Binary(p *constant.Pool, tgt *target.Version, op ast.Operator, l, r *code.Const) *code.Const {
	if !isNumber(l) || !isNumber(r) {
		return binarySequence(p, op, l, r)
	}
	switch max(rank(l), rank(r)) {
	case rankInt:
		if isBool(l) && isBool(r) {
			switch op {
			case ast.BitAnd:
				return p.Bool(Truth(l) && Truth(r))
			case ast.BitOr:
				return p.Bool(Truth(l) || Truth(r))
			case ast.BitXor:
				return p.Bool(Truth(l) != Truth(r))
			}
		}
		a, _ := asInt(l)
		b, _ := asInt(r)
		return binaryInt(p, tgt, op, a, b)
	case rankFloat:
		a, ok1 := asFloat(l)
		b, ok2 := asFloat(r)
		if !ok1 || !ok2 {
			return nil
		}
		return binaryFloat(p, tgt, op, a, b)
	}
	return binaryComplex(p, tgt, op, l, r)
}

// The numeric types, each of which contains those before it.
const (
	rankNone = iota
	rankInt
	rankFloat
	rankComplex
)

func rank(c *code.Const) int {
	switch c.Kind {
	case code.Int, code.True, code.False:
		return rankInt
	case code.Float:
		return rankFloat
	case code.Complex:
		return rankComplex
	}
	return rankNone
}

func isNumber(c *code.Const) bool { return rank(c) != rankNone }

func isBool(c *code.Const) bool { return c.Kind == code.True || c.Kind == code.False }
