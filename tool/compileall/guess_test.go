package compileall

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestGuessVersions(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		os.MkdirAll(filepath.Dir(path), 0o777)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("usr/lib/python3.13/json/a.py", "")
	write("venv/pyvenv.cfg", "home = /usr/bin\nversion = 3.12.4\n")
	write("venv/src/a.py", "")
	write("virtualenv/pyvenv.cfg", "version_info = 3.11.2.final.0\n")
	write("both/lib/python3.13/a.py", "")
	write("both/lib/python3.14/a.py", "")
	write("plain/a.py", "")
	for _, c := range []struct {
		roots []string
		want  []string
	}{
		{[]string{"usr/lib/python3.13/json"}, []string{"3.13"}},
		{[]string{"usr"}, []string{"3.13"}},
		{[]string{"venv/src/a.py"}, []string{"3.12"}},
		{[]string{"virtualenv"}, []string{"3.11"}},
		{[]string{"both"}, []string{"3.13", "3.14"}},
		{[]string{"usr/lib/python3.13", "venv"}, []string{"3.12", "3.13"}},
		{[]string{"plain"}, nil},
	} {
		var roots []string
		for _, r := range c.roots {
			roots = append(roots, filepath.Join(dir, r))
		}
		if got := GuessVersions(roots); !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.roots, got, c.want)
		}
	}
}
