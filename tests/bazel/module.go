package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// prebuilt is a toolchain that names an executable in the workspace, and packages
// with mistakes that are built with it.
var prebuilt = map[string]string{
	"prebuilt/BUILD.bazel": `load("//rules:defs.bzl", "pyc_toolchain")

pyc_toolchain(
    name = "pyc_toolchain",
    compiler = "pyc",
)

toolchain(
    name = "toolchain",
    toolchain = ":pyc_toolchain",
    toolchain_type = "//rules:toolchain_type",
)
`,
	"mistakes/broken/BUILD.bazel": `load("//rules:defs.bzl", "py_bytecode")

py_bytecode(name = "pyc", srcs = ["bad.py"])
`,
	"mistakes/broken/bad.py": "def f():\n    return )\n",
	"mistakes/missing/BUILD.bazel": `load("//rules:defs.bzl", "py_bytecode")

py_bytecode(name = "pyc", srcs = ["gone.py"])
`,
	"mistakes/cycle/BUILD.bazel": `load("//rules:defs.bzl", "py_bytecode")

py_bytecode(name = "a", deps = [":b"])
py_bytecode(name = "b", deps = [":a"])
`,
	"mistakes/attribute/BUILD.bazel": `load("//rules:defs.bzl", "py_bytecode")

py_bytecode(name = "pyc", optimise = 1)
`,
	"mistakes/mix/BUILD.bazel": `load("//rules:defs.bzl", "py_bytecode")

py_bytecode(name = "old", python_version = "3.12")
py_bytecode(name = "new", python_version = "3.13", deps = [":old"])
`,
	"mistakes/place/BUILD.bazel": `load("//rules:defs.bzl", "py_bytecode")

py_bytecode(name = "pyc", srcs = ["a.py", "src/mistakes/place/a.py"], strip_prefix = "mistakes/place/src")
`,
	"mistakes/place/a.py":                    "",
	"mistakes/place/src/mistakes/place/a.py": "",
	"shared/BUILD.bazel": `load("@rules_python//python:defs.bzl", "py_library")
load("//rules:defs.bzl", "py_bytecode")

py_library(name = "lib", srcs = ["a.py", "b.py"])
filegroup(name = "group", srcs = ["a.py"])
py_bytecode(name = "one", srcs = ["a.py", ":group", ":lib"], deps = [":lib"])
py_bytecode(name = "two", srcs = ["a.py"], deps = [":one", ":lib"])
py_bytecode(name = "three", optimize = 1, deps = [":one", ":lib"])

genrule(name = "gen", outs = ["made.py"], cmd = "echo 'x = 1' > $@")
py_bytecode(name = "generated", srcs = [":gen"])

sh_test(
    name = "bytecode_test",
    srcs = ["bytecode_test.sh"],
    data = [":runnable", ":sourceless", ":two"],
)
py_bytecode(name = "runnable", srcs = ["run/mod.py"], dest_dir = "/installed")
py_bytecode(name = "sourceless", srcs = ["bare/mod2.py"], dest_dir = "/installed", layout = "sourceless")
`,
	"shared/a.py":         "x = 1\n",
	"shared/b.py":         "y = 1\n",
	"shared/run/mod.py":   "def where(): return where.__code__.co_filename\n",
	"shared/bare/mod2.py": "def where(): return where.__code__.co_filename\n",
	"shared/bytecode_test.sh": `#!/bin/sh
# Python finds the bytecode in the runfiles, beside the source or in its place.
cd shared || exit 1
[ ! -e bare/mod2.py ] || { echo "there is a source in runfiles that are to have none"; exit 1; }
said=$(PYTHONPATH=run python3.13 -B -v -c "import mod" 2>&1) || exit 1
case $said in
  *"run/__pycache__/mod.cpython-313.pyc matches"*) ;;
  *) echo "$said"; exit 1 ;;
esac
got=$(PYTHONPATH=bare python3.13 -B -c "import mod2; print(mod2.where())") || exit 1
[ "$got" = /installed/shared/bare/mod2.py ] || { echo "co_filename is $got"; exit 1; }
`,
	"packaged/BUILD.bazel": `load("//rules:defs.bzl", "py_bytecode")
load("//rules:pkg.bzl", "py_bytecode_pkg_files")

py_bytecode(name = "pyc", srcs = ["a.py"])
py_bytecode_pkg_files(name = "files", srcs = [":pyc"], prefix = "/app")
`,
	"packaged/a.py": "",
}

const extraToolchain = "--extra_toolchains=//prebuilt:toolchain"

