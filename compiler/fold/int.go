package fold

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// integer is a Python int: big, or small where big is nil.
type integer struct {
	small int64
	big   *big.Int
}

func asInt(c *code.Const) (integer, bool) {
	switch c.Kind {
	case code.True:
		return integer{small: 1}, true
	case code.False:
		return integer{}, true
	case code.Int:
		return integer{c.Int, c.Big}, true
	}
	return integer{}, false
}

// wide returns the value as a big.Int, which must not be changed.
func (n integer) wide() *big.Int {
	if n.big != nil {
		return n.big
	}
	return big.NewInt(n.small)
}

func (n integer) sign() int {
	switch {
	case n.big != nil:
		return n.big.Sign()
	case n.small < 0:
		return -1
	case n.small > 0:
		return 1
	}
	return 0
}

// bitLen returns how many bits the absolute value needs.
func (n integer) bitLen() int {
	if n.big != nil {
		return n.big.BitLen()
	}
	if n.small < 0 {
		return bits.Len64(-uint64(n.small))
	}
	return bits.Len64(uint64(n.small))
}

// float returns the nearest float, ties to even; false if that is an infinity.
func (n integer) float() (float64, bool) {
	if n.big == nil {
		return float64(n.small), true
	}
	f, _ := new(big.Float).SetInt(n.big).Float64()
	return f, !math.IsInf(f, 0)
}

func unaryInt(p *constant.Pool, op ast.UnaryOperator, n integer) *code.Const {
	if n.big == nil && n.small != math.MinInt64 {
		switch op {
		case ast.Invert:
			return p.Int(^n.small)
		case ast.USub:
			return p.Int(-n.small)
		}
		return p.Int(n.small)
	}
	switch op {
	case ast.Invert:
		return p.BigInt(new(big.Int).Not(n.wide()))
	case ast.USub:
		return p.BigInt(new(big.Int).Neg(n.wide()))
	}
	return p.BigInt(n.wide())
}

func binaryInt(p *constant.Pool, tgt *target.Version, op ast.Operator, a, b integer) *code.Const {
	switch op {
	case ast.Add:
		return addInt(p, a, b)
	case ast.Sub:
		return p.BigInt(new(big.Int).Sub(a.wide(), b.wide()))
	case ast.Mult:
		if a.sign() != 0 && b.sign() != 0 && a.bitLen()+b.bitLen() > maxIntBits {
			return nil
		}
		return p.BigInt(new(big.Int).Mul(a.wide(), b.wide()))
	case ast.Div:
		return divideInt(p, a, b)
	case ast.FloorDiv, ast.Mod:
		return floorDivide(p, op, a, b)
	case ast.Pow:
		return powInt(p, tgt, a, b)
	case ast.LShift, ast.RShift:
		return shiftInt(p, op, a, b)
	case ast.BitOr:
		return p.BigInt(new(big.Int).Or(a.wide(), b.wide()))
	case ast.BitXor:
		return p.BigInt(new(big.Int).Xor(a.wide(), b.wide()))
	case ast.BitAnd:
		return p.BigInt(new(big.Int).And(a.wide(), b.wide()))
	}
	return nil
}

func addInt(p *constant.Pool, a, b integer) *code.Const {
	if a.big == nil && b.big == nil {
		if sum := a.small + b.small; (sum > a.small) == (b.small > 0) {
			return p.Int(sum)
		}
	}
	return p.BigInt(new(big.Int).Add(a.wide(), b.wide()))
}

// divideInt is a / b, rounded once.
func divideInt(p *constant.Pool, a, b integer) *code.Const {
	const exact = 1 << 53
	if b.sign() == 0 {
		return nil
	}
	if a.big == nil && b.big == nil && -exact <= a.small && a.small <= exact && -exact <= b.small && b.small <= exact {
		return p.Float(float64(a.small) / float64(b.small))
	}
	f, _ := new(big.Rat).SetFrac(a.wide(), b.wide()).Float64()
	if math.IsInf(f, 0) {
		return nil
	}
	if f == 0 && (a.sign() < 0) != (b.sign() < 0) {
		f = math.Copysign(0, -1)
	}
	return p.Float(f)
}

// floorDivide is a // b or a % b; the remainder has the sign of b.
func floorDivide(p *constant.Pool, op ast.Operator, a, b integer) *code.Const {
	if b.sign() == 0 {
		return nil
	}
	quo, rem := new(big.Int).QuoRem(a.wide(), b.wide(), new(big.Int))
	if rem.Sign() != 0 && rem.Sign() != b.sign() {
		quo.Sub(quo, big.NewInt(1))
		rem.Add(rem, b.wide())
	}
	if op == ast.Mod {
		return p.BigInt(rem)
	}
	return p.BigInt(quo)
}

func powInt(p *constant.Pool, tgt *target.Version, a, b integer) *code.Const {
	if b.sign() < 0 {
		x, ok1 := a.float()
		y, ok2 := b.float()
		if !ok1 || !ok2 {
			return nil
		}
		return powFloat(p, tgt, x, y)
	}
	if a.sign() != 0 && b.sign() > 0 && (b.big != nil || int64(a.bitLen()) > maxIntBits/b.small) {
		return nil
	}
	switch {
	case b.sign() == 0:
		return p.Int(1)
	case a.sign() == 0:
		return p.Int(0)
	}
	return p.BigInt(new(big.Int).Exp(a.wide(), b.wide(), nil))
}

func shiftInt(p *constant.Pool, op ast.Operator, a, b integer) *code.Const {
	switch {
	case b.sign() < 0:
		return nil
	case a.sign() == 0 || b.sign() == 0:
		return unaryInt(p, ast.UAdd, a)
	case op == ast.LShift:
		if b.big != nil || b.small > maxIntBits || a.bitLen() > maxIntBits-int(b.small) {
			return nil
		}
		return p.BigInt(new(big.Int).Lsh(a.wide(), uint(b.small)))
	case b.big != nil || b.small > int64(a.bitLen()):
		if a.sign() < 0 {
			return p.Int(-1)
		}
		return p.Int(0)
	}
	return p.BigInt(new(big.Int).Rsh(a.wide(), uint(b.small)))
}
