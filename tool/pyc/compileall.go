package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tool/compileall"
)

const compileallUsage = `usage: pyc compileall [options] [FILE|DIR ...]

Compiles all Python sources in the files and directories, as python -m compileall
does, without a Python. With no FILE or DIR it compiles the directories of the
search path, without recursion: those of --path, else those of PYTHONPATH (there is
no interpreter here whose sys.path could be asked).

Options of python -m compileall, with its letters, meanings and defaults:
`

// compileallFlags are the values of the command line.
type compileallFlags struct {
	set *pflag.FlagSet

	noRecurse, force, legacy, hardlink, check, json, summary, noSnapshot bool
	quiet, recursion, workers                                            int
	destDir, stripDir, prependDir, skip, list, limit                     string
	mode, version, path, snapshots                                       string
	levels                                                               intList
}

// intList takes integers as Python's int does: with blanks around them.
type intList []int

func (l *intList) Set(s string) error {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	*l = append(*l, n)
	return err
}

func (l *intList) Type() string   { return "LEVEL" }
func (l *intList) String() string { return "" }

// pyInt is one such integer.
type pyInt struct{ p *int }

func (v pyInt) Set(s string) (err error) {
	*v.p, err = strconv.Atoi(strings.TrimSpace(s))
	return err
}

func (v pyInt) Type() string   { return "N" }
func (v pyInt) String() string { return "" }

func newCompileallFlags() *compileallFlags {
	f := &compileallFlags{workers: 1, set: pflag.NewFlagSet("compileall", pflag.ContinueOnError)}
	s := f.set
	s.SortFlags = false
	s.BoolVarP(&f.noRecurse, "no-recurse", "l", false, "don't recurse into subdirectories")
	s.VarP(pyInt{&f.recursion}, "recursion", "r", "recurse at most `N` levels deep; goes before -l")
	s.BoolVarP(&f.force, "force", "f", false, "compile what is up to date, too")
	s.CountVarP(&f.quiet, "quiet", "q", "print errors only; -qq prints nothing")
	s.BoolVarP(&f.legacy, "legacy", "b", false, "write foo.pyc beside foo.py instead of __pycache__")
	s.StringVarP(&f.destDir, "destdir", "d", "", "`DIR` to stand in tracebacks in place of the argument")
	s.StringVarP(&f.stripDir, "stripdir", "s", "", "`DIR` to take from the front of paths in tracebacks")
	s.StringVarP(&f.prependDir, "prependdir", "p", "", "`DIR` to put in front of paths in tracebacks")
	s.StringVarP(&f.skip, "skip", "x", "", "leave out files whose full path matches `REGEXP`")
	s.StringVarP(&f.list, "include-list", "i", "", "read more files and directories from `FILE`, or - for standard input")
	s.VarP(pyInt{&f.workers}, "workers", "j", "compile on `N` cores at once; 0 is all of them")
	s.StringVar(&f.mode, "invalidation-mode", "", "`MODE` checked-hash, timestamp or unchecked-hash; the default is checked-hash if SOURCE_DATE_EPOCH is set, else timestamp")
	s.VarP(&f.levels, "optimize", "o", "optimization `LEVEL`, may be repeated; -1 is PYTHONOPTIMIZE's, else 0")
	s.StringVarP(&f.limit, "limit-symlinks", "e", "", "leave out symlinks that lead out of `DIR`")
	s.BoolVar(&f.hardlink, "hardlink-dupes", false, "hardlink equal bytecode of several levels")

	s.StringVar(&f.version, "python_version", "", "Python `VERSION` to compile for; else PYC_PYTHON_VERSION, else what the paths say (lib/python3.13, pyvenv.cfg)")
	s.StringVar(&f.path, "path", "", "search `PATH` for the case of no argument, directories with : between")
	s.BoolVar(&f.check, "check", false, "write nothing; fail if anything would be written")
	s.BoolVar(&f.json, "json", false, "print a summary as JSON on standard output, and nothing else there")
	s.StringVar(&f.snapshots, "snapshot-dir", "", "`DIR` to keep what a run has found, so that the next one opens only what has changed; the default is in the user's cache directory, if there is one")
	s.BoolVar(&f.noSnapshot, "no-snapshot", false, "keep nothing, and look at all files")
	s.BoolVar(&f.summary, "summary", false, "list the files that failed, at the end on standard error")
	s.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "python-version" {
			name = "python_version"
		}
		return pflag.NormalizedName(name)
	})
	return f
}

