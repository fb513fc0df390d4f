package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/rules-pyc/rules_pyc/tool/disasm"
)

const inspectUsage = `usage: pyc inspect FILE.pyc

Shows the header of a .pyc file and every code object in it: names, constants,
instructions with their locations (line:column-line:column, columns in bytes), and
exception handlers.
`

// runInspect is pyc inspect.
func runInspect(args []string) int {
	if wantsHelp(args) {
		fmt.Print(inspectUsage)
		return 0
	}
	if len(args) != 1 {
		return usageError("inspect", errors.New("give one .pyc file: pyc inspect FILE.pyc"))
	}
	f, err := readPyc(args[0])
	if err == nil {
		err = disasm.Inspect(os.Stdout, f)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "pyc inspect: %v\n", err)
		return exitFailure
	}
	return 0
}

func readPyc(name string) (*disasm.File, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return disasm.Read(name, data)
}
