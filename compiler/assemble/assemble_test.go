package assemble

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// record is a module before CPython's flow graph, and what its code object has;
// testdata/dump.py of package flow says more.
type record struct {
	Name     string
	In       [][]any
	Consts   []any
	Names    []string
	VarNames []string
	Code     *string
	Lines    string
	Excepts  string
	Depth    int32
}

// constOf makes a constant of which only the truth and the identity matter.
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
		if list, ok := v["tuple"].([]any); ok {
			var items []*code.Const
			for _, item := range list {
				items = append(items, constOf(p, item))
			}
			return p.Tuple(items)
		}
	}
	return p.NewStr("other")
}

func unitOf(r *record, tgt *target.Version, p *constant.Pool, idents *ast.Idents) *instr.Unit {
	ops := map[string]target.Op{}
	for op := range target.Op(255) {
		ops[op.String()] = op
	}
	u := &instr.Unit{FirstLine: 1, Name: p.Name("<module>"), QualName: p.Name("<module>")}
	for _, name := range r.Names {
		u.Names = append(u.Names, idents.Intern(name))
	}
	for _, name := range r.VarNames {
		u.VarNames = append(u.VarNames, idents.Intern(name))
	}
	for _, c := range r.Consts {
		u.Consts = append(u.Consts, constOf(p, c))
	}
	labels := map[int32]instr.Label{}
	number := func(v any) int32 { f, _ := v.(float64); return int32(f) }
	for _, in := range r.In {
		if op := ops[in[0].(string)]; tgt.Flags(op)&target.HasTarget != 0 && labels[number(in[1])] == 0 {
			labels[number(in[1])] = u.Seq.NewLabel()
		}
	}
	for i, in := range r.In {
		if l := labels[int32(i)]; l != 0 {
			u.Seq.Use(l)
		}
		op, arg := ops[in[0].(string)], number(in[1])
		if tgt.Flags(op)&target.HasTarget != 0 {
			arg = int32(labels[arg])
		}
		u.Seq.Add(op, arg, ast.Span{Line: number(in[2]), EndLine: number(in[3]), Col: number(in[4]), EndCol: number(in[5])})
	}
	return u
}

func TestCPython(t *testing.T) {
	for file, tgt := range map[string]*target.Version{
		"../flow/testdata/python313.jsonl": target.Python313,
		"../flow/testdata/python314.jsonl": target.Python314,
		"../flow/testdata/python315.jsonl": target.Python315,
	} {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<24)
		modules := 0
		for sc.Scan() {
			var r record
			if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
				t.Fatal(err)
			}
			if r.Code != nil {
				modules++
				t.Run(tgt.Name+"/"+r.Name, func(t *testing.T) { checkModule(t, &r, tgt) })
			}
		}
		if modules == 0 {
			t.Errorf("%s has no modules", file)
		}
	}
}

func checkModule(t *testing.T, r *record, tgt *target.Version) {
	p, idents := constant.NewPool(), ast.NewIdents()
	c, err := Code(unitOf(r, tgt, p, idents), NewEnv(tgt, p, idents, p.Name("source.py")))
	if err != nil {
		t.Fatal(err)
	}
	o := c.Code
	for _, part := range []struct{ name, got, want string }{
		{"code", o.Code.Text, *r.Code},
		{"line table", o.LineTable.Text, r.Lines},
		{"exception table", o.ExceptionTable.Text, r.Excepts},
	} {
		if got := hex.EncodeToString([]byte(part.got)); got != part.want {
			t.Errorf("%s is\n%s, want\n%s", part.name, got, part.want)
		}
	}
	if o.StackSize != r.Depth {
		t.Errorf("stack size is %d, want %d", o.StackSize, r.Depth)
	}
	if o.Filename.Text != "source.py" || o.Name.Text != "<module>" || len(o.Names.Items) != len(r.Names) {
		t.Errorf("file %q, name %q, %d names", o.Filename.Text, o.Name.Text, len(o.Names.Items))
	}
}

