package fold

import (
	"math"
	"math/big"
)

// The functions of C's math library that complex powers need. glibc's results are
// the correctly rounded ones nearly always. These are evaluated with enough bits to
// round correctly; they are called so rarely that nothing else counts.

const precision = 192 // bits of the intermediate results

func newFloat(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

func float() *big.Float { return new(big.Float).SetPrec(precision) }

func rounded(x *big.Float) float64 {
	f, _ := x.Float64()
	return f
}

func special(x float64) bool { return x == 0 || math.IsInf(x, 0) || x != x }

// libmPow is C's pow for an x that is not negative.
func libmPow(x, y float64) float64 {
	if special(x) || special(y) || x == 1 {
		return nanAsX86(math.Pow(x, y), x, y)
	}
	return pow(x, y)
}

func hypot(x, y float64) float64 {
	if special(x) || special(y) {
		return nanAsX86(math.Hypot(x, y), x, y)
	}
	a, b := newFloat(x), newFloat(y)
	sum := new(big.Float).SetPrec(4200) // exact
	sum.Add(new(big.Float).SetPrec(0).Mul(a, a), new(big.Float).SetPrec(0).Mul(b, b))
	return rounded(float().Sqrt(sum))
}

func exp(x float64) float64 {
	if special(x) {
		return nanAsX86(math.Exp(x), x, x)
	}
	return expTwo(x, 0)
}

func log(x float64) float64 {
	if special(x) || x == 1 {
		return nanAsX86(math.Log(x), x, x)
	}
	mant, exponent := math.Frexp(x)
	if mant < math.Sqrt2/2 {
		mant *= 2
		exponent--
	}
	result := logSeries(newFloat(mant))
	return rounded(result.Add(result, float().Mul(bigLn2(), newFloat(float64(exponent)))))
}

// bigLn2 is 7*log(16/15) + 5*log(25/24) + 3*log(81/80).
func bigLn2() *big.Float {
	sum := float()
	for _, part := range [...][3]float64{{7, 16, 15}, {5, 25, 24}, {3, 81, 80}} {
		ratio := float().Quo(newFloat(part[1]), newFloat(part[2]))
		sum.Add(sum, float().Mul(newFloat(part[0]), logSeries(ratio)))
	}
	return sum
}

// logSeries is log(x) for x between 0.7 and 1.5: 2*atanh((x-1)/(x+1)).
func logSeries(x *big.Float) *big.Float {
	one := newFloat(1)
	ratio := float().Quo(float().Sub(x, one), float().Add(x, one))
	return float().Mul(newFloat(2), atanSeries(ratio, false))
}

// atanSeries sums x + x**3/3 + x**5/5 ..., with alternating signs for atan and
// without for atanh. x is small.
func atanSeries(x *big.Float, alternating bool) *big.Float {
	square := float().Mul(x, x)
	if alternating {
		square.Neg(square)
	}
	sum, power := float(), float().Set(x)
	for i := 1.0; power.Sign() != 0 && (sum.Sign() == 0 || power.MantExp(nil) > sum.MantExp(nil)-precision); i += 2 {
		sum.Add(sum, float().Quo(power, newFloat(i)))
		power.Mul(power, square)
	}
	return sum
}

func atan2(y, x float64) float64 {
	if special(x) || special(y) {
		return nanAsX86(math.Atan2(y, x), x, y)
	}
	// The angle of (x, y) is twice that of (x + |(x, y)|, y).
	a, b := newFloat(x), newFloat(y)
	doublings := 6
	for range doublings {
		abs := float().Add(float().Mul(a, a), float().Mul(b, b))
		a.Add(a, abs.Sqrt(abs))
	}
	angle := atanSeries(b.Quo(b, a), true)
	return rounded(angle.SetMantExp(angle, doublings))
}

func sin(x float64) float64 {
	if special(x) {
		return nanAsX86(math.Sin(x), x, x)
	}
	s, _ := sinCos(x)
	return s
}

func cos(x float64) float64 {
	if special(x) {
		return nanAsX86(math.Cos(x), x, x)
	}
	_, c := sinCos(x)
	return c
}

// sinCos reduces x by a multiple of pi/2 that is exact enough for any float.
func sinCos(x float64) (sin, cos float64) {
	_, exponent := math.Frexp(x)
	prec := uint(precision + 64 + max(exponent, 0))
	halfPi := bigPi(prec)
	halfPi.SetMantExp(halfPi, -1)
	turns, _ := new(big.Float).SetPrec(prec).Quo(newFloat(x), halfPi).Int(nil)
	rest := new(big.Float).SetPrec(prec).SetInt(turns)
	rest.Sub(new(big.Float).SetPrec(prec).SetFloat64(x), rest.Mul(rest, halfPi))
	s, c := sinCosSeries(rest.SetPrec(precision))
	switch new(big.Int).And(turns, big.NewInt(3)).Int64() {
	case 0:
		return rounded(s), rounded(c)
	case 1:
		return rounded(c), -rounded(s)
	case 2:
		return -rounded(s), -rounded(c)
	}
	return -rounded(c), rounded(s)
}

func sinCosSeries(x *big.Float) (sin, cos *big.Float) {
	sums := [2]*big.Float{newFloat(1), float()} // of the even and the odd powers
	term := newFloat(1)
	for i := 1; i < 64; i++ {
		term.Quo(term.Mul(term, x), newFloat(float64(i)))
		if i%2 == 0 {
			term.Neg(term)
		}
		sums[i%2].Add(sums[i%2], term)
	}
	return sums[1], sums[0]
}

// bigPi is pi after Machin: 16*atan(1/5) - 4*atan(1/239), in fixed point.
func bigPi(prec uint) *big.Float {
	pi := new(big.Int).Mul(big.NewInt(16), inverseAtan(5, prec+32))
	pi.Sub(pi, new(big.Int).Mul(big.NewInt(4), inverseAtan(239, prec+32)))
	f := new(big.Float).SetPrec(prec).SetInt(pi)
	return f.SetMantExp(f, -int(prec+32))
}

// inverseAtan is atan(1/n) * 2**scale.
func inverseAtan(n int64, scale uint) *big.Int {
	term := new(big.Int).Lsh(big.NewInt(1), scale)
	term.Quo(term, big.NewInt(n))
	sum, square := new(big.Int), big.NewInt(n*n)
	for i := int64(1); term.Sign() != 0; i += 2 {
		part := new(big.Int).Quo(term, big.NewInt(i))
		if i%4 == 3 {
			part.Neg(part)
		}
		sum.Add(sum, part)
		term.Quo(term, square)
	}
	return sum
}