// runCompileall is pyc compileall. Its exit status is CPython's: 1 if anything
// failed, 2 for a wrong command line.
func runCompileall(args []string) int {
	f := newCompileallFlags()
	f.set.Usage = func() {}
	if err := f.set.Parse(expandAbbreviations(f.set, args)); err != nil {
		if errors.Is(err, pflag.ErrHelp) {
			fmt.Print(compileallUsage, f.set.FlagUsages())
			return 0
		}
		return usageError("compileall", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return f.run(ctx)
}

// expandAbbreviations completes long options as argparse does: a prefix that
// only one option has stands for it.
func expandAbbreviations(set *pflag.FlagSet, args []string) []string {
	out := make([]string, 0, len(args))
	for i, arg := range args {
		if arg == "--" {
			return append(out, args[i:]...)
		}
		name, value, hasValue := strings.Cut(arg, "=")
		if strings.HasPrefix(name, "--") && set.Lookup(name[2:]) == nil {
			if full := completions(set, name[2:]); len(full) == 1 {
				arg = "--" + full[0]
				if hasValue {
					arg += "=" + value
				}
			}
		}
		out = append(out, arg)
	}
	return out
}

func completions(set *pflag.FlagSet, prefix string) []string {
	var names []string
	set.VisitAll(func(flag *pflag.Flag) {
		if strings.HasPrefix(flag.Name, prefix) {
			names = append(names, flag.Name)
		}
	})
	return names
}

func (f *compileallFlags) run(ctx context.Context) int {
	roots := f.set.Args()
	if f.list != "" {
		listed, err := readList(f.list)
		if err != nil {
			if f.quiet < 2 {
				fmt.Println("Error reading file list", f.list)
			}
			return 1
		}
		roots = append(roots, listed...)
	}
	opts, err := f.options(roots)
	if err != nil {
		return usageError("compileall", err)
	}
	return f.compile(ctx, opts, roots)
}

func (f *compileallFlags) options(roots []string) (compileall.Options, error) {
	o := compileall.Options{
		Optimize:        f.levels,
		DefaultOptimize: envOptimize(),
		MaxLevels:       compileall.DefaultMaxLevels,
		Force:           f.force,
		Legacy:          f.legacy,
		CachePrefix:     os.Getenv("PYTHONPYCACHEPREFIX"),
		DestDir:         f.optional("destdir", &f.destDir),
		StripDir:        f.optional("stripdir", &f.stripDir),
		PrependDir:      f.optional("prependdir", &f.prependDir),
		LimitSymlinks:   f.limit,
		HardlinkDupes:   f.hardlink,
		Workers:         f.workers,
		Check:           f.check,
	}
	if len(f.levels) == 0 {
		o.Optimize = []int{-1}
	}
	if f.set.Changed("recursion") {
		o.MaxLevels = f.recursion
	} else if f.noRecurse {
		o.MaxLevels = 0
	}
	if f.workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	} else if f.workers < 0 {
		return o, errors.New("workers must be greater or equal to 0")
	}
	var err error
	if o.Mode, err = invalidationMode(f.mode); err != nil {
		return o, err
	}
	if f.skip != "" {
		if o.Skip, err = compileall.SkipPattern(f.skip); err != nil {
			return o, err
		}
	}
	if err := o.Validate(); err != nil {
		return o, err
	}
	if len(roots) == 0 {
		roots = f.searchPath()
	}
	o.Target, err = chooseVersion(f.version, roots)
	return o, err
}

// optional tells an option that was not given from one that is empty.
func (f *compileallFlags) optional(name string, value *string) *string {
	if !f.set.Changed(name) {
		return nil
	}
	return value
}

// invalidationMode is what py_compile takes by default, or what the user says.
func invalidationMode(name string) (pyc.Mode, error) {
	switch {
	case name != "":
		return pyc.ParseMode(name)
	case os.Getenv("SOURCE_DATE_EPOCH") != "":
		return pyc.CheckedHash, nil
	}
	return pyc.TimestampMode, nil
}

// envOptimize is the optimisation level of an interpreter that is started
// without -O.
func envOptimize() int {
	v := os.Getenv("PYTHONOPTIMIZE")
	if n, err := strconv.Atoi(v); err == nil {
		return min(max(n, 0), 2)
	}
	if v != "" {
		return 1
	}
	return 0
}

// chooseVersion finds the Python version to compile for.
func chooseVersion(flag string, roots []string) (*target.Version, error) {
	for _, name := range []string{flag, os.Getenv("PYC_PYTHON_VERSION")} {
		if name == "" {
			continue
		}
		if v := target.Lookup(name); v != nil {
			return v, nil
		}
		return nil, fmt.Errorf("Python %s is not supported; choose one of %s", name, versionNames())
	}
	switch found := compileall.GuessVersions(roots); len(found) {
	case 0:
		return nil, fmt.Errorf("the paths do not say for which Python to compile; give --python_version with one of %s", versionNames())
	case 1:
		return chooseVersion(found[0], nil)
	default:
		return nil, fmt.Errorf("the paths are of several Pythons: %s; give --python_version with one of them", strings.Join(found, ", "))
	}
}

func versionNames() string {
	var names []string
	for _, v := range target.Versions {
		names = append(names, v.Name)
	}
	return strings.Join(names, ", ")
}

func readList(name string) ([]string, error) {
	in := os.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	var names []string
	r := bufio.NewReader(in)
	for {
		line, err := r.ReadString('\n')
		if line != "" {
			names = append(names, strings.TrimSpace(line))
		}
		if err == io.EOF {
			return names, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// searchPath is what stands for sys.path.
func (f *compileallFlags) searchPath() []string {
	path := f.path
	if path == "" {
		path = os.Getenv("PYTHONPATH")
	}
	return filepath.SplitList(path)
}

func (f *compileallFlags) compile(ctx context.Context, o compileall.Options, roots []string) int {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	p := &compileall.Printer{Out: out, Err: os.Stderr, Quiet: f.quiet}
	if f.json {
		p.Out, p.Quiet = io.Discard, 2
	}
	progress := newProgress(p)
	o.Report = progress.report
	p.Start()
	ok, err := f.compileRoots(ctx, o, roots, p)
	p.Stop()
	progress.clear()
	if err != nil {
		if p.Quiet < 2 {
			fmt.Fprintln(out, "\n[interrupted]")
		}
		ok = false
	}
	if f.json {
		json.NewEncoder(out).Encode(p.Summary)
	}
	if f.summary || progress.terminal && p.Quiet < 2 {
		printFailures(p.Summary.Errors)
	}
	if !ok || f.check && p.Summary.Compiled > 0 {
		return 1
	}
	return 0
}

// compileRoots compiles the arguments, or the search path. There CPython takes
// few of the options, and stops at the first directory that has an error.
func (f *compileallFlags) compileRoots(ctx context.Context, o compileall.Options, roots []string, p *compileall.Printer) (bool, error) {
	if len(roots) > 0 {
		return f.compileArguments(ctx, o, roots)
	}
	o.MaxLevels, o.Workers, o.Optimize, o.HardlinkDupes = 0, 1, []int{-1}, false
	o.DestDir, o.StripDir, o.PrependDir, o.Skip, o.LimitSymlinks = nil, nil, nil, nil, ""
	for _, dir := range f.searchPath() {
		if dir == "" || dir == "." {
			if p.Quiet < 2 {
				fmt.Fprintln(p.Out, "Skipping current directory")
			}
			continue
		}
		if ok, err := compileall.Run(ctx, o, dir); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

func (f *compileallFlags) compileArguments(ctx context.Context, o compileall.Options, roots []string) (bool, error) {
	if !f.noSnapshot {
		o.Snapshot = snapshotFile(f.snapshots, &o, f.skip, roots)
	}
	isNew := o.Snapshot != "" && !exists(o.Snapshot)
	ok, err := compileall.Run(ctx, o, roots...)
	if isNew && exists(o.Snapshot) {
		pruneSnapshots(o.Snapshot)
	}
	return ok, err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func printFailures(failures []compileall.Failure) {
	if len(failures) == 0 {
		return
	}
	fmt.Fprintf(os.Stderr, "%d files were not compiled:\n", len(failures))
	for _, failure := range failures {
		if failure.Line > 0 {
			fmt.Fprintf(os.Stderr, "  %s:%d: %s\n", failure.File, failure.Line, failure.Error)
		} else {
			fmt.Fprintf(os.Stderr, "  %s: %s\n", failure.File, failure.Error)
		}
	}
}
