// Robust feeds the compiler with what no one should write:
//
//	go run ./tests/robust                          100,000 mutations of real files, and the extremes
//	go run ./tests/robust --compare                and asks CPython about each of them as well
//	go run ./tests/robust --mutations 1 --first N  mutation N again, kept in a file
//
// Whatever the bytes, the compiler must return, with code or with a SyntaxError.
// The compiling is done in processes of their own, because nothing can be caught
// of a Go program that overflows its stack. A mutation is a function of its
// number, so that one that fails can be made again.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tests/reference"
)

type settings struct {
	version   string
	corpus    string
	mutations int
	first     int
	jobs      int
	show      int
	compare   bool
	only      string
	heavy     bool
	timeout   time.Duration

	target *target.Version
	in     *reference.Interpreter // nil if there is none
}

func main() {
	s := &settings{}
	flag.StringVar(&s.version, "python_version", "3.13", "Python `version`, or all: the mutations are dealt out among them")
	flag.StringVar(&s.corpus, "corpus", "", "`folder` of the files to mutate (default: the standard library of the reference, or else the golden sources)")
	flag.IntVar(&s.mutations, "mutations", 100_000, "`number` of mutations")
	flag.IntVar(&s.first, "first", 0, "`number` of the first mutation")
	flag.IntVar(&s.jobs, "jobs", runtime.NumCPU(), "`number` of processes")
	flag.IntVar(&s.show, "show", 10, "`number` of differences from CPython to show")
	flag.BoolVar(&s.compare, "compare", false, "compare with what CPython makes of the same bytes")
	flag.StringVar(&s.only, "only", "", "run only the extreme input with this `name`; mutations: no extreme")
	flag.DurationVar(&s.timeout, "timeout", time.Minute, "`time` after which an input counts as hanging")
	flag.BoolVar(&s.heavy, "heavy", false, "run the extreme inputs that take minutes and gigabytes, too")
	worker := flag.Bool("worker", false, "used by the program itself")
	flag.Parse()
	versions := target.Versions
	if s.version != "all" {
		versions = []*target.Version{target.Lookup(s.version)}
	}
	s.mutations /= len(versions)
	good := true
	for i, version := range versions {
		one := *s
		one.target, one.first = version, s.first+i*s.mutations
		good = one.start(*worker) && good
	}
	if !good {
		os.Exit(1)
	}
}

// start runs everything for one version, as the program itself or as a worker.
func (s *settings) start(worker bool) bool {
	if s.target == nil {
		fmt.Fprintf(os.Stderr, "robust: the compiler does not know Python %s\n", s.version)
		return false
	}
	s.version = s.target.Name
	if worker {
		s.work()
		return true
	}
	if err := s.find(); err != nil {
		fmt.Fprintln(os.Stderr, "robust:", err)
		return false
	}
	fmt.Printf("%s:\n", s.version)
	return s.run()
}

// find finds CPython, if it is wanted, and what to mutate.
func (s *settings) find() error {
	in, err := reference.Find(s.version, "")
	if err != nil && s.compare {
		return err
	}
	if err == nil {
		s.in = in
	}
	if s.corpus == "" && err == nil {
		s.corpus = in.Stdlib
	}
	return nil
}

// run runs everything and tells whether nothing failed.
func (s *settings) run() bool {
	good := true
	if s.only != "mutations" {
		good = s.runExtremes()
	}
	if s.only == "" || s.only == "mutations" {
		good = s.runMutations() && good
	}
	return good
}
