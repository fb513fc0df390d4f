package compileall

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		roots []string
		want  bool
	}{
		{nil, false},
		{[]string{"a"}, false},
		{[]string{"a", "b"}, false},
		{[]string{"a", "a"}, true},
		{[]string{"a", "a-b", "a/b"}, true},
		{[]string{"a", "a-b", "ab"}, false},
		{[]string{"a//b/", "a/b"}, true},
		{[]string{".", "a"}, true},
		{[]string{"/", "/usr"}, true},
	} {
		if got := overlap(c.roots); got != c.want {
			t.Errorf("%q: %v", c.roots, got)
		}
	}
}

// One worker that comes upon a file again finds it up to date.
func TestOneWorkerSeesWhatItWrote(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.py", "b.py", "c.py"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x = 1\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got := map[EventKind]int{}
	o := Options{
		Target: target.Lookup("3.13"), Optimize: []int{0}, MaxLevels: 1, Workers: 1, Mode: pyc.TimestampMode,
		Report: func(e Event) { got[e.Kind]++ },
	}
	if ok, err := Run(t.Context(), o, dir, dir, filepath.Join(dir, "a.py")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if got[Compiled] != 3 || got[UpToDate] != 4 {
		t.Errorf("events: %v", got)
	}
}
