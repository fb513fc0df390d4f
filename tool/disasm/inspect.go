package disasm

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
)

// Inspect writes all that is in a file: the header, then every code object, each
// once, in the order in which they stand in each other's constants.
func Inspect(out io.Writer, f *File) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "%s: %s\n", f.Name, headerText(f))
	p := printer{Writer: w, file: f, seen: map[*code.Object]bool{}}
	p.object(f.Module)
	return w.Flush()
}

// headerText describes a header in one line.
func headerText(f *File) string {
	h := &f.Header
	text := fmt.Sprintf("Python %s (magic number %d), %v, ", f.Target.Name, h.Magic, h.Mode)
	if h.Mode == pyc.TimestampMode {
		return text + fmt.Sprintf("source of %d bytes, modified at %d", h.Stamp.Size, h.Stamp.Mtime)
	}
	return text + fmt.Sprintf("source hash %016x", h.Hash)
}

type printer struct {
	*bufio.Writer
	file *File
	seen map[*code.Object]bool
}

func (p *printer) object(o *code.Object) {
	p.seen[o] = true
	fmt.Fprintf(p, "\n%s, line %d of %s\n", o.QualName.Text, o.FirstLine, Repr(o.Filename))
	fmt.Fprintf(p, "  arguments  %d, positional only %d, keyword only %d\n", o.ArgCount, o.PosOnlyArgCount, o.KwOnlyArgCount)
	fmt.Fprintf(p, "  flags      %s\n", flagsText(o.Flags))
	fmt.Fprintf(p, "  stack      %d\n", o.StackSize)
	p.names(o)
	for i, c := range o.Consts.Items {
		fmt.Fprintf(p, "  constant   %d %s\n", i, Repr(c))
	}
	p.code(o)
	for _, h := range handlers(o.ExceptionTable.Text) {
		fmt.Fprintf(p, "  handler    %s\n", h)
	}
	for _, c := range o.Consts.Items {
		if c.Kind == code.Code && !p.seen[c.Code] {
			p.object(c.Code)
		}
	}
}

func (p *printer) names(o *code.Object) {
	for i, c := range o.Names.Items {
		fmt.Fprintf(p, "  name       %d %s\n", i, c.Text)
	}
	for i, c := range o.LocalsPlusNames.Items {
		fmt.Fprintf(p, "  local      %d %s %s\n", i, c.Text, kindText(o.LocalsPlusKinds.Text[i]))
	}
}

func (p *printer) code(o *code.Object) {
	list := instructions(o, p.file.Target)
	targets := map[int]bool{}
	for i := range list {
		targets[list[i].Target] = true
	}
	for _, h := range handlers(o.ExceptionTable.Text) {
		targets[h.Target] = true
	}
	for i := range list {
		mark := "  "
		if targets[list[i].Offset] {
			mark = ">>"
		}
		fmt.Fprintf(p, "  %s %s\n", mark, p.file.line(o, &list[i]))
	}
}

// line shows an instruction with its location in front.
func (f *File) line(o *code.Object, in *Instruction) string {
	return strings.TrimRight(fmt.Sprintf("%-16s %5d %-28s %s", in.Location, in.Offset, in.Name(), in.argument(o, f.Target)), " ")
}

var flagNames = []struct {
	flag code.Flags
	name string
}{
	{code.Optimized, "OPTIMIZED"}, {code.NewLocals, "NEWLOCALS"}, {code.VarArgs, "VARARGS"},
	{code.VarKeywords, "VARKEYWORDS"}, {code.Nested, "NESTED"}, {code.Generator, "GENERATOR"},
	{code.Coroutine, "COROUTINE"}, {code.IterableCoroutine, "ITERABLE_COROUTINE"},
	{code.AsyncGenerator, "ASYNC_GENERATOR"}, {code.FutureDivision, "FUTURE_DIVISION"},
	{code.FutureAbsoluteImport, "FUTURE_ABSOLUTE_IMPORT"}, {code.FutureWithStatement, "FUTURE_WITH_STATEMENT"},
	{code.FuturePrintFunction, "FUTURE_PRINT_FUNCTION"}, {code.FutureUnicodeLiterals, "FUTURE_UNICODE_LITERALS"},
	{code.FutureBarryAsBDFL, "FUTURE_BARRY_AS_BDFL"}, {code.FutureGeneratorStop, "FUTURE_GENERATOR_STOP"},
	{code.FutureAnnotations, "FUTURE_ANNOTATIONS"}, {code.HasDocstring, "HAS_DOCSTRING"}, {code.Method, "METHOD"},
}

func flagsText(flags code.Flags) string {
	text := fmt.Sprintf("%#x", uint32(flags))
	for _, f := range flagNames {
		if flags&f.flag != 0 {
			text += " " + f.name
		}
	}
	return text
}

func kindText(kind code.LocalKind) string {
	var parts []string
	for _, k := range []struct {
		bit  code.LocalKind
		name string
	}{
		{code.LocalArgPos, "positional"}, {code.LocalArgKw, "keyword"}, {code.LocalArgVar, "rest"},
		{code.LocalHidden, "hidden"}, {code.LocalFast, "local"}, {code.LocalCell, "cell"}, {code.LocalFree, "free"},
	} {
		if kind&k.bit != 0 {
			parts = append(parts, k.name)
		}
	}
	return strings.Join(parts, " ")
}
