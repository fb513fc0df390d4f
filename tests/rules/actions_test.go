package rules_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/tool/build"
)

// One action for each source, with everything in a parameter file.
func TestCompileAction(t *testing.T) {
	w := newWorkspace(t, `
-- app/BUILD.bazel --
py_bytecode(name = "app", srcs = ["main.py", "sub/more.py"])
-- app/main.py --
x = 1
-- app/sub/more.py --
y = 2
`)
	actions := w.actions("//app")
	if len(actions) != 2 {
		t.Fatalf("got %d actions, want 2", len(actions))
	}
	a := actions[0]
	output := "pyc-bin/app/app/app/__pycache__/main.cpython-313.pyc"
	if a.Mnemonic != "PyCompile" || a.Target != "//app:app" || a.Message != "Compiling app/main.py" {
		t.Errorf("got %s of %s: %s", a.Mnemonic, a.Target, a.Message)
	}
	equal(t, "inputs", a.Inputs, []string{"app/main.py"})
	equal(t, "outputs", a.Outputs, []string{output})
	equal(t, "environment", a.Env, nil)
	equal(t, "arguments", a.Arguments, []string{"compile", "@" + output + "-0.params"})
	equal(t, "parameter file", params(a), []string{
		"--python_version", "3.13", "--optimize", "0", "--invalidation_mode", "checked_hash",
		"--src", "app/main.py", "--src_name", "app/main.py", "--pyc", output,
	})
}

// params are the lines of an action's parameter files.
func params(a build.Action) []string {
	var lines []string
	for _, content := range a.Params {
		lines = append(lines, strings.Split(strings.TrimSuffix(content, "\n"), "\n")...)
	}
	return lines
}

// flagOf is the value of a flag in an action's parameter file.
func flagOf(a build.Action, name string) string {
	lines := params(a)
	for i, line := range lines {
		if line == name {
			return lines[i+1]
		}
	}
	return ""
}

// What attributes and settings do to one source.
func TestAttributes(t *testing.T) {
	for _, test := range []struct {
		name, attrs, setting string
		output               string // below the target's directory
		flag, value          string
	}{
		{name: "default", output: "src/pkg/__pycache__/m.cpython-313.pyc", flag: "--destdir", value: ""},
		{"version", `python_version = "3.14"`, "", "src/pkg/__pycache__/m.cpython-314.pyc", "--python_version", "3.14"},
		{"version setting", "", "python_version=3.14", "src/pkg/__pycache__/m.cpython-314.pyc", "--python_version", "3.14"},
		{"attribute before setting", `python_version = "3.12"`, "python_version=3.14", "src/pkg/__pycache__/m.cpython-312.pyc", "--python_version", "3.12"},
		{"optimize 0", `optimize = 0`, "optimize=2", "src/pkg/__pycache__/m.cpython-313.pyc", "--optimize", "0"},
		{"optimize 1", `optimize = 1`, "", "src/pkg/__pycache__/m.cpython-313.opt-1.pyc", "--optimize", "1"},
		{"optimize 2", "", "optimize=2", "src/pkg/__pycache__/m.cpython-313.opt-2.pyc", "--optimize", "2"},
		{"unchecked", `invalidation_mode = "unchecked_hash"`, "", "src/pkg/__pycache__/m.cpython-313.pyc", "--invalidation_mode", "unchecked_hash"},
		{"sourceless", `layout = "sourceless"`, "", "src/pkg/m.pyc", "--src_name", "src/pkg/m.py"},
		{"sourceless, optimized", `layout = "sourceless", optimize = 2`, "", "src/pkg/m.pyc", "--optimize", "2"},
		{"sourceless setting", "", "layout=sourceless", "src/pkg/m.pyc", "--optimize", "0"},
		{"dest_dir", `dest_dir = "/srv/app"`, "", "src/pkg/__pycache__/m.cpython-313.pyc", "--destdir", "/srv/app"},
		{"strip_prefix", `strip_prefix = "src"`, "", "pkg/__pycache__/m.cpython-313.pyc", "--src_name", "pkg/m.py"},
		{"strip_prefix with slashes", `strip_prefix = "src/"`, "", "pkg/__pycache__/m.cpython-313.pyc", "--src_name", "pkg/m.py"},
		{"strip_prefix of another place", `strip_prefix = "sr"`, "", "src/pkg/__pycache__/m.cpython-313.pyc", "--src_name", "src/pkg/m.py"},
		{"skip", `on_error = "skip"`, "", "src/pkg/__pycache__/m.cpython-313.pyc", "--on_error", "skip"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorkspace(t, `
-- src/pkg/m.py --
x = 1
-- src/BUILD.bazel --
py_bytecode(name = "t", srcs = ["pkg/m.py"], `+test.attrs+`)
`)
			args := []string{"//src:t"}
			if test.setting != "" {
				args = append(args, "--@rules_pyc//rules/settings:"+test.setting)
			}
			a := w.actions(args...)[0]
			if want := "pyc-bin/src/t/" + test.output; a.Outputs[0] != want {
				t.Errorf("got output %s, want %s", a.Outputs[0], want)
			}
			if got := flagOf(a, test.flag); got != test.value {
				t.Errorf("got %s %s, want %s", test.flag, got, test.value)
			}
		})
	}
}

