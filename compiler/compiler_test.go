package compiler

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// options are those that the tests start from.
func options(name string) Options {
	return Options{Target: target.Python313, Filename: name, Invalidation: pyc.UncheckedHash}
}

func compile(t *testing.T, src string, opts Options) []byte {
	t.Helper()
	data, err := Compile([]byte(src), opts)
	if err != nil {
		t.Fatalf("Compile(%q): %v", src, err)
	}
	return data
}

// TestSmallest has the whole .pyc file of an empty module, as CPython 3.13 writes it.
func TestSmallest(t *testing.T) {
	want := "\xf3\r\r\n\x01\x00\x00\x00EMPTYHASH" +
		"\xe3" + strings.Repeat("\x00", 12) + "\x01\x00\x00\x00\x00\x00\x00\x00" +
		"\xf3\x04\x00\x00\x00\x95\x00g\x00" + // RESUME 0, RETURN_CONST 0
		")\x01N\xa9\x00r\x02\x00\x00\x00\xf3\x00\x00\x00\x00" +
		"\xda\x04e.py\xda\x08<module>r\x05\x00\x00\x00\x01\x00\x00\x00" +
		"s\x05\x00\x00\x00\xf1\x03\x01\x01\x01r\x03\x00\x00\x00"
	want = strings.Replace(want, "EMPTYHASH", "\x27\xec\x6d\x31\x2f\x93\xb8\x14", 1)
	if got := compile(t, "", options("e.py")); string(got) != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestOptimize(t *testing.T) {
	const src = "'''Docstring.'''\nassert x\n"
	has := func(level int, text string) bool {
		opts := options("a.py")
		opts.Optimize = level
		return bytes.Contains(compile(t, src, opts), []byte(text))
	}
	for level, want := range map[int][2]bool{-1: {true, true}, 0: {true, true}, 1: {false, true}, 2: {false, false}} {
		if got := [2]bool{has(level, "\xda\x01x"), has(level, "Docstring.")}; got != want {
			t.Errorf("level %d has the assert statement and the docstring: %v, want %v", level, got, want)
		}
	}
}

func TestTimestamp(t *testing.T) {
	opts := options("a.py")
	opts.Invalidation = pyc.TimestampMode
	opts.Timestamp = pyc.Timestamp{Mtime: 0x1_0203_0405, Size: 9}
	const want = "\xf3\r\r\n\x00\x00\x00\x00\x05\x04\x03\x02\x09\x00\x00\x00"
	if got := compile(t, "", opts); string(got[:16]) != want {
		t.Errorf("header %q, want %q", got[:16], want)
	}
}

func TestErrors(t *testing.T) {
	for src, want := range map[string]SyntaxError{
		"x = (\n":                                {Class: source.Syntax, Line: 1, Msg: "'(' was never closed"},
		"if x:\npass\n":                          {Class: source.Indentation, Line: 2, Msg: "expected an indented block after 'if' statement on line 1"},
		"\n\nreturn\n":                           {Class: source.Syntax, Line: 3, Msg: "'return' outside function"},
		strings.Repeat("lambda: ", 1000) + "0\n": {Class: source.Value, Msg: "object too deeply nested to marshal"},
	} {
		_, err := Compile([]byte(src), options("a.py"))
		var got *SyntaxError
		if !errors.As(err, &got) || got.Class != want.Class || got.Line != want.Line || got.Msg != want.Msg || got.File != "a.py" {
			t.Errorf("Compile(%.20q): %#v, want %#v", src, err, &want)
		}
	}
}

// TestWarnings wants them in order, those before an error as well.
func TestWarnings(t *testing.T) {
	opts := options("a.py")
	var lines []int
	opts.Warn = func(w source.Warning) { lines = append(lines, w.Line) }
	compile(t, "x = '\\d'\ny is 1\nz = '\\e'\n", opts)
	if fmt.Sprint(lines) != "[1 3 2]" { // the parser's come before the compiler's
		t.Errorf("warnings at lines %v", lines)
	}
}

// TestManyAtOnce compiles different sources at the same time, as they reuse each
// other's memory.
func TestManyAtOnce(t *testing.T) {
	source := func(i int) string {
		return fmt.Sprintf("class A%d:\n    def f(self, a=%d.5):\n        return {'k%d': a, b'x': [a for a in (1, %d)]}\n", i, i, i%7, i)
	}
	want := make([][]byte, 50)
	for i := range want {
		want[i] = compile(t, source(i), options("a.py"))
	}
	var jobs sync.WaitGroup
	for range 8 {
		jobs.Go(func() {
			for i := range want {
				got, err := Compile([]byte(source(i)), options("a.py"))
				if err != nil || !bytes.Equal(got, want[i]) {
					t.Errorf("source %d: other bytes, %v", i, err)
				}
				Compile([]byte(source(i)+"("), options("a.py"))
			}
		})
	}
	jobs.Wait()
}

// TestInternalError passes nonsense, which must not end the process.
func TestInternalError(t *testing.T) {
	_, err := Compile([]byte("x = 1\n"), Options{Filename: "a.py"})
	var internal *InternalError
	if !errors.As(err, &internal) || !strings.Contains(err.Error(), "a.py: internal error") {
		t.Errorf("no target: %v", err)
	}
	compile(t, "x = 1\n", options("a.py"))
}
