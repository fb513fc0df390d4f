package token

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

var kindNames = map[Kind]string{
	EndMarker: "end", Error: "error", Newline: "newline", Indent: "indent", Dedent: "dedent",
	Name: "name", Number: "number", String: "string", Unknown: "unknown",
	FStringStart: "fstart", FStringMiddle: "fmiddle", FStringEnd: "fend",
	TStringStart: "tstart", TStringMiddle: "tmiddle", TStringEnd: "tend",
}

// list writes tokens as kind:text, or as the text alone for operators and keywords.
func list(t *testing.T, src string, tgt *target.Version) string {
	t.Helper()
	f, err := source.Decode([]byte(src), "source.py", tgt)
	if err != nil {
		t.Fatal(err)
	}
	toks := Scan(f, tgt, nil)
	var words []string
	for _, tok := range toks.List {
		text := string(f.Text[tok.Start:tok.End])
		if name, ok := kindNames[tok.Kind]; ok {
			if text != "" {
				name += ":" + text
			}
			text = name
		} else if text != tok.Kind.String() && tok.Kind != NotEqual {
			t.Errorf("%q: %q has kind %s", src, text, tok.Kind)
		}
		words = append(words, text)
	}
	if toks.Err != nil {
		words = append(words, fmt.Sprintf("%d.%d %s", toks.Err.Line, toks.Err.Col, toks.Err.Msg))
	}
	return strings.Join(words, " ")
}

func TestScan(t *testing.T) {
	tests := []struct{ src, want string }{
		{"", "end"},
		{"\n\n# only a comment\n", "end"},
		{"a", "name:a newline end"},
		{"if a: b\n", "if name:a : name:b newline end"},
		{"if a:\n  b\nc", "if name:a : newline indent name:b newline dedent name:c newline end"},
		{"if a:\n  b\n\n  # comment\n  c\n# comment\n", "if name:a : newline indent name:b newline name:c newline dedent end"},
		{"(a,\n # comment\n b)", "( name:a , name:b ) newline end"},
		{"a \\\n + b", "name:a + name:b newline end"},
		{"  \\\n a", "indent name:a newline dedent end"},
		{"\fa\n", "name:a newline end"},
		{"match matched None none", "name:match name:matched None name:none newline end"},
		{"é = ñ", "name:é = name:ñ newline end"},
		{"a<>b<=c!=d->e:=f...g", "name:a <> name:b <= name:c != name:d -> name:e := name:f ... name:g newline end"},
		{"a**=b//c>>=d@e", "name:a **= name:b // name:c >>= name:d @ name:e newline end"},
		{"a..b", "name:a . . name:b newline end"},
		{"0 0x1F 0b1_0 0O17 1_0 1. .5 1e5 1E+5 1j 00.5 1.e5j", "number:0 number:0x1F number:0b1_0 number:0O17 number:1_0 number:1. number:.5 " +
			"number:1e5 number:1E+5 number:1j number:00.5 number:1.e5j newline end"},
		{"1if a else 1.or b", "number:1 if name:a else number:1. or name:b newline end"},
		{"'a' \"b\" '' r'\\'' B\"c\" '''d\n'e'''", `string:'a' string:"b" string:'' string:r'\'' string:B"c" string:'''d` + "\n'e''' newline end"},
		{"'a\\\nb'", "string:'a\\\nb' newline end"},
		{"x'a'", "name:x string:'a' newline end"},
		{"f'a{b}c'", "fstart:f' fmiddle:a { name:b } fmiddle:c fend:' newline end"},
		{"f'{{a}}'", "fstart:f' fmiddle:{ fmiddle:a} fend:' newline end"},
		{"f'{a!r:>{b}x}'", "fstart:f' { name:a ! name:r : fmiddle:> { name:b } fmiddle:x } fend:' newline end"},
		{"f'{a:=5}{b!=c}'", "fstart:f' { name:a : fmiddle:=5 } { name:b != name:c } fend:' newline end"},
		{"f'{a[b:c]}{(d:=e)}'", "fstart:f' { name:a [ name:b : name:c ] } { ( name:d := name:e ) } fend:' newline end"},
		{"rf'''\\{a\n}\n'''", "fstart:rf''' fmiddle:\\ { name:a } fmiddle:\n fend:''' newline end"},
		{"f'{f'{a}'}'", "fstart:f' { fstart:f' { name:a } fend:' } fend:' newline end"},
		{`f'\N{DASH}{a}'`, `fstart:f' fmiddle:\N{DASH} { name:a } fend:' newline end`},
		{"a ? b", "name:a unknown:? name:b newline end"},

		{"(", "( error 1.1 '(' was never closed"},
		{")", "error 1.1 unmatched ')'"},
		{"[)", "[ error 1.2 closing parenthesis ')' does not match opening parenthesis '['"},
		{"[\n)", "[ error 2.1 closing parenthesis ')' does not match opening parenthesis '[' on line 1"},
		{"a \\ b", "name:a error 1.4 unexpected character after line continuation character"},
		{"a \\", "name:a error 1.4 unexpected EOF while parsing"},
		{"if a:\n\tb\n        c", "if name:a : newline indent name:b newline error 3.1 inconsistent use of tabs and spaces in indentation"},
		{"if a:\n    b\n  c", "if name:a : newline indent name:b newline error 3.4 unindent does not match any outer indentation level"},
		{"'a", "error 1.1 unterminated string literal (detected at line 1)"},
		{"'a\\'", "error 1.1 unterminated string literal (detected at line 1); perhaps you escaped the end quote?"},
		{"'''a\nb", "error 1.1 unterminated triple-quoted string literal (detected at line 2)"},
		{"f'a", "fstart:f' error 1.1 unterminated f-string literal (detected at line 1)"},
		{"f'}'", "fstart:f' fmiddle error 1.3 f-string: single '}' is not allowed"},
		{"012", "error 1.1 leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"},
		{"0xg", "error 1.2 invalid hexadecimal literal"},
		{"0b12", "error 1.4 invalid digit '2' in binary literal"},
		{"1__0", "error 1.2 invalid decimal literal"},
		{"1abc", "error 1.1 invalid decimal literal"},
		{"1e+", "error 1.3 invalid decimal literal"},
		{"a€", "error 1.2 invalid character '€' (U+20AC)"},
		{"\x01", "error 1.1 invalid non-printable character U+0001"},
	}
	for _, test := range tests {
		if got := list(t, test.src, target.Python313); got != test.want {
			t.Errorf("%q:\ngot  %s\nwant %s", test.src, got, test.want)
		}
	}
}

