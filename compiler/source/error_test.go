package source

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

var targets = map[string]*target.Version{
	"3.11": target.Python311, "3.13": target.Python313, "3.14": target.Python314, "3.15": target.Python315,
}

// latin1 returns the bytes whose Latin-1 is s.
func latin1(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return b
}

// TestErrors compares errors as they are printed with what real Python versions
// printed, see testdata/errors.py. Errors of later stages have the message and
// place that Python gave.
func TestErrors(t *testing.T) {
	for version, tgt := range targets {
		eachLine(t, "errors-"+version+".txt", func(line string) {
			var text string
			var want *string
			var at *errorAttributes
			if err := json.Unmarshal([]byte(line), &[]any{&text, &at, &want}); err != nil {
				t.Fatal(err)
			}
			f, err := Decode(latin1(text), "f.py", tgt)
			if err == nil && at != nil {
				e := f.Error(at.class, at.msg, at.line, at.col, at.endLine, at.endCol)
				e.Text = at.text
				err = e
			}
			switch {
			case want == nil && err != nil:
				t.Errorf("%s: %q: %v", version, text, err)
			case want != nil && err == nil:
				t.Errorf("%s: %q: no error, want %s", version, text, *want)
			case want != nil && err.(*SyntaxError).Format() != *want:
				t.Errorf("%s: %q: got\n%swant\n%s", version, text, err.(*SyntaxError).Format(), *want)
			}
		})
	}
}

type errorAttributes struct {
	class                      ErrorClass
	msg                        string
	line, col, endLine, endCol int
	text                       string
}

func (a *errorAttributes) UnmarshalJSON(data []byte) error {
	var class string
	if err := json.Unmarshal(data, &[]any{&class, &a.msg, &a.line, &a.col, &a.endLine, &a.endCol, &a.text}); err != nil {
		return err
	}
	for a.class.String() != class {
		a.class++
	}
	return nil
}

func TestErrorAt(t *testing.T) {
	for _, c := range []struct {
		version, text        string
		line, col, end       int // columns in bytes from 0
		wantCol, wantEnd     int
		wantText, wantMarked string
	}{
		{"3.13", "x='é' 1\n", 1, 7, 8, 7, 8, "x='é' 1", "      ^"},
		{"3.13", "\ufeffx='é' 1\n", 1, 7, 8, 7, 8, "x='é' 1", "      ^"},
		{"3.13", "a\n\tb\tc d\n", 2, 3, 4, 4, 5, "\tb\tc d", "\t \t^"},
		{"3.13", "if x:\n", 1, 5, -1, 6, -1, "if x:", "     ^"},
		{"3.13", "if x:\n", 1, 4, 30, 5, 7, "if x:", "    ^"},
		{"3.13", "é\xff\xe2\x82é x\n", 1, 8, 9, 4, 4, "é\ufffd\ufffdé x", "   ^"}, // counted in the text shown
		{"3.13", "x" + strings.Repeat("é", 600) + "\n", 1, 1100, 1101, 501, 501, "x" + strings.Repeat("é", 499), ""},
		{"3.11", "x='é' 1\n", 1, 7, 8, 8, 9, "x='é' 1", "       ^"},
		{"3.11", "#coding: utf-8\nx='é' 1\n", 2, 7, 8, 7, 8, "x='é' 1", "      ^"},
		{"3.11", "\ufeffx='é' 1\n", 1, 7, 8, 5, 6, "\ufeffx='é' 1", "    ^"},
		{"3.11", strings.Repeat("x", 1500) + " 1\n", 1, 1501, 1502, 1502, 1503, strings.Repeat("x", 501) + " 1", ""},
	} {
		f, err := Decode([]byte(c.text), "f.py", targets[c.version])
		if err != nil {
			t.Fatal(err)
		}
		e := f.ErrorAt(Syntax, "m", c.line, c.col, c.line, c.end)
		if e.Col != c.wantCol || e.EndCol != c.wantEnd || e.Text != c.wantText {
			t.Errorf("%s: %q: %d to %d of %q", c.version, c.text, e.Col, e.EndCol, e.Text)
		}
		if printed := strings.Split(e.Format(), "\n"); c.wantMarked != "" && printed[2] != "    "+c.wantMarked {
			t.Errorf("%s: %q: marked %q", c.version, c.text, printed[2])
		}
	}
}

func TestLateError(t *testing.T) {
	long := "x = '" + strings.Repeat("a", 1200) + "'; return\n"
	for _, c := range []struct {
		version, text, want string
		noText              bool
	}{
		{"3.13", "#coding: latin-1\nx='\xe9'; return\n", "x='é'; return", false},
		{"3.11", "#coding: latin-1\nx='\xe9'; return\n", "", true},
		{"3.11", "#coding: unicode_escape\nx='\\u00e9'; return\n", `x='\u00e9'; return`, false},
		{"3.13", "\n" + long, long[:999], false},
		{"3.11", "\n" + long, long[999 : len(long)-1], false},
	} {
		f, err := Decode([]byte(c.text), "f.py", targets[c.version])
		if err != nil {
			t.Fatal(err)
		}
		e := f.LateError(Syntax, "m", 2, 1, 2, 3)
		if e.NoText != c.noText || !c.noText && e.Text != c.want {
			t.Errorf("%s: %q: text %q, %v", c.version, c.text, e.Text, e.NoText)
		}
	}
}

func TestFormatOtherClasses(t *testing.T) {
	for want, e := range map[string]*SyntaxError{
		"Sorry: IndentationError: unexpected indent (f.py, line 2)": {Class: Indentation, Msg: "unexpected indent", File: "a/f.py", Line: 2},
		"Sorry: TabError: m (f.py, line 1)":                         {Class: Tab, Msg: "m", File: "f.py", Line: 1},
		"Sorry: RecursionError: too deep":                           {Class: Recursion, Msg: "too deep", File: "f.py", Bare: true},
		"Sorry: MemoryError: m":                                     {Class: Memory, Msg: "m", File: "f.py", Line: 1},
		"SyntaxError: m\n":                                          {Msg: "m", File: "f.py", Bare: true},
		"  File \"f.py\", line 0\nSyntaxError: m\n":                 {Msg: "m", File: "f.py"},
	} {
		if got := e.Format(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
