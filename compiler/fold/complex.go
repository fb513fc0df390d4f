package fold

import (
	"math"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// complexNumber is a pair, because the arithmetic of Go's complex128 is not CPython's.
type complexNumber struct{ re, im float64 }

// asComplex converts a number; false if it is an integer that is too large.
func asComplex(c *code.Const) (complexNumber, bool) {
	if c.Kind == code.Complex {
		return complexNumber{c.Float, c.Imag}, true
	}
	f, ok := asFloat(c)
	return complexNumber{f, 0}, ok
}

// binaryComplex evaluates an operator where at least one operand is complex.
func binaryComplex(p *constant.Pool, tgt *target.Version, op ast.Operator, l, r *code.Const) *code.Const {
	a, ok1 := asComplex(l)
	b, ok2 := asComplex(r)
	if !ok1 || !ok2 {
		return nil
	}
	if op == ast.Pow {
		return powComplex(p, tgt, a, b)
	}
	var result complexNumber
	ok := false
	switch {
	case !tgt.MixedComplexArithmetic || l.Kind == code.Complex && r.Kind == code.Complex:
		result, ok = complexOp(tgt, op, a, b)
	case l.Kind == code.Complex:
		result, ok = complexRealOp(op, a, b.re)
	default:
		result, ok = realComplexOp(op, a.re, b)
	}
	if !ok {
		return nil
	}
	return p.Complex(result.re, result.im)
}

func complexOp(tgt *target.Version, op ast.Operator, a, b complexNumber) (complexNumber, bool) {
	switch op {
	case ast.Add:
		return complexNumber{add(a.re, b.re), add(a.im, b.im)}, true
	case ast.Sub:
		return complexNumber{sub(a.re, b.re), sub(a.im, b.im)}, true
	case ast.Mult:
		return multiply(tgt, a, b), true
	case ast.Div:
		if b.re == 0 && b.im == 0 {
			return b, false
		}
		return divide(tgt, a, b), true
	}
	return a, false
}

// complexRealOp evaluates a complex number and a real one, from 3.14 on.
func complexRealOp(op ast.Operator, a complexNumber, b float64) (complexNumber, bool) {
	switch op {
	case ast.Add:
		return complexNumber{add(a.re, b), a.im}, true
	case ast.Sub:
		return complexNumber{sub(a.re, b), a.im}, true
	case ast.Mult:
		return complexNumber{mul(a.re, b), mul(a.im, b)}, true
	case ast.Div:
		if b != 0 {
			return complexNumber{div(a.re, b), div(a.im, b)}, true
		}
	}
	return a, false
}

// realComplexOp evaluates a real number and a complex one, from 3.14 on.
func realComplexOp(op ast.Operator, a float64, b complexNumber) (complexNumber, bool) {
	switch op {
	case ast.Add:
		return complexNumber{add(b.re, a), b.im}, true
	case ast.Sub:
		return complexNumber{sub(a, b.re), -b.im}, true
	case ast.Mult:
		return complexNumber{mul(b.re, a), mul(b.im, a)}, true
	case ast.Div:
		if b.re != 0 || b.im != 0 {
			return divideReal(a, b), true
		}
	}
	return b, false
}

// The basic operations, rounded once, with the NaN of x86-64.

func add(a, b float64) float64 { return nanAsX86(a+b, a, b) }
func sub(a, b float64) float64 { return nanAsX86(a-b, a, b) }
func mul(a, b float64) float64 { return nanAsX86(float64(a*b), a, b) }
func div(a, b float64) float64 { return nanAsX86(a/b, a, b) }

func multiply(tgt *target.Version, x, y complexNumber) complexNumber {
	result := complexNumber{
		sub(mul(x.re, y.re), mul(x.im, y.im)),
		add(mul(x.re, y.im), mul(x.im, y.re)),
	}
	if result.re != result.re && result.im != result.im && tgt.ComplexInfinities {
		return multiplyInfinite(result, x, y)
	}
	return result
}

// multiplyInfinite finds the infinity that a product should have been although the
// formula gave no number (C11, G.5.1).
func multiplyInfinite(result, x, y complexNumber) complexNumber {
	again := false
	overflowed := math.IsInf(x.re*y.re, 0) || math.IsInf(x.im*y.im, 0) ||
		math.IsInf(x.re*y.im, 0) || math.IsInf(x.im*y.re, 0)
	if x.infinite() {
		x, y, again = x.box(), y.zeroNaN(), true
	}
	if y.infinite() {
		x, y, again = x.zeroNaN(), y.box(), true
	}
	if !again && overflowed {
		x, y, again = x.zeroNaN(), y.zeroNaN(), true
	}
	if !again {
		return result
	}
	inf := math.Inf(1)
	return complexNumber{
		mul(inf, sub(mul(x.re, y.re), mul(x.im, y.im))),
		mul(inf, add(mul(x.re, y.im), mul(x.im, y.re))),
	}
}

func (z complexNumber) infinite() bool { return math.IsInf(z.re, 0) || math.IsInf(z.im, 0) }

func (z complexNumber) finite() bool { return z.re-z.re == 0 && z.im-z.im == 0 }

// positiveNaN is C's NAN.
var positiveNaN = math.Float64frombits(0x7FF8 << 48)

// box returns an infinite number's direction: infinities become 1, the rest 0.
func (z complexNumber) box() complexNumber { return complexNumber{boxed(z.re), boxed(z.im)} }

func boxed(x float64) float64 {
	if math.IsInf(x, 0) {
		return math.Copysign(1, x)
	}
	return math.Copysign(0, x)
}

func (z complexNumber) zeroNaN() complexNumber {
	if z.re != z.re {
		z.re = math.Copysign(0, z.re)
	}
	if z.im != z.im {
		z.im = math.Copysign(0, z.im)
	}
	return z
}

// divide is x / y after Smith (CACM algorithm 116): both are divided by the larger
// part of y first. y is not 0.
func divide(tgt *target.Version, x, y complexNumber) complexNumber {
	var result complexNumber
	switch re, im := math.Abs(y.re), math.Abs(y.im); {
	case re >= im:
		ratio := div(y.im, y.re)
		denom := add(y.re, mul(y.im, ratio))
		result.re = div(add(x.re, mul(x.im, ratio)), denom)
		result.im = div(sub(x.im, mul(x.re, ratio)), denom)
	case im >= re:
		ratio := div(y.re, y.im)
		denom := add(mul(y.re, ratio), y.im)
		result.re = div(add(mul(x.re, ratio), x.im), denom)
		result.im = div(sub(mul(x.im, ratio), x.re), denom)
	default:
		result = complexNumber{positiveNaN, positiveNaN}
	}
	if result.re == result.re || result.im == result.im || !tgt.ComplexInfinities {
		return result
	}
	return divideInfinite(result, x, y)
}

// divideInfinite finds the infinity or zero that a quotient should have been (C11,
// G.5.2).
func divideInfinite(result, x, y complexNumber) complexNumber {
	factor := math.Inf(1)
	switch {
	case x.infinite() && y.finite():
		x = x.box()
	case y.infinite() && x.finite():
		y = y.box()
		factor = 0
	default:
		return result
	}
	return complexNumber{
		mul(factor, add(mul(x.re, y.re), mul(x.im, y.im))),
		mul(factor, sub(mul(x.im, y.re), mul(x.re, y.im))),
	}
}

// divideReal is divide for a dividend without imaginary part.
func divideReal(x float64, y complexNumber) complexNumber {
	var result complexNumber
	switch re, im := math.Abs(y.re), math.Abs(y.im); {
	case re >= im:
		ratio := div(y.im, y.re)
		denom := add(y.re, mul(y.im, ratio))
		result = complexNumber{div(x, denom), div(mul(-x, ratio), denom)}
	case im >= re:
		ratio := div(y.re, y.im)
		denom := add(mul(y.re, ratio), y.im)
		result = complexNumber{div(mul(x, ratio), denom), div(-x, denom)}
	default:
		result = complexNumber{positiveNaN, positiveNaN}
	}
	if result.re != result.re && result.im != result.im && x-x == 0 && y.infinite() {
		y = y.box()
		return complexNumber{mul(0, mul(x, y.re)), mul(0, mul(-x, y.im))}
	}
	return result
}

// powComplex is a ** b: by multiplication for a small integer b, else in polar
// coordinates.
func powComplex(p *constant.Pool, tgt *target.Version, a, b complexNumber) *code.Const {
	var result complexNumber
	switch {
	case b.im == 0 && b.re == math.Floor(b.re) && math.Abs(b.re) <= 100:
		n := int(b.re)
		if n > 0 {
			result = powByMultiplying(tgt, a, n)
			break
		}
		power := powByMultiplying(tgt, a, -n)
		if power.re == 0 && power.im == 0 {
			return nil
		}
		result = divide(tgt, complexNumber{1, 0}, power)
	case a.re == 0 && a.im == 0:
		if b.im != 0 || b.re < 0 {
			return nil
		}
	default:
		var ok bool
		if result, ok = powPolar(tgt, a, b); !ok {
			return nil
		}
	}
	if result.infinite() {
		return nil
	}
	return p.Complex(result.re, result.im)
}

func powByMultiplying(tgt *target.Version, x complexNumber, n int) complexNumber {
	result, square := complexNumber{1, 0}, x
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			result = multiply(tgt, result, square)
		}
		square = multiply(tgt, square, square)
	}
	return result
}

// powPolar refuses an infinite angle, as C's sin and cos do.
func powPolar(tgt *target.Version, a, b complexNumber) (complexNumber, bool) {
	abs := hypot(a.re, a.im)
	length := libmPow(abs, b.re)
	angle := atan2(a.im, a.re)
	phase := mul(angle, b.re)
	if b.im != 0 {
		if tgt.ComplexPowMultiplies {
			length = mul(length, exp(mul(-angle, b.im)))
		} else {
			length = div(length, exp(mul(angle, b.im)))
		}
		phase = add(phase, mul(b.im, log(abs)))
	}
	return complexNumber{mul(length, cos(phase)), mul(length, sin(phase))}, !math.IsInf(phase, 0)
}
