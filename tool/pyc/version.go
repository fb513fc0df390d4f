package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

const versionUsage = `usage: pyc version [--json]

Shows the Python versions that pyc compiles for.
`

// programVersion is the version of pyc itself.
const programVersion = "0.1.0"

// runVersion is pyc version.
func runVersion(args []string) int {
	switch {
	case len(args) == 0:
		fmt.Printf("pyc %s\n", programVersion)
		for _, v := range target.Versions {
			fmt.Printf("Python %s  magic number %d  %s\n", v.Name, v.Magic, v.Tag)
		}
		return 0
	case len(args) == 1 && args[0] == "--json":
		return printVersionJSON()
	case wantsHelp(args):
		fmt.Print(versionUsage)
		return 0
	}
	return usageError("version", errors.New("the only flag is --json"))
}

func printVersionJSON() int {
	type python struct {
		Version string `json:"version"`
		Magic   uint16 `json:"magic"`
		Tag     string `json:"tag"`
	}
	out := struct {
		Version string   `json:"version"`
		Python  []python `json:"python"`
	}{Version: programVersion}
	for _, v := range target.Versions {
		out.Python = append(out.Python, python{v.Name, v.Magic, v.Tag})
	}
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return exitFailure
	}
	return 0
}
