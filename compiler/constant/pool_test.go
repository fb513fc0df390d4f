package constant

import (
	"fmt"
	"math"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// TestMerge makes more constants than the tables begin with, twice each, in a pool that is
// used again, and wants one object for equals and nothing of the time before.
func TestMerge(t *testing.T) {
	const n = 5 * firstSlots
	p := NewPool()
	for round := range 3 {
		p.Reset()
		seen := map[*code.Const]string{}
		for i := range n {
			for kind, fresh := range map[string]func() *code.Const{
				"text":      func() *code.Const { return p.NewStr(fmt.Sprintf("text %d", i)) },
				"bytes":     func() *code.Const { return p.Bytes(fmt.Sprintf("text %d", i)) },
				"int":       func() *code.Const { return p.Int(int64(i)) },
				"float":     func() *code.Const { return p.Float(float64(i)) },
				"tuple":     func() *code.Const { return p.Tuple([]*code.Const{p.Int(int64(i)), p.NewStr("a b")}) },
				"frozenset": func() *code.Const { return p.FrozenSet([]*code.Const{p.NewStr("a b"), p.Int(int64(i))}) },
				"nested":    func() *code.Const { return p.Tuple([]*code.Const{p.Tuple([]*code.Const{p.Int(int64(i))})}) },
			} {
				first := p.Merge(fresh())
				name := fmt.Sprint(kind, " ", i)
				if old, ok := seen[first]; ok {
					t.Fatalf("round %d: %s and %s are one object", round, name, old)
				}
				seen[first] = name
				if p.Merge(fresh()) != first || p.Merge(first) != first {
					t.Fatalf("round %d: %s: two objects", round, name)
				}
			}
		}
	}
}

// TestMergeTellsApart wants constants that are equal in Python, but not the same, to stay
// two.
func TestMergeTellsApart(t *testing.T) {
	p := NewPool()
	nan := p.Float(math.NaN())
	if p.Merge(nan) != nan || p.Merge(p.Float(math.NaN())) == nan {
		t.Error("NaN is one with another NaN, or not with itself")
	}
	for _, pair := range [][2]*code.Const{
		{p.Int(1), p.Float(1)},
		{p.Float(0), p.Float(math.Copysign(0, -1))},
		{p.Float(1), p.Complex(1, 0)},
		{p.NewStr("x y"), p.Bytes("x y")},
		{p.Tuple([]*code.Const{p.Int(1)}), p.Tuple([]*code.Const{p.Float(1)})},
		{p.Tuple([]*code.Const{p.Int(1), p.Int(2)}), p.Tuple([]*code.Const{p.Int(2), p.Int(1)})},
		{p.Tuple([]*code.Const{p.Int(1), p.Int(2)}), p.FrozenSet([]*code.Const{p.Int(1), p.Int(2)})},
	} {
		if p.Merge(pair[0]) == p.Merge(pair[1]) {
			t.Errorf("%+v and %+v are one object", pair[0], pair[1])
		}
	}
	set := func(a, b int64) *code.Const { return p.Merge(p.FrozenSet([]*code.Const{p.Int(a), p.Int(b)})) }
	if set(7, 8) != set(8, 7) {
		t.Error("the order of a frozenset's items counts")
	}
}

// TestNames wants a name and a literal of the same text to be two objects, each of them the
// only one, that are the same within tuples.
func TestNames(t *testing.T) {
	p := NewPool()
	name, literal := p.Name("x y"), p.Merge(p.NewStr("x y"))
	if name == literal || p.Name("x y") != name || p.Merge(p.NewStr("x y")) != literal {
		t.Error("the objects are not those that they were")
	}
	if p.Str("xy") != p.Name("xy") {
		t.Error("a literal that looks like a name is none")
	}
	first, made := p.MergeTuple([]*code.Const{name})
	if again, madeAgain := p.MergeTuple([]*code.Const{literal}); again != first || !made || madeAgain {
		t.Error("tuples of the two are not one")
	}
	p.Reset()
	if p.Name("x y").ID >= int32(p.Len()) || p.names.used != 1 || p.texts.used != 0 {
		t.Error("something is left after Reset")
	}
}
