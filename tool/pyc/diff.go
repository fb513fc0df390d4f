package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/rules-pyc/rules_pyc/tool/disasm"
)

const diffUsage = `usage: pyc diff A.pyc B.pyc

Shows the first place where two .pyc files differ: which code object, what of it, and
what either file has there. The exit status is 1 if they differ, and 2 if one cannot
be read.
`

// runDiff is pyc diff. Its exit statuses are those of diff.
func runDiff(args []string) int {
	if wantsHelp(args) {
		fmt.Print(diffUsage)
		return 0
	}
	if len(args) != 2 {
		return usageError("diff", errors.New("give two .pyc files: pyc diff A.pyc B.pyc"))
	}
	a, err := readPyc(args[0])
	if err != nil {
		return usageError("diff", err)
	}
	b, err := readPyc(args[1])
	if err != nil {
		return usageError("diff", err)
	}
	differ, err := disasm.Diff(os.Stdout, a, b)
	if err != nil {
		return usageError("diff", err)
	}
	if differ {
		return exitFailure
	}
	return 0
}
