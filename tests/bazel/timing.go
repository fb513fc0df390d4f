package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// timingSources is how many sources are generated for the measurement.
const timingSources = 2000

// timing measures pyc build and Bazel, cold and warm, over generated sources.
func (s *session) timing() error {
	b, err := s.newBazel("timing", "MODULE.bazel")
	if err != nil {
		return err
	}
	defer b.shutdown()
	if err := s.addMistakes(b); err != nil {
		return err
	}
	files := map[string]string{"many/BUILD.bazel": `load("@rules_python//python:defs.bzl", "py_library")
load("//rules:defs.bzl", "py_bytecode")

[
    py_library(name = "lib%d" % n, srcs = glob(["lib%d/*.py" % n]))
    for n in range(20)
]

py_bytecode(name = "pyc", deps = ["lib%d" % n for n in range(20)])
`}
	for i := range timingSources {
		files[fmt.Sprintf("many/lib%d/m%04d.py", i%20, i)] = generated(i)
	}
	if err := writeFiles(b.dir, files); err != nil {
		return err
	}
	measure := func(what string, f func() error) error {
		start := time.Now()
		if err := f(); err != nil {
			return err
		}
		fmt.Printf("%-42s %6.2f s\n", what, time.Since(start).Seconds())
		return nil
	}
	ours := func() error { return s.pycBuild(b.dir, "//many:pyc") }
	theirs := func() error { _, err := b.build(extraToolchain, "//many:pyc"); return err }
	if _, err := b.build("--nobuild", extraToolchain, "//examples/settings"); err != nil {
		return err // the server is up then, and the rules are loaded
	}
	for _, step := range []struct {
		what string
		f    func() error
	}{
		{"pyc build, nothing there", ours},
		{"pyc build, nothing to do", ours},
		{"pyc build, nothing to do, again", ours},
		{"pyc build, outputs gone, cache there", func() error {
			if err := show("rm", "-rf", filepath.Join(b.dir, "pyc-bin")); err != nil {
				return err
			}
			return ours()
		}},
		{"pyc build, one source changed", func() error {
			if err := writeFiles(b.dir, map[string]string{"many/lib0/m0000.py": "x = 1\n"}); err != nil {
				return err
			}
			return ours()
		}},
		{"Bazel, nothing there", theirs},
		{"Bazel, nothing to do", theirs},
		{"Bazel, nothing to do, again", theirs},
	} {
		if err := measure(fmt.Sprintf("%d sources: %s", timingSources, step.what), step.f); err != nil {
			return err
		}
	}
	return nil
}

// generated is a source of some 60 lines, different for each number.
func generated(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\"\"\"Module %d.\"\"\"\n\nimport sys\nfrom dataclasses import dataclass\n\n", i)
	for j := range 6 {
		fmt.Fprintf(&b, `
@dataclass
class Item%[2]d:
    name: str
    value: int = %[1]d

    def total(self, others: list["Item%[2]d"]) -> int:
        """Adds up."""
        return sum((other.value for other in others), start=self.value + %[2]d)

`, i, j)
	}
	return b.String()
}
