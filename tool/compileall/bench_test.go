package compileall

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// BenchmarkUpToDate runs over a tree of 1000 files in which there is nothing to do.
func BenchmarkUpToDate(b *testing.B) {
	root := b.TempDir()
	for i := range 1000 {
		dir := filepath.Join(root, fmt.Sprintf("p%d", i%20))
		os.MkdirAll(dir, 0o777)
		text := fmt.Sprintf("def f(): return %d\n", i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("m%d.py", i)), []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	version := target.Lookup("3.13")
	options := Options{Target: version, Optimize: []int{0}, MaxLevels: DefaultMaxLevels, Workers: 1, Mode: pyc.TimestampMode}
	expect := func(kind EventKind) {
		count := 0
		options.Report = func(e Event) {
			if e.Kind == kind {
				count++
			}
		}
		if ok, err := Run(b.Context(), options, root); !ok || err != nil || count != 1000 {
			b.Fatal(ok, err, count)
		}
	}
	expect(Compiled)
	b.ReportAllocs()
	for b.Loop() {
		expect(UpToDate)
	}
}
