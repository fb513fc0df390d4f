package main

import (
	"os"
	"path/filepath"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// installPyodide gets CPython as WebAssembly from npm.
func installPyodide(version string) error {
	modules := filepath.Dir(reference.InstalledPyodide(version))
	dir := filepath.Dir(modules)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return run("npm", "install", "--prefix", dir, "--no-save", "pyodide@"+reference.PyodideRelease(version))
}
