package marshal

import (
	"bytes"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// readFile returns the marshalled part of a .pyc file of CPython's and its version.
func readFile(t testing.TB, name string) ([]byte, *target.Version) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	h, err := pyc.ParseHeader(data)
	if err != nil {
		t.Fatal(err)
	}
	tgt := target.ByMagic(h.Magic)
	if tgt == nil {
		t.Fatalf("%s: unknown magic number %d", name, h.Magic)
	}
	return data[pyc.HeaderSize:], tgt
}

func testFiles(t testing.TB) []string {
	files, err := filepath.Glob("testdata/*.pyc")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	return files
}

// TestRoundTrip reads what CPython has written and writes it again: the
// reference marks, which are worked out anew, must come out the same.
func TestRoundTrip(t *testing.T) {
	for _, name := range testFiles(t) {
		data, tgt := readFile(t, name)
		c, err := Load(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		out, err := Append([]byte("head"), c, tgt)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := append([]byte("head"), data...); !bytes.Equal(out, want) {
			place, _ := Locate(data, mismatch(out, want)-len("head"))
			t.Errorf("%s: differs at %v", name, place)
		}
	}
}

func mismatch(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// TestAppend has what marshal.dumps of CPython 3.13 gives for constants that
// nobody else holds.
func TestAppend(t *testing.T) {
	p := constant.NewPool()
	big1 := new(big.Int).Lsh(big.NewInt(1), 90)
	shared := p.NewStr("a b")
	tests := []struct {
		c    *code.Const
		want string
	}{
		{p.None, "N"},
		{p.Ellipsis, "."},
		{p.Int(5), "\xe9\x05\x00\x00\x00"},
		{p.Int(257), "i\x01\x01\x00\x00"},
		{p.Int(-1 << 31), "i\x00\x00\x00\x80"},
		{p.Int(1 << 31), "l\x03\x00\x00\x00\x00\x00\x00\x00\x02\x00"},
		{p.Int(-1 << 63), "l\xfb\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x08\x00"},
		{p.BigInt(big1), "l\x07\x00\x00\x00" + strings.Repeat("\x00", 12) + "\x01\x00"},
		{p.BigInt(new(big.Int).Neg(big1)), "l\xf9\xff\xff\xff" + strings.Repeat("\x00", 12) + "\x01\x00"},
		{p.Float(-1.5), "g\x00\x00\x00\x00\x00\x00\xf8\xbf"},
		{p.Complex(0, 1), "y\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0\x3f"},
		{p.Str("name"), "\xda\x04name"},
		{p.NewStr("no name"), "z\x07no name"},
		{p.NewStr(strings.Repeat("a b", 100)), "a\x2c\x01\x00\x00" + strings.Repeat("a b", 100)},
		{p.Name(strings.Repeat("a", 256)), "\xc1\x00\x01\x00\x00" + strings.Repeat("a", 256)},
		{p.Name("größe"), "\xf4\x07\x00\x00\x00größe"},
		{p.NewStr("\xed\xa0\x80 "), "u\x04\x00\x00\x00\xed\xa0\x80 "},
		{p.Bytes(""), "\xf3\x00\x00\x00\x00"},
		{p.Bytes("ab"), "s\x02\x00\x00\x00ab"},
		{p.EmptyTuple, "\xa9\x00"},
		{p.Tuple([]*code.Const{p.True, p.False}), ")\x02TF"},
		{p.Tuple([]*code.Const{shared, shared}), ")\x02\xfa\x03a br\x00\x00\x00\x00"},
		{p.Tuple(slices.Repeat([]*code.Const{p.None}, 256)), "(\x00\x01\x00\x00" + strings.Repeat("N", 256)},
		{p.FrozenSet([]*code.Const{p.NewStr("b c"), p.NewStr("a d")}), ">\x02\x00\x00\x00\xfa\x03a d\xfa\x03b c"},
		{p.Slice(p.None, p.Int(1), p.None), ":N\xe9\x01\x00\x00\x00N"},
	}
	tgt := *target.Python313
	tgt.CallerHoldsCode = false
	for _, test := range tests {
		got, err := Append(nil, test.c, &tgt)
		if err != nil || string(got) != test.want {
			t.Errorf("Append = %q, %v, want %q", got, err, test.want)
		}
	}
}

// TestFrozenSetOrder has a set whose order depends on what counts as a holder
// while its items are sorted: (8,) has only the set, (5,) has another one.
func TestFrozenSetOrder(t *testing.T) {
	p := constant.NewPool()
	shared := p.Tuple([]*code.Const{p.Int(5)})
	alone := p.Tuple([]*code.Const{p.Int(8)})
	c := p.Tuple([]*code.Const{p.FrozenSet([]*code.Const{shared, alone}), shared})
	const five, eight = "\xa9\x01\xe9\x05\x00\x00\x00", "\xa9\x01\xe9\x08\x00\x00\x00"
	for _, test := range []struct {
		holds bool
		want  string
	}{
		{false, ")\x02>\x02\x00\x00\x00" + eight + five + "r\x02\x00\x00\x00"},
		{true, ")\x02>\x02\x00\x00\x00" + five + eight + "r\x00\x00\x00\x00"},
	} {
		tgt := &target.Version{Features: target.Features{MaxSmallInt: 256, SetDumpHoldsItem: test.holds}}
		if got, err := Append(nil, c, tgt); err != nil || string(got) != test.want {
			t.Errorf("SetDumpHoldsItem %v: %q, %v, want %q", test.holds, got, err, test.want)
		}
	}
}

func TestDepth(t *testing.T) {
	p := constant.NewPool()
	nest := func(depth int) *code.Const {
		c := p.None
		for range depth {
			c = p.Tuple([]*code.Const{c})
		}
		return c
	}
	if _, err := Append(nil, nest(maxDepth-1), target.Python313); err != nil {
		t.Errorf("depth %d: %v", maxDepth, err)
	}
	for _, depth := range []int{maxDepth, 1_000_000} {
		if _, err := Append(nil, nest(depth), target.Python313); err != ErrDepth {
			t.Errorf("depth %d: %v, want ErrDepth", depth+1, err)
		}
	}
	if _, err := Load([]byte(strings.Repeat(")\x01", 1_000_000))); err == nil {
		t.Error("Load of 1,000,000 nested tuples succeeded")
	}
}

// TestLoadRefuses has damaged data, among them sizes that must not be believed.
func TestLoadRefuses(t *testing.T) {
	for _, data := range []string{
		"", "N ", "?", "{", "i\x00", "Z\x05name", "(\xff\xff\xff\x7f", "(\xff\xff\xff\xff",
		"l\xff\xff\xff\x7f", "l\x00\x00\x00\x80", "l\x01\x00\x00\x00\x00\x80",
		"s\xff\xff\xff\x7f", "r\x00\x00\x00\x00", "\xa9\x01r\x00\x00\x00\x00", "r\xff\xff\xff\xff",
		">\x01\x00\x00\x00", ":NN", "c\x00\x00\x00\x00",
	} {
		if c, err := Load([]byte(data)); err == nil {
			t.Errorf("Load(%q) = %v", data, c)
		}
	}
}

func TestLocate(t *testing.T) {
	data := []byte("\xa9\x03\xda\x01x)\x01r\x01\x00\x00\x00N")
	for offset, want := range []string{"", "", "[0]", "[0]", "[0]", "[1]", "[1]", "[1][0]", "[1][0]", "[1][0]", "[1][0]", "[1][0]", "[2]"} {
		place, err := Locate(data, offset)
		if err != nil {
			t.Fatal(err)
		}
		if place.String() != want {
			t.Errorf("Locate(%d) = %q, want %q", offset, place, want)
		}
	}
	place, _ := Locate(data, 7)
	if !place.Reference || place.Object == nil || place.Object.Text != "x" {
		t.Errorf("Locate(7) = %+v", place)
	}
}

func FuzzLoad(f *testing.F) {
	for _, name := range testFiles(f) {
		data, _ := readFile(f, name)
		f.Add(data)
	}
	f.Add([]byte("\xa9\x02>\x02\x00\x00\x00\xfa\x01 \xfa\x01-r\x01\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Load(data)
		if err != nil {
			return
		}
		once, err := Append(nil, c, target.Python313)
		if err != nil {
			return
		}
		if c, err = Load(once); err != nil {
			t.Fatalf("cannot read what Append wrote: %v", err)
		}
		twice, err := Append(nil, c, target.Python313)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("writing again gives %q, %v, not %q", twice, err, once)
		}
	})
}
