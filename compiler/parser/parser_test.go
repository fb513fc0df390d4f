package parser

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/internal/asttest"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

var classNames = map[source.ErrorClass]string{
	source.Syntax: "SyntaxError", source.Indentation: "IndentationError", source.Tab: "TabError",
	source.UnicodeDecode: "UnicodeDecodeError", source.Memory: "MemoryError",
}

func parse(src string, tgt *target.Version) (*source.File, *ast.Module, *ast.Idents, error) {
	f, err := source.Decode([]byte(src), "source.py", tgt)
	if err != nil {
		return nil, nil, nil, err
	}
	idents := ast.NewIdents()
	mod, err := Parse(f, tgt, constant.NewPool(), idents, &Room{})
	return f, mod, idents, err
}

// result writes what testdata/record.py writes of a source.
func result(t *testing.T, src string, tgt *target.Version) string {
	f, mod, idents, err := parse(src, tgt)
	var text string
	if err == nil {
		text = asttest.Dump(mod, idents)
	} else {
		var e *source.SyntaxError
		if !errors.As(err, &e) {
			t.Fatalf("%q: the error is a %T", src, err)
		}
		if e.Bare {
			text = fmt.Sprintf("%s %s\n", classNames[e.Class], e.Msg)
		} else {
			text = fmt.Sprintf("%s %d.%d-%d.%d %s\n", classNames[e.Class], e.Line, e.Col, e.EndLine, e.EndCol, e.Msg)
		}
	}
	if f != nil {
		for _, w := range f.Warnings {
			text += fmt.Sprintf("%s %d %s\n", w.Category, w.Line, w.Msg)
		}
	}
	return text
}

func readChunks(t testing.TB, name string) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(data), "\n---\n")
}

// readResults reads results of any number of lines, each with a dividing line below.
func readResults(t *testing.T, name string) (results []string) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	result := ""
	for line := range strings.Lines(string(data)) {
		if line == "---\n" {
			results = append(results, result)
			result = ""
		} else {
			result += line
		}
	}
	return results
}

// TestResults compares trees, errors and warnings with those of real Pythons.
func TestResults(t *testing.T) {
	cases := readChunks(t, "cases.txt")
	for _, tgt := range target.Versions {
		t.Run(tgt.Name, func(t *testing.T) {
			want := readResults(t, "results-"+tgt.Name+".txt")
			if len(want) != len(cases) {
				t.Fatalf("%d results of %d cases", len(want), len(cases))
			}
			for i, src := range cases {
				if got := result(t, src, tgt); got != want[i] {
					t.Errorf("source:\n%s\ngot:\n%s\nwant:\n%s", src, got, want[i])
				}
			}
		})
	}
}

// TestStringPrefix tests what the trees in testdata do not show.
func TestStringPrefix(t *testing.T) {
	for src, want := range map[string]bool{
		"u'a'": true, "U'a'": false, "'a'": false, "u'a' 'b'": true, "'a' u'b'": false,
	} {
		_, mod, _, err := parse(src, target.Python313)
		if err != nil {
			t.Fatal(err)
		}
		if got := mod.Body[0].(*ast.ExprStmt).Value.(*ast.Constant).U; got != want {
			t.Errorf("%s: U is %t", src, got)
		}
	}
}

