// Package compileall compiles trees of Python sources to bytecode, with the
// meanings, defaults and corner cases of CPython's module compileall (3.13).
//
// Run is the whole of it: it walks the roots, compiles what is out of date on
// several workers, and reports every step, in the order in which CPython with
// one worker would take it, through Options.Report.
//
// The steps come from walk.go, or, if nothing but files can have changed since an
// earlier run, from its snapshot: verify.go compares that with the tree, replay.go
// stands for the walk, and recorder.go makes the next one. pipeline.go has the steps
// done, by file.go, which asks fresh.go whether there is anything to do. What is asked
// of the system is in system_*.go, entries_*.go (directories) and stat_*.go.
package compileall

import (
	"context"
	"errors"
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tool/pytext"
)

// DefaultMaxLevels is how deep Run goes where nothing else is said: CPython's
// recursion limit.
const DefaultMaxLevels = 1000

// Options say what to compile, and to what. The zero value of each but Target,
// Optimize and Mode is CPython's default.
type Options struct {
	// Target is the Python version to compile for.
	Target *target.Version
	// Optimize lists the optimisation levels, one bytecode file each; -1 stands
	// for DefaultOptimize.
	Optimize []int
	// DefaultOptimize is the level of an interpreter without -O: PYTHONOPTIMIZE.
	DefaultOptimize int
	// Mode is how Python will find out that the bytecode is out of date.
	Mode pyc.Mode
	// MaxLevels is how many levels of directories below a root to enter.
	MaxLevels int
	// Force compiles what is up to date, too.
	Force bool
	// Legacy writes foo.pyc beside foo.py (before PEP 3147).
	Legacy bool
	// CachePrefix is the root of a tree that mirrors the sources and gets all
	// bytecode (PYTHONPYCACHEPREFIX), or empty.
	CachePrefix string
	// DestDir, StripDir and PrependDir make the co_filename, see destination.go.
	// They may be nil. DestDir excludes the other two.
	DestDir, StripDir, PrependDir *string
	// Skip tells which sources to leave out, by their full path; it may be nil.
	Skip func(path string) bool
	// LimitSymlinks is the directory out of which no symlink may lead, or empty.
	LimitSymlinks string
	// HardlinkDupes makes one file of equal bytecode of several levels.
	HardlinkDupes bool
	// Workers is how many files to compile at once.
	Workers int
	// Check writes nothing; what would be written is reported as Stale.
	Check bool
	// Snapshot is the file in which a run leaves to the next one of the same options and
	// roots what it came upon, so that this need not open what has not changed; empty for
	// none.
	Snapshot string
	// Report is called for each step, from one goroutine, in order; it may be nil.
	Report func(Event)
}

// EventKind says what an Event reports.
type EventKind uint8

// The events.
const (
	Listing    EventKind = iota // a directory is about to be listed
	CannotList                  // a directory cannot be listed: Err
	Compiled                    // bytecode was written
	Stale                       // bytecode would have been written, but for Check
	UpToDate                    // all bytecode is current
	Skipped                     // no Python source, or left out by an option
	Failed                      // not compiled: Err
)

// Event is one step of Run.
//
// One event of the kind UpToDate or Skipped may stand for many files. Count says how
// many; Path is empty then. That is so for what is as a snapshot has it.
type Event struct {
	Kind     EventKind
	Path     string           // the directory or the source as CPython would print it
	Count    int              // for UpToDate and Skipped
	Outputs  []string         // for Compiled, Stale and Failed, as is CoFilename
	Bytes    int64            // size of the source
	Warnings []source.Warning // for Compiled and Stale
	Err      error            // *source.SyntaxError, or of the file system
	// BadStrip is the directory that was to be stripped from the source's path
	// but does not stand in front of it, or nil.
	BadStrip   *string
	CoFilename string
}

// ErrHardlinkOneLevel refuses HardlinkDupes with fewer than two levels.
var ErrHardlinkOneLevel = errors.New("Hardlinking of duplicated bytecode makes sense only for more than one optimization level.")

// ErrDestDir refuses DestDir together with StripDir or PrependDir.
var ErrDestDir = errors.New("-d cannot be used in combination with -s or -p")

// ErrOptimize refuses an optimisation level, in the words of Python's compile.
var ErrOptimize = errors.New("compile(): invalid optimize value")

// Validate tells whether the options can be used together.
func (o *Options) Validate() error {
	if o.HardlinkDupes && len(o.levels()) < 2 {
		return ErrHardlinkOneLevel
	}
	if o.DestDir != nil && (o.StripDir != nil || o.PrependDir != nil) {
		return ErrDestDir
	}
	return nil
}

// levels returns the optimisation levels without repetitions, in order.
func (o *Options) levels() []int {
	levels := slices.Clone(o.Optimize)
	slices.Sort(levels)
	return slices.Compact(levels)
}

// Run compiles the roots, each a file or a directory, and tells whether all went
// well. A directory that cannot be listed is reported and is no failure, as with
// CPython. When ctx ends, Run stops soon, leaving whole files only, and returns
// the context's error. It does not ask ctx for anything as long as the snapshot says
// that no source need be looked at.
func Run(ctx context.Context, o Options, roots ...string) (ok bool, err error) {
	if err := o.Validate(); err != nil {
		return false, err
	}
	r := newRun(ctx, o)
	ok, err = r.all(roots)
	r.remember(roots)
	return ok, err
}

// File compiles one source, whatever its name and however current its bytecode,
// as py_compile.compile does. The event is Compiled or Failed.
func File(o Options, path string) Event {
	if err := o.Validate(); err != nil {
		return Event{Kind: Failed, Path: path, Err: err}
	}
	c := newCompileFile(newRun(context.Background(), o))
	e := Event{Kind: Failed, Path: path}
	f := file{path: path, root: c.fileRoot()}
	coFilename, _ := f.root.coFilename(path)
	e.CoFilename = pytext.FSDecode(coFilename)
	state, err := f.dir.stat(path)
	if err != nil {
		e.Err = err
		return e
	}
	c.build(&e, f, &state)
	return e
}
