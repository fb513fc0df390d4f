package symtable_test

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/parser"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

var versions = []*target.Version{
	target.Python311, target.Python312, target.Python313, target.Python314, target.Python315,
}

// TestCases compares symbol tables with CPython's: testdata/scopes-3.13.txt is what
// testdata/scopes.py prints for testdata/cases.txt under Python 3.13, and so on.
func TestCases(t *testing.T) {
	sources := strings.Split(read(t, "testdata/cases.txt"), "\n---\n")
	for _, tgt := range versions {
		tables := strings.Split(read(t, "testdata/scopes-"+tgt.Name+".txt"), "---\n")
		if len(tables) != len(sources)+1 {
			t.Fatalf("%s: %d tables for %d sources", tgt.Name, len(tables)-1, len(sources))
		}
		for i, src := range sources {
			if got := tableText(tgt, src); got != tables[i] {
				t.Errorf("%s:\n%s\ngot\n%swant\n%s", tgt.Name, src, got, tables[i])
			}
		}
	}
}

// tableText is the table of a source as scopes.py writes it.
func tableText(tgt *target.Version, src string) string {
	mod, f, idents, err := parse(tgt, src)
	if err != nil {
		return "not parsed\n"
	}
	table, err := build(mod, f, tgt, idents)
	if err != nil {
		e := err.(*source.SyntaxError)
		return fmt.Sprintf("%d.%d-%d.%d %s\n", e.Line, e.Col, e.EndLine, e.EndCol, e.Msg)
	}
	var b strings.Builder
	show(&b, table.Top, idents, 0)
	return b.String()
}

var (
	kindNames  = []string{"module", "class", "function", "annotation", "variable", "alias", "params"}
	scopeNames = []string{"-", "local", "global", "implicit", "free", "cell"}
	flagNames  = []string{"global", "local", "param", "nonlocal", "use", "freeclass", "import", "annot", "compiter", "typeparam", "compcell"}
)

func show(b *strings.Builder, block *symtable.Block, idents *ast.Idents, depth int) {
	indent := strings.Repeat("  ", depth)
	nested := ""
	if block.Nested {
		nested = " nested"
	}
	var params, symbols []string
	for _, p := range block.Params {
		params = append(params, idents.Name(p))
	}
	for i := range block.Symbols {
		s := &block.Symbols[i]
		var flags []string
		for bit, name := range flagNames {
			if s.Flags&(1<<bit) != 0 {
				flags = append(flags, name)
			}
		}
		line := idents.Name(s.Name) + " " + scopeNames[s.Scope] + ": " + strings.Join(flags, " ")
		symbols = append(symbols, strings.TrimRight(line, " "))
	}
	sort.Strings(symbols)
	fmt.Fprintf(b, "%s%s %s %d%s (%s)\n", indent, kindNames[block.Kind],
		strings.Trim(idents.Name(block.Name), "<>"), block.Span.Line, nested, strings.Join(params, " "))
	for _, s := range symbols {
		fmt.Fprintf(b, "%s  . %s\n", indent, s)
	}
	for _, child := range block.Children {
		show(b, child, idents, depth+1)
	}
}

func TestLookup(t *testing.T) {
	// More names than are searched one by one.
	names := "abcdefghijklmnopqrstuvwxyz"
	src := strings.Join(strings.Split(names, ""), "\n") + "\n"
	mod, f, idents, err := parse(target.Python313, src)
	if err != nil {
		t.Fatal(err)
	}
	table, err := build(mod, f, target.Python313, idents)
	if err != nil {
		t.Fatal(err)
	}
	for i := range names {
		id := idents.Intern(names[i : i+1])
		if s := table.Top.Lookup(id); s == nil || s.Name != id || table.Top.Symbols[i].Name != id {
			t.Errorf("%c is not symbol %d", names[i], i)
		}
	}
	if table.Top.Lookup(idents.Intern("unknown")) != nil || table.Top.Scope(0) != symtable.Unknown {
		t.Error("found a name that is not there")
	}
}

func TestMangle(t *testing.T) {
	for _, c := range []struct{ class, name, want string }{
		{"A", "__x", "_A__x"},
		{"_A", "__x", "_A__x"},
		{"__A", "__x_", "_A__x_"},
		{"A", "__x__", "__x__"},
		{"A", "_x", "_x"},
		{"A", "__", "__"},
		{"__", "__x", "__x"},
		{"A", "__x.y", "__x.y"},
		{"", "__x", "__x"},
	} {
		idents := ast.NewIdents()
		class := ast.Ident(0)
		if c.class != "" {
			class = idents.Intern(c.class)
		}
		if got := idents.Name(symtable.Mangle(idents, class, idents.Intern(c.name))); got != c.want {
			t.Errorf("%s in class %s is %s, want %s", c.name, c.class, got, c.want)
		}
	}
}

func TestFuture(t *testing.T) {
	for src, want := range map[string]code.Flags{
		"":                                     0,
		"from __future__ import annotations\n": code.FutureAnnotations,
		"'doc'\nfrom __future__ import division\n":                                 0,
		"from __future__ import division\nfrom __future__ import barry_as_FLUFL\n": code.FutureBarryAsBDFL,
		"import a\nfrom __future__ import annotations\n":                           0,
	} {
		mod, f, idents, err := parse(target.Python313, src)
		if err != nil {
			t.Fatal(err)
		}
		future, err := symtable.ParseFuture(mod, f, idents, target.Python313)
		if err != nil || future.Flags != want {
			t.Errorf("%q: flags %#x, %v; want %#x", src, future.Flags, err, want)
		}
	}
}

func TestDepth(t *testing.T) {
	for terms, ok := range map[int]bool{9997: true, 9998: false, 100_000: false} {
		src := strings.Repeat("a+", terms-1) + "a\n"
		mod, f, idents, err := parse(target.Python313, src)
		if err != nil {
			t.Fatal(err)
		}
		_, err = build(mod, f, target.Python313, idents)
		if e, is := err.(*source.SyntaxError); (err == nil) != ok || is && e.Class != source.Recursion {
			t.Errorf("a sum of %d: %v", terms, err)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	src := strings.Repeat(benchmarkSource, 50)
	mod, f, idents, err := parse(target.Python313, src)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := build(mod, f, target.Python313, idents); err != nil {
			b.Fatal(err)
		}
	}
}

const benchmarkSource = `
class Reader(Base):
    def __init__(self, stream, *, limit=None, **options):
        super().__init__(**options)
        self._stream, self.__limit = stream, limit

    def lines(self, size=-1):
        total = 0
        for number, line in enumerate(self._stream, start=1):
            try:
                text = line.decode(self.encoding, errors="strict")
            except UnicodeDecodeError as error:
                raise ValueError(f"{self.name}:{number}: {error}") from None
            total += len(text)
            if 0 <= size < total:
                return [word for word in text.split() if word not in self.skip]
            yield self.convert(text, key=lambda item: (item.rank, number))
`

func parse(tgt *target.Version, src string) (*ast.Module, *source.File, *ast.Idents, error) {
	idents := ast.NewIdents()
	f, err := source.Decode([]byte(src), "test.py", tgt)
	if err != nil {
		return nil, nil, nil, err
	}
	mod, err := parser.Parse(f, tgt, constant.NewPool(), idents, &parser.Room{})
	return mod, f, idents, err
}

func build(mod *ast.Module, f *source.File, tgt *target.Version, idents *ast.Idents) (*symtable.Table, error) {
	future, err := symtable.ParseFuture(mod, f, idents, tgt)
	if err != nil {
		return nil, err
	}
	return symtable.Build(mod, f, tgt, idents, future)
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
