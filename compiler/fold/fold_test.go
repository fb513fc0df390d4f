package fold_test

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/fold"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

var binaryOps = map[string]ast.Operator{
	"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "%": ast.Mod, "**": ast.Pow, "<<": ast.LShift,
	">>": ast.RShift, "|": ast.BitOr, "^": ast.BitXor, "&": ast.BitAnd, "//": ast.FloorDiv,
}

var unaryOps = map[string]ast.UnaryOperator{"~": ast.Invert, "not": ast.Not, "u+": ast.UAdd, "u-": ast.USub}

// TestOperations compares results with those of CPython, which testdata/ops.py
// printed.
func TestOperations(t *testing.T) {
	for _, c := range []struct {
		file string
		tgts []*target.Version
	}{
		{"testdata/ops-3.13.txt", []*target.Version{target.Python311, target.Python312, target.Python313}},
		{"testdata/ops-3.14.txt", []*target.Version{target.Python314, target.Python315}},
	} {
		data, err := os.ReadFile(c.file)
		if err != nil {
			t.Fatal(err)
		}
		for _, tgt := range c.tgts {
			for line := range strings.Lines(string(data)) {
				f := strings.Fields(line)
				if got, want := evaluate(constant.NewPool(), tgt, f[:len(f)-1]), f[len(f)-1]; got != want {
					t.Errorf("%s: %s: got %s", tgt.Name, strings.TrimSpace(line), got)
				}
			}
		}
	}
}

func evaluate(p *constant.Pool, tgt *target.Version, f []string) string {
	x := (&reader{p, f[1]}).constant()
	if op, ok := unaryOps[f[0]]; ok {
		return text(fold.Unary(p, tgt, op, x))
	}
	y := (&reader{p, f[2]}).constant()
	if f[0] == "[]" {
		return text(fold.Subscript(p, x, y))
	}
	return text(fold.Binary(p, tgt, binaryOps[f[0]], x, y))
}

// reader reads the notation of ops.py.
type reader struct {
	p    *constant.Pool
	text string
}

func (r *reader) constant() *code.Const {
	kind := r.text[0]
	r.text = r.text[1:]
	switch kind {
	case 'N':
		return r.p.None
	case 'T':
		return r.p.True
	case 'F':
		return r.p.False
	case 'E':
		return r.p.Ellipsis
	case '(':
		return r.p.Tuple(r.items(')'))
	case '[':
		items := r.items(']')
		return r.p.Slice(items[0], items[1], items[2])
	}
	end := strings.IndexAny(r.text+",", ",)]")
	word := r.text[:end]
	r.text = r.text[end:]
	switch kind {
	case 'i':
		n, _ := new(big.Int).SetString(word, 16)
		return r.p.BigInt(n)
	case 'f':
		return r.p.Float(float(word))
	case 'c':
		return r.p.Complex(float(word[:16]), float(word[16:]))
	}
	raw, err := hex.DecodeString(word)
	if err != nil {
		panic(err)
	}
	if kind == 's' {
		return r.p.Str(string(raw))
	}
	return r.p.Bytes(string(raw))
}

func (r *reader) items(end byte) (items []*code.Const) {
	for r.text[0] != end {
		items = append(items, r.constant())
		r.text = strings.TrimPrefix(r.text, ",")
	}
	r.text = r.text[1:]
	return items
}

func float(s string) float64 {
	n, err := strconv.ParseUint(s, 16, 64)
	if err != nil {
		panic(err)
	}
	return math.Float64frombits(n)
}

func text(c *code.Const) string {
	if c == nil {
		return "-"
	}
	switch c.Kind {
	case code.None, code.True, code.False, code.Ellipsis:
		return "NTFE"[c.Kind-code.None : c.Kind-code.None+1]
	case code.Int:
		if c.Big != nil {
			return "i" + c.Big.Text(16)
		}
		return "i" + strconv.FormatInt(c.Int, 16)
	case code.Float:
		return fmt.Sprintf("f%016x", math.Float64bits(c.Float))
	case code.Complex:
		return fmt.Sprintf("c%016x%016x", math.Float64bits(c.Float), math.Float64bits(c.Imag))
	case code.Str:
		return "s" + hex.EncodeToString([]byte(c.Text))
	case code.Bytes:
		return "b" + hex.EncodeToString([]byte(c.Text))
	}
	items := make([]string, len(c.Items))
	for i, item := range c.Items {
		items[i] = text(item)
	}
	return "(" + strings.Join(items, ",") + ")"
}

func TestLimits(t *testing.T) {
	p := constant.NewPool()
	long := p.Str(strings.Repeat("x", 2048))
	wide := p.Tuple(make([]*code.Const, 128))
	for i := range wide.Items {
		wide.Items[i] = p.None
	}
	deep := p.Tuple([]*code.Const{wide, wide, wide, wide})
	for _, c := range []struct {
		seq    *code.Const
		times  int64
		folded bool
	}{
		{long, 2, true}, {long, 3, false}, {long, -1, false},
		{wide, 2, true}, {wide, 3, false},
		{deep, 1, true}, {deep, 2, false},
	} {
		for _, result := range []*code.Const{
			fold.Binary(p, target.Python313, ast.Mult, c.seq, p.Int(c.times)),
			fold.Binary(p, target.Python313, ast.Mult, p.Int(c.times), c.seq),
		} {
			if (result != nil) != c.folded {
				t.Errorf("%d items times %d: folded is %v", max(len(c.seq.Items), len(c.seq.Text)), c.times, !c.folded)
			}
		}
	}
}

// TestComplexPowers allows for the last bits of the C library's functions.
func TestComplexPowers(t *testing.T) {
	p := constant.NewPool()
	for _, c := range []struct{ a, b, want complex128 }{
		{-8, 1.0 / 3, complex(1.0000000000000002, 1.7320508075688772)},
		{-1, 0.5, complex(6.123233995736766e-17, 1)},
		{2i, 2i, complex(0.007927894711475971, 0.04248048042515222)},
		{1 + 2i, 3 - 4i, complex(932.1391946432212, 95.9465336603415)},
		{1e10, 3.5i, complex(0.4616599488323249, -0.8870569833128733)},
	} {
		got := fold.Binary(p, target.Python313, ast.Pow, p.Complex(real(c.a), imag(c.a)), p.Complex(real(c.b), imag(c.b)))
		if got == nil || !near(got.Float, real(c.want)) || !near(got.Imag, imag(c.want)) {
			t.Errorf("%v ** %v: got %+v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 4e-15*math.Abs(b) }
