package fold

import "math"

// pow is C's pow for a finite positive x other than 1 and a finite y other than 0,
// bit for bit as glibc computes it since 2.28 on processors that fuse multiplication
// and addition. It is not always correctly rounded, so nothing less than the same steps will do.
//
// The algorithm is Szabolcs Nagy's (Arm optimized routines): the logarithm in two
// floats from a table and a polynomial, times y, and from that the exponential in
// the same manner.
func pow(x, y float64) float64 {
	switch magnitude := math.Abs(y); {
	case magnitude < 0x1p-65:
		return 1
	case magnitude >= 0x1p63:
		if (x > 1) == (y > 0) {
			return math.Inf(1)
		}
		return 0
	}
	hi, lo := logTwo(x)
	product := float64(y * hi)
	return expTwo(product, math.FMA(y, lo, math.FMA(y, hi, -product)))
}

const (
	ln2Hi = 0x1.62e42fefa3800p-1
	ln2Lo = 0x1.ef35793c76730p-45

	// log(1+r) is r - r*r/2 + ..., scaled for the order of evaluation.
	log3 = 0x1.555555555556p-2 * -2
	log4 = -0x1.0000000000006p-2 * -2
	log5 = 0x1.999999959554ep-3 * 4
	log6 = -0x1.555555529a47ap-3 * 4
	log7 = 0x1.2495b9b4845e9p-3 * -8
	log8 = -0x1.0002b8b263fc3p-3 * -8

	logStart = 0x3fe6955500000000 // bits of the lower end of logTable's range
)

// logTwo returns log(x) as a float and the rest.
func logTwo(x float64) (hi, lo float64) {
	bits := math.Float64bits(x)
	if bits < 1<<52 { // subnormal
		bits = math.Float64bits(x*0x1p52) - 52<<52
	}
	// x is 2**k * z with z in the range of the table.
	offset := bits - logStart
	entry := &logTable[offset>>45&127]
	k := float64(int64(offset) >> 52)
	z := math.Float64frombits(bits - offset&^(1<<52-1))

	r := math.FMA(z, entry.inv, -1)
	base := math.FMA(k, ln2Hi, entry.log)
	sum := base + r
	rest := math.FMA(k, ln2Lo, entry.tail) + (base - sum + r)

	half := -0.5 * r
	half2 := float64(r * half)
	result := sum + half2
	rest += math.FMA(half, r, -half2)
	rest += sum - result + half2
	poly := math.FMA(half2, math.FMA(r, log8, log7), math.FMA(r, log6, log5))
	poly = math.FMA(half2, poly, math.FMA(r, log4, log3))
	rest = math.FMA(float64(r*half2), poly, rest)

	hi = result + rest
	return hi, result - hi + rest
}

const (
	invLn2N  = 0x1.71547652b82fep0 * 128
	negLn2Hi = -0x1.62e42fefa0000p-8
	negLn2Lo = -0x1.cf79abc9e3b39p-47
	exp2     = 0x1.ffffffffffdbdp-2
	exp3     = 0x1.555555555543cp-3
	exp4     = 0x1.55555cf172b91p-5
	exp5     = 0x1.1111167a4d017p-7

	// roundShift added to a float rounds it to an integer in its lowest bits.
	roundShift = 0x1.8p52
)

// expTwo returns exp(x+rest).
func expTwo(x, rest float64) float64 {
	switch magnitude := math.Abs(x); {
	case magnitude < 0x1p-54:
		return 1 + x
	case magnitude >= 1024:
		if x > 0 {
			return math.Inf(1)
		}
		return 0
	}
	shifted := math.FMA(invLn2N, x, roundShift)
	k := math.Float64bits(shifted)
	n := shifted - roundShift
	r := math.FMA(n, negLn2Lo, math.FMA(n, negLn2Hi, x)) + rest

	entry := &expTable[k&127]
	bits := entry.bits + k<<45
	r2 := float64(r * r)
	poly := math.FMA(r2, math.FMA(r, exp3, exp2), entry.tail+r)
	poly = math.FMA(float64(r2*r2), math.FMA(r, exp5, exp4), poly)
	if math.Abs(x) >= 512 {
		return scaleExtreme(poly, bits, int32(k) < 0)
	}
	scale := math.Float64frombits(bits)
	return math.FMA(scale, poly, scale)
}

// scaleExtreme returns scale + scale*poly where the exponent of scale may be out of
// range, and so the result infinite or subnormal.
func scaleExtreme(poly float64, bits uint64, small bool) float64 {
	if !small {
		scale := math.Float64frombits(bits - 1009<<52)
		return 0x1p1009 * math.FMA(scale, poly, scale)
	}
	scale := math.Float64frombits(bits + 1022<<52)
	part := float64(scale * poly) // not fused: it is needed twice
	y := scale + part
	if y < 1 {
		// Round to the bits that a subnormal number has, only once.
		rest := scale - y + part
		hi := 1 + y
		rest = 1 - hi + y + rest
		y = hi + rest - 1
	}
	return 0x1p-1022 * y
}
