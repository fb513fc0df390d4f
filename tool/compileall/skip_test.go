package compileall

import (
	"strings"
	"testing"
)

func TestSkipPattern(t *testing.T) {
	for _, c := range []struct {
		expr, path string
		want       bool
	}{
		{`ba[^\\/]*$`, "foo/bar.py", true},
		{`ba[^\\/]*$`, "bar/foo.py", false},
		{`/tests?/`, "a/test/b.py", true},
		{`(?i)LIB2TO3`, "x/lib2to3/y.py", true},
		{`(?P<n>bad|good)_\d+\.py\Z`, "x/bad_12.py", true},
		{`\w+é`, "aéb", true},
		{`^\w$`, "é", true},
		{`[]x]`, "a]b", true},
		{`[[]`, "a[b", true},
		{`a{,2}b$`, "aab", true},
		{`(?#comment)x`, "x", true},
		{`(?u)\d`, "٣", true},
		{`a\+`, "a+", true},
		{`[*+]+`, "+", true},
	} {
		skip, err := SkipPattern(c.expr)
		if err != nil {
			t.Errorf("%s: %v", c.expr, err)
		} else if got := skip(c.path); got != c.want {
			t.Errorf("%s on %q: got %v", c.expr, c.path, got)
		}
	}
}

func TestSkipPatternRefuses(t *testing.T) {
	for expr, want := range map[string]string{
		`a(?=b)`:         "lookahead",
		`a(?!b)`:         "negative lookahead",
		`(?<=a)b`:        "lookbehind",
		`(?<!a)b`:        "negative lookbehind",
		`(a)\1`:          "back-reference",
		`(?P<x>a)(?P=x)`: "back-reference",
		`a++`:            "possessive",
		`(?>a)`:          "atomic",
		`(`:              "missing closing )",
	} {
		_, err := SkipPattern(expr)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", expr, err, want)
		}
	}
}