// assembleJump assembles a jump over or back to a number of NOPs, each on its own
// line, and returns the code.
func assembleJump(t *testing.T, nops int, back bool) string {
	t.Helper()
	p, idents := constant.NewPool(), ast.NewIdents()
	u := &instr.Unit{FirstLine: 1, Name: p.Name("f"), QualName: p.Name("f"), Consts: []*code.Const{p.None}}
	line := func(n int) ast.Span { return ast.Span{Line: int32(n + 1), EndLine: int32(n + 1)} }
	l := u.Seq.NewLabel()
	if back {
		u.Seq.Use(l)
	} else {
		u.Seq.Add(target.LoadName, 0, line(0))
		u.Seq.Add(target.PopJumpIfFalse, int32(l), line(0))
	}
	for i := range nops {
		u.Seq.Add(target.Nop, 0, line(i+1))
	}
	if back {
		u.Seq.Add(target.Jump, int32(l), line(nops+1))
	} else {
		u.Seq.Use(l)
		u.Seq.Add(target.LoadConst, 0, line(nops+1))
		u.Seq.Add(target.ReturnValue, 0, line(nops+1))
	}
	c, err := Code(u, NewEnv(target.Python313, p, idents, p.Name("f")))
	if err != nil {
		t.Fatal(err)
	}
	return c.Code.Code.Text
}

// TestJumpLengths has jumps whose arguments are as long as one byte, and two, can
// hold.
func TestJumpLengths(t *testing.T) {
	for _, nops := range []int{1, 252, 253, 254, 255, 256, 257, 65532, 65533, 65534, 65535, 65536, 65537} {
		for _, back := range []bool{false, true} {
			text := assembleJump(t, nops, back)
			at, arg := findJump(text)
			size := 2 * (1 + 1) // the jump and its cache
			want := nops
			if back {
				want = (at + size) / 2 // to the start
			}
			if arg != want {
				t.Errorf("%d NOPs, back %v: jump by %d, want %d", nops, back, arg, want)
			}
		}
	}
}

// findJump returns the offset and the argument of the only jump of a code.
func findJump(text string) (at, arg int) {
	v := target.Python313
	for i := 0; i < len(text); i += 2 {
		op := v.Op(text[i])
		arg |= int(text[i+1])
		switch op {
		case target.ExtendedArg:
			arg <<= 8
			continue
		case target.PopJumpIfFalse, target.JumpBackward:
			return i, arg
		}
		arg = 0
		i += 2 * v.Caches(op)
	}
	return -1, -1
}

// TestDirections has a jump forward and one back, in a version whose conditional
// jumps have directions, and a location for each instruction.
func TestDirections(t *testing.T) {
	p, idents := constant.NewPool(), ast.NewIdents()
	v := target.Python311
	u := &instr.Unit{FirstLine: 1, Name: p.Name("f"), QualName: p.Name("f"), Consts: []*code.Const{p.None}}
	span := ast.Span{Line: 1, EndLine: 1}
	loop, end := u.Seq.NewLabel(), u.Seq.NewLabel()
	u.Seq.Use(loop)
	u.Seq.Add(target.LoadName, 0, span)
	u.Seq.Add(target.PopJumpIfFalse, int32(end), span)
	u.Seq.Add(target.LoadName, 0, span)
	u.Seq.Add(target.PopJumpIfTrue, int32(loop), span)
	u.Seq.Use(end)
	u.Seq.Add(target.LoadConst, 0, span)
	u.Seq.Add(target.ReturnValue, 0, span)
	c, err := Code(u, NewEnv(v, p, idents, p.Name("f")))
	if err != nil {
		t.Fatal(err)
	}
	text := c.Code.Code.Text
	want := []struct {
		op  target.Op
		arg byte
	}{
		{target.LoadName, 0}, {target.PopJumpForwardIfFalse, 2},
		{target.LoadName, 0}, {target.PopJumpBackwardIfTrue, 4},
		{target.LoadConst, 0}, {target.ReturnValue, 0},
	}
	if len(text) != 2*len(want) {
		t.Fatalf("%d bytes of code, want %d", len(text), 2*len(want))
	}
	for i, w := range want {
		if op, arg := v.Op(text[2*i]), text[2*i+1]; op != w.op || arg != w.arg {
			t.Errorf("instruction %d is %v %d, want %v %d", i, op, arg, w.op, w.arg)
		}
	}
	if spans := readLocations([]byte(c.Code.LineTable.Text), 1); len(c.Code.LineTable.Text) < len(spans)*2 {
		t.Errorf("%d bytes tell the locations of %d instructions", len(c.Code.LineTable.Text), len(spans))
	}
}

