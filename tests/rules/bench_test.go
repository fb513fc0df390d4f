package rules_test

import (
	"fmt"
	"testing"
)

// BenchmarkNothingToDo is a build of 2,000 sources that are up to date.
func BenchmarkNothingToDo(b *testing.B) {
	w := &workspace{b, b.TempDir()}
	w.write("MODULE.bazel", `bazel_dep(name = "rules_pyc")`)
	w.write("pkg/BUILD.bazel", `
[py_library(name = "lib%d" % n, srcs = glob(["lib%d/*.py" % n])) for n in range(20)]
py_bytecode(name = "pyc", deps = ["lib%d" % n for n in range(20)])
`)
	for i := range 2000 {
		w.write(fmt.Sprintf("pkg/lib%d/m%d.py", i%20, i), fmt.Sprintf("x = %d\n", i))
	}
	w.mustBuild("//...")
	for b.Loop() {
		if stats := w.mustBuild("//..."); stats.UpToDate != 2000 {
			b.Fatalf("%+v", stats)
		}
	}
}
