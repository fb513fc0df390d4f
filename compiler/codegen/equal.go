package codegen

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/unparse"
)

// equalityKey returns a string that two constants share if and only if they are equal
// in Python, where numbers of different types may be.
func equalityKey(c *code.Const) string { return string(appendEqualityKey(nil, c)) }

func appendEqualityKey(b []byte, c *code.Const) []byte {
	switch c.Kind {
	case code.True, code.False, code.Int, code.Float, code.Complex:
		b = append(b, byte(code.Int))
		b = appendNumberKey(b, c)
		if c.Imag != 0 {
			b = append(b, 'j')
			b = binary.BigEndian.AppendUint64(b, math.Float64bits(c.Imag))
		}
		return b
	case code.Str, code.Bytes:
		b = append(b, byte(c.Kind))
		b = binary.AppendUvarint(b, uint64(len(c.Text)))
		return append(b, c.Text...)
	case code.Tuple, code.Slice, code.FrozenSet:
		return appendGroupKey(b, c)
	}
	return append(b, byte(c.Kind))
}

func appendGroupKey(b []byte, c *code.Const) []byte {
	keys := make([]string, len(c.Items))
	for i, item := range c.Items {
		keys[i] = equalityKey(item)
	}
	if c.Kind == code.FrozenSet {
		slices.Sort(keys)
	}
	b = append(b, byte(c.Kind))
	b = binary.AppendUvarint(b, uint64(len(keys)))
	return append(b, strings.Join(keys, "")...)
}

// appendNumberKey writes the real part: an integer as its digits, whatever its type.
func appendNumberKey(b []byte, c *code.Const) []byte {
	switch {
	case c.Kind == code.True:
		return append(b, "1;"...)
	case c.Kind == code.False:
		return append(b, "0;"...)
	case c.Big != nil:
		return append(c.Big.Append(b, 16), ';')
	case c.Kind == code.Int:
		return append(big.NewInt(c.Int).Append(b, 16), ';')
	case c.Float != c.Float:
		return binary.BigEndian.AppendUint32(append(b, 'n'), uint32(c.ID))
	case c.Float == math.Trunc(c.Float) && !math.IsInf(c.Float, 0):
		n, _ := big.NewFloat(c.Float).Int(nil)
		return append(n.Append(b, 16), ';')
	}
	return binary.BigEndian.AppendUint64(append(b, 'f'), math.Float64bits(c.Float))
}

// frozenSet makes a frozenset; of equal items the first one stays.
func (g *generator) frozenSet(items []*code.Const) *code.Const {
	seen := make(map[string]bool, len(items))
	set := make([]*code.Const, 0, len(items))
	for _, item := range items {
		if key := equalityKey(item); !seen[key] {
			seen[key] = true
			set = append(set, item)
		}
	}
	return g.Pool.FrozenSet(set)
}

// repr returns Python's repr of a constant, for messages.
func (g *generator) repr(c *code.Const) string {
	text, err := unparse.Repr(c, g.chars())
	if err != nil {
		g.failWith(source.Value, err.Error())
	}
	return text
}