// TestDepth tests sources that nest as deep as CPython allows, and one deeper.
func TestDepth(t *testing.T) {
	repeat := strings.Repeat
	tests := []struct {
		name  string
		deep  func(n int) string
		limit int
		err   string
	}{
		{"parentheses", func(n int) string { return repeat("(", n) + "a" + repeat(")", n) }, 200, "too many nested parentheses"},
		{"not", func(n int) string { return repeat("not ", n) + "a" }, 5969, "Parser stack overflowed"},
		{"minus", func(n int) string { return repeat("-", n) + "a" }, 5969, "Parser stack overflowed"},
		{"power", func(n int) string { return repeat("a**", n) + "a" }, 2984, "Parser stack overflowed"},
		{"lambda", func(n int) string { return repeat("lambda:", n) + "a" }, 2984, "Parser stack overflowed"},
		{"conditional", func(n int) string { return repeat("a if b else ", n) + "a" }, 5969, "Parser stack overflowed"},
		{"elif", func(n int) string { return "if a: b\n" + repeat("elif c: d\n", n) }, 5965, "Parser stack overflowed"},
		{"comparison", func(n int) string { return repeat("a<(", n) + "a" + repeat(")", n) }, 192, "Parser stack overflowed"},
		{"f-string", func(n int) string { return repeat(`f"{`, n) + "a" + repeat(`}"`, n) }, 149, "too many nested f-strings"},
		{"block", func(n int) string {
			var b strings.Builder
			for i := range n {
				b.WriteString(repeat(" ", i) + "if a:\n")
			}
			return b.String() + repeat(" ", n) + "b\n"
		}, 99, "too many levels of indentation"},
	}
	for _, test := range tests {
		if _, _, _, err := parse(test.deep(test.limit), target.Python313); err != nil {
			t.Errorf("%s, %d: %v", test.name, test.limit, err)
		}
		_, _, _, err := parse(test.deep(test.limit+1), target.Python313)
		if err == nil || !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s, %d: %v", test.name, test.limit+1, err)
		}
	}
}

// TestLong tests chains that only a loop can read.
func TestLong(t *testing.T) {
	const n = 200_000
	repeat := strings.Repeat
	for name, src := range map[string]string{
		"sum":        repeat("1+", n) + "1",
		"and":        repeat("a and ", n) + "a",
		"comparison": repeat("a<", n) + "a",
		"attributes": "a" + repeat(".b", n),
		"calls":      "a" + repeat("()", n),
		"strings":    repeat("'a'", n),
		"list":       "[" + repeat("a,", n) + "]",
		"targets":    repeat("a=", n) + "a",
		"statements": repeat("a;", n),
		"line":       "'" + repeat("a", 10*n) + "'",
	} {
		if _, _, _, err := parse(src, target.Python313); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDoubtful tests that the search for an error starts at a statement of the module,
// also where one that is good has to be looked at again.
func TestDoubtful(t *testing.T) {
	for src, want := range map[string]string{
		"def f():\n  if a:\n    b\n  print >> c\nprint d\n":                  "Missing parentheses in call to 'print'. Did you mean print(...)?",
		"try: print >> a\nexcept b: print >> c\nelse: print >> d\nprint e\n": "Missing parentheses in call to 'print'. Did you mean print(...)?",
		"a b\nprint -1\n":                    "invalid syntax",
		"print -1\na b\n":                    "Missing parentheses in call to 'print'. Did you mean print(...)?",
		"type A[T = B] = C\n\nd\na b\n":      "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
		"if a:\n  type = b\nelse:\n  c\na b": "invalid syntax",
	} {
		if _, _, _, err := parse(src, target.Python313); err == nil || err.Error() != want {
			t.Errorf("%q: %v", src, err)
		}
	}
}

// TestSlowErrors tests that errors in deep and in long sources are found in time.
func TestSlowErrors(t *testing.T) {
	repeat := strings.Repeat
	for name, src := range map[string]string{
		"parentheses":    repeat("(", 199) + "a b" + repeat(")", 199),
		"calls":          repeat("f([", 99) + "a = = b" + repeat("])", 99),
		"dicts":          repeat("{a:{", 99) + "a = = b" + repeat("}}", 99),
		"defaults":       repeat("lambda a=[lambda:", 150) + "a = = b" + repeat("]:1", 150),
		"patterns":       "match x:\n case " + repeat("C(a=[", 90) + "1 1" + repeat("])", 90) + ": pass\n",
		"comprehensions": repeat("[a for a in (", 90) + "a = = b" + repeat(")]", 90),
		"conditionals":   repeat("a if b else ", 500) + "= 1",
		"sum":            repeat("1+", 2000) + "= 1",
		"statements":     repeat("a = b(c)\n", 20000) + "a = = b",
	} {
		if _, _, _, err := parse(src, target.Python313); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
