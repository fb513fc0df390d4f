package optimize_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/internal/asttest"
	"github.com/rules-pyc/rules_pyc/compiler/optimize"
	"github.com/rules-pyc/rules_pyc/compiler/parser"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// TestCases compares trees with those that CPython made of the same sources:
// testdata/trees-3.13.txt is what asttest's dump.py --cases testdata/cases.txt
// prints under Python 3.13, and so on.
func TestCases(t *testing.T) {
	sources := strings.Split(read(t, "testdata/cases.txt"), "\n---\n")
	for _, tgt := range []*target.Version{target.Python313, target.Python314, target.Python315} {
		trees := strings.Split(read(t, "testdata/trees-"+tgt.Name+".txt"), "---\n")
		if len(trees) != len(sources)+1 {
			t.Fatalf("%s: %d trees for %d sources", tgt.Name, len(trees)-1, len(sources))
		}
		for i, src := range sources {
			got, err := tree(tgt, src, 0)
			if err != nil {
				got = "SyntaxError\n"
			}
			if got != trees[i] {
				t.Errorf("%s: %s\ngot\n%swant\n%s", tgt.Name, src, got, trees[i])
			}
		}
	}
}

func TestLevels(t *testing.T) {
	const src = "'doc'\n__debug__\n"
	for _, c := range []struct {
		tgt   *target.Version
		level int
		want  []string
	}{
		{target.Python313, 0, []string{"str:'doc'", "True"}},
		{target.Python313, 2, []string{"str:'doc'", "False"}},
		{target.Python314, 1, []string{"str:'doc'", "False"}},
		{target.Python314, 2, []string{"False"}},
	} {
		got, err := tree(c.tgt, src, c.level)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(got, "\n")
		if len(lines) != len(c.want)+1 {
			t.Fatalf("%s -O%d: %d statements, want %d", c.tgt.Name, c.level, len(lines)-1, len(c.want))
		}
		for i, want := range c.want {
			if !strings.Contains(lines[i], "value="+want+")") {
				t.Errorf("%s -O%d: statement %d is %s, want %s", c.tgt.Name, c.level, i, lines[i], want)
			}
		}
	}
}

func TestDepth(t *testing.T) {
	tgt := target.Python313
	sum := func(terms int) string { return strings.Repeat("a+", terms-1) + "a\n" }
	if _, err := tree(tgt, sum(9997), 0); err != nil {
		t.Errorf("a sum of 9997: %v", err)
	}
	for _, terms := range []int{9998, 100_000} {
		_, err := tree(tgt, sum(terms), 0)
		if e, ok := err.(*source.SyntaxError); !ok || e.Class != source.Recursion {
			t.Errorf("a sum of %d: %v, want a RecursionError", terms, err)
		}
	}
}

func BenchmarkTree(b *testing.B) {
	src := strings.Repeat(benchmarkSource, 100)
	pool, idents := constant.NewPool(), ast.NewIdents()
	f, err := source.Decode([]byte(src), "test.py", target.Python313)
	if err != nil {
		b.Fatal(err)
	}
	mod, err := parser.Parse(f, target.Python313, pool, idents, &parser.Room{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() { // what can be folded is, the first time
		if err := optimize.Tree(mod, target.Python313, pool, idents, 0, 0, f); err != nil {
			b.Fatal(err)
		}
	}
}

const benchmarkSource = `
def read(stream, *, limit=64 * 1024, skip=("a", "b")):
    for number, line in enumerate(stream, start=1):
        if line not in ["", "\n"] and number % 1000 == 0:
            yield "%s: %r" % (number, line.strip()), -1
    return [word for word in skip if word != "%d" % limit]
`

func tree(tgt *target.Version, src string, level int) (string, error) {
	pool, idents := constant.NewPool(), ast.NewIdents()
	f, err := source.Decode([]byte(src), "test.py", tgt)
	if err != nil {
		return "", err
	}
	mod, err := parser.Parse(f, tgt, pool, idents, &parser.Room{})
	if err != nil {
		return "", err
	}
	future, err := symtable.ParseFuture(mod, f, idents, tgt)
	if err != nil {
		return "", err
	}
	if err := optimize.Tree(mod, tgt, pool, idents, level, future.Flags, f); err != nil {
		return "", err
	}
	return asttest.Dump(mod, idents), nil
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(string(data), "\ufeff")
}