// TestLocations writes locations and reads them as Objects/locations.md says.
func TestLocations(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	pick := func(limits ...int32) int32 { return r.Int32N(limits[r.IntN(len(limits))]) }
	var w writer
	w.line = 10
	var want []ast.Span
	for range 3000 {
		s := ast.Span{Line: max(w.line+pick(2, 4, 100, 1<<20)-pick(2, 50), 1), Col: pick(8, 90, 200, 1<<20)}
		s.EndLine, s.EndCol = s.Line, s.Col+pick(10, 20, 1000)
		switch r.IntN(8) {
		case 0:
			s.EndLine += pick(3, 1000)
			s.EndCol = pick(100, 1000)
		case 1:
			s.Col, s.EndCol = -1, -1
		case 2:
			s = instr.NoLocation
		}
		units := 1 + pick(3, 30)
		w.location(&s, units)
		for range units {
			want = append(want, s)
		}
	}
	got := readLocations(w.lines, 10)
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("code unit %d is at %v, want %v", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d code units, want %d", len(got), len(want))
	}
}

func readLocations(table []byte, line int32) (spans []ast.Span) {
	next := func() int32 { b := table[0]; table = table[1:]; return int32(b) }
	varint := func() (n int32) {
		for shift := 0; ; shift += 6 {
			b := next()
			n |= (b & 63) << shift
			if b&64 == 0 {
				return n
			}
		}
	}
	signed := func() int32 {
		n := varint()
		if n&1 != 0 {
			return -(n >> 1)
		}
		return n >> 1
	}
	for len(table) > 0 {
		first := next()
		s := instr.NoLocation
		switch kind := first >> 3 & 15; kind {
		case noneForm:
		case longForm:
			line += signed()
			s.Line, s.EndLine = line, line+varint()
			s.Col, s.EndCol = varint()-1, varint()-1
		case noColumns:
			line += signed()
			s.Line, s.EndLine = line, line
		case oneLine0, oneLine0 + 1, oneLine0 + 2:
			line += kind - oneLine0
			s.Line, s.EndLine = line, line
			s.Col, s.EndCol = next(), next()
		default:
			b := next()
			s.Line, s.EndLine = line, line
			s.Col = kind<<3 | b>>4
			s.EndCol = s.Col + b&15
		}
		spans = append(spans, slices.Repeat([]ast.Span{s}, int(first&7)+1)...)
	}
	return spans
}

// TestExceptItems writes numbers and reads them as
// Objects/exception_handling_notes.txt says.
func TestExceptItems(t *testing.T) {
	var w writer
	numbers := []int32{0, 1, 63, 64, 65, 4095, 4096, 1<<18 - 1, 1 << 18, 1<<24 - 1, 1 << 24, 1<<30 - 1}
	for i, n := range numbers {
		first := byte(0)
		if i%2 == 0 {
			first = 0x80
		}
		w.exceptItem(n, first)
	}
	table := w.excepts
	for i, want := range numbers {
		if start := table[0]&0x80 != 0; start != (i%2 == 0) {
			t.Errorf("number %d: start of an entry is %v", i, start)
		}
		n := int32(table[0] & 63)
		for table[0]&64 != 0 {
			table = table[1:]
			n = n<<6 | int32(table[0]&63)
		}
		table = table[1:]
		if n != want {
			t.Errorf("got %d, want %d", n, want)
		}
	}
}
