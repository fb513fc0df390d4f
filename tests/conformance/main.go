// Conformance compares the compiler with real CPythons, byte by byte:
//
//	go run ./tests/conformance --python_version 3.13
//	go run ./tests/conformance --python_version 3.13,3.14 --optimize 0 --corpus DIR
//	go run ./tests/conformance --python_version 3.13 --file one.py
//
// CPython compiles each file of a corpus once, its answers are kept in the
// user's cache folder. Where the compiler's bytes are not CPython's, a new
// process of CPython is asked for that file alone: CPython itself writes one of
// two answers for a few files, and either is right.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// settings are what the command line says.
type settings struct {
	versions  []string
	all       bool     // those that the compiler supports, as far as there are references
	corpus    string   // a folder; empty: the interpreter's own standard library
	files     []string // these files instead of a corpus
	optimize  []int
	modes     []string
	reference string // an interpreter; empty: find one
	match     string // only files whose name holds this
	limit     int    // only so many files, spread over the corpus; 0: all
	objects   bool   // compare code objects instead of bytes
	show      int    // how many failures to show in full
	list      bool   // whether to name all failures
	settle    int    // how many differing files to ask a new process for
	keep      string // a folder for the files that differ; empty: none
	jobs      int
}

func main() {
	s, err := parse(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(2)
	}
	good := true
	for _, version := range s.versions {
		if _, err := reference.Find(version, s.reference); err != nil && s.all && !reference.Installable(version) {
			fmt.Printf("%sconformance with %s: there is no reference here\n", reference.NotRun, version)
			continue
		}
		ok, err := s.conform(version)
		if err != nil {
			fmt.Fprintln(os.Stderr, "conformance:", err)
		}
		good = good && ok && err == nil
	}
	if !good {
		os.Exit(1)
	}
}

func parse(args []string) (*settings, error) {
	s := &settings{}
	var versions, levels, modes, files string
	f := flag.NewFlagSet("conformance", flag.ExitOnError)
	f.StringVar(&versions, "python_version", "3.13", "Python `versions`, comma-separated, or all")
	f.StringVar(&s.corpus, "corpus", "", "`folder` with sources (default: the reference's own standard library, tests included)")
	f.StringVar(&files, "file", "", "source `files` to compile instead of a corpus, comma-separated")
	f.StringVar(&levels, "optimize", "0,1,2", "optimisation `levels`")
	f.StringVar(&modes, "mode", "unchecked_hash,checked_hash", "invalidation `modes`")
	f.StringVar(&s.reference, "reference", "", "`path` of the CPython to compare with (default: search PATH, pyenv and the cache folder)")
	f.StringVar(&s.match, "match", "", "compile only files whose path holds this `text`")
	f.IntVar(&s.limit, "limit", 0, "compile only this `number` of files, spread over the corpus")
	f.BoolVar(&s.objects, "objects", false, "compare code objects, not how marshal shared their parts")
	f.IntVar(&s.show, "show", 3, "`number` of failures to show in full")
	f.BoolVar(&s.list, "list", false, "name every file that fails")
	f.IntVar(&s.settle, "settle", 100, "`number` of differing files to ask a new CPython process about")
	f.StringVar(&s.keep, "keep", "", "`folder` for both .pyc files of each failure that is shown")
	f.IntVar(&s.jobs, "jobs", runtime.NumCPU(), "`number` of files to compile at once")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %s", f.Arg(0))
	}
	if s.versions = split(versions); versions == "all" {
		s.all, s.versions = true, supported()
	}
	if s.reference != "" && len(s.versions) > 1 {
		return nil, errors.New("--reference goes with one --python_version")
	}
	s.modes, s.files = split(modes), split(files)
	for _, level := range split(levels) {
		n, err := strconv.Atoi(level)
		if err != nil || n < 0 || n > 2 {
			return nil, fmt.Errorf("--optimize %s: levels are 0, 1 and 2", levels)
		}
		s.optimize = append(s.optimize, n)
	}
	return s, nil
}

// supported are the versions that the compiler knows and that have a reference.
func supported() []string {
	var names []string
	for _, v := range target.Versions {
		if slices.Contains(reference.Versions, v.Name) {
			names = append(names, v.Name)
		}
	}
	return names
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}

// conform compares over all levels and modes of one version and tells whether
// nothing failed.
func (s *settings) conform(version string) (bool, error) {
	tgt := target.Lookup(version)
	if tgt == nil {
		return false, fmt.Errorf("the compiler does not know Python %s", version)
	}
	in, err := reference.Find(version, s.reference)
	if err != nil {
		return false, err
	}
	fmt.Printf("%s: compared with %s\n", version, in)
	root, files, err := s.corpusFiles(in)
	if err != nil {
		return false, err
	}
	modes := s.modes
	if in.Pyodide {
		modes = modes[:1] // it is slow, and the mode is in the header only
	}
	good := true
	for _, level := range s.optimize {
		for _, mode := range modes {
			invalidation, err := pyc.ParseMode(mode)
			if err != nil {
				return false, err
			}
			r := &round{settings: s, in: in, root: root, files: files, level: level, mode: mode, target: tgt, invalidation: invalidation}
			if err := r.run(); err != nil {
				return false, err
			}
			r.report()
			good = good && r.failures == 0
		}
	}
	return good, nil
}
