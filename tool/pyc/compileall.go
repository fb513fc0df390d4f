package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

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
  -l, --no-recurse              don't recurse into subdirectories
  -r, --recursion=N             recurse at most N levels deep; goes before -l
  -f, --force                   compile what is up to date, too
  -q, --quiet                   print errors only; -qq prints nothing
  -b, --legacy                  write foo.pyc beside foo.py instead of __pycache__
  -d, --destdir=DIR             what stands in tracebacks in place of the argument
  -s, --stripdir=DIR            what to take from the front of paths in tracebacks
  -p, --prependdir=DIR          what to put in front of paths in tracebacks
  -x, --skip=REGEXP             leave out files whose full path matches REGEXP
  -i, --include-list=FILE       read more files and directories from FILE, or - for
                                standard input
  -j, --workers=N               compile on N cores at once; 0 is all of them
      --invalidation-mode=MODE  checked-hash (the default if SOURCE_DATE_EPOCH is
                                set), timestamp (else) or unchecked-hash
  -o, --optimize=LEVEL          optimization level, may be repeated; -1 is
                                PYTHONOPTIMIZE's, else 0
  -e, --limit-symlinks=DIR      leave out symlinks that lead out of DIR
      --hardlink-dupes          hardlink equal bytecode of several levels

Further options:
      --python_version=X.Y      the Python to compile for; else PYC_PYTHON_VERSION,
                                else what the paths say (lib/python3.13, pyvenv.cfg)
      --path=PATH               search path for the case of no argument, with :
                                between directories
      --check                   write nothing; fail if anything would be written
      --json                    print a summary as JSON on standard output, and
                                nothing else there
      --summary                 list the files that failed, at the end on standard
                                error
      --snapshot-dir=DIR        where to keep what a run has found, so that the next
                                one opens only what has changed (default: in the
                                user's cache directory, if there is one)
      --no-snapshot             keep nothing, and look at all files

Long options may be cut short, and written with - for _ or _ for -.
`

// compileallFlags are the values of the command line.
type compileallFlags struct {
	roots []string

	noRecurse, force, legacy, hardlink, check, json, summary, noSnapshot bool
	quiet, workers                                                       int
	recursion                                                            *int
	destDir, stripDir, prependDir                                        *string
	skip, list, limit, mode, version, path, snapshots                    string
	levels                                                               []int
}

func compileallOptions(f *compileallFlags) (o options) {
	orNil := func(p **string) func(string) error {
		return func(value string) error { *p = &value; return nil }
	}
	o.flag(&f.noRecurse, "no-recurse", 'l')
	o.number("recursion", 'r', func(n int) { f.recursion = &n })
	o.flag(&f.force, "force", 'f')
	o.count(&f.quiet, "quiet", 'q')
	o.flag(&f.legacy, "legacy", 'b')
	o.add(option{name: "destdir", letter: 'd', set: orNil(&f.destDir)})
	o.add(option{name: "stripdir", letter: 's', set: orNil(&f.stripDir)})
	o.add(option{name: "prependdir", letter: 'p', set: orNil(&f.prependDir)})
	o.text(&f.skip, "skip", 'x')
	o.text(&f.list, "include-list", 'i')
	o.number("workers", 'j', func(n int) { f.workers = n })
	o.text(&f.mode, "invalidation-mode", 0)
	o.number("optimize", 'o', func(n int) { f.levels = append(f.levels, n) })
	o.text(&f.limit, "limit-symlinks", 'e')
	o.flag(&f.hardlink, "hardlink-dupes", 0)

	o.text(&f.version, "python_version", 0)
	o.text(&f.path, "path", 0)
	o.flag(&f.check, "check", 0)
	o.flag(&f.json, "json", 0)
	o.flag(&f.summary, "summary", 0)
	o.text(&f.snapshots, "snapshot-dir", 0)
	o.flag(&f.noSnapshot, "no-snapshot", 0)
	return o
}

// runCompileall is pyc compileall. Its exit status is CPython's: 1 if anything
// failed, 2 for a wrong command line.
func runCompileall(args []string) int {
	f := compileallFlags{workers: 1}
	var err error
	f.roots, err = compileallOptions(&f).parse(args)
	switch err {
	case nil:
		return f.run(newInterruptible())
	case errHelp:
		fmt.Print(compileallUsage)
		return 0
	default:
		return usageError("compileall", err)
	}
}

func (f *compileallFlags) run(ctx context.Context) int {
	roots := f.roots
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
		DestDir:         f.destDir,
		StripDir:        f.stripDir,
		PrependDir:      f.prependDir,
		LimitSymlinks:   f.limit,
		HardlinkDupes:   f.hardlink,
		Workers:         f.workers,
		Check:           f.check,
	}
	if len(f.levels) == 0 {
		o.Optimize = []int{-1}
	}
	if f.recursion != nil {
		o.MaxLevels = *f.recursion
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