// TestVersions tests what other versions cut in another way.
func TestVersions(t *testing.T) {
	tests := []struct {
		tgt       *target.Version
		src, want string
	}{
		{target.Python311, "f'{a}' 'b'", "string:f'{a}' string:'b' newline end"},
		{target.Python312, "f'{a:\n}'", "fstart:f' { name:a : fmiddle } fend:' newline end"},
		{target.Python313, "t'a'", "name:t string:'a' newline end"},
		{target.Python314, "t'a{b}'", "tstart:t' tmiddle:a { name:b } tend:' newline end"},
		{target.Python314, "a <> b", "name:a < > name:b newline end"},
		{target.Python313, "ub'a'", "name:ub string:'a' newline end"},
		{target.Python314, "ub'a'", "error 1.1 'u' and 'b' prefixes are incompatible"},
	}
	for _, test := range tests {
		if got := list(t, test.src, test.tgt); got != test.want {
			t.Errorf("%s: %q:\ngot  %s\nwant %s", test.tgt.Name, test.src, got, test.want)
		}
	}
}

func TestPositions(t *testing.T) {
	f, err := source.Decode([]byte("é = '''a\nb''' # c\n  x\n"), "source.py", target.Python313)
	if err != nil {
		t.Fatal(err)
	}
	want := []Pos{
		{1, 1, 0, 2}, {1, 1, 3, 4}, {1, 2, 5, 4}, {2, 2, 5, 9},
		{3, 3, -1, -1}, {3, 3, 2, 3}, {3, 3, 3, 4}, {3, 3, -1, -1}, {3, 3, -1, -1},
	}
	for i, tok := range Scan(f, target.Python313, nil).List {
		if i >= len(want) || tok.Pos != want[i] {
			t.Errorf("token %d is at %v", i, tok.Pos)
		}
	}
}

// TestLevels tests the depth of brackets that tokens note.
func TestLevels(t *testing.T) {
	f, err := source.Decode([]byte("a(b[c], f'{d}')"), "source.py", target.Python313)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, tok := range Scan(f, target.Python313, nil).List {
		fmt.Fprint(&got, tok.Level)
	}
	if want := "011221112211000"; got.String() != want {
		t.Errorf("levels are %s, not %s", got.String(), want)
	}
}
