package unparse_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/parser"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/compiler/unicodedata"
	"github.com/rules-pyc/rules_pyc/compiler/unparse"
)

// text unparses an annotation.
func text(t *testing.T, annotation, version string) (string, error) {
	t.Helper()
	tgt := target.Lookup(version)
	file, err := source.Decode([]byte("x: "+annotation+"\n"), "source.py", tgt)
	if err != nil {
		t.Fatal(err)
	}
	idents := ast.NewIdents()
	module, err := parser.Parse(file, tgt, constant.NewPool(), idents, &parser.Room{})
	if err != nil {
		t.Fatalf("%s: %v", annotation, err)
	}
	return unparse.Expr(module.Body[0].(*ast.AnnAssign).Annotation, idents, unicodedata.For(tgt.Unicode))
}

// TestExpr has what CPython 3.13 makes of annotations that it keeps as strings.
func TestExpr(t *testing.T) {
	for _, c := range []struct{ annotation, want string }{
		{`a`, `a`},
		{`(a,)`, `(a,)`},
		{`()`, `()`},
		{`[a, (b, c)]`, `[a, (b, c)]`},
		{`{a, b}`, `{a, b}`},
		{`{}`, `{}`},
		{`{a: b, **c}`, `{a: b, **c}`},
		{`a.b.c[d]`, `a.b.c[d]`},
		{`1 .real`, `1 .real`},
		{`a[b:c]`, `a[b:c]`},
		{`a[b:c:d, ::e, ...]`, `a[b:c:d, ::e, ...]`},
		{`a[(b, c)]`, `a[b, c]`},
		{`a[*b]`, `a[*b,]`},
		{`f(a, *b, c=d, **e)`, `f(a, *b, c=d, **e)`},
		{`f(x for x in y)`, `f(x for x in y)`},
		{`f((x for x in y), 1)`, `f((x for x in y), 1)`},
		{`a + b * c`, `a + b * c`},
		{`(a + b) * c`, `(a + b) * c`},
		{`a - (b - c)`, `a - (b - c)`},
		{`a ** b ** c`, `a ** b ** c`},
		{`(a ** b) ** c`, `(a ** b) ** c`},
		{`-a ** b`, `-a ** b`},
		{`(-a) ** b`, `(-a) ** b`},
		{`not a`, `not a`},
		{`not (a and b)`, `not (a and b)`},
		{`a and b or c`, `a and b or c`},
		{`a and (b or c)`, `a and (b or c)`},
		{`a < b <= c is not d not in e`, `a < b <= c is not d not in e`},
		{`(a < b) < c`, `(a < b) < c`},
		{`~a + -b`, `~a + -b`},
		{`a if b else c if d else e`, `a if b else c if d else e`},
		{`(a if b else c) if d else e`, `(a if b else c) if d else e`},
		{`lambda: a`, `lambda: a`},
		{`lambda a, /, b=1, *c, d, e=2, **f: a`, `lambda a, /, b=1, *c, d, e=2, **f: a`},
		{`lambda *, a: a`, `lambda*, a: a`},
		{`lambda x: (yield)`, `lambda x: (yield)`},
		{`[a for b in c if d if e for f in g]`, `[a for b in c if d if e for f in g]`},
		{`{a async for a in b}`, `{a async for a in b}`},
		{`{a: b for a, b in c}`, `{a: b for a, b in c}`},
		{`(a for a in b if (c if d else e))`, `(a for a in b if (c if d else e))`},
		{`'a'`, `'a'`},
		{`"a'b"`, `"a'b"`},
		{`'a\"b\''`, `'a"b\''`},
		{`'\n\x00\xe9\u4e2d\U0001f600'`, `'\n\x00é中😀'`},
		{`b'a\xff\''`, `b"a\xff'"`},
		{`'a' 'b'`, `'ab'`},
		{`1.5`, `1.5`},
		{`1e100`, `1e+100`},
		{`1e1000`, `1e309`},
		{`-1e1000`, `-1e309`},
		{`1j`, `1j`},
		{`1e1000j`, `1e309j`},
		{`10**30`, `10 ** 30`},
		{`1_000`, `1000`},
		{`0xff`, `255`},
		{`...`, `...`},
		{`None`, `None`},
		{`f'a{b}'`, `f'a{b}'`},
		{`f'{a!r:>{b}}'`, `f'{a!r:>{b}}'`},
		{`f'{{}}{a}'`, `f'{{}}{a}'`},
		{`f'{a=}'`, `f'a={a!r}'`},
		{`f"{a['b']}"`, `f"{a['b']}"`},
		{`f"{'a'}"`, `f"{'a'}"`},
		{`f'{ {1} }'`, `f'{ {1}}'`},
		{`f'{(lambda: a)}'`, `f'{(lambda: a)}'`},
		{`f'{a:{b}{c!s}}'`, `f'{a:{b}{c!s}}'`},
		{`f"'{a}"`, `f"'{a}"`},
		{`a @ b // c % d`, `a @ b // c % d`},
		{`a << b >> c & d ^ e | f`, `a << b >> c & d ^ e | f`},
		{`(a, b)[0]`, `(a, b)[0]`},
		{`[*a, b]`, `[*a, b]`},
		{`not a in b`, `not a in b`},
		{`(not a) in b`, `(not a) in b`},
		{`await_`, `await_`},
		{`a[b, c]`, `a[b, c]`},
		{`a[lambda: b]`, `a[lambda: b]`},
		{`a[b if c else d:e]`, `a[b if c else d:e]`},
		{`(lambda: a)()`, `(lambda: a)()`},
		{`(a or b).c`, `(a or b).c`},
		{`-1`, `-1`},
		{`-1 .b`, `-1 .b`},
		{`(1).b`, `1 .b`},
		{`1.0.b`, `1.0.b`},
		{`f(*a or b)`, `f(*(a or b))`},
		{`f(**a or b)`, `f(**a or b)`},
	} {
		if got, err := text(t, c.annotation, "3.13"); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.annotation, got, err, c.want)
		}
	}
}

func TestNewExpressions(t *testing.T) {
	for _, c := range []struct{ version, annotation, want string }{
		{"3.14", "t'a{b!r:>{c}}d{e=}'", "t'a{b!r:>{c}}de={e!r}'"},
		{"3.15", "[*a for a in b]", "[*a for a in b]"},
		{"3.15", "{**a for a in b}", "{**a for a in b}"},
	} {
		if got, err := text(t, c.annotation, c.version); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.annotation, got, err, c.want)
		}
	}
}

// TestPrintable tells characters apart that one version knows and another one does not.
func TestPrintable(t *testing.T) {
	for version, want := range map[string]string{"3.12": `'\u1c89'`, "3.14": `'` + "\u1c89" + `'`} {
		if got, err := text(t, `'\u1c89'`, version); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", version, got, err, want)
		}
	}
}

func TestTooManyDigits(t *testing.T) {
	for digits, want := range map[int]error{3500: nil, 3600: unparse.ErrTooManyDigits} {
		if _, err := text(t, "0x"+strings.Repeat("f", digits), "3.13"); !errors.Is(err, want) {
			t.Errorf("%d hexadecimal digits: %v, want %v", digits, err, want)
		}
	}
}
