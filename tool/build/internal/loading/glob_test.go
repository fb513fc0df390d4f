package loading

import (
	"strings"
	"testing"
)

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		pattern, path string
		want          bool
	}{
		{"a.py", "a.py", true},
		{"a.py", "b.py", false},
		{"*.py", "a.py", true},
		{"*.py", ".py", true},
		{"*.py", "sub/a.py", false},
		{"*", "anything", true},
		{"a*b*c", "axxbyyc", true},
		{"a*b*c", "axxcyyb", false},
		{"**", "a/b/c.py", true},
		{"**/*.py", "c.py", true},
		{"**/*.py", "a/b/c.py", true},
		{"a/**/c.py", "a/c.py", true},
		{"a/**/c.py", "a/x/y/c.py", true},
		{"a/**/c.py", "b/c.py", false},
		{"a/**", "a/b", true},
		{"*/b", "a/b", true},
		{"[a].py", "a.py", false}, // no other character is special
		{"?.py", "a.py", false},
	} {
		if got := matches(strings.Split(test.pattern, "/"), strings.Split(test.path, "/")); got != test.want {
			t.Errorf("%s, %s: got %v, want %v", test.pattern, test.path, got, test.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "abc", 0}, {"optimise", "optimize", 1}, {"src", "srcs", 1}, {"abc", "", 3}, {"kitten", "sitting", 3}} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("%s, %s: got %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
