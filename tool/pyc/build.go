package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/term"

	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tool/build"
	"github.com/rules-pyc/rules_pyc/tool/precompile"
)

const buildUsage = `usage: pyc build [FLAGS] TARGET...

Builds py_bytecode targets without Bazel. The outputs go to pyc-bin/ in the
workspace, where Bazel puts them in bazel-bin/.

  TARGET                  //pkg:name, //pkg, //pkg:all, //pkg/..., -//pkg:name to leave out

` + commonBuildUsage + `  --jobs=N                so many actions at once (default: one for each core)
  --cache_dir=DIR         where results are kept (default: the user's cache directory)
  --cache_size=MB         how much of them (default: 2048)

Write -- in front of targets that begin with -.
`

const queryUsage = `usage: pyc query [FLAGS] TARGET...

Shows what pyc build would build.

  --output=label          the labels of the targets (default)
  --output=actions        the actions: inputs, outputs and arguments
  --output=json           the same as JSON
` + commonBuildUsage

const commonBuildUsage = `  --//LABEL=VALUE         a build setting, such as --//rules/settings:optimize=2 or
                          --@rules_pyc//rules/settings:python_version=3.13
  --output_groups=A,B     the output groups to build; +A: beside the default outputs
  --compiler=PATH         another compiler than this program
  --keep_going, -k        go on after an error
`

// buildFlags are the flags of pyc build and pyc query.
type buildFlags struct {
	options build.Options
	output  string
}

// runBuild is pyc build.
func runBuild(args []string) int {
	if wantsHelp(args) {
		fmt.Print(buildUsage)
		return 0
	}
	f, err := parseBuild(args, false)
	if err != nil {
		return usageError("build", err)
	}
	debug.SetGCPercent(gcPercent)
	f.options.Stderr = os.Stderr
	if fd := int(os.Stderr.Fd()); term.IsTerminal(fd) {
		f.options.Width, _, _ = term.GetSize(fd)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	_, err = build.Build(ctx, f.options)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, build.ErrFailed):
		return exitFailure
	case ctx.Err() != nil:
		return exitInterrupted
	}
	fmt.Fprintf(os.Stderr, "pyc build: %v\n", err)
	return exitFailure
}

// exitInterrupted is the exit status of a shell command that Ctrl-C has ended.
const exitInterrupted = 130

// runQuery is pyc query.
func runQuery(args []string) int {
	if wantsHelp(args) {
		fmt.Print(queryUsage)
		return 0
	}
	f, err := parseBuild(args, true)
	if err != nil {
		return usageError("query", err)
	}
	f.options.Stderr = os.Stderr
	if err := query(f); err != nil {
		fmt.Fprintf(os.Stderr, "pyc query: %v\n", err)
		return exitFailure
	}
	return 0
}

func query(f *buildFlags) error {
	if f.output == "label" {
		labels, err := build.Labels(f.options)
		for _, l := range labels {
			fmt.Println(l)
		}
		return err
	}
	actions, err := build.Actions(f.options)
	if err != nil {
		return err
	}
	if f.output == "json" {
		return build.WriteJSON(os.Stdout, actions)
	}
	return build.WriteText(os.Stdout, actions)
}

func parseBuild(args []string, isQuery bool) (*buildFlags, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	f := &buildFlags{output: "label", options: build.Options{Dir: dir}}
	for i, arg := range args {
		if arg == "--" {
			f.options.Patterns = append(f.options.Patterns, args[i+1:]...)
			break
		}
		if !strings.HasPrefix(arg, "-") || strings.HasPrefix(arg, "-//") {
			f.options.Patterns = append(f.options.Patterns, arg)
			continue
		}
		if err := f.flag(arg, isQuery); err != nil {
			return nil, err
		}
	}
	if len(f.options.Patterns) == 0 {
		return nil, errors.New("no targets: name some, such as //... for all")
	}
	return f, f.setCompiler()
}

// flag reads one flag.
func (f *buildFlags) flag(arg string, isQuery bool) error {
	if setting := strings.TrimPrefix(arg, "--"); strings.HasPrefix(setting, "//") || strings.HasPrefix(setting, "@") {
		f.options.Settings = append(f.options.Settings, setting)
		return nil
	}
	name, value, hasValue := strings.Cut(arg, "=")
	name = strings.ReplaceAll(strings.TrimLeft(name, "-"), "-", "_")
	if name == "k" || name == "keep_going" {
		f.options.KeepGoing = true
		return nil
	}
	set := f.value(name, isQuery)
	if set == nil {
		return fmt.Errorf("unknown flag %s: see pyc help build", arg)
	}
	if !hasValue {
		return fmt.Errorf("flag %s needs a value: %s=VALUE", arg, arg)
	}
	return set(value)
}

// value returns what to do with the value of a flag, or nil if there is no such
// flag.
func (f *buildFlags) value(name string, isQuery bool) func(string) error {
	o := &f.options
	switch name {
	case "output_groups":
		return func(v string) error { o.OutputGroups = append(o.OutputGroups, strings.Split(v, ",")...); return nil }
	case "compiler":
		return func(v string) (err error) { o.Compiler.Path, err = filepath.Abs(v); return err }
	case "output":
		if isQuery {
			return func(v string) error { return f.setOutput(v) }
		}
	case "jobs":
		return func(v string) (err error) { o.Jobs, err = positive("--jobs", v); return err }
	case "cache_dir":
		return func(v string) (err error) { o.CacheDir, err = filepath.Abs(v); return err }
	case "cache_size":
		return func(v string) error {
			n, err := positive("--cache_size", v)
			o.CacheSize = int64(n) << 20
			return err
		}
	}
	return nil
}

func (f *buildFlags) setOutput(v string) error {
	switch v {
	case "label", "actions", "json":
		f.output = v
		return nil
	}
	return fmt.Errorf("--output=%s: use label, actions or json", v)
}

func positive(flag, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("%s=%s: a number over 0 is wanted", flag, text)
	}
	return n, nil
}

// setCompiler makes this program the compiler unless another one was named.
// Actions are carried out in this process then.
func (f *buildFlags) setCompiler() error {
	c := &f.options.Compiler
	if c.Path != "" {
		return nil
	}
	for _, v := range target.Versions {
		c.Versions = append(c.Versions, v.Name)
	}
	c.Run = compileIn
	var err error
	c.Path, err = os.Executable()
	return err
}

// compileIn is pyc compile, or pyc report, with relative paths taken from a directory.
func compileIn(dir string, args []string, stderr io.Writer) int {
	if args[0] == "report" {
		if err := precompile.JoinReports(args[1:], dir); err != nil {
			fmt.Fprintf(stderr, "pyc report: %v\n", err)
			return exitFailure
		}
		return 0
	}
	return precompile.Main(args[1:], dir, stderr)
}