// Libraries are followed through deps, whatever rule set they are of.
func TestLibraries(t *testing.T) {
	w := newWorkspace(t, `
-- BUILD.bazel --
load("@rules_python//python:defs.bzl", "py_library")
py_library(name = "top", srcs = ["top.py"], deps = ["//low", ":other"])
py_binary(name = "other", srcs = ["other.py"], main = "other.py", deps = ["//low"])
py_bytecode(name = "pyc", deps = [":top"])
alias(name = "short", actual = ":top")
py_bytecode(name = "pyc2", srcs = ["own.py"], deps = [":short", ":pyc"])
-- low/BUILD.bazel --
py_library(name = "low", srcs = ["low.py", "data.txt.py"], imports = ["."], visibility = ["//visibility:public"])
-- low/low.py --
-- low/data.txt.py --
-- top.py --
-- other.py --
-- own.py --
`)
	low := []string{"low/_pyc/low/low/__pycache__/low.cpython-313.pyc", "low/_pyc/low/low/__pycache__/data.txt.cpython-313.pyc"}
	libraries := append(low, "_pyc/other/__pycache__/other.cpython-313.pyc", "_pyc/top/__pycache__/top.cpython-313.pyc")
	equal(t, "actions of one target", w.outputs("PyCompile", "//:pyc"), libraries)
	equal(t, "actions of both", w.outputs("PyCompile", "//:pyc", "//:pyc2"), append(libraries, "pyc2/__pycache__/own.cpython-313.pyc"))
}

// A target that wants its libraries otherwise gets its own, and only then.
func TestConfigurations(t *testing.T) {
	w := newWorkspace(t, `
-- BUILD.bazel --
py_library(name = "lib", srcs = ["lib.py"])
py_bytecode(name = "plain", deps = [":lib"])
py_bytecode(name = "same", optimize = 0, layout = "pycache", deps = [":lib"])
py_bytecode(name = "optimized", optimize = 2, deps = [":lib"])
py_bytecode(name = "optimized_too", optimize = 2, deps = [":lib", ":plain"])
-- lib.py --
`)
	if got := w.outputs("PyCompile", "//:all"); len(got) != 2 {
		t.Errorf("got %v, want one output at level 0 and one at level 2", got)
	}
	if got := w.outputs("PyCompile", "//:all", "--@rules_pyc//rules/settings:optimize=2"); len(got) != 2 {
		t.Errorf("got %v, want one output at level 0 and one at level 2", got)
	}
	if got := w.outputs("PyCompile", "//:plain", "--@rules_pyc//rules/settings:optimize=2"); len(got) != 1 || !strings.HasSuffix(got[0], ".opt-2.pyc") {
		t.Errorf("got %v, want the setting to reach the library", got)
	}
}

