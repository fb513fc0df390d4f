package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// launcher stands in for sys.executable in CPython's tests.
//
//go:embed launcher.sh
var launcher string

// cliTests are CPython's tests of the two command lines. The other classes of
// the two modules call the Python functions, which pyc does not offer.
var cliTests = []string{
	"test.test_compileall.CommandLineTestsWithSourceEpoch",
	"test.test_compileall.CommandLineTestsNoSourceEpoch",
	"test.test_py_compile.PyCompileCLITestCase",
}

// insideTests are those of them that replace a Python function inside the
// process, and so say nothing about pyc; the reason stands behind the name.
var insideTests = map[string]string{
	"test_workers_available_cores": "mocks compileall.compile_dir and calls compileall.main",
}

// cpythonTests runs CPython's own tests and returns 1 if they fail.
func (c *comparison) cpythonTests() int {
	path := filepath.Join(c.work, "python")
	if err := os.WriteFile(path, []byte(launcher), 0o777); err != nil {
		fmt.Println(err)
		return 1
	}
	for name, reason := range insideTests {
		fmt.Printf("CPython's tests: %s says nothing about pyc: it %s\n", name, reason)
	}
	script := fmt.Sprintf("import sys, unittest; sys.executable = %q; "+
		"unittest.main(module=None, argv=['cli', '-q'] + sys.argv[1:])", path)
	cmd := exec.Command(c.python.Path, append([]string{"-c", script}, cliTests...)...)
	cmd.Env = append(os.Environ(), "PYC="+c.pyc, "PYC_PYTHON_VERSION="+c.python.Version, "REAL_PYTHON="+c.python.Path)
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil {
		fmt.Printf("CPython's tests: %v\n%s\n", err, out)
		return 1
	}
	fmt.Println("CPython's tests:", strings.Join(lines[max(0, len(lines)-3):], " "))
	return 0
}
