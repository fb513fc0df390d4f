// Package rules_test checks what the rules do: which actions they declare, case
// by case through the loader of pyc build, and how pyc build behaves when
// something is wrong. What real Bazel makes of the same rules is the business of
// tests/bazel.
package rules_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/tool/build"
	"github.com/rules-pyc/rules_pyc/tool/precompile"
)

// workspace is a workspace made for one test. It takes the rules from the
// binary, as the workspaces of users do.
type workspace struct {
	t   testing.TB
	dir string
}

// newWorkspace unpacks an archive: files, each after a line `-- name --`.
func newWorkspace(t *testing.T, archive string) *workspace {
	t.Helper()
	w := &workspace{t, t.TempDir()}
	w.write("MODULE.bazel", `bazel_dep(name = "rules_pyc")`)
	w.unpack(archive)
	return w
}

func (w *workspace) unpack(archive string) {
	w.t.Helper()
	var name string
	var content strings.Builder
	for line := range strings.Lines(archive + "\n-- --\n") {
		head, ok := strings.CutPrefix(strings.TrimSpace(line), "-- ")
		head, ok2 := strings.CutSuffix(head, "--")
		if !ok || !ok2 {
			content.WriteString(line)
			continue
		}
		if name != "" {
			w.write(name, content.String())
		}
		name = strings.TrimSpace(head)
		content.Reset()
	}
}

// loadRules is put in front of every BUILD file.
const loadRules = `load("@rules_pyc//rules:defs.bzl", "py_bytecode", "py_bytecode_tree")` + "\n"

func (w *workspace) write(name, content string) {
	w.t.Helper()
	if filepath.Base(name) == "BUILD.bazel" {
		content = loadRules + content
	}
	file := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
		w.t.Fatal(err)
	}
}

func (w *workspace) read(name string) []byte {
	w.t.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return data
}

func (w *workspace) exists(name string) bool {
	_, err := os.Lstat(filepath.Join(w.dir, name))
	return err == nil
}

// options are those of a build in the workspace, with any further arguments:
// patterns and --settings.
func (w *workspace) options(args ...string) build.Options {
	o := build.Options{
		Dir: w.dir, CacheDir: filepath.Join(w.dir, ".cache"), Stderr: io.Discard,
		Compiler: build.Compiler{Path: os.Args[0], Run: compile},
	}
	for _, arg := range args {
		if setting, ok := strings.CutPrefix(arg, "--"); ok {
			o.Settings = append(o.Settings, setting)
		} else {
			o.Patterns = append(o.Patterns, arg)
		}
	}
	return o
}

// compile is the compiler as the default toolchain runs it.
func compile(dir string, args []string, stderr io.Writer) int {
	if args[0] == "report" {
		if err := precompile.JoinReports(args[1:], dir); err != nil {
			io.WriteString(stderr, err.Error())
			return 2
		}
		return 0
	}
	return precompile.Main(args[1:], dir, stderr)
}

// actions are the actions that a build would look at.
func (w *workspace) actions(args ...string) []build.Action {
	w.t.Helper()
	actions, err := build.Actions(w.options(args...))
	if err != nil {
		w.t.Fatal(err)
	}
	return actions
}

// outputs are the outputs of those actions that have a mnemonic, each relative
// to pyc-bin.
func (w *workspace) outputs(mnemonic string, args ...string) []string {
	w.t.Helper()
	var outputs []string
	for _, a := range w.actions(args...) {
		if a.Mnemonic == mnemonic {
			for _, output := range a.Outputs {
				outputs = append(outputs, strings.TrimPrefix(output, "pyc-bin/"))
			}
		}
	}
	return outputs
}

// build builds and returns what was written to the screen.
func (w *workspace) build(args ...string) (build.Stats, string, error) {
	w.t.Helper()
	return w.buildWith(w.options(args...))
}

func (w *workspace) buildWith(o build.Options) (build.Stats, string, error) {
	var screen bytes.Buffer
	o.Stderr = &screen
	stats, err := build.Build(context.Background(), o)
	return stats, screen.String(), err
}

// mustBuild is build for what has to succeed.
func (w *workspace) mustBuild(args ...string) build.Stats {
	w.t.Helper()
	stats, screen, err := w.build(args...)
	if err != nil {
		w.t.Fatalf("%v\n%s", err, screen)
	}
	return stats
}

// failure builds what has to fail and returns all that is said about it.
func (w *workspace) failure(args ...string) string {
	w.t.Helper()
	_, screen, err := w.build(args...)
	if err == nil {
		w.t.Fatalf("the build of %v succeeded", args)
	}
	return screen + err.Error()
}

// want checks that a text holds some parts.
func want(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing from:\n%s", part, text)
		}
	}
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s: got\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func buildContext(ctx context.Context, o build.Options) error {
	_, err := build.Build(ctx, o)
	return err
}
