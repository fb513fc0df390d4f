package source

import (
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

func TestDecode(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"x":                      "x\n",
		"x\n":                    "x\n",
		"x\r":                    "x\n",
		"x\r\n":                  "x\n",
		"x\r\ny\rz\n\r":          "x\ny\nz\n\n",
		"\r\r\n\n":               "\n\n\n",
		"\ufeff":                 "\n",
		"\ufeffx":                "x\n",
		"x\ufeff":                "x\ufeff\n",
		"\xff":                   "\xff\n",
		"#coding:latin1\n\xe9":   "#coding:latin1\né\n",
		"#coding:latin1\r\n\xe9": "#coding:latin1\né\n",
		"#coding:utf-7\n+AOkAAA": "#coding:utf-7\né\n", // ends at a NUL
	} {
		raw := []byte(in)
		f, err := Decode(raw[:len(raw):len(raw)], "f.py", target.Python313)
		if err != nil {
			t.Errorf("%q: %v", in, err)
		} else if string(f.Text) != want {
			t.Errorf("%q: got %q, want %q", in, f.Text, want)
		}
		if string(raw) != in {
			t.Errorf("%q was changed", in)
		}
	}
}

func TestInvalid(t *testing.T) {
	for in, want := range map[string]int{"a": -1, "é\xff": 2, "é\xe2\x82": 2, "#\xed\xa0\x80": 1, "#coding:latin1\n\xff": -1} {
		f, err := Decode([]byte(in), "f.py", target.Python313)
		if err != nil {
			t.Fatal(err)
		}
		if f.Invalid != want {
			t.Errorf("%q: Invalid = %d, want %d", in, f.Invalid, want)
		}
	}
}

func TestUTF8Error(t *testing.T) {
	for in, want := range map[string]string{
		"é":                "",
		"a\xff":            "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
		"a\xc0\x80":        "'utf-8' codec can't decode byte 0xc0 in position 1: invalid start byte",
		"\xe2\x82":         "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data",
		"\xe2":             "'utf-8' codec can't decode byte 0xe2 in position 0: unexpected end of data",
		"\xe2\x82x":        "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte",
		"\xf0\x9f\x98x":    "'utf-8' codec can't decode bytes in position 0-2: invalid continuation byte",
		"\xed\xa0\x80":     "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte",
		"\xf4\x90\x80\x80": "'utf-8' codec can't decode byte 0xf4 in position 0: invalid continuation byte",
	} {
		if got := UTF8Error([]byte(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	f, err := Decode([]byte("a\n\nbc\n"), "f.py", target.Python313)
	if err != nil {
		t.Fatal(err)
	}
	if f.Lines() != 3 {
		t.Errorf("%d lines", f.Lines())
	}
	for n, want := range []string{"", "a", "", "bc", ""} {
		if got := string(f.Line(n)); got != want {
			t.Errorf("Line(%d) = %q", n, got)
		}
	}
	if line, col := f.Position(4); line != 3 || col != 1 {
		t.Errorf("Position(4) = %d, %d", line, col)
	}
}

func TestWarningFormat(t *testing.T) {
	f, err := Decode([]byte("x\n   y is 1  \n"), "f.py", target.Python313)
	if err != nil {
		t.Fatal(err)
	}
	f.Warn("SyntaxWarning", `"is" with 'int' literal. Did you mean "=="?`, 2)
	want := "a/f.py:2: SyntaxWarning: \"is\" with 'int' literal. Did you mean \"==\"?\n  y is 1\n"
	if got := f.Warnings[0].Format("a/f.py"); got != want {
		t.Errorf("got %q", got)
	}
}

func BenchmarkDecode(b *testing.B) {
	raw := []byte{}
	for range 20000 {
		raw = append(raw, "    def method(self, argument): # comment\n"...)
	}
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Decode(raw, "f.py", target.Python313); err != nil {
			b.Fatal(err)
		}
	}
}
