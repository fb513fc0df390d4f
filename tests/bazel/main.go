// Bazel checks the rules under real Bazel, beside pyc build and beside CPython:
//
//	go run ./tests/bazel              the checks, some minutes
//	go run ./tests/bazel --run WORD   some of them; the first ones make what later ones compare with
//	go run ./tests/bazel --timing     how long 2,000 sources take, cold and warm
//
// It takes the Bazel on PATH, or else makes itself one: a newer Debian in the
// user's cache directory, which needs root. It needs the network only for that.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

func main() {
	timing := flag.Bool("timing", false, "measure instead of checking")
	keep := flag.Bool("keep", false, "keep the scratch directory")
	only := flag.String("run", "", "run the checks only whose names this regular expression matches")
	flag.Parse()
	if err := run(*timing, *keep, *only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// session is one run of this program.
type session struct {
	checkout string // the repository that is tested
	scratch  string // everything that is made
	pyc      string // the binary
	python   string // a CPython 3.13
	host     *host
	only     *regexp.Regexp
	failed   int
	passed   int
}

func run(timing, keep bool, only string) error {
	s := &session{}
	var err error
	if s.only, err = regexp.Compile(only); err != nil {
		return err
	}
	if s.checkout, err = os.Getwd(); err != nil {
		return err
	}
	if s.host, err = findBazel(); err != nil {
		return err
	}
	if s.scratch, err = os.MkdirTemp("", "rules_pyc-bazel-"); err != nil {
		return err
	}
	if keep {
		fmt.Println("scratch directory:", s.scratch)
	} else {
		defer s.clean()
	}
	if err := s.prepare(); err != nil {
		return err
	}
	if timing {
		return s.timing()
	}
	s.checks()
	fmt.Printf("%d passed, %d failed\n", s.passed, s.failed)
	if s.failed > 0 {
		return fmt.Errorf("tests/bazel: %d checks failed", s.failed)
	}
	return nil
}

// prepare makes what all checks need.
func (s *session) prepare() error {
	if in, err := reference.Find("3.13", ""); err == nil {
		s.python = in.Path
	} else {
		return fmt.Errorf("a CPython 3.13 is needed: %w", err)
	}
	s.pyc = filepath.Join(s.scratch, "bin", "pyc")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", s.pyc, "./tool/pyc").CombinedOutput(); err != nil {
		return fmt.Errorf("go build ./tool/pyc: %w\n%s", err, out)
	}
	return s.host.prepare(s.scratch)
}

// clean removes what was made. Bazel makes its outputs read-only.
func (s *session) clean() {
	filepath.WalkDir(s.scratch, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			os.Chmod(path, 0o777)
		}
		return nil
	})
	if err := os.RemoveAll(s.scratch); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

// check runs one check and tells how it went.
func (s *session) check(name string, f func() error) {
	if !s.only.MatchString(name) {
		return
	}
	start := time.Now()
	err := f()
	took := time.Since(start).Round(time.Second)
	if err == nil {
		s.passed++
		fmt.Printf("ok: %s (%v)\n", name, took)
		return
	}
	s.failed++
	fmt.Printf("FAILED: %s (%v)\n%v\n", name, took, err)
}