// moduleChecks are those that need no compiler built by Bazel: they name the
// binary as the compiler.
func (s *session) moduleChecks(b *bazel) {
	if err := s.addMistakes(b); err != nil {
		s.check("a workspace with mistakes", func() error { return err })
		return
	}
	s.check("paths without configurations give the same", func() error {
		if err := s.pycBuild(b.dir, "//examples/..."); err != nil {
			return err
		}
		_, err := b.build(extraToolchain, "--experimental_output_paths=strip", "//examples/...")
		return errors.Join(err, compareTrees(b))
	})
	analysis := func(args string, want ...string) func() error {
		return func() error {
			return b.mustFail(want, append([]string{"--nobuild", extraToolchain}, strings.Fields(args)...)...)
		}
	}
	s.check("a broken source", func() error {
		err := b.mustFail([]string{`File "mistakes/broken/bad.py", line 2`, "SyntaxError: unmatched ')'"}, extraToolchain, "//mistakes/broken:pyc")
		if _, e := os.Stat(filepath.Join(b.dir, "bazel-bin/mistakes/broken/pyc")); e == nil {
			err = errors.Join(err, noPyc(filepath.Join(b.dir, "bazel-bin/mistakes/broken/pyc")))
		}
		return err
	})
	s.check("a broken source, mended", func() error {
		if err := writeFiles(b.dir, map[string]string{"mistakes/broken/bad.py": "def f():\n    return ()\n"}); err != nil {
			return err
		}
		_, err := b.build(extraToolchain, "//mistakes/broken:pyc")
		return err
	})
	s.check("a missing file", func() error {
		return b.mustFail([]string{"missing input file '//mistakes/missing:gone.py'"}, extraToolchain, "//mistakes/missing:pyc")
	})
	s.check("a dependency cycle", analysis("//mistakes/cycle:a", "cycle in dependency graph", "//mistakes/cycle:b"))
	s.check("an unknown attribute", analysis("//mistakes/attribute:pyc", "no such attribute 'optimise' in 'py_bytecode' rule (did you mean 'optimize'?)"))
	s.check("a version mix", analysis("//mistakes/mix:new", "//mistakes/mix:new is Python 3.13, but @@//mistakes/mix:old below it is Python 3.12: one closure holds one version"))
	s.check("two sources for one place", analysis("//mistakes/place:pyc", "would both be installed as"))
	s.check("a wrong setting", analysis("--//rules/settings:layout=flat //examples/settings", "layout is set to \"flat\", which is none of pycache, sourceless"))
	s.check("shared sources, no conflict", func() error {
		_, err := b.build(extraToolchain, "//shared:all")
		return err
	})
	s.check("a library is compiled once", func() error { return s.compiledOnce(b) })
	s.check("a test runs bytecode from its runfiles", func() error {
		_, err := b.run("test", extraToolchain, "--test_output=errors", "//shared:bytecode_test")
		return err
	})
	s.check("rules_pkg takes the files", func() error {
		_, err := b.build(extraToolchain, "//packaged:files")
		return err
	})
	s.check("a killed build", func() error { return s.killedBuild(b) })
}

func (s *session) addMistakes(b *bazel) error {
	if err := writeFiles(b.dir, prebuilt); err != nil {
		return err
	}
	if err := os.Chmod(filepath.Join(b.dir, "shared/bytecode_test.sh"), 0o777); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(b.dir, "MODULE.bazel"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	fmt.Fprintln(file, `bazel_dep(name = "rules_pkg", version = "0.9.1")`)
	if err := file.Close(); err != nil {
		return err
	}
	if b.host.offline {
		b.flags = append(b.flags, "--override_module=rules_pkg="+debianRules+"/rules/pkg")
	}
	return show("cp", s.pyc, filepath.Join(b.dir, "prebuilt/pyc"))
}

func noPyc(dir string) error {
	return walk(dir, func(name string) error {
		if strings.HasSuffix(name, ".pyc") {
			return fmt.Errorf("%s is left of a build that failed", name)
		}
		return nil
	})
}

// compiledOnce counts the actions that compile the library in all targets that
// ask for it: one for each source and level.
func (s *session) compiledOnce(b *bazel) error {
	out, err := b.run("aquery", extraToolchain, "--output=text", "--include_commandline=false", `mnemonic("PyCompile", inputs(".*shared/b.py", deps(//shared:all)))`)
	if err != nil {
		return err
	}
	// "one" lists the source too, in two configurations.
	if n := strings.Count(out, "Mnemonic: PyCompile"); n != 4 {
		return fmt.Errorf("b.py is compiled by %d actions, want 4: for the library and for one, at two levels\n%s", n, out)
	}
	return nil
}

// killedBuild kills Bazel and all it has started, and builds again.
func (s *session) killedBuild(b *bazel) error {
	files := map[string]string{"many/BUILD.bazel": "load(\"//rules:defs.bzl\", \"py_bytecode\")\n\npy_bytecode(name = \"pyc\", srcs = glob([\"*.py\"]))\n"}
	for i := range 500 {
		files[fmt.Sprintf("many/m%03d.py", i)] = strings.Repeat(fmt.Sprintf("def f%d(a, b=%d):\n    return [a * b for a in range(b)]\n", i, i), 200)
	}
	if err := writeFiles(b.dir, files); err != nil {
		return err
	}
	out, err := b.run("info", "server_pid")
	if err != nil {
		return err
	}
	lines := strings.Fields(out)
	pid, err := strconv.Atoi(lines[len(lines)-1])
	if err != nil {
		return fmt.Errorf("bazel info server_pid: %w\n%s", err, out)
	}
	done := make(chan error, 1)
	go func() {
		_, err := b.build(extraToolchain, "--remote_cache=", "//many:pyc")
		done <- err
	}()
	outputs := filepath.Join(b.dir, "bazel-bin/many/pyc/many/__pycache__/*.pyc")
	for range 600 { // until the build is well under way
		if found, _ := filepath.Glob(outputs); len(found) > 20 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	syscall.Kill(pid, syscall.SIGKILL)
	if err := <-done; err == nil {
		return errors.New("the build was over before it could be killed")
	}
	if _, err := b.build(extraToolchain, "--remote_cache=", "//many:pyc"); err != nil {
		return err
	}
	if err := s.pycBuild(b.dir, "//many:pyc"); err != nil {
		return err
	}
	cmd := exec.Command("diff", "-r", "-x", "*.params*", filepath.Join(b.dir, "bazel-bin/many/pyc"), filepath.Join(b.dir, "pyc-bin/many/pyc"))
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("after the killed build: %w\n%s", err, said.Bytes())
	}
	return nil
}
