package label

import "testing"

func TestParse(t *testing.T) {
	c := Context{Repo: "here", Package: "a/b", Aliases: map[string]string{"": "", "other": "canonical"}}
	for text, want := range map[string]Label{
		"x":                {"here", "a/b", "x"},
		":x":               {"here", "a/b", "x"},
		"sub/x.py":         {"here", "a/b", "sub/x.py"},
		"//p":              {"here", "p", "p"},
		"//p/q":            {"here", "p/q", "q"},
		"//p/q:x":          {"here", "p/q", "x"},
		"//:x":             {"here", "", "x"},
		"@//p:x":           {"", "p", "x"},
		"@@//p:x":          {"", "p", "x"},
		"@other//p:x":      {"canonical", "p", "x"},
		"@@unknown//p":     {"unknown", "p", "p"},
		"@unknown":         {"unknown", "", "unknown"},
		"//p:with space":   {"here", "p", "with space"},
		"//p:a=b,c@d~e+f.": {"here", "p", "a=b,c@d~e+f."},
	} {
		got, err := c.Parse(text)
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", ":", "//", "//p:", "//p/:x", "//p:../x", "//p//q", "/p", "//p:x:y", "..", "//../p", "//p:/x", "//p:x/", "a\\b"} {
		if got, err := c.Parse(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}

func TestParsePattern(t *testing.T) {
	for text, want := range map[string]Pattern{
		"//a/b":               {Package: "a/b", Name: "b"},
		"//a:x":               {Package: "a", Name: "x"},
		"//a:all":             {Package: "a"},
		"//a:*":               {Package: "a", Files: true},
		"//...":               {Recursive: true},
		"//a/...":             {Package: "a", Recursive: true},
		"//a/...:all-targets": {Package: "a", Recursive: true, Files: true},
		"-//a/...":            {Package: "a", Recursive: true, Negative: true},
		"x":                   {Package: "dir/x", Name: "x"},
		":x":                  {Package: "dir", Name: "x"},
		"...":                 {Package: "dir", Recursive: true},
		"sub/...":             {Package: "dir/sub", Recursive: true},
		"@//a:x":              {Package: "a", Name: "x"},
	} {
		got, err := ParsePattern(text, "dir")
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"@repo//a:x", "//a/...:x", "//a/../b", "//a//b", ""} {
		if got, err := ParsePattern(text, ""); err == nil {
			t.Errorf("%q: got %+v, want an error", text, got)
		}
	}
}
