package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/tool/compileall"
	"github.com/rules-pyc/rules_pyc/tool/pytext"
)

const pyCompileUsage = `usage: pyc py_compile [-q] FILE...

Compiles each FILE to __pycache__, as python -m py_compile does, and stops at the
first that cannot be compiled. A single - reads the names from standard input.

  -q, --quiet               print no errors
      --python_version=X.Y  the Python to compile for; else PYC_PYTHON_VERSION, else
                            what the paths say (lib/python3.13, pyvenv.cfg)
`

// runPyCompile is pyc py_compile.
func runPyCompile(args []string) int {
	var quiet bool
	var version string
	var opts options
	opts.flag(&quiet, "quiet", 'q')
	opts.text(&version, "python_version", 0)
	args, err := opts.parse(args)
	if err == errHelp {
		fmt.Print(pyCompileUsage)
		return 0
	}
	if err != nil {
		return usageError("py_compile", err)
	}
	files, err := pyCompileFiles(args)
	if err != nil {
		return usageError("py_compile", err)
	}
	o := compileall.Options{
		Optimize:        []int{-1},
		DefaultOptimize: envOptimize(),
		CachePrefix:     os.Getenv("PYTHONPYCACHEPREFIX"),
	}
	if o.Target, err = chooseVersion(version, files); err != nil {
		return usageError("py_compile", err)
	}
	if o.Mode, err = invalidationMode(""); err != nil {
		return usageError("py_compile", err)
	}
	for _, file := range files {
		e := compileall.File(o, file)
		for _, w := range e.Warnings {
			fmt.Fprint(os.Stderr, pytext.Warning(w, e.CoFilename))
		}
		if e.Err == nil {
			continue
		}
		if !quiet {
			fmt.Fprint(os.Stderr, pyCompileError(e.Err))
		}
		return 1
	}
	return 0
}

func pyCompileFiles(args []string) ([]string, error) {
	if len(args) == 0 {
		return nil, errors.New("the following arguments are required: filenames")
	}
	if len(args) == 1 && args[0] == "-" {
		lines, err := io.ReadAll(os.Stdin)
		if err != nil {
			return nil, err
		}
		return strings.Split(strings.TrimSuffix(string(lines), "\n"), "\n"), nil
	}
	return args, nil
}

// pyCompileError is what py_compile prints; unlike compileall it leaves out the
// class of an OSError.
func pyCompileError(err error) string {
	if _, ok := err.(*source.SyntaxError); ok {
		return compileall.ErrorText(err)
	}
	_, msg := pytext.OSError(err)
	return msg
}