// A source may be listed by many targets, and beside its library.
func TestSharedSources(t *testing.T) {
	w := newWorkspace(t, `
-- BUILD.bazel --
py_library(name = "lib", srcs = ["a.py", "b.py"])
filegroup(name = "group", srcs = ["a.py"])
py_bytecode(name = "one", srcs = ["a.py", ":group", ":lib"], deps = [":lib"])
py_bytecode(name = "two", srcs = ["a.py"], deps = [":one"])
py_bytecode_tree(name = "tree", deps = [":two"])
-- a.py --
-- b.py --
`)
	equal(t, "outputs", w.outputs("PyCompile", "//:all"), []string{
		"_pyc/lib/__pycache__/a.cpython-313.pyc", "_pyc/lib/__pycache__/b.cpython-313.pyc",
		"one/__pycache__/a.cpython-313.pyc", "one/__pycache__/b.cpython-313.pyc",
		"two/__pycache__/a.cpython-313.pyc",
	})
	equal(t, "tree", w.outputs("Symlink", "//:tree"), []string{
		"tree/__pycache__/a.cpython-313.pyc", "tree/__pycache__/b.cpython-313.pyc",
	})
	w.mustBuild("//...")
}

// Generated sources, groups, and sources of other packages.
func TestSources(t *testing.T) {
	w := newWorkspace(t, `
-- gen.bzl --
def _impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".py")
    ctx.actions.write(out, "x = %d\n" % ctx.attr.value)
    return DefaultInfo(files = depset([out]))

gen = rule(implementation = _impl, attrs = {"value": attr.int()})

def _named_impl(ctx):
    ctx.actions.write(ctx.outputs.out, "y = 1\n")

named = rule(implementation = _named_impl, attrs = {"out": attr.output(mandatory = True)})
-- BUILD.bazel --
load(":gen.bzl", "gen", "named")
gen(name = "made", value = 3)
named(name = "named", out = "sub/file.py")
py_bytecode(name = "pyc", srcs = ["made", "sub/file.py", "sp ace's é.py", "//other:exported.py", "//other:group"])
-- sp ace's é.py --
-- other/BUILD.bazel --
exports_files(["exported.py"])
filegroup(name = "group", srcs = glob(["**/*.py"], exclude = ["exported.py"]) + ["notes.txt"], visibility = ["//:__pkg__"])
-- other/exported.py --
-- other/deep/er.py --
-- other/notes.txt --
`)
	equal(t, "outputs", w.outputs("PyCompile", "//:pyc"), []string{
		"pyc/__pycache__/made.cpython-313.pyc", "pyc/sub/__pycache__/file.cpython-313.pyc",
		"pyc/__pycache__/sp ace's é.cpython-313.pyc", "pyc/other/__pycache__/exported.cpython-313.pyc", "pyc/other/deep/__pycache__/er.cpython-313.pyc",
	})
	w.mustBuild("//:pyc")
	if got := string(w.read("pyc-bin/made.py")); got != "x = 3\n" {
		t.Errorf("the generated source is %q", got)
	}
}

// Output groups, and what stands beside the bytecode.
func TestOutputGroups(t *testing.T) {
	w := newWorkspace(t, `
-- BUILD.bazel --
py_bytecode(name = "pyc", srcs = ["good.py", "bad.py"], on_error = "skip", include_sources = True)
py_bytecode(name = "above", deps = [":pyc"])
-- good.py --
x = 1
-- bad.py --
x = = 1
`)
	o := w.options("//:above")
	o.OutputGroups = []string{"report"}
	actions, err := build.Actions(o)
	if err != nil {
		t.Fatal(err)
	}
	last := actions[len(actions)-1]
	if last.Mnemonic != "PyCompileReport" || last.Outputs[0] != "pyc-bin/above.report.txt" {
		t.Errorf("got %s of %v, want the report", last.Mnemonic, last.Outputs)
	}
	w.mustBuild("//:all")
	for _, report := range []string{"pyc-bin/above.report.txt", "pyc-bin/pyc.report.txt"} {
		want(t, string(w.read(report)), "bad.py:1: SyntaxError: ")
		if text := string(w.read(report)); strings.Contains(text, "good.py") {
			t.Errorf("%s names a good file:\n%s", report, text)
		}
	}
	if got := w.read("pyc-bin/pyc/__pycache__/bad.cpython-313.pyc"); len(got) != 0 {
		t.Errorf("the skipped file has %d bytes of output", len(got))
	}
}

