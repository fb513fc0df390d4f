package fold

import (
	"math"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// asFloat converts a real number; false if it is too large.
func asFloat(c *code.Const) (float64, bool) {
	if c.Kind == code.Float {
		return c.Float, true
	}
	n, _ := asInt(c)
	return n.float()
}

func binaryFloat(p *constant.Pool, tgt *target.Version, op ast.Operator, a, b float64) *code.Const {
	switch op {
	case ast.Add:
		return p.Float(nanAsX86(a+b, a, b))
	case ast.Sub:
		return p.Float(nanAsX86(a-b, a, b))
	case ast.Mult:
		return p.Float(nanAsX86(a*b, a, b))
	case ast.Pow:
		return powFloat(p, tgt, a, b)
	}
	if b == 0 {
		return nil
	}
	switch op {
	case ast.Div:
		return p.Float(nanAsX86(a/b, a, b))
	case ast.FloorDiv:
		quo, _ := divMod(a, b)
		return p.Float(quo)
	case ast.Mod:
		_, rem := divMod(a, b)
		return p.Float(rem)
	}
	return nil
}

// nanAsX86 gives a result that is no number the bits that it has on x86-64: those
// of the operand that is none either, or else those of the default, which is
// negative there.
func nanAsX86(result, a, b float64) float64 {
	switch {
	case result == result:
		return result
	case a != a:
		return a
	case b != b:
		return b
	}
	return math.Float64frombits(0xFFF8 << 48)
}

// divMod returns a // b and a % b. The quotient is derived from the remainder,
// which is exact, and then rounded to an integer (CPython: _float_div_mod).
func divMod(a, b float64) (quo, rem float64) {
	rem = nanAsX86(math.Mod(a, b), a, b)
	quo = nanAsX86((a-rem)/b, a, b)
	switch {
	case rem == 0:
		rem = math.Copysign(0, b)
	case (b < 0) != (rem < 0):
		rem += b
		quo--
	}
	if quo == 0 {
		return math.Copysign(0, a/b), rem
	}
	floor := math.Floor(quo)
	if quo-floor > 0.5 {
		floor++
	}
	return floor, rem
}

// powFloat is a ** b. A negative number to a fractional power is complex.
func powFloat(p *constant.Pool, tgt *target.Version, a, b float64) *code.Const {
	switch {
	case b == 0:
		return p.Float(1)
	case a != a:
		return p.Float(a)
	case b != b:
		if a == 1 {
			return p.Float(1)
		}
		return p.Float(b)
	case math.IsInf(b, 0):
		return p.Float(powOfInfinity(math.Abs(a), b))
	}
	odd := math.Abs(math.Mod(b, 2)) == 1
	switch {
	case math.IsInf(a, 0) || a == 0:
		if a == 0 && b < 0 {
			return nil
		}
		result := math.Abs(a)
		if b < 0 {
			result = 0
		}
		if odd {
			result = math.Copysign(result, a)
		}
		return p.Float(result)
	case a < 0 && b != math.Floor(b):
		return powComplex(p, tgt, complexNumber{a, 0}, complexNumber{b, 0})
	}
	result := 1.0
	if math.Abs(a) != 1 {
		result = pow(math.Abs(a), b)
	}
	if math.IsInf(result, 0) {
		return nil
	}
	if a < 0 && odd {
		result = -result
	}
	return p.Float(result)
}

// powOfInfinity is a ** b where b is infinite and a is not negative.
func powOfInfinity(a, b float64) float64 {
	switch {
	case a == 1:
		return 1
	case (b > 0) == (a > 1):
		return math.Inf(1)
	}
	return 0
}
