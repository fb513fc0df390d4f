package main

import (
	"fmt"

	"github.com/rules-pyc/rules_pyc/tool/precompile"
)

const reportUsage = `usage: pyc report --output FILE REPORT...

Joins the reports that pyc compile --on_error=skip --report=REPORT has written.
`

// runReport is pyc report. The rules run it; people do not.
func runReport(args []string) int {
	if wantsHelp(args) {
		fmt.Print(reportUsage)
		return 0
	}
	if err := precompile.JoinReports(args, ""); err != nil {
		return usageError("report", err)
	}
	return 0
}
