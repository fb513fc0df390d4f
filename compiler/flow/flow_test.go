package flow

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// record is a unit before and after CPython's flow graph; testdata/dump.py says more.
type record struct {
	Name              string
	In, Out           []insn
	Consts, OutConsts []any
	Locals            int
}

// insn is an instruction as CPython's test interface shows it: jumps have the
// index of their target.
type insn struct {
	Op   target.Op
	Arg  int32
	Span ast.Span
}

var opsByName = func() map[string]target.Op {
	m := map[string]target.Op{}
	for op := range target.Op(255) {
		if name := op.String(); name != "" {
			m[name] = op
		}
	}
	return m
}()

func (in *insn) UnmarshalJSON(data []byte) error {
	var list [6]any
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	name, _ := list[0].(string)
	op, ok := opsByName[name]
	if !ok {
		return fmt.Errorf("no operation %q", name)
	}
	var n [5]int32
	for i := range n {
		f, _ := list[i+1].(float64)
		n[i] = int32(f)
	}
	*in = insn{op, n[0], ast.Span{Line: n[1], EndLine: n[2], Col: n[3], EndCol: n[4]}}
	return nil
}

func (in insn) String() string {
	return fmt.Sprintf("%v %d @%d:%d-%d:%d", in.Op, in.Arg, in.Span.Line, in.Span.Col, in.Span.EndLine, in.Span.EndCol)
}

func readRecords(t testing.TB, file string) []*record {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []*record
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		r := new(record)
		if err := json.Unmarshal(sc.Bytes(), r); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		list = append(list, r)
	}
	if len(list) == 0 {
		t.Fatalf("%s is empty", file)
	}
	return list
}

// constOf makes the constant that dump.py wrote.
func constOf(p *constant.Pool, v any) *code.Const {
	switch v := v.(type) {
	case nil:
		return p.None
	case bool:
		return p.Bool(v)
	case float64:
		return p.Int(int64(v))
	case string:
		return p.Str(v)
	case map[string]any:
		for kind, list := range v {
			var items []*code.Const
			if list, ok := list.([]any); ok {
				for _, item := range list {
					items = append(items, constOf(p, item))
				}
			}
			switch kind {
			case "tuple":
				return p.Tuple(items)
			case "frozenset":
				return p.FrozenSet(items)
			}
			return p.NewStr("<" + kind + ">")
		}
	}
	return nil
}

// unitOf makes the unit that codegen would have made.
func unitOf(tgt *target.Version, p *constant.Pool, in []insn, consts []any, locals int) *instr.Unit {
	u := &instr.Unit{FirstLine: 1}
	for i := range locals {
		u.VarNames = append(u.VarNames, ast.Ident(i+1))
	}
	for _, c := range consts {
		u.Consts = append(u.Consts, constOf(p, c))
	}
	labels := make([]instr.Label, len(in)+1)
	for _, i := range in {
		if tgt.Flags(i.Op)&target.HasTarget != 0 && labels[i.Arg] == 0 {
			labels[i.Arg] = u.Seq.NewLabel()
		}
	}
	for at, i := range in {
		if labels[at] != 0 {
			u.Seq.Use(labels[at])
		}
		if tgt.Flags(i.Op)&target.HasTarget != 0 {
			i.Arg = int32(labels[i.Arg])
		}
		u.Seq.Add(i.Op, i.Arg, i.Span)
	}
	return u
}

// listing returns the graph's instructions in the form of a record.
func listing(g *Graph) []insn {
	index := make([]int32, len(g.Blocks))
	n := int32(0)
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		index[id] = n
		n += int32(len(g.Blocks[id].Instrs))
	}
	var out []insn
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		for _, in := range g.Blocks[id].Instrs {
			arg := in.Arg
			if g.tgt.Flags(in.Op)&target.HasTarget != 0 {
				arg = index[in.Target]
			}
			out = append(out, insn{in.Op, arg, in.Span})
		}
	}
	return out
}

// describe writes a constant so that equal ones look the same.
func describe(c *code.Const) string {
	var items []string
	for _, item := range c.Items {
		items = append(items, describe(item))
	}
	if c.Kind == code.FrozenSet {
		slices.Sort(items)
	}
	return fmt.Sprint(c.Kind, c.Int, c.Text, items)
}

