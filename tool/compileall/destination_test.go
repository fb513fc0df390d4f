package compileall

import "testing"

// The expected names were printed by CPython 3.13's compile_file.
func TestCoFilename(t *testing.T) {
	s := func(s string) *string { return &s }
	for _, c := range []struct {
		name   string
		root   root
		source string
		want   string
		bad    bool
	}{
		{"none", root{}, "t/a.py", "t/a.py", false},
		{"file with -d", root{destDir: s("/dst")}, "t/a.py", "/dst/a.py", false},
		{"strip", root{strip: s("t")}, "t/b/a.py", "b/a.py", false},
		{"strip other", root{strip: s("u")}, "t/b/a.py", "t/b/a.py", true},
		{"strip half a name", root{strip: s("t/b")}, "t/bc/a.py", "t/bc/a.py", true},
		{"strip with slash", root{strip: s("t/")}, "t/a.py", "t/a.py", true},
		{"strip empty from absolute", root{strip: s("")}, "/t/a.py", "t/a.py", false},
		{"prepend", root{prependDir: s("/p")}, "t/a.py", "/p/t/a.py", false},
		{"prepend before absolute", root{prependDir: s("/p")}, "/t/a.py", "/t/a.py", false},
		{"both", root{strip: s("/t"), prependDir: s("/p")}, "/t/x/a.py", "/p/x/a.py", false},
		{"directory with -d", root{strip: s("t"), prependDir: s("d")}, "t/x/a.py", "d/x/a.py", false},
		{"directory with empty -d", root{strip: s("t"), prependDir: s("")}, "t/x/a.py", "x/a.py", false},
	} {
		got, bad := c.root.coFilename(c.source)
		if got != c.want || bad != c.bad {
			t.Errorf("%s: got %q, %v, want %q, %v", c.name, got, bad, c.want, c.bad)
		}
	}
}
