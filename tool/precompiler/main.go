// Command precompiler is what the default toolchain of the rules runs: the
// commands of pyc that are build actions, and nothing else. Its digest is part
// of the key of every action, so it must not change when, say, pyc compileall
// does; and rules_go builds it from this repository and the standard library
// alone.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/rules-pyc/rules_pyc/tool/precompile"
	"github.com/rules-pyc/rules_pyc/tool/worker"
)

func main() { os.Exit(run(os.Args[1:])) }

// run takes a command, or, as rules_python calls its precompiler, the arguments of
// compile without its name.
func run(args []string) int {
	switch {
	case len(args) == 0:
		return usage(fmt.Errorf("no command: this is run by the rules; people run pyc"))
	case args[0] == "compile":
		return compile(args[1:])
	case args[0] == "report":
		if err := precompile.JoinReports(args[1:], ""); err != nil {
			return usage(err)
		}
		return 0
	case strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], "@"):
		return compile(args)
	}
	return usage(fmt.Errorf("unknown command %q", args[0]))
}

// workerFlag is how Bazel starts a persistent worker.
const workerFlag = "--persistent_worker"

// gcPercent lets the heap grow well over what is alive before it is collected:
// a compilation is short, and nearly all it makes lives until its end.
const gcPercent = 400

func compile(args []string) int {
	debug.SetGCPercent(gcPercent)
	if slices.Contains(args, workerFlag) {
		if err := worker.Serve(os.Stdin, os.Stdout, precompile.Main); err != nil {
			return usage(err)
		}
		return 0
	}
	return precompile.Main(args, "", os.Stderr)
}

func usage(err error) int {
	fmt.Fprintf(os.Stderr, "precompiler: %v\n", err)
	return 2
}
