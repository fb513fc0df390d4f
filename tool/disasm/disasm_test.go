package disasm

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/constant"
)

const samples = "../../compiler/marshal/testdata/shares.cpython-"

func read(t *testing.T, name string) *File {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestInspect looks for lines that module dis of the same Python shows.
func TestInspect(t *testing.T) {
	for version, lines := range map[string][]string{
		"311": {"Python 3.11 (magic number 3495), unchecked_hash"},
		"313": {
			"Python 3.13 (magic number 3571), unchecked_hash",
			"same.<locals>.inner, line 17 of 'pkg/shares.py'",
			"  flags      0x13 OPTIMIZED NEWLOCALS NESTED",
			"RETURN_GENERATOR", "(to ", " lasti",
		},
		"314": {"Python 3.14"},
		"315": {"Python 3.15"},
	} {
		var out bytes.Buffer
		if err := Inspect(&out, read(t, samples+version+".pyc")); err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if !strings.Contains(out.String(), line) {
				t.Errorf("%s: no %q", version, line)
			}
		}
		if strings.Contains(out.String(), "<0>") || strings.Contains(out.String(), "no such") {
			t.Errorf("%s: something was not understood", version)
		}
	}
}

func TestDiff(t *testing.T) {
	name := samples + "313.pyc"
	a := read(t, name)
	change := func(old, new string) *File {
		data := bytes.Replace(a.Data, []byte(old), []byte(new), 1)
		if bytes.Equal(data, a.Data) {
			t.Fatalf("no %q in %s", old, name)
		}
		b, err := Read("changed", data)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, test := range []struct{ old, new, want string }{
		{"\xf3\x0d\r\n\x01", "\xf3\x0d\r\n\x03", "the header\n"},
		{"Docstring.", "Docstrong.", "same (line 15): consts[0]\n  'Docstring.'\n  'Docstrong.'"},
		{"\x13same.<locals>.inner", "\x13same.<locals>.inter", "same.<locals>.inner (line 17): qualname\n"},
		{"\xda\x04same", "\xfa\x04same", "\n  'same', interned, marked as shared\n  'same', marked as shared\n"},
	} {
		var out bytes.Buffer
		differ, err := Diff(&out, a, change(test.old, test.new))
		if err != nil || !differ || !strings.Contains(out.String(), test.want) {
			t.Errorf("%q for %q: %v, %v\n%swant %q", test.new, test.old, differ, err, &out, test.want)
		}
	}
	if differ, err := Diff(os.Stdout, a, a); differ || err != nil {
		t.Errorf("a file differs from itself: %v, %v", differ, err)
	}
}

func TestReadRefuses(t *testing.T) {
	data, err := os.ReadFile(samples + "313.pyc")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{nil, data[:15], data[:16], data[:len(data)-1], append([]byte("\x00\x00"), data[2:]...), append(bytes.Clone(data), 0)} {
		if _, err := Read("bad", bad); err == nil {
			t.Errorf("Read of %d bytes succeeded", len(bad))
		}
	}
}

func TestRepr(t *testing.T) {
	p := constant.NewPool()
	for want, got := range map[string]string{
		"1.0": Repr(p.Float(1)), "1e+16": Repr(p.Float(1e16)), "1e-05": Repr(p.Float(1e-5)),
		"-0.0": Repr(p.Float(math.Copysign(0, -1))), "inf": Repr(p.Float(math.Inf(1))),
		"2j": Repr(p.Complex(0, 2)), "(-0-1.5j)": Repr(p.Complex(math.Copysign(0, -1), -1.5)),
		`'a\'\n\x00é\u200b\ud800\U0010ffff'`: Repr(p.NewStr("a'\n\x00é\u200b\xed\xa0\x80\U0010ffff")),
		`b'\x80\\'`:                          Repr(p.Bytes("\x80\\")),
	} {
		if got != want {
			t.Errorf("Repr = %s, want %s", got, want)
		}
	}
	c := p.Str("a")
	for range 100 {
		c = p.Tuple(append(p.Tuple(nil).Items, c, c))
	}
	if n := len(Repr(c)); n > maxRepr+100 {
		t.Errorf("Repr of a shared tuple has %d bytes", n)
	}
}