// optimizing returns a version with only those of its passes that CPython's test
// interface runs.
func optimizing(tgt *target.Version) *target.Version {
	v := *tgt
	end := slices.Index(v.Flow.Passes, target.PushColdBlocks) + 2 // and ResolveLines
	v.Flow.Passes = slices.Clone(v.Flow.Passes[:end])
	if v.BorrowedLoads {
		v.Flow.Passes = append(v.Flow.Passes, target.StackDepth, target.BorrowLoads)
	}
	return &v
}

var versions = map[string]*target.Version{
	"testdata/python313.jsonl": target.Python313,
	"testdata/python314.jsonl": target.Python314,
	"testdata/python315.jsonl": target.Python315,
}

func TestCPython(t *testing.T) {
	for file, version := range versions {
		tgt := optimizing(version)
		for _, r := range readRecords(t, file) {
			t.Run(version.Name+"/"+r.Name, func(t *testing.T) {
				p := constant.NewPool()
				u := unitOf(tgt, p, r.In, r.Consts, r.Locals)
				g := New(tgt, p)
				if err := g.Run(u); err != nil {
					t.Fatal(err)
				}
				compareListings(t, listing(g), r.Out)
				if got, want := len(u.Consts), len(r.OutConsts); got != want {
					t.Fatalf("%d constants, want %d", got, want)
				}
				for i, c := range u.Consts {
					if got, want := describe(c), describe(constOf(p, r.OutConsts[i])); got != want {
						t.Errorf("constant %d is %s, want %s", i, got, want)
					}
				}
			})
		}
	}
}

func compareListings(t *testing.T, got, want []insn) {
	t.Helper()
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("instruction %d is\n%v, want\n%v", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d instructions, want %d", len(got), len(want))
	}
}

// TestReuse runs many units through one graph, which must not remember anything.
func TestReuse(t *testing.T) {
	tgt := optimizing(target.Python313)
	p := constant.NewPool()
	shared := New(tgt, p)
	records := readRecords(t, "testdata/python313.jsonl")
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	for range 2 {
		for _, r := range records {
			if err := shared.Run(unitOf(tgt, p, r.In, r.Consts, r.Locals)); err != nil {
				t.Fatal(err)
			}
			compareListings(t, listing(shared), r.Out)
		}
	}
}

// TestAllPasses runs all passes of all versions: whatever codegen makes for one
// version, no pass may fail over another version's instructions.
func TestAllPasses(t *testing.T) {
	for file, version := range versions {
		p := constant.NewPool()
		g := New(version, p)
		for _, r := range readRecords(t, file) {
			if err := g.Run(unitOf(version, p, r.In, r.Consts, r.Locals)); err != nil {
				t.Errorf("%s %s: %v", version.Name, r.Name, err)
			}
		}
	}
}

// TestMalformed has units that no codegen should make. They are errors, not panics.
func TestMalformed(t *testing.T) {
	none := instr.NoLocation
	cases := []struct {
		name string
		make func(*instr.Unit)
		want error
	}{
		{"empty", func(u *instr.Unit) {}, errNoEnd},
		{"no end", func(u *instr.Unit) { u.Seq.Add(target.Nop, 0, none) }, errNoEnd},
		{"no label", func(u *instr.Unit) { u.Seq.Add(target.Jump, 0, none) }, errLabel},
		{"unplaced label", func(u *instr.Unit) { u.Seq.Add(target.Jump, int32(u.Seq.NewLabel()), none) }, errLabel},
		{"label at the end", func(u *instr.Unit) {
			l := u.Seq.NewLabel()
			u.Seq.Add(target.Jump, int32(l), none)
			u.Seq.Use(l)
		}, errLabel},
		{"constant", func(u *instr.Unit) { u.Seq.Add(target.LoadConst, 0, none) }, errConst},
		{"underflow", func(u *instr.Unit) { u.Seq.Add(target.ReturnValue, 0, none) }, errUnderflow},
		{"depths", func(u *instr.Unit) {
			l, line := u.Seq.NewLabel(), ast.Span{Line: 1, EndLine: 1}
			u.Seq.Add(target.LoadName, 0, line)
			u.Seq.Add(target.PopJumpIfTrue, int32(l), line)
			u.Seq.Add(target.LoadName, 0, line)
			u.Seq.Use(l)
			u.Seq.Add(target.LoadName, 0, line)
			u.Seq.Add(target.ReturnValue, 0, line)
		}, errDepth},
	}
	for _, c := range cases {
		u := &instr.Unit{FirstLine: 1}
		c.make(u)
		g := New(target.Python313, constant.NewPool())
		if err := g.Run(u); !errors.Is(err, c.want) {
			t.Errorf("%s: error is %v, want %v", c.name, err, c.want)
		}
	}
}

