package codegen

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/optimize"
	"github.com/rules-pyc/rules_pyc/compiler/parser"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// input is what Module takes.
type input struct {
	module *ast.Module
	table  *symtable.Table
	env    Env
}

// prepare runs the stages before this one.
func prepare(t testing.TB, src, version string, level int) (*input, error) {
	t.Helper()
	tgt := target.Lookup(version)
	if tgt == nil {
		t.Fatalf("no version %s", version)
	}
	file, err := source.Decode([]byte(src), "source.py", tgt)
	if err != nil {
		return nil, err
	}
	pool, idents := constant.NewPool(), ast.NewIdents()
	module, err := parser.Parse(file, tgt, pool, idents, &parser.Room{})
	if err != nil {
		return nil, err
	}
	future, err := symtable.ParseFuture(module, file, idents, tgt)
	if err != nil {
		return nil, err
	}
	if err := optimize.Tree(module, tgt, pool, idents, level, future.Flags, file); err != nil {
		return nil, err
	}
	table, err := symtable.Build(module, file, tgt, idents, future)
	if err != nil {
		return nil, err
	}
	return &input{module, table, Env{
		File: file, Target: tgt, Pool: pool, Idents: idents, Optimize: level, Future: future,
		Finish: func(u *instr.Unit) (*code.Const, error) { return object(u, pool), nil },
	}}, nil
}

// object makes a code object of a unit that has its free variables and nothing else.
func object(u *instr.Unit, pool *constant.Pool) *code.Const {
	empty := pool.EmptyTuple
	bytecode := pool.Merge(pool.NewStr(fmt.Sprint(u.Seq.Instrs, u.Names, u.FreeVars)))
	return pool.Code(&code.Object{
		Name: u.Name, Code: bytecode, Consts: pool.Merge(pool.Tuple(slices.Clone(u.Consts))), Names: empty,
		LocalsPlusNames: pool.Merge(pool.Tuple([]*code.Const{pool.None})), LineTable: empty, ExceptionTable: empty,
	})
}

// compile returns the units of a source, as testdata/dump.py writes them.
func compile(t testing.TB, src, version string, level int) ([]string, *source.File, error) {
	t.Helper()
	in, err := prepare(t, src, version, level)
	if err != nil {
		return nil, nil, err
	}
	var units []string
	in.env.Finish = func(u *instr.Unit) (*code.Const, error) {
		units = append(units, dump(u, in.env.Target))
		return object(u, in.env.Pool), nil
	}
	_, err = Module(in.module, in.table, &in.env)
	return units, in.env.File, err
}

func dump(u *instr.Unit, tgt *target.Version) string {
	var b strings.Builder
	for _, in := range u.Seq.Instrs {
		arg := in.Arg
		if hasLabel(in.Op, tgt) {
			arg = u.Seq.Place(instr.Label(arg))
		}
		fmt.Fprintln(&b, in.Op, arg, in.Span.Line, in.Span.EndLine, in.Span.Col, in.Span.EndCol)
	}
	return b.String()
}

func hasLabel(op target.Op, tgt *target.Version) bool {
	switch op {
	case target.EndAsyncFor:
		return tgt.HasArg(op)
	case target.SetupCleanup, target.SetupFinally, target.SetupWith, target.Jump, target.JumpNoInterrupt,
		target.ForIter, target.Send, target.PopJumpIfFalse, target.PopJumpIfTrue, target.PopJumpIfNone,
		target.PopJumpIfNotNone, target.JumpIfFalse, target.JumpIfTrue:
		return true
	}
	return false
}

// chunks splits the test sources by name.
func chunks(t testing.TB) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/source.py")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, chunk := range strings.Split(string(text), "# ---- ")[1:] {
		title, src, _ := strings.Cut(chunk, "\n")
		name, _, _ := strings.Cut(title, " (")
		found[name] = src
	}
	return found
}

// The versions that show what their code generator makes.
var dumped = []string{"3.13", "3.14", "3.15"}