// The settings reach select().
func TestSelect(t *testing.T) {
	w := newWorkspace(t, `
-- BUILD.bazel --
config_setting(name = "new", flag_values = {"@rules_pyc//rules/settings:python_version": "3.14"})
config_setting(name = "new_and_small", flag_values = {
    "@rules_pyc//rules/settings:python_version": "3.14",
    "@rules_pyc//rules/settings:optimize": "2",
})
py_bytecode(
    name = "pyc",
    srcs = ["all.py"] + select({":new": ["new.py"], ":new_and_small": ["small.py"], "//conditions:default": ["old.py"]}),
    layout = select({":new": "sourceless", "//conditions:default": ""}),
)
-- all.py --
-- new.py --
-- old.py --
-- small.py --
`)
	version := "--@rules_pyc//rules/settings:python_version=3.14"
	equal(t, "default", w.outputs("PyCompile", "//:pyc"), []string{"pyc/__pycache__/all.cpython-313.pyc", "pyc/__pycache__/old.cpython-313.pyc"})
	equal(t, "new", w.outputs("PyCompile", "//:pyc", version), []string{"pyc/all.pyc", "pyc/new.pyc"})
	equal(t, "both", w.outputs("PyCompile", "//:pyc", version, "--@rules_pyc//rules/settings:optimize=2"),
		[]string{"pyc/all.pyc", "pyc/small.pyc"})
}

