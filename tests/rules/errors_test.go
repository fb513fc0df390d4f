package rules_test

import (
	"strings"
	"testing"
)

// Everything that can be wrong with a BUILD file, and what is said about it. The
// build of //... fails; in front of the message stands the place.
func TestMistakes(t *testing.T) {
	for _, test := range []struct {
		name, archive string
		args          string // instead of //...
		messages      []string
	}{
		{"missing file", `
-- BUILD.bazel --

py_bytecode(name = "pyc", srcs = ["gone.py"])
`, "", []string{"BUILD.bazel:3:12: //:pyc: attribute srcs: no such target //:gone.py: there is neither a target nor a file of this name"}},
		{"cycle", `
-- a/BUILD.bazel --
py_bytecode(name = "a", deps = ["//b"], visibility = ["//visibility:public"])
-- b/BUILD.bazel --
py_library(name = "b", deps = ["//c"], visibility = ["//visibility:public"])
-- c/BUILD.bazel --
py_library(name = "c", deps = ["//b"], visibility = ["//visibility:public"])
`, "", []string{"cycle in dependency graph:\n.-> //b:b\n|   //c:c\n`-- //b:b"}},
		{"unknown attribute", `
-- BUILD.bazel --
py_bytecode(name = "pyc", sources = ["a.py"], optimise = 1)
`, "", []string{"BUILD.bazel:2:12: //:pyc: no such attribute 'optimise' in 'py_bytecode' rule (did you mean 'optimize'?)"}},
		{"version mix", `
-- BUILD.bazel --
py_bytecode(name = "old", python_version = "3.12")
py_library(name = "lib", deps = [":old"])
py_bytecode(name = "new", python_version = "3.13", deps = [":lib"])
`, "", []string{"//:lib is Python 3.13, but //:old below it is Python 3.12: one closure holds one version"}},
		{"version mix through settings", `
-- BUILD.bazel --
py_bytecode(name = "fixed", python_version = "3.12")
py_bytecode(name = "free", deps = [":fixed"])
`, "", []string{"//:free is Python 3.13, but //:fixed below it is Python 3.12"}},
		{"wrong value", `
-- BUILD.bazel --
py_bytecode(name = "pyc", invalidation_mode = "timestamp")
`, "", []string{`//:pyc: attribute invalidation_mode: got "timestamp", want one of "checked_hash", "unchecked_hash"`}},
		{"wrong type", `
-- BUILD.bazel --
py_bytecode(name = "pyc", srcs = "a.py")
`, "", []string{"//:pyc: attribute srcs: got string, want list"}},
		{"wrong setting", `
-- BUILD.bazel --
py_bytecode(name = "pyc")
`, "//:pyc --@rules_pyc//rules/settings:layout=flat", []string{`//rules/settings:layout is set to "flat", which is none of pycache, sourceless`}},
		{"unknown setting", "", "//:pyc --@rules_pyc//rules/settings:colour=red", []string{"no such target @rules_pyc//rules/settings:colour"}},
		{"no name", `
-- BUILD.bazel --
py_bytecode(srcs = [])
`, "", []string{"BUILD.bazel:2:12: a py_bytecode target needs a name"}},
		{"twice", `
-- BUILD.bazel --
py_bytecode(name = "pyc")
filegroup(name = "pyc")
`, "", []string{"BUILD.bazel:3:10: //:pyc: there is a target of this name already, at BUILD.bazel:2:12"}},
		{"not a source", `
-- BUILD.bazel --
py_bytecode(name = "pyc", srcs = ["a.txt"])
-- a.txt --
`, "", []string{"attribute srcs: //:a.txt is a source file; only files that end in .py can stand here"}},
		{"no sources in target", `
-- BUILD.bazel --
filegroup(name = "group", srcs = ["a.txt"])
py_bytecode(name = "pyc", srcs = [":group"])
-- a.txt --
`, "", []string{"//:pyc: attribute srcs: //:group (filegroup) gives no files that end in .py"}},
		{"invisible", `
-- a/BUILD.bazel --
py_library(name = "a")
-- BUILD.bazel --
py_bytecode(name = "pyc", deps = ["//a"])
`, "", []string{"//:pyc: attribute deps: //a:a is not visible from here", "a/BUILD.bazel:2:11"}},
		{"not exported", `
-- a/BUILD.bazel --
-- a/a.py --
-- BUILD.bazel --
py_bytecode(name = "pyc", srcs = ["//a:a.py"])
`, "", []string{`a/BUILD.bazel does not export; add exports_files(["a.py"]) there`}},
		{"file of a package below", `
-- a/BUILD.bazel --
-- a/a.py --
-- BUILD.bazel --
py_bytecode(name = "pyc", srcs = ["a/a.py"])
`, "", []string{"no such target //:a/a.py: a is a package of its own; the label is //a:a.py"}},
		{"no package", "", "//nowhere:x", []string{"no such package //nowhere: there is no BUILD.bazel or BUILD file in nowhere"}},
		{"no packages", "", "//nowhere/...", []string{"//nowhere/...: "}},
		{"no target", "-- BUILD.bazel --\n", "//:x", []string{"no such target //:x: BUILD.bazel declares none of this name"}},
		{"genrule", `
-- BUILD.bazel --

genrule(name = "gen", outs = ["a.py"], cmd = "touch $@")
py_bytecode(name = "pyc", srcs = [":gen"])
`, "//:pyc", []string{"BUILD.bazel:3:8: //:gen: a target of genrule is not supported by pyc build; Bazel builds it"}},
		{"rule of another repository", `
-- BUILD.bazel --
load("@rules_foo//foo:defs.bzl", "foo_library")
foo_library(name = "foo")
`, "", []string{"BUILD.bazel:3:12: //:foo: a target of foo_library of @rules_foo//foo:defs.bzl is not supported by pyc build; Bazel builds it"}},
		{"macro of another repository", `
-- BUILD.bazel --
load("@rules_foo//foo:defs.bzl", "foo_macro")
foo_macro("generated")
py_bytecode(name = "pyc", deps = [":generated"])
`, "", []string{"no such target //:generated", "unless foo_macro of @rules_foo//foo:defs.bzl at BUILD.bazel:3:10 does, which is not supported by pyc build; Bazel builds it"}},
		{"package of pip", `
-- BUILD.bazel --
load("@pip//:requirements.bzl", "requirement")
py_library(name = "lib", deps = [requirement("numpy")])
py_bytecode(name = "pyc", deps = [":lib"])
`, "", []string{`BUILD.bazel:3:11: //:lib: attribute deps: requirement of @pip//:requirements.bzl ("numpy") is not supported by pyc build; Bazel builds it`}},
		{"select on a platform", `
-- BUILD.bazel --
py_bytecode(name = "pyc", srcs = select({"@platforms//os:linux": []}))
`, "", []string{"the repository @platforms (//os) is not supported by pyc build; Bazel builds it"}},
		{"select without a match", `
-- BUILD.bazel --
config_setting(name = "two", flag_values = {"@rules_pyc//rules/settings:optimize": "2"})
py_bytecode(name = "pyc", srcs = select({":two": []}))
`, "", []string{"//:pyc: attribute srcs: select: none of //:two holds, and there is no //conditions:default"}},
		{"same place", `
-- BUILD.bazel --
py_bytecode(name = "pyc", srcs = ["a.py", "src/a.py"], strip_prefix = "src")
-- a.py --
-- src/a.py --
`, "", []string{"//:pyc: a.py and src/a.py would both be installed as a.py"}},
		{"syntax", `
-- BUILD.bazel --
py_bytecode(name = "pyc"
`, "", []string{"BUILD.bazel:"}},
		{"keywords in a BUILD file", `
-- BUILD.bazel --
py_bytecode(**{"name": "pyc"})
`, "", []string{"BUILD.bazel:2:1: neither *args nor **kwargs can stand in a BUILD file; move the call to a macro in a .bzl file"}},
		{"undefined", `
-- BUILD.bazel --
py_byte_code(name = "pyc")
`, "", []string{"BUILD.bazel:2:1: undefined: py_byte_code"}},
		{"missing .bzl file", `
-- BUILD.bazel --
load(":gone.bzl", "x")
`, "", []string{"cannot load //:gone.bzl"}},
		{"fail in a macro", `
-- m.bzl --
def macro(name):
    fail("this macro wants more")
-- BUILD.bazel --
load(":m.bzl", "macro")
macro("x")
`, "", []string{"m.bzl:2:9: ", "this macro wants more", "called from BUILD.bazel:3:6"}},
		{"part of ctx", `
-- r.bzl --
def _impl(ctx):
    ctx.actions.run_shell(command = "true")

r = rule(implementation = _impl)
-- BUILD.bazel --
load(":r.bzl", "r")
r(name = "x")
`, "", []string{"//:x: ", "ctx.actions.run_shell is not supported by pyc build; Bazel builds it"}},
		{"made twice", `
-- r.bzl --
def _impl(ctx):
    ctx.actions.write(ctx.actions.declare_file("same"), "")

r = rule(implementation = _impl)
-- BUILD.bazel --
load(":r.bzl", "r")
r(name = "x")
r(name = "y")
`, "", []string{"pyc-bin/same would be made twice: by FileWrite of //:x and by FileWrite of //:y"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorkspace(t, test.archive)
			args := []string{"//..."}
			if test.args != "" {
				args = strings.Fields(test.args)
			}
			want(t, w.failure(args...), test.messages...)
		})
	}
}

