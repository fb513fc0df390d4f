package rules_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path"
	"sort"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the files that are generated")

// module is the path of this Go module.
const module = "github.com/rules-pyc/rules_pyc"

// compilerPackage is what the default toolchain runs.
const compilerPackage = module + "/tool/precompiler"

// goPackage is what `go list` says of a package.
type goPackage struct {
	ImportPath, Dir, Name, Root string
	Imports, EmbedPatterns      []string
	Standard                    bool
}

// TestGoBuildFiles holds the BUILD files of the Go packages that Bazel builds the
// compiler from against the packages themselves.
func TestGoBuildFiles(t *testing.T) {
	for _, p := range listPackages(t) {
		if p.Standard {
			continue
		}
		if !strings.HasPrefix(p.ImportPath, module+"/") {
			t.Errorf("%s imports %s: the compiler is to be built without modules of others", compilerPackage, p.ImportPath)
			continue
		}
		name := strings.TrimPrefix(p.ImportPath, module+"/") + "/BUILD.bazel"
		generated(t, name, string(goBuildFile(p)), "GoBuildFiles")
	}
}

func listPackages(t *testing.T) []goPackage {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Name,Root,Imports,EmbedPatterns,Standard", compilerPackage)
	// What Bazel builds is pure Go for any system; one list does for all of them.
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p goPackage
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	return packages
}

func goBuildFile(p goPackage) []byte {
	var b bytes.Buffer
	name := path.Base(p.ImportPath)
	rules := `"go_library"`
	if p.Name == "main" {
		rules = `"go_binary", "go_library"`
	}
	fmt.Fprintf(&b, "# Written by go test ./tests/rules -run GoBuildFiles -update.\n\n")
	fmt.Fprintf(&b, "load(\"@io_bazel_rules_go//go:def.bzl\", %s)\n\n", rules)
	if p.Name == "main" {
		fmt.Fprintf(&b, "go_binary(\n    name = %q,\n    embed = [\":%s_lib\"],\n    pure = \"on\",\n    visibility = [\"//visibility:public\"],\n)\n\n", name, name)
		name += "_lib"
	}
	fmt.Fprintf(&b, "go_library(\n    name = %q,\n", name)
	b.WriteString("    srcs = glob(\n        [\"*.go\"],\n        exclude = [\"*_test.go\"],\n    ),\n")
	if len(p.EmbedPatterns) > 0 {
		writeList(&b, "embedsrcs", p.EmbedPatterns)
	}
	fmt.Fprintf(&b, "    importpath = %q,\n    visibility = [\"//visibility:public\"],\n", p.ImportPath)
	var deps []string
	for _, imported := range p.Imports {
		if inside, ok := strings.CutPrefix(imported, module+"/"); ok {
			deps = append(deps, "//"+inside)
		}
	}
	if len(deps) > 0 {
		writeList(&b, "deps", deps)
	}
	b.WriteString(")\n")
	return b.Bytes()
}

func writeList(b *bytes.Buffer, name string, items []string) {
	sort.Strings(items)
	if len(items) == 1 {
		fmt.Fprintf(b, "    %s = [%q],\n", name, items[0])
		return
	}
	fmt.Fprintf(b, "    %s = [\n", name)
	for _, item := range items {
		fmt.Fprintf(b, "        %q,\n", item)
	}
	b.WriteString("    ],\n")
}