// randomOps are what TestRandom builds units of.
var randomOps = []target.Op{
	target.LoadConst, target.LoadName, target.LoadFast, target.StoreFast, target.DeleteFast, target.StoreName,
	target.PopTop, target.Nop, target.Copy, target.Swap, target.BuildTuple, target.BuildList, target.UnpackSequence,
	target.IsOp, target.UnaryNot, target.BinaryOp, target.ReturnValue, target.Jump, target.JumpNoInterrupt,
	target.PopJumpIfFalse, target.PopJumpIfTrue, target.PopJumpIfNone, target.ForIter, target.GetIter,
	target.SetupFinally, target.SetupCleanup, target.PopBlock, target.Reraise, target.YieldValue, target.Resume,
	target.LoadDeref, target.PushNull, target.LoadGlobal, target.ListAppend,
}

// randomUnit makes a unit of random operations, which hardly ever makes sense.
func randomUnit(r *rand.Rand, tgt *target.Version, p *constant.Pool) *instr.Unit {
	u := &instr.Unit{
		FirstLine: 1,
		VarNames:  []ast.Ident{1, 2, 3}, CellVars: []ast.Ident{2, 4}, FreeVars: []ast.Ident{5},
		Consts: []*code.Const{p.None, p.Int(0), p.Int(1000), p.Str("x"), p.True},
	}
	n := 2 + r.IntN(30)
	labels := make([]instr.Label, 1+r.IntN(5))
	for i := range labels {
		labels[i] = u.Seq.NewLabel()
	}
	for at := range n {
		for i := range labels {
			if at == (i*7)%n {
				u.Seq.Use(labels[i])
			}
		}
		op, arg := randomOps[r.IntN(len(randomOps))], int32(1+r.IntN(3))
		if tgt.Flags(op)&target.HasTarget != 0 {
			arg = int32(labels[r.IntN(len(labels))])
		}
		if op == target.Swap {
			arg++
		}
		span := instr.NoLocation
		if r.IntN(3) > 0 {
			span = ast.Span{Line: int32(1 + r.IntN(3)), Col: arg}
			span.EndLine, span.EndCol = span.Line, arg+1
		}
		u.Seq.Add(op, arg, span)
	}
	u.Seq.Add(target.LoadConst, 0, instr.NoLocation)
	u.Seq.Add(target.ReturnValue, 0, instr.NoLocation)
	return u
}

// TestRandom has units without sense. Errors are welcome, panics are not.
func TestRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	p := constant.NewPool()
	good := 0
	for _, tgt := range []*target.Version{
		target.Python311, target.Python312, target.Python313, target.Python314, target.Python315,
	} {
		for range 3000 {
			u := randomUnit(r, tgt, p)
			if New(tgt, p).Run(u) == nil {
				good++
			}
		}
	}
	if good == 0 {
		t.Error("no unit was good enough to get through")
	}
}

// TestEndlessLoop has a jump to itself, which nothing may follow for ever.
func TestEndlessLoop(t *testing.T) {
	u := &instr.Unit{FirstLine: 1}
	l := u.Seq.NewLabel()
	u.Seq.Use(l)
	u.Seq.Add(target.Jump, int32(l), ast.Span{Line: 1, EndLine: 1})
	g := New(target.Python313, constant.NewPool())
	if err := g.Run(u); err != nil {
		t.Fatal(err)
	}
}

// TestShortenSwaps compares what runs of SWAPs do before and after.
func TestShortenSwaps(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	g := New(target.Python313, constant.NewPool())
	for range 2000 {
		list := make([]Instr, 2+r.IntN(8))
		for i := range list {
			list[i] = Instr{Op: target.Swap, Arg: int32(2 + r.IntN(5))}
			if i > 0 && r.IntN(4) == 0 {
				list[i] = Instr{Op: target.Nop}
			}
		}
		want, before := runSwaps(list)
		g.shortenSwaps(list)
		got, after := runSwaps(list)
		if got != want || after > before {
			t.Fatalf("%v: stack is %v after %d swaps, want %v after at most %d", list, got, after, want, before)
		}
	}
}

