package codegen

import (
	"math"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
)

// TestCleanDoc has what CPython 3.13 makes of docstrings.
func TestCleanDoc(t *testing.T) {
	for _, c := range []struct{ doc, want string }{
		{"", ""},
		{"  ", ""},
		{"a", "a"},
		{"  a  ", "a  "},
		{"  a\n    b\n     c\n", "a\nb\n c\n"},
		{"\n  a\n b", "\n a\nb"},
		{"a\n\tb\n        c", "a\nb\nc"},
		{"\ta\n\tb", "a\nb"},
		{"a\n   \n  b\n", "a\n \nb\n"},
		{"a\n\n\n", "a\n\n\n"},
		{"\n\n", "\n\n"},
		{"a\n  é\tb\n  c", "a\né     b\nc"},
		{"a\r\n  b\rc\td", "a\r\nb\rc       d"},
		{"a\n  \tb\n\t c", "a\nb\n c"},
		{"   a\nb", "a\nb"},
		{"a\f\n \fb", "a\f\n\fb"},
	} {
		if got := cleanDoc(c.doc); got != c.want {
			t.Errorf("%q: %q, want %q", c.doc, got, c.want)
		}
	}
}

func TestEqualityKey(t *testing.T) {
	p := constant.NewPool()
	one, zero := p.Int(1), p.Int(0)
	groups := [][]*code.Const{
		{one, p.Float(1), p.Complex(1, 0), p.True},
		{zero, p.Float(0), p.Float(math.Copysign(0, -1)), p.False},
		{p.Float(0.5), p.Complex(0.5, 0)},
		{p.Complex(0, 1)},
		{p.Str("1")},
		{p.Bytes("1")},
		{p.None},
		{p.Tuple([]*code.Const{one, p.Str("a")}), p.Tuple([]*code.Const{p.True, p.Str("a")})},
		{p.Tuple([]*code.Const{p.Str("a"), one})},
		{p.FrozenSet([]*code.Const{one, zero}), p.FrozenSet([]*code.Const{p.Float(0), p.Float(1)})},
		{p.Float(math.Inf(1))},
		{p.Float(math.NaN())},
	}
	seen := map[string]int{}
	for i, group := range groups {
		for _, c := range group {
			key := equalityKey(c)
			if old, ok := seen[key]; ok != (c != group[0]) || ok && old != i {
				t.Errorf("group %d: the key of %+v", i, c)
			}
			seen[key] = i
		}
	}
}

func TestIndex(t *testing.T) {
	var x index
	for round := range int32(3) {
		for key := range int32(200) {
			if _, ok := x.get(key); ok {
				t.Fatalf("round %d: %d is there already", round, key)
			}
			x.set(key, key*round)
		}
		for key := range int32(200) {
			if value, ok := x.get(key); !ok || value != key*round {
				t.Fatalf("round %d: %d is %d, %v", round, key, value, ok)
			}
		}
		x = x.cleared()
	}
	if _, ok := x.get(1 << 20); ok {
		t.Error("a key beyond the array is there")
	}
}
