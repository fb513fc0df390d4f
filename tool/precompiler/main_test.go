package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// A parameter file as rules_python writes it for its precompiler (_precompile in
// python/private/precompile.bzl) is the only argument.
func TestRunAsPrecompilerOfRulesPython(t *testing.T) {
	dir := t.TempDir()
	source := []byte("def f(): return 1\n")
	src, out, params := filepath.Join(dir, "a.py"), filepath.Join(dir, "a.pyc"), filepath.Join(dir, "params")
	write(t, src, source)
	write(t, params, []byte(strings.Join([]string{
		"--invalidation_mode", "unchecked_hash", "--src", src, "--src_name", "pkg/a.py",
		"--pyc", out, "--optimize", "0", "--python_version", "3.13",
	}, "\n")+"\n"))
	if status := run([]string{"@" + params}); status != 0 {
		t.Fatalf("exit status %d", status)
	}
	want, err := compiler.Compile(source, compiler.Options{
		Target: target.Lookup("3.13"), Filename: "pkg/a.py", Invalidation: pyc.UncheckedHash,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(out); err != nil || !bytes.Equal(got, want) {
		t.Errorf("other bytes than the compiler's, %v", err)
	}
}

func TestRunRefuses(t *testing.T) {
	for _, args := range [][]string{nil, {"build"}, {"report", "--what"}, {"--what"}} {
		if status := run(args); status != 2 {
			t.Errorf("%q: exit status %d", args, status)
		}
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
