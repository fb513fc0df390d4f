// Command precompiler is what the default toolchain of the rules runs: the
// commands of pyc that are build actions, and nothing else. Its digest is part
// of the key of every action, so it must not change when, say, pyc compileall
// does; and rules_go builds it from this repository and the standard library
// alone.
package main

import (
	"fmt"
	"os"

	"github.com/rules-pyc/rules_pyc/tool/precompile"
)

func main() {
	args := os.Args[1:]
	if len(args) == 0 {
		os.Exit(usage(fmt.Errorf("no command: this is run by the rules; people run pyc")))
	}
	switch args[0] {
	case "compile":
		os.Exit(compile(args[1:]))
	case "report":
		if err := precompile.JoinReports(args[1:], ""); err != nil {
			os.Exit(usage(err))
		}
	default:
		os.Exit(usage(fmt.Errorf("unknown command %q", args[0])))
	}
}

func compile(args []string) int {
	req, err := precompile.Parse(args, os.ReadFile)
	if err != nil {
		return usage(err)
	}
	if !req.Run("", os.Stderr) {
		return 1
	}
	return 0
}

func usage(err error) int {
	fmt.Fprintf(os.Stderr, "precompiler: %v\n", err)
	return 2
}
