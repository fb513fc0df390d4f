// Command pyc compiles Python sources to the .pyc files that CPython would
// write, without a Python. See pyc help.
package main

import (
	"fmt"
	"os"
	"strings"
)

// command is one subcommand. Each has a file of its own.
type command struct {
	name  string
	about string // one line for pyc help
	run   func(args []string) int
}

// The exit statuses, apart from 0.
const (
	exitFailure = 1 // a source was rejected, two files differ
	exitUsage   = 2 // the command line is wrong
)

// commands returns all subcommands, in the order of pyc help.
func commands() []command {
	return []command{
		{"compile", "compile sources, one output each", runCompile},
		{"compileall", "compile trees, like python -m compileall", runCompileall},
		{"py_compile", "compile files, like python -m py_compile", runPyCompile},
		{"report", "join the reports of skipped sources", runReport},
		{"build", "build py_bytecode targets without Bazel", runBuild},
		{"query", "show what pyc build would build", runQuery},
		{"inspect", "show what is in a .pyc file", runInspect},
		{"diff", "show where two .pyc files differ", runDiff},
		{"version", "show the supported Python versions", runVersion},
		{"help", "show this, or the usage of a command", runHelp},
	}
}

func main() {
	args := os.Args[1:]
	if len(args) == 0 {
		runHelp(nil)
		os.Exit(exitUsage)
	}
	c := find(args[0])
	if c == nil {
		fmt.Fprintf(os.Stderr, "pyc: unknown command %q: see pyc help\n", args[0])
		os.Exit(exitUsage)
	}
	os.Exit(c.run(args[1:]))
}

// find returns the subcommand with a name, or nil.
func find(name string) *command {
	switch name {
	case "--help", "-h", "-help":
		name = "help"
	case "--version", "-V", "-version":
		name = "version"
	}
	for _, c := range commands() {
		if c.name == name {
			return &c
		}
	}
	return nil
}

// usageError reports a wrong command line and returns the exit status for it.
func usageError(command string, err error) int {
	fmt.Fprintf(os.Stderr, "pyc %s: %s\n", command, oneLine(err.Error()))
	return exitUsage
}

func oneLine(s string) string { return strings.ReplaceAll(strings.TrimSpace(s), "\n", " ") }

// wantsHelp tells whether a command line asks for nothing but the usage.
func wantsHelp(args []string) bool {
	return len(args) == 1 && (args[0] == "--help" || args[0] == "-h" || args[0] == "-help")
}

// runHelp is pyc help.
func runHelp(args []string) int {
	if len(args) == 1 {
		if c := find(args[0]); c != nil && c.name != "help" {
			return c.run([]string{"--help"})
		}
		return usageError("help", fmt.Errorf("unknown command %q", args[0]))
	}
	fmt.Print("usage: pyc COMMAND [ARGUMENTS]\n\n",
		"pyc compiles Python sources to the .pyc files that CPython would write, byte for\n",
		"byte, without a Python.\n\n")
	for _, c := range commands() {
		fmt.Printf("  %-12s %s\n", c.name, c.about)
	}
	fmt.Print("\nSee pyc help COMMAND for its arguments.\n")
	return 0
}