// TestSequences compares with what CPython's code generator makes.
func TestSequences(t *testing.T) {
	sources := chunks(t)
	for _, version := range dumped {
		text, err := os.ReadFile("testdata/python" + strings.Replace(version, ".", "", 1) + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, chunk := range strings.Split(string(text), "chunk ")[1:] {
			name, rest, _ := strings.Cut(chunk, "\n")
			t.Run(version+"/"+name, func(t *testing.T) {
				got, _, err := compile(t, sources[name], version, 0)
				if err != nil {
					t.Fatal(err)
				}
				compareUnits(t, got, strings.Split(rest, "unit\n")[1:])
			})
		}
	}
}

func compareUnits(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d units, want %d", len(got), len(want))
	}
	for i := range want {
		a, b := strings.Split(got[i], "\n"), strings.Split(want[i], "\n")
		for k := range max(len(a), len(b)) {
			if k >= len(a) || k >= len(b) || a[k] != b[k] {
				t.Fatalf("unit %d, instruction %d:\n got %q\nwant %q", i, k, a[k:min(k+3, len(a))], b[k:min(k+3, len(b))])
			}
		}
	}
}

// TestOldSequences looks at what no version shows that tells its instructions.
func TestOldSequences(t *testing.T) {
	for name, src := range chunks(t) {
		for _, version := range []string{"3.11", "3.12"} {
			units, _, err := compile(t, src, version, 0)
			var syntax *source.SyntaxError
			switch {
			case errors.As(err, &syntax): // newer syntax
			case err != nil:
				t.Errorf("%s with %s: %v", name, version, err)
			default:
				checkOps(t, name, version, units)
			}
		}
	}
}

// checkOps looks for operations that the version does not have.
func checkOps(t *testing.T, name, version string, units []string) {
	t.Helper()
	tgt := target.Lookup(version)
	for _, unit := range units {
		for line := range strings.Lines(unit) {
			text, _, _ := strings.Cut(line, " ")
			op := opsByName[text]
			if !tgt.Has(op) && !pseudo[op] {
				t.Errorf("%s with %s: %s", name, version, text)
			}
		}
	}
}

var opsByName = func() map[string]target.Op {
	m := map[string]target.Op{}
	for op := range target.Op(255) {
		m[op.String()] = op
	}
	return m
}()

// pseudo are the operations that do not outlive flow.
var pseudo = map[target.Op]bool{
	target.SetupCleanup: true, target.SetupFinally: true, target.SetupWith: true, target.PopBlock: true,
	target.Jump: true, target.JumpNoInterrupt: true, target.LoadClosure: true, target.PopJumpIfFalse: true,
	target.PopJumpIfTrue: true, target.PopJumpIfNone: true, target.PopJumpIfNotNone: true,
	target.StoreFastMaybeNull: true,
}

func BenchmarkModule(b *testing.B) {
	var all strings.Builder
	sources := chunks(b)
	for _, name := range []string{"calls", "classes", "functions", "if and loops", "try", "comprehensions in functions", "with"} {
		for range 20 {
			all.WriteString(sources[name])
		}
	}
	in, err := prepare(b, all.String(), "3.13", 0)
	if err != nil {
		b.Fatal(err)
	}
	in.env.Room = &Room{}
	none := in.env.Pool.Code(&code.Object{
		Name: in.env.Pool.Str("x"), Code: in.env.Pool.Str(""), Consts: in.env.Pool.EmptyTuple, Names: in.env.Pool.EmptyTuple,
		LocalsPlusNames: in.env.Pool.EmptyTuple, LineTable: in.env.Pool.EmptyTuple, ExceptionTable: in.env.Pool.EmptyTuple,
	})
	in.env.Finish = func(*instr.Unit) (*code.Const, error) { return none, nil }
	b.ReportAllocs()
	b.SetBytes(int64(all.Len()))
	for b.Loop() {
		if _, err := Module(in.module, in.table, &in.env); err != nil {
			b.Fatal(err)
		}
	}
}
