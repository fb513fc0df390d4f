// Package layers tests that packages import only what docs/architecture.md lets them.
package layers

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/rules-pyc/rules_pyc/"

// order lists the packages of the compiler so that each may import those before
// it: data and helpers first, then the stages in the data's way.
var order = []string{
	"target", "unicodedata", "code", "constant", "source", "ast", "instr", "fold", "unparse",
	"token", "parser", "symtable", "optimize", "codegen", "flow", "assemble", "marshal", "pyc",
}

func TestLayers(t *testing.T) {
	position := map[string]int{"compiler": len(order)}
	for i, name := range order {
		position["compiler/"+name] = i
	}
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, module+"compiler/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		paths := strings.Fields(strings.ReplaceAll(line, module, ""))
		importer, known := position[paths[0]]
		if strings.HasPrefix(paths[0], "compiler/internal/") || strings.HasSuffix(paths[0], "/gen") {
			continue // helpers of tests, and programs that write tables
		}
		if !known {
			t.Errorf("%s has no place in the order", paths[0])
		}
		for _, path := range paths[1:] {
			imported, known := position[path]
			ours := strings.HasPrefix(path, "compiler") || strings.HasPrefix(path, "tool/") || strings.HasPrefix(path, "rules")
			switch {
			case path == "os" || path == "time" || path == "net" || path == "math/rand" || path == "math/rand/v2":
				t.Errorf("%s imports %s: the compiler is a function of its input", paths[0], path)
			case ours && (!known || imported >= importer):
				t.Errorf("%s must not import %s", paths[0], path)
			}
		}
	}
}
