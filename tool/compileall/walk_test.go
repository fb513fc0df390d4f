//go:build unix

package compileall

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// A tree may be deeper than directories are kept open.
func TestDeepTree(t *testing.T) {
	const depth = maxOpenDirs + 50
	root := t.TempDir()
	dir := filepath.Join(root, strings.Repeat("d/", depth))
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(root); dir = filepath.Dir(dir) {
		if err := os.WriteFile(filepath.Join(dir, "z.py"), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, kind := range []EventKind{Compiled, UpToDate} {
		got := map[EventKind]int{}
		o := Options{
			Target: target.Lookup("3.13"), Optimize: []int{0}, MaxLevels: DefaultMaxLevels, Mode: pyc.TimestampMode,
			Report: func(e Event) { got[e.Kind]++ },
		}
		if ok, err := Run(t.Context(), o, root); !ok || err != nil {
			t.Fatal(ok, err)
		}
		if got[kind] != depth+1 || got[Listing] != depth+1 || len(got) != 2 {
			t.Errorf("events: %v", got)
		}
	}
	if n := openDirs.Load(); n != 0 {
		t.Errorf("%d directories are still open", n)
	}
}

// Names are ordered as str is, in which a byte that is not UTF-8 is a lone surrogate:
// behind U+D7FF and before U+E000 (PEP 383).
func TestSortEntries(t *testing.T) {
	for _, want := range [][]string{
		{"d/A", "d/a", "d/a.py", "d/ab", "d/é", "d/\U0001F600"},
		{"d/a", "d/\uD7FF", "d/\x80", "d/\xff", "d/\uE000", "d/\U0001F600"},
	} {
		var entries []dirEntry
		for _, path := range slices.Backward(want) {
			entries = append(entries, dirEntry{path: path})
		}
		sortEntries(entries)
		for i, e := range entries {
			if e.path != want[i] {
				t.Errorf("%d: %q, want %q", i, e.path, want[i])
			}
		}
	}
}

// A state is the same, whichever call of the system it is from.
func TestStates(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "a.py")
	if err := os.WriteFile(file, []byte("x"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.py", filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	parent, err := openDir(nil, filepath.Dir(root), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer parent.release()
	for _, path := range []string{file, filepath.Join(root, "link"), root, "/dev/null", filepath.Join(root, "none")} {
		want, wantErr := (*dir)(nil).stat(path)
		if want.mode.IsRegular() != (strings.HasSuffix(path, "a.py") || strings.HasSuffix(path, "link")) && wantErr == nil {
			t.Errorf("%s: %v", path, want.mode)
		}
		var s stater
		for i, d := range []*dir{nil, parent} {
			if got, ok := s.stat(d, []byte(path)); got != want || ok != (wantErr == nil) {
				t.Errorf("%s, %d: %v, not %v", path, i, got, want)
			}
			if got, err := d.stat(path); got != want || (err == nil) != (wantErr == nil) {
				t.Errorf("%s, %d: %v, not %v", path, i, got, want)
			}
		}
		if f, err := (*dir)(nil).open(path); err == nil {
			if got, err := f.stat(); got != want || err != nil {
				t.Errorf("%s, opened: %v, not %v", path, got, want)
			}
			f.Close()
		}
	}
}
