package rules_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tool/build"
)

const referenceIntro = `# The rules

Written by ` + "`go test ./tests/rules -run Reference -update`" + ` from the rules themselves.

## Setting up

With MODULE.bazel:

    bazel_dep(name = "rules_pyc", version = "0.1.0")

With WORKSPACE, once @rules_pyc is declared:

    load("@rules_pyc//rules:repositories.bzl", "rules_pyc_repositories")
    rules_pyc_repositories()
    load("@rules_pyc//rules:register.bzl", "rules_pyc_register_toolchains")
    rules_pyc_register_toolchains()

Without Bazel, any directory with a MODULE.bazel or WORKSPACE file, an empty one even, is a workspace
for ` + "`pyc build`" + `, which has the rules in it.

Then, in a BUILD file:

    load("@rules_pyc//rules:defs.bzl", "py_bytecode")

    py_bytecode(
        name = "app_pyc",
        deps = [":app"],  # a py_library or py_binary
    )

The packages in examples/ show the rest.

## As the precompiler of rules_python

rules_python compiles the sources of its own py_library and py_binary targets if it is told to, with a
Python for each action. It takes this compiler in its place; the bytes are the same:

    load("@rules_python//python:py_exec_tools_toolchain.bzl", "py_exec_tools_toolchain")

    py_exec_tools_toolchain(
        name = "pyc_exec_tools",
        exec_interpreter = "@rules_python//python:none",
        precompiler = "@rules_pyc//tool/precompiler",
    )

    toolchain(
        name = "pyc_exec_tools_toolchain",
        toolchain = ":pyc_exec_tools",
        toolchain_type = "@rules_python//python:exec_tools_toolchain_type",
    )

Register that toolchain and build with ` + "`--@rules_python//python/config_settings:precompile=enabled`" + `. What
rules_python compiles keeps its destination as co_filename; the attributes below are py_bytecode's.

## Settings

An attribute that a target leaves out has the value of the build setting of the same name, which
` + "`--@rules_pyc//rules/settings:NAME=VALUE`" + ` sets for a whole build: dest_dir, invalidation_mode, layout, on_error,
optimize, python_version, strip_prefix. A target that sets an attribute sets it for all that it depends on
as well, unless that sets its own.

Everything below is loaded from ` + "`@rules_pyc//rules:defs.bzl`" + `.

`

const referencePkg = `# For rules_pkg

Load this from ` + "`@rules_pyc//rules:pkg.bzl`" + `; the workspace must have rules_pkg.

`

// TestReference holds docs/rules.md against the rules.
func TestReference(t *testing.T) {
	text := referenceIntro
	for _, part := range []struct{ intro, file string }{{"", "defs.bzl"}, {referencePkg, "pkg.bzl"}} {
		reference, err := build.Reference(part.file)
		if err != nil {
			t.Fatal(err)
		}
		text += part.intro + reference
	}
	text = strings.TrimSpace(text) + "\n"
	generated(t, "docs/rules.md", text, "Reference")
}

// TestPythonVersions holds the versions that the default toolchain says it knows
// against the compiler's.
func TestPythonVersions(t *testing.T) {
	var b strings.Builder
	b.WriteString("\"\"\"The Python versions that the compiler of the default toolchain knows.\n\n" +
		"Written by go test ./tests/rules -run PythonVersions -update.\n\"\"\"\n\nPYTHON_VERSIONS = [\n")
	for _, v := range target.Versions {
		fmt.Fprintf(&b, "    %q,\n", v.Name)
	}
	b.WriteString("]\n")
	generated(t, "rules/private/versions.bzl", b.String(), "PythonVersions")
}

// generated holds a file of the repository against what it should be, or writes it.
func generated(t *testing.T, name, want, test string) {
	t.Helper()
	file := filepath.Join("..", "..", filepath.FromSlash(name))
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("%s is out of date: write it with go test ./tests/rules -run %s -update", name, test)
	}
}