func runSwaps(list []Instr) (stack [6]int, swaps int) {
	for i := range stack {
		stack[i] = i
	}
	for _, in := range list {
		if in.Op == target.Swap {
			stack[0], stack[in.Arg-1] = stack[in.Arg-1], stack[0]
			swaps++
		}
	}
	return stack, swaps
}

// TestLong has a unit that would take ages if a pass were quadratic.
func TestLong(t *testing.T) {
	u := &instr.Unit{FirstLine: 1}
	p := constant.NewPool()
	u.Consts = append(u.Consts, p.None)
	end := u.Seq.NewLabel()
	for line := range int32(100_000) {
		span := ast.Span{Line: line + 1, EndLine: line + 1}
		next := u.Seq.NewLabel()
		u.Seq.Add(target.LoadName, 0, span)
		u.Seq.Add(target.PopJumpIfFalse, int32(next), span)
		u.Seq.Add(target.LoadConst, 0, span)
		u.Seq.Add(target.StoreName, 0, span)
		u.Seq.Add(target.Jump, int32(end), instr.NoLocation)
		u.Seq.Use(next)
	}
	u.Seq.Use(end)
	u.Seq.Add(target.LoadConst, 0, instr.NoLocation)
	u.Seq.Add(target.ReturnValue, 0, instr.NoLocation)
	for _, v := range []*target.Version{target.Python313, target.Python314, target.Python315} {
		if err := New(v, p).Run(u); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkRun(b *testing.B) {
	p := constant.NewPool()
	g := New(target.Python313, p)
	records := readRecords(b, "testdata/python313.jsonl")
	count := 0
	var units []*instr.Unit
	for _, r := range records {
		units = append(units, unitOf(target.Python313, p, r.In, r.Consts, r.Locals))
		count += len(r.In)
	}
	var spare instr.Unit
	b.ReportAllocs()
	for b.Loop() {
		for _, u := range units {
			spare = *u // a run may change the constants
			spare.Consts = append(spare.Consts[:0:0], u.Consts...)
			if err := g.Run(&spare); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(count), "ns/instr")
}

// TestNewestFirst has two jumps to one exit, which 3.11 copies for the younger block
// first: the copy comes right behind the exit.
func TestNewestFirst(t *testing.T) {
	line := func(n int32) ast.Span { return ast.Span{Line: n, EndLine: n} }
	build := func(newFirst bool) *instr.Unit {
		u := &instr.Unit{FirstLine: 1, Consts: []*code.Const{constant.NewPool().None}}
		exit := u.Seq.NewLabel()
		var a, b instr.Label
		if newFirst {
			b, a = u.Seq.NewLabel(), u.Seq.NewLabel()
		} else {
			a, b = u.Seq.NewLabel(), u.Seq.NewLabel()
		}
		for i, l := range []instr.Label{a, b} {
			u.Seq.Use(l)
			u.Seq.Add(target.LoadName, 0, line(int32(i+1)))
			u.Seq.Add(target.PopJumpIfFalse, int32(exit), line(int32(i+1)))
		}
		u.Seq.Add(target.LoadName, 0, line(3))
		u.Seq.Add(target.ReturnValue, 0, line(3))
		u.Seq.Use(exit)
		u.Seq.Add(target.LoadConst, 0, instr.NoLocation)
		u.Seq.Add(target.ReturnValue, 0, instr.NoLocation)
		return u
	}
	for _, newFirst := range []bool{false, true} {
		g := New(target.Python311, constant.NewPool())
		if err := g.Run(build(newFirst)); err != nil {
			t.Fatal(err)
		}
		var lines []int32
		for _, in := range listing(g) {
			if in.Op == target.ReturnValue {
				lines = append(lines, in.Span.Line)
			}
		}
		// The exit itself is left to the older block.
		want := []int32{3, 1, 2}
		if newFirst {
			want = []int32{3, 2, 1}
		}
		if !slices.Equal(lines, want) {
			t.Errorf("new first %v: exits have the lines %v, want %v", newFirst, lines, want)
		}
	}
}

func TestOperationNames(t *testing.T) {
	for name, op := range opsByName {
		if strings.ToUpper(name) != name || op.String() != name {
			t.Errorf("operation %d is called %q", op, name)
		}
	}
}
