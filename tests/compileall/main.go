// Compileall runs `pyc compileall` and `pyc py_compile` beside CPython's own
// modules on equal trees and compares what they print, their exit status, and
// every file they leave: names, permission bits and bytes.
//
//	go run ./tests/compileall [--python_version 3.13] [--pyc BINARY] [--row NAME]
//
// Then it runs the command-line tests of CPython's test_compileall and
// test_py_compile with `pyc` in the place of `python -m compileall`, and breaks
// runs by kill -9 and by full disks. With --scale it only prints time and memory
// for trees of up to 200,000 files.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

func main() {
	version := flag.String("python_version", "3.13", "the CPython to compare with")
	binary := flag.String("pyc", "", "the pyc binary; built from this checkout if empty")
	only := flag.String("row", "", "run only the row with this name")
	scale := flag.Bool("scale", false, "print time and memory over the number of files instead")
	flag.Parse()
	if err := run(*version, *binary, *only, *scale); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(version, binary, only string, scale bool) error {
	python, err := reference.Find(version, "")
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "compileall")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if binary == "" {
		binary = filepath.Join(work, "pyc")
		build := exec.Command("go", "build", "-o", binary, "github.com/rules-pyc/rules_pyc/tool/pyc")
		build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return err
		}
	}
	// What pyc remembers of a tree is to go with it.
	cache := filepath.Join(work, "cache")
	if err := os.Mkdir(cache, 0o777); err != nil {
		return err
	}
	os.Setenv("XDG_CACHE_HOME", cache)
	c := &comparison{python: python, pyc: binary, work: work}
	if scale {
		return c.scale()
	}
	failed := c.rows(only)
	if only == "" {
		failed += c.cpythonTests()
		if err := c.stress(); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("compileall: %d differ", failed)
	}
	return nil
}
