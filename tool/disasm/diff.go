package disasm

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/marshal"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
)

// Diff writes the first place where two files differ, in terms of code objects
// and instructions, and tells whether there is one.
func Diff(out io.Writer, a, b *File) (differ bool, err error) {
	at := firstDifference(a.Data, b.Data)
	if at < 0 {
		return false, nil
	}
	d := difference{a: a, b: b, at: at}
	if at < pyc.HeaderSize {
		d.where, d.inA, d.inB = "the header", headerText(a), headerText(b)
	} else if err := d.findPlace(); err != nil {
		return true, err
	}
	_, err = fmt.Fprintf(out, "%s and %s differ at byte %d, in %s\n  %s\n  %s\n",
		a.Name, b.Name, at, d.where, d.inA, d.inB)
	if err == nil && d.others != "" {
		_, err = fmt.Fprintf(out, "  %s\n", d.others)
	}
	return true, err
}

// firstDifference returns the offset of the first byte that is not the same in
// both, or -1.
func firstDifference(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) == len(b) {
		return -1
	}
	return n
}

// difference is what Diff reports.
type difference struct {
	a, b     *File
	at       int
	where    string // the code object and what of it
	inA, inB string
	others   string // what else differs in the code object
}

// findPlace finds the innermost code object around the difference. Up to there
// the files are equal, so the path is the same in both.
func (d *difference) findPlace() error {
	place, err := marshal.Locate(d.a.Data[pyc.HeaderSize:], d.at-pyc.HeaderSize)
	if err != nil {
		return err
	}
	oa, ob, rest := follow(d.a.Module, d.b.Module, place.Path)
	field := place.Part
	if len(rest) > 0 {
		field = rest[0].Field
	}
	what := (&marshal.Place{Path: rest, Part: place.Part}).String()
	d.where = fmt.Sprintf("%s (line %d)", oa.QualName.Text, oa.FirstLine)
	if what != "" {
		d.where += ": " + what
	}
	d.others = otherFields(oa, ob, field)
	switch field {
	case "code", "linetable":
		d.instructions(oa, ob)
	case "exceptiontable":
		d.handlers(oa, ob)
	}
	if d.inA == d.inB {
		d.inA, d.inB = d.value(d.a), d.value(d.b)
	}
	return nil
}

// follow walks a path in two modules as long as both go the same way. It
// returns the last two code objects and the rest of the path.
func follow(a, b *code.Object, path []marshal.Step) (oa, ob *code.Object, rest []marshal.Step) {
	oa, ob, rest = a, b, path
	for len(path) >= 2 && path[0].Field == "consts" && path[1].Field == "" {
		i := path[1].Index
		if i >= len(a.Consts.Items) || i >= len(b.Consts.Items) {
			break
		}
		ca, cb := a.Consts.Items[i], b.Consts.Items[i]
		if ca.Kind != code.Code || cb.Kind != code.Code {
			break
		}
		a, b, path = ca.Code, cb.Code, path[2:]
		oa, ob, rest = a, b, path
	}
	return oa, ob, rest
}

// instructions finds the first instruction that differs, its location included.
func (d *difference) instructions(oa, ob *code.Object) {
	la, lb := instructions(oa, d.a.Target), instructions(ob, d.b.Target)
	for i := range max(len(la), len(lb)) {
		ta, tb := "(no more instructions)", "(no more instructions)"
		if i < len(la) {
			ta = d.a.line(oa, &la[i])
		}
		if i < len(lb) {
			tb = d.b.line(ob, &lb[i])
		}
		if ta != tb {
			d.where += ", instruction " + strconv.Itoa(i)
			d.inA, d.inB = ta, tb
			return
		}
	}
}

func (d *difference) handlers(oa, ob *code.Object) {
	ha, hb := handlers(oa.ExceptionTable.Text), handlers(ob.ExceptionTable.Text)
	for i := range max(len(ha), len(hb)) {
		ta, tb := "(no more handlers)", "(no more handlers)"
		if i < len(ha) {
			ta = ha[i].String()
		}
		if i < len(hb) {
			tb = hb[i].String()
		}
		if ta != tb {
			d.where += ", handler " + strconv.Itoa(i)
			d.inA, d.inB = ta, tb
			return
		}
	}
}

// value describes what a file has at the place.
func (d *difference) value(f *File) string {
	place, err := marshal.Locate(f.Data[pyc.HeaderSize:], d.at-pyc.HeaderSize)
	switch {
	case err != nil || place.Start < 0:
		return "(the file ends)"
	case place.Part != "":
		return strconv.Itoa(int(place.Number))
	case place.Reference:
		return "a reference to " + Repr(place.Object)
	}
	text := Repr(place.Object)
	if place.Object.Interned {
		text += ", interned"
	}
	if place.Shared {
		text += ", marked as shared"
	}
	return text
}

// otherFields lists the fields in which two code objects differ, but for one.
func otherFields(a, b *code.Object, but string) string {
	var list []string
	add := func(name string, same bool) {
		if !same && name != but {
			list = append(list, name)
		}
	}
	add("argcount", a.ArgCount == b.ArgCount)
	add("posonlyargcount", a.PosOnlyArgCount == b.PosOnlyArgCount)
	add("kwonlyargcount", a.KwOnlyArgCount == b.KwOnlyArgCount)
	add("stacksize", a.StackSize == b.StackSize)
	add("flags", a.Flags == b.Flags)
	add("code", a.Code.Text == b.Code.Text)
	add("consts", Repr(a.Consts) == Repr(b.Consts))
	add("names", Repr(a.Names) == Repr(b.Names))
	add("localsplusnames", Repr(a.LocalsPlusNames) == Repr(b.LocalsPlusNames))
	add("localspluskinds", a.LocalsPlusKinds.Text == b.LocalsPlusKinds.Text)
	add("filename", a.Filename.Text == b.Filename.Text)
	add("name", a.Name.Text == b.Name.Text)
	add("qualname", a.QualName.Text == b.QualName.Text)
	add("firstlineno", a.FirstLine == b.FirstLine)
	add("linetable", a.LineTable.Text == b.LineTable.Text)
	add("exceptiontable", a.ExceptionTable.Text == b.ExceptionTable.Text)
	if len(list) == 0 {
		return ""
	}
	return "the code object differs in " + strings.Join(list, ", ") + " as well"
}
