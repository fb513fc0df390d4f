package reference

import (
	"os"
	"path/filepath"
)

// CacheDir returns the folder for what is slow to get: interpreters and their
// answers. It may be deleted at any time.
func CacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "rules_pyc")
}

// DebianDir is the root of the newer Debian's packages that tests/install unpacks.
func DebianDir() string { return filepath.Join(CacheDir(), "debian") }

// InstalledPython is the executable that tests/install makes.
func InstalledPython(version string) string {
	return filepath.Join(DebianDir(), "usr", "bin", "python"+version)
}

// PyodideRelease returns the release of the npm package pyodide that is CPython
// in a version for which Debian has no reference; it is empty for the others.
func PyodideRelease(version string) string {
	if version == "3.12" {
		return "0.27.7"
	}
	return ""
}

// InstalledPyodide is the folder of the npm package with CPython in a version.
func InstalledPyodide(version string) string {
	return filepath.Join(CacheDir(), "pyodide-"+PyodideRelease(version), "node_modules", "pyodide")
}
