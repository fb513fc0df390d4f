// Package reference finds real CPython interpreters and lets them compile, so
// that the tests have something to compare with.
package reference

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
)

// Versions are the Python versions that have a reference, oldest first.
var Versions = []string{"3.11", "3.12", "3.13", "3.14", "3.15"}

// oldest is the first patch release of each version whose compiler is the
// reference. Earlier ones share the magic number and write other bytes.
var oldest = map[string]int{"3.11": 7, "3.12": 7, "3.13": 2, "3.14": 2, "3.15": 0}

// Installable tells whether tests/install can get a reference. There is none of
// 3.11 to be had but what pyenv has built: no suite of Debian has one that is new
// enough.
func Installable(version string) bool { return version != "3.11" }

// InstallableToRun tells whether what tests/install gets runs on this machine itself;
// 3.12 is had as WebAssembly only.
func InstallableToRun(version string) bool { return Installable(version) && version != "3.12" }

// NotRun begins a line that says what a test could not do. tests/run repeats such
// lines in the end.
const NotRun = "NOT RUN: "

// Interpreter is one CPython that was found and asked who it is.
type Interpreter struct {
	Version string // "3.13"
	Release string // "3.13.15"
	Path    string // the executable, or Pyodide's folder
	Stdlib  string // a standard library to compile, its own but for Pyodide
	Pyodide bool   // CPython as WebAssembly, run by Node
}

// String says which interpreter it is, for messages.
func (in *Interpreter) String() string {
	if in.Pyodide {
		return "CPython " + in.Release + " (Pyodide)"
	}
	return "CPython " + in.Release + " (" + in.Path + ")"
}

// Find returns the interpreter at path or, where path is empty, the first good
// one of PATH, pyenv and the folder that the program tests/install fills.
func Find(version, path string) (*Interpreter, error) {
	if _, ok := oldest[version]; !ok {
		return nil, fmt.Errorf("no reference for Python %s: it is one of %s", version, strings.Join(Versions, ", "))
	}
	if path != "" {
		return probe(version, path)
	}
	var refused []error
	for _, candidate := range candidates(version) {
		in, err := probe(version, candidate)
		if err == nil {
			return in, nil
		}
		refused = append(refused, err)
	}
	refused = append(refused, fmt.Errorf("no CPython %s to compare with; `go run ./tests/install %s` gets one where there is one to get", version, version))
	return nil, errors.Join(refused...)
}

// FindToRun returns an interpreter of a version that this machine itself can run
// bytecode with: the one at path or, where path is empty, the reference or, failing
// that, any patch release.
func FindToRun(version, path string) (*Interpreter, error) {
	paths := []string{path}
	if path == "" {
		paths = candidates(version)
	}
	var early *Interpreter
	for _, candidate := range paths {
		in, err := probe(version, candidate)
		switch {
		case in == nil || in.Pyodide:
		case err == nil:
			return in, nil
		case errors.Is(err, errEarly) && early == nil:
			early = in
		}
	}
	if early == nil {
		return nil, fmt.Errorf("no native CPython %s to run", version)
	}
	return early, nil
}

func candidates(version string) []string {
	var found []string
	if path, err := exec.LookPath("python" + version); err == nil {
		found = append(found, path)
	}
	found = append(found, pyenv(version, "bin", "python"+version)...)
	for _, installed := range []string{InstalledPython(version), InstalledPyodide(version)} {
		if _, err := os.Stat(installed); err == nil {
			found = append(found, installed)
		}
	}
	return found
}

// pyenv finds a file of each release of a version that pyenv has built, the
// newest first.
func pyenv(version string, file ...string) []string {
	root := os.Getenv("PYENV_ROOT")
	if home, err := os.UserHomeDir(); root == "" && err == nil {
		root = filepath.Join(home, ".pyenv")
	}
	found, _ := filepath.Glob(filepath.Join(append([]string{root, "versions", version + ".*"}, file...)...))
	sort.Slice(found, func(i, j int) bool { return len(found[i]) > len(found[j]) || found[i] > found[j] })
	return found
}

// similarStdlib finds sources for an interpreter that brings none: the standard
// library of an older patch release, or else that of Debian's next version.
func similarStdlib(version string) string {
	for _, dir := range append(pyenv(version, "lib", "python"+version), filepath.Join(DebianDir(), "usr", "lib", "python3.13")) {
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
	}
	return ""
}

// probe asks an executable which CPython it is and refuses what is no reference.
func probe(version, path string) (*Interpreter, error) {
	in := &Interpreter{Version: version, Path: path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		in.Pyodide = true
	}
	var answer struct {
		Implementation string
		Version        [3]int
		Level          string
		Stdlib         string
		Executable     string
	}
	const script = `import json, os, sys
v = sys.version_info
print(json.dumps({"implementation": sys.implementation.name, "version": v[:3], "level": v[3], "stdlib": os.path.dirname(os.__file__), "executable": sys.executable}))`
	out, err := in.command(script).Output()
	if err != nil {
		return nil, fmt.Errorf("%s: does not run: %w", path, err)
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return nil, fmt.Errorf("%s: is no Python: %w", path, err)
	}
	in.Release = fmt.Sprintf("%d.%d.%d", answer.Version[0], answer.Version[1], answer.Version[2])
	if in.Pyodide {
		in.Stdlib = similarStdlib(version)
	} else {
		in.Stdlib = answer.Stdlib
		in.Path = answer.Executable // path may be one of pyenv's shims, which are slow
	}
	return in, in.check(answer.Implementation, answer.Level, answer.Version)
}

func (in *Interpreter) check(implementation, level string, release [3]int) error {
	switch {
	case implementation != "cpython":
		return fmt.Errorf("%s: is %s, not CPython", in.Path, implementation)
	case fmt.Sprintf("%d.%d", release[0], release[1]) != in.Version:
		return fmt.Errorf("%s: is CPython %s, not %s", in.Path, in.Release, in.Version)
	case level != "final":
		return fmt.Errorf("%s: is CPython %s %s, not a final release", in.Path, in.Release, level)
	case release[2] < oldest[in.Version]:
		return fmt.Errorf("%s: %w of CPython %s, but the reference for %s is %s.%d or newer: the compilers of earlier patch releases write other bytes",
			in.Path, errEarly, in.Release, in.Version, in.Version, oldest[in.Version])
	}
	return nil
}

// errEarly refuses an interpreter that runs the bytecode of the reference and
// writes other.
var errEarly = errors.New("is an early release")

// command runs a script in a new interpreter that sees neither the user's
// settings nor site-packages.
func (in *Interpreter) command(script string, args ...string) *exec.Cmd {
	if in.Pyodide {
		return exec.Command("node", "--stack-size=4000", "--input-type=module", "--eval", pyodideScript, in.Path, script)
	}
	return exec.Command(in.Path, append([]string{"-I", "-S", "-W", "ignore", "-c", script}, args...)...)
}