// Symbolic links are followed, but not round in circles.
func TestSymbolicLinks(t *testing.T) {
	w := newWorkspace(t, `
-- a/BUILD.bazel --
py_bytecode(name = "pyc", srcs = glob(["**/*.py"]))
-- a/x.py --
-- elsewhere/y.py --
`)
	for link, to := range map[string]string{"a/loop": ".", "a/linked": "../elsewhere", "elsewhere/back": "../a", "a/nowhere": "gone"} {
		if err := os.Symlink(to, filepath.Join(w.dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "outputs", w.outputs("PyCompile", "//a:pyc"),
		[]string{"a/pyc/a/linked/__pycache__/y.cpython-313.pyc", "a/pyc/a/__pycache__/x.cpython-313.pyc"})
	labels, err := build.Labels(w.options("//..."))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "packages", labels, []string{"//a:pyc", "//elsewhere/back:pyc"})
}

// Patterns name what they name for Bazel.
func TestPatterns(t *testing.T) {
	w := newWorkspace(t, `
-- BUILD.bazel --
filegroup(name = "root")
-- a/BUILD.bazel --
filegroup(name = "a")
filegroup(name = "x")
filegroup(name = "by_hand", tags = ["manual"])
-- a/b/BUILD.bazel --
filegroup(name = "b", srcs = ["f.py"])
-- a/b/f.py --
-- bazel-out/BUILD.bazel --
filegroup(name = "no")
-- ignored/BUILD.bazel --
filegroup(name = "no")
-- .bazelignore --
ignored
`)
	for _, test := range []struct{ patterns, labels string }{
		{"//...", "//:root //a/b:b //a:a //a:x"},
		{"//:all", "//:root"},
		{"//a", "//a:a"},
		{"//a:by_hand", "//a:by_hand"},
		{"//a:all", "//a:a //a:x"},
		{"//a/...", "//a/b:b //a:a //a:x"},
		{"//a/... -//a/b/...", "//a:a //a:x"},
		{"//... -//a:x -//:all", "//a/b:b //a:a"},
		{"a:x a/b", "//a/b:b //a:x"},
		{"@//a:x", "//a:x"},
		{":root", "//:root"},
		{"//a/b:f.py", "//a/b:f.py"},
	} {
		got, err := build.Labels(w.options(strings.Fields(test.patterns)...))
		if err != nil {
			t.Errorf("%s: %v", test.patterns, err)
			continue
		}
		equal(t, test.patterns, got, strings.Fields(test.labels))
	}
}

// The BUILD files of an existing repository load, whatever else is in them.
func TestExistingRepository(t *testing.T) {
	w := newWorkspace(t, `
-- BUILD.bazel --
load("@bazel_skylib//rules:write_file.bzl", "write_file")
load("@pip//:requirements.bzl", "all_requirements", "requirement")
load("@rules_cc//cc:defs.bzl", "cc_binary")
load("@rules_pkg//pkg:tar.bzl", "pkg_tar")
load("@rules_python//python:defs.bzl", "py_binary", "py_library", "py_test")
load("@rules_python//python:pip.bzl", "compile_pip_requirements")
load("//tools:macros.bzl", "our_library")

package(
    default_visibility = ["//visibility:public"],
    features = ["layering_check"],
)

licenses(["notice"])

exports_files(["LICENSE"])

package_group(
    name = "friends",
    packages = ["//...", "-//enemies/..."],
)

compile_pip_requirements(name = "requirements", src = "requirements.in")

write_file(name = "written", out = "written.txt", content = ["x"])

cc_binary(name = "native", srcs = ["main.cc"], deps = ["@zlib"])

genrule(name = "gen", srcs = ["in.txt"], outs = ["gen.py"], cmd = "cp $< $@", tools = [":native"])

test_suite(name = "tests", tests = [":lib_test"])

our_library(name = "lib", srcs = glob(["src/**/*.py"]), deps = [])

py_library(name = "numeric", srcs = ["numeric.py"], deps = [requirement("numpy"), ":lib"] + all_requirements)

py_binary(
    name = "tool",
    srcs = ["tool.py"],
    args = ["--verbose"],
    env = {"A": "b"},
    imports = ["src"],
    python_version = "PY3",
    tags = ["no-sandbox"],
    deps = [":lib"],
)

py_test(
    name = "lib_test",
    size = "small",
    timeout = "short",
    srcs = ["lib_test.py"],
    shard_count = 2,
    deps = [":lib"],
)

pkg_tar(name = "tar", srcs = [":tool"])

py_bytecode(name = "pyc", visibility = [":friends"], deps = [":tool", ":lib_test"])
-- tools/BUILD.bazel --
-- tools/macros.bzl --
load("@rules_python//python:py_library.bzl", "py_library")

def our_library(name, srcs, **kwargs):
    """A library with the team's defaults."""
    py_library(
        name = name,
        srcs = [s for s in srcs if not s.endswith("_test.py")],
        srcs_version = "PY3",
        tags = kwargs.pop("tags", []) + ["ours"],
        **kwargs
    )
    if not native.existing_rule(name + "_all"):
        native.filegroup(name = name + "_all", srcs = srcs)
-- src/a.py --
-- src/deep/b.py --
-- src/a_test.py --
-- tool.py --
-- lib_test.py --
-- numeric.py --
`)
	equal(t, "outputs", w.outputs("PyCompile", "//:pyc"), []string{
		"_pyc/lib/src/__pycache__/a.cpython-313.pyc", "_pyc/lib/src/deep/__pycache__/b.cpython-313.pyc",
		"_pyc/tool/__pycache__/tool.cpython-313.pyc", "_pyc/lib_test/__pycache__/lib_test.cpython-313.pyc",
	})
	w.mustBuild("//:pyc")
}
