package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"github.com/rules-pyc/rules_pyc/tool/precompile"
	"github.com/rules-pyc/rules_pyc/tool/worker"
)

const compileUsage = `usage: pyc compile --python_version=X.Y [FLAGS] FILE...
       pyc compile --python_version=X.Y [FLAGS] --src=A.py --src_name=pkg/a.py --pyc=OUT.pyc ...

Compiles sources. A FILE's output goes to the __pycache__ beside it, as with
python -m py_compile. Otherwise --src, --src_name and --pyc stand together, once for
each source.

  --python_version=X.Y       the Python to compile for; pyc version lists them
  --src=PATH                 a source
  --src_name=NAME            its name in tracebacks (co_filename)
  --pyc=PATH                 where its bytecode goes
  --destdir=DIR              folder in front of the names in tracebacks
  --optimize=N               0; 1: without assert statements; 2: without docstrings, too
  --invalidation_mode=MODE   checked_hash (default), unchecked_hash or timestamp
  --on_error=fail|skip       skip: the output of a source that is not valid Python is
                             an empty file, and that is no failure
  --report=PATH              where to say which sources were skipped
  --persistent_worker        serve Bazel on standard input
  @FILE                      read more arguments from FILE, one on a line

Flags may be written with - for _. A source that cannot be compiled does not keep
the others from it; the exit status is 1 then, and 2 for a wrong command line.
`

// gcPercent lets the heap grow well over what is alive before it is collected:
// a compilation is short, and nearly all it makes lives until its end.
const gcPercent = 200

// runCompile is pyc compile.
func runCompile(args []string) int {
	if wantsHelp(args) {
		fmt.Print(compileUsage)
		return 0
	}
	debug.SetGCPercent(gcPercent)
	if i := slices.IndexFunc(args, isWorkerFlag); i >= 0 {
		return serveBazel(slices.Delete(slices.Clone(args), i, i+1))
	}
	return precompile.Main(args, "", os.Stderr)
}

func isWorkerFlag(arg string) bool {
	return arg == "--persistent_worker" || arg == "--persistent-worker"
}

// serveBazel runs as a persistent worker. The arguments stand in front of those of
// each request.
func serveBazel(args []string) int {
	err := worker.Serve(os.Stdin, os.Stdout, func(more []string, dir string, stderr io.Writer) int {
		return precompile.Main(slices.Concat(args, more), dir, stderr)
	})
	if err != nil {
		fmt.Fprintf(os.Stderr, "pyc compile: persistent worker: %v\n", err)
		return exitFailure
	}
	return 0
}
