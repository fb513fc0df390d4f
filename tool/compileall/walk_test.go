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
