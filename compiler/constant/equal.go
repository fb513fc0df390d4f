package constant

import (
	"encoding/binary"
	"math"
	"math/big"

	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// Distinct returns the items of a set: those that are equal as Python has it (1,
// 1.0 and True are) become one, the first.
func Distinct(items []*code.Const) []*code.Const {
	out := make([]*code.Const, 0, len(items))
	seen := make(map[string]struct{}, len(items))
	var key []byte
	for _, item := range items {
		key = appendKey(key[:0], item)
		if _, ok := seen[string(key)]; !ok {
			seen[string(key)] = struct{}{}
			out = append(out, item)
		}
	}
	return out
}

// appendKey appends bytes that are the same for equal constants only.
func appendKey(key []byte, c *code.Const) []byte {
	switch c.Kind {
	case code.True:
		return appendIntKey(key, 1)
	case code.False:
		return appendIntKey(key, 0)
	case code.Int:
		if c.Big != nil {
			return appendBigKey(key, c.Big)
		}
		return appendIntKey(key, c.Int)
	case code.Float:
		return appendFloatKey(key, c.Float, c.ID)
	case code.Complex:
		key = appendFloatKey(key, c.Float, c.ID)
		if c.Imag != 0 {
			key = appendFloatKey(append(key, byte(code.Complex)), c.Imag, c.ID)
		}
		return key
	case code.Str, code.Bytes:
		key = binary.AppendUvarint(append(key, byte(c.Kind)), uint64(len(c.Text)))
		return append(key, c.Text...)
	case code.Tuple, code.FrozenSet, code.Slice:
		key = binary.AppendUvarint(append(key, byte(c.Kind)), uint64(len(c.Items)))
		for _, item := range c.Items {
			key = appendKey(key, item)
		}
		return key
	}
	return append(key, byte(c.Kind))
}

func appendIntKey(key []byte, n int64) []byte {
	return binary.AppendVarint(append(key, byte(code.Int)), n)
}

func appendBigKey(key []byte, n *big.Int) []byte {
	if n.IsInt64() {
		return appendIntKey(key, n.Int64())
	}
	key = append(key, byte(code.Int), byte(n.Sign()))
	key = binary.AppendUvarint(key, uint64(n.BitLen()))
	return append(key, n.Bytes()...)
}

// appendFloatKey gives a float without fraction the key of the integer that it
// equals. What is no number equals only itself.
func appendFloatKey(key []byte, f float64, id int32) []byte {
	switch {
	case f != f:
		return binary.AppendVarint(append(key, byte(code.None), byte(code.Float)), int64(id))
	case f == math.Trunc(f) && !math.IsInf(f, 0):
		n, _ := new(big.Float).SetFloat64(f).Int(nil)
		return appendBigKey(key, n)
	}
	return binary.LittleEndian.AppendUint64(append(key, byte(code.Float)), math.Float64bits(f))
}
