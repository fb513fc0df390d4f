package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// consumer is a workspace that uses the rules from another repository, and has
// libraries in a third one.
var consumer = map[string]string{
	"other/MODULE.bazel": `module(name = "other")

bazel_dep(name = "rules_python", version = "1.6.3")
`,
	"other/WORKSPACE": `workspace(name = "other")
`,
	"other/lib/BUILD.bazel": `load("@rules_python//python:defs.bzl", "py_library")

py_library(name = "lib", srcs = ["othermod.py"], visibility = ["//visibility:public"])
`,
	"other/lib/othermod.py": "def where(): return where.__code__.co_filename\n",
	"workspace/WORKSPACE": `workspace(name = "consumer")

local_repository(name = "rules_pyc", path = "../rules_pyc")
local_repository(name = "other", path = "../other")
`,
	"workspace/MODULE.bazel": `module(name = "consumer")

bazel_dep(name = "rules_pyc", version = "0.1.0")
bazel_dep(name = "rules_go", version = "0.57.0")
bazel_dep(name = "rules_python", version = "1.6.3")
bazel_dep(name = "other", version = "0")
local_path_override(module_name = "rules_pyc", path = "../rules_pyc")
local_path_override(module_name = "other", path = "../other")

go_sdk = use_extension("@rules_go//go:extensions.bzl", "go_sdk")
go_sdk.host()
`,
	"workspace/prebuilt/BUILD.bazel": `load("@rules_pyc//rules:defs.bzl", "pyc_toolchain")

pyc_toolchain(
    name = "pyc_toolchain",
    compiler = "pyc",
    persistent_worker = True,
)

toolchain(
    name = "toolchain",
    toolchain = ":pyc_toolchain",
    toolchain_type = "@rules_pyc//rules:toolchain_type",
)
`,
	"workspace/app/BUILD.bazel": `load("@rules_python//python:defs.bzl", "py_library")
load("@rules_pyc//rules:defs.bzl", "py_bytecode", "py_bytecode_tree")

config_setting(
    name = "optimized",
    flag_values = {"@rules_pyc//rules/settings:optimize": "2"},
)

py_library(
    name = "app",
    srcs = ["app.py"] + select({":optimized": [], "//conditions:default": ["more.py"]}),
    deps = ["@other//lib"],
)

py_bytecode(name = "plain", deps = [":app"])

py_bytecode(name = "installed", dest_dir = "/installed", layout = "sourceless", deps = [":app"])

py_bytecode_tree(name = "tree", deps = [":installed"])

sh_test(name = "runfiles_test", srcs = ["runfiles_test.sh"], data = [":plain"])
`,
	"workspace/app/app.py":  "import othermod\n\ndef where(): return othermod.where()\n",
	"workspace/app/more.py": "",
	"workspace/app/runfiles_test.sh": `#!/bin/sh
# The bytecode of another repository stands beside its sources, too.
for repo in other other~ other+; do
  [ ! -d "$TEST_SRCDIR/$repo/lib" ] || lib=$TEST_SRCDIR/$repo/lib
done
[ -e "$lib/__pycache__/othermod.cpython-313.pyc" ] || { find "$TEST_SRCDIR"; exit 1; }
said=$(PYTHONPATH=app:$lib python3.13 -B -v -c 'import app' 2>&1) || exit 1
case $said in
  *"lib/__pycache__/othermod.cpython-313.pyc matches"*) ;;
  *) echo "$said"; exit 1 ;;
esac
`,
}

// consumerChecks builds that workspace in a mode.
func (s *session) consumerChecks(mode string) error {
	base := filepath.Join(s.scratch, "consumer-"+mode)
	if err := writeFiles(base, consumer); err != nil {
		return err
	}
	if err := s.copyCheckout(filepath.Join(base, "rules_pyc")); err != nil {
		return err
	}
	b := &bazel{host: s.host, dir: filepath.Join(base, "workspace"), out: filepath.Join(base, "out"), mode: mode, flags: []string{extraToolchain}}
	if s.host.offline {
		// Only the root module may take the Go of this machine.
		if err := edit(filepath.Join(base, "rules_pyc", "MODULE.bazel"), `go_sdk.download(version = "1.26.8")`, ""); err != nil {
			return err
		}
	}
	if err := show("cp", s.pyc, filepath.Join(b.dir, "prebuilt/pyc")); err != nil {
		return err
	}
	if err := os.Chmod(filepath.Join(b.dir, "app/runfiles_test.sh"), 0o777); err != nil {
		return err
	}
	defer b.shutdown()
	if _, err := b.run("test", "--test_output=errors", "//app:all"); err != nil {
		return err
	}
	out, err := s.runPython(filepath.Join(b.dir, "bazel-bin/app/tree/app"), "", "-c",
		"import sys; sys.path.append(sys.path[1] + '/../lib'); import app; print(app.where())")
	if err != nil || out != "/installed/lib/othermod.py\n" {
		return fmt.Errorf("the tree says %q: %w", out, err)
	}
	if _, err := b.build("--@rules_pyc//rules/settings:optimize=2", "--@rules_pyc//rules/settings:invalidation_mode=unchecked_hash", "//app:plain"); err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(b.dir, "bazel-bin/app/_pyc/app/app/__pycache__/app.cpython-313.opt-2.pyc"))
	if err != nil {
		return err
	}
	if data[4] != 1 {
		return fmt.Errorf("the flags of the .pyc are %d, want 1: unchecked_hash", data[4])
	}
	return nil
}