// A source with an error fails the build, and says all that helps.
func TestBrokenSource(t *testing.T) {
	w := newWorkspace(t, `
-- pkg/BUILD.bazel --
py_bytecode(name = "pyc", srcs = ["good.py", "bad.py"])
-- pkg/good.py --
x = 1
-- pkg/bad.py --
def f(:
    pass
`)
	o := w.options("//...")
	o.KeepGoing = true
	_, screen, err := w.buildWith(o)
	if err == nil {
		t.Fatal("the build succeeded")
	}
	want(t, screen,
		"//pkg:pyc: Compiling pkg/bad.py failed: exit status 1",
		`File "pkg/bad.py", line 1`, "SyntaxError: ",
		" compile --python_version 3.13 ", "--src pkg/bad.py",
		`on_error = "skip"`, "1 run, 1 failed")
	if w.exists("pyc-bin/pkg/pyc/pkg/__pycache__/bad.cpython-313.pyc") {
		t.Error("the broken source has an output")
	}
	w.write("pkg/bad.py", "def f():\n    pass\n")
	if stats := w.mustBuild("//..."); stats.Executed != 1 || stats.UpToDate != 1 {
		t.Errorf("after the correction: %+v, want one run and one up to date", stats)
	}
}

// With keep_going the rest is built.
func TestKeepGoing(t *testing.T) {
	w := newWorkspace(t, `
-- a/BUILD.bazel --
genrule(name = "gen")
py_bytecode(name = "pyc", srcs = ["a.py"])
-- a/a.py --
-- b/BUILD.bazel --
py_bytecode(name = "pyc", nonsense = 1)
`)
	o := w.options("//...")
	o.KeepGoing = true
	_, screen, err := w.buildWith(o)
	if err == nil {
		t.Error("the build succeeded")
	}
	want(t, screen, "//a:gen", "no such attribute 'nonsense'")
	if !w.exists("pyc-bin/a/pyc/a/__pycache__/a.cpython-313.pyc") {
		t.Error("what could be built was not")
	}
}
