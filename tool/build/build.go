// Package build is pyc build: it builds py_bytecode targets on a machine without
// Bazel. It loads the BUILD files and the very rules that Bazel loads, and makes
// the same files at the same relative paths.
//
// The way of a build through the packages inside:
//
//	label      what the command line and BUILD files call things
//	loading    BUILD and .bzl files -> targets
//	analysis   targets, rules and aspects -> actions
//	execution  actions -> files, through
//	cache      the results of actions, shared by all builds of a user
//	console    what the user sees
package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/analysis"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/cache"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/console"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/execution"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/loading"
)

// Compiler is the program that PyCompile actions run.
type Compiler struct {
	Path     string   // the executable; its content is part of every action's key
	Versions []string // the Python versions that it knows; empty: any

	// Run does in this process what the executable would do: with relative paths
	// taken from dir. Nil: the executable is started.
	Run func(dir string, args []string, stderr io.Writer) int
}

// Options say what to build and how.
type Options struct {
	Dir      string   // the current directory
	Patterns []string // target patterns
	Settings []string // build settings: //label=value
	Compiler Compiler

	// OutputGroups are the groups to build; empty: the default outputs. One that
	// begins with + is built beside the default outputs.
	OutputGroups []string

	KeepGoing bool
	Jobs      int    // 0: one for each core
	CacheDir  string // empty: in the user's cache directory
	CacheSize int64  // in bytes; 0: DefaultCacheSize
	Stderr    io.Writer
	Width     int // of the terminal that Stderr is; 0: it is none
}

// DefaultCacheSize is the size that the cache may have.
const DefaultCacheSize = 2 << 30

// Stats says what a build did.
type Stats struct {
	Targets int
	execution.Stats
}

// ErrFailed says that a build failed and that it has been told why.
var ErrFailed = execution.ErrFailed

// Build builds targets.
func Build(ctx context.Context, o Options) (Stats, error) {
	var stats Stats
	con := console.New(o.Stderr, o.Width)
	b, err := open(o, con)
	if err != nil {
		return stats, err
	}
	targets, err := b.analyzeAll()
	if err != nil {
		return stats, err
	}
	stats.Targets = len(targets)
	files, err := outputs(targets, o.OutputGroups)
	if err != nil {
		return stats, err
	}
	results, err := openCache(o)
	if err != nil {
		return stats, err
	}
	e := execution.Executor{
		Root: b.root, OutputDir: loading.OutputDir, Cache: results, Console: con,
		Jobs: o.Jobs, KeepGoing: o.KeepGoing, InProcess: o.Compiler.Run,
	}
	if e.Jobs == 0 {
		e.Jobs = runtime.GOMAXPROCS(0)
	}
	stats.Stats, err = e.Build(ctx, files)
	if e := results.Close(); e != nil {
		con.Print("pyc build: the cache: " + e.Error())
	}
	if n := results.Damaged(); n > 0 {
		con.Print(fmt.Sprintf("pyc build: damaged entries were removed from the cache: %d", n))
	}
	con.Print(summary(stats, con, err))
	if err == nil && b.failed {
		err = ErrFailed
	}
	return stats, err
}

// summary is the last line of a build.
func summary(s Stats, con *console.Console, err error) string {
	what := "built"
	switch {
	case errors.Is(err, context.Canceled):
		what = "interrupted while building"
	case err != nil:
		what = "failed to build"
	}
	line := fmt.Sprintf("pyc build: %s %s in %.2f s: %s", what, plural(s.Targets, "target"), con.Elapsed().Seconds(), plural(s.Actions, "action"))
	for _, part := range []struct {
		count int
		text  string
	}{
		{s.UpToDate, "up to date"}, {s.Cached, "from the cache"}, {s.Executed, "run"},
		{s.Written, "written"}, {s.Failed, "failed"}, {s.Skipped, "not tried"},
	} {
		if part.count > 0 {
			line += fmt.Sprintf(", %d %s", part.count, part.text)
		}
	}
	if err == nil && s.Actions > 0 {
		line += "; outputs are in " + loading.OutputDir
	}
	return line
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func openCache(o Options) (*cache.Cache, error) {
	dir, size := o.CacheDir, o.CacheSize
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("no place for the cache (%w): name one with --cache_dir", err)
		}
		dir = filepath.Join(base, "rules_pyc")
	}
	if size == 0 {
		size = DefaultCacheSize
	}
	c, err := cache.Open(dir, size)
	if err != nil {
		return nil, fmt.Errorf("the cache cannot be used: %w; name another place with --cache_dir", err)
	}
	return c, nil
}

// build is a workspace with what is asked for in it.
type build struct {
	Options
	root     string
	dir      string // the current directory as a package
	console  *console.Console
	loader   *loading.Loader
	analyzer *analysis.Analyzer
	failed   bool // with KeepGoing: something could not be analysed
}

func open(o Options, con *console.Console) (*build, error) {
	root, err := loading.FindWorkspace(o.Dir)
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Rel(root, o.Dir)
	if err != nil {
		return nil, err
	}
	b := &build{Options: o, root: root, dir: filepath.ToSlash(dir), console: con}
	if b.dir == "." {
		b.dir = ""
	}
	if b.loader, err = loading.New(root, analysis.Predeclared(), con.Print); err != nil {
		return nil, err
	}
	b.analyzer = analysis.New(b.loader, &analysis.Tool{Path: o.Compiler.Path}, o.Compiler.Versions, con.Print)
	return b, nil
}

// analyzeAll analyses the targets that are asked for.
func (b *build) analyzeAll() ([]*analysis.Target, error) {
	settings, err := b.settings()
	if err != nil {
		return nil, err
	}
	config, err := b.analyzer.TopLevel(settings)
	if err != nil {
		return nil, err
	}
	labels, err := b.targets()
	if err != nil {
		return nil, err
	}
	var targets []*analysis.Target
	for _, name := range labels {
		t, err := b.analyzer.Target(name, config)
		if err == nil {
			targets = append(targets, t)
			continue
		}
		if !b.KeepGoing {
			return nil, err
		}
		b.complain(err)
	}
	return targets, nil
}

func (b *build) complain(err error) {
	b.failed = true
	b.console.Print("pyc build: " + err.Error())
}

// settings reads --//label=value.
func (b *build) settings() (map[label.Label]string, error) {
	values := map[label.Label]string{}
	context := label.Context{Aliases: b.loader.Main.Aliases}
	for _, text := range b.Settings {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, fmt.Errorf("--%s: a build setting is set with --%s=VALUE", text, text)
		}
		l, err := context.Parse(name)
		if err != nil {
			return nil, err
		}
		values[l] = value
	}
	return values, nil
}

// outputs returns the files to build.
func outputs(targets []*analysis.Target, groups []string) ([]*analysis.File, error) {
	var files []*analysis.File
	withDefault := true
	for _, group := range groups {
		withDefault = withDefault && strings.HasPrefix(group, "+")
	}
	found := len(groups) == 0
	for _, t := range targets {
		if withDefault {
			files = append(files, t.Files()...)
		}
		for _, group := range groups {
			members, ok := t.OutputGroup(strings.TrimPrefix(group, "+"))
			files = append(files, members...)
			found = found || ok
		}
	}
	if !found {
		return nil, fmt.Errorf("no target here has an output group %s; py_bytecode has pyc, sources and report", strings.Join(groups, " or "))
	}
	return files, nil
}
