package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// suite is one version.
type suite struct {
	python *reference.Interpreter
	pyc    string
	home   string // where PYTHONHOME points: a copy of the standard library
}

func (s *suite) lib() string { return filepath.Join(s.home, "lib", "python"+s.python.Version) }

// compare runs the tests from both kinds of bytecode and prints what differs.
func (s *suite) compare(tests []string) (same bool, err error) {
	if err := s.copyLibrary(); err != nil {
		return false, err
	}
	tests = s.existing(tests)
	var results [2]map[string]string
	for i, compile := range []*exec.Cmd{
		exec.Command(s.python.Path, "-m", "compileall", "-qq", "-f", "--invalidation-mode", "unchecked-hash", s.lib()),
		exec.Command(s.pyc, "compileall", "--python_version", s.python.Version, "-qq", "-f", "-j0", "--invalidation-mode", "unchecked-hash", s.lib()),
	} {
		if err := s.removeBytecode(); err != nil {
			return false, err
		}
		compile.Run() // a failure is that of the sources which are no Python; a missing file shows below
		before, err := s.bytecode()
		if err != nil {
			return false, err
		}
		if len(before) < 500 {
			return false, fmt.Errorf("only %d files of bytecode", len(before))
		}
		if results[i], err = s.runTests(tests); err != nil {
			return false, err
		}
		after, err := s.bytecode()
		if err != nil {
			return false, err
		}
		if changed := differences(before, after); len(changed) > 0 {
			return false, fmt.Errorf("the tests wrote bytecode of their own: %s", strings.Join(changed, ", "))
		}
	}
	s.leaveOut(results[0], results[1])
	changed := differences(results[0], results[1])
	fmt.Printf("%s: %d modules, %d tests, %d differ from bytecode that only pyc wrote\n",
		s.python.Version, len(tests), len(results[0]), len(changed))
	for _, name := range changed {
		fmt.Printf("  %s: from CPython's bytecode %s, from pyc's %s\n", name, results[0][name], results[1][name])
	}
	if len(results[0]) < 10*len(tests) {
		return false, errors.New("hardly a test ran")
	}
	return len(changed) == 0, nil
}

// notCompared are tests whose result says nothing about bytecode of pyc, or is meant
// to differ.
var notCompared = []struct {
	test    string // part of the name
	release string // of the interpreter, or its beginning
	why     string
}{
	{".test_denial_of_service_prevented_", "", "is skipped or not by the clock"},
	{".TestSpecifics.test_line_number_genexp", "3.12.1", "wants the lines of its own compiler, which 3.12.7 corrects and pyc with it"},
}

// leaveOut takes the tests that are not compared out of both results, and names
// those that differ.
func (s *suite) leaveOut(theirs, ours map[string]string) {
	for name := range theirs {
		for _, n := range notCompared {
			if !strings.Contains(name, n.test) || !strings.HasPrefix(s.python.Release, n.release) {
				continue
			}
			if theirs[name] != ours[name] {
				fmt.Printf("%s: %s is not compared: it %s\n", s.python.Version, name, n.why)
			}
			delete(theirs, name)
			delete(ours, name)
		}
	}
}

// existing leaves out the modules that this version does not have.
func (s *suite) existing(tests []string) []string {
	var have []string
	for _, name := range tests {
		path := filepath.Join(s.lib(), "test", name)
		_, fileErr := os.Stat(path + ".py")
		_, dirErr := os.Stat(path)
		if fileErr == nil || dirErr == nil {
			have = append(have, name)
		}
	}
	return have
}

// copyLibrary copies the standard library without any bytecode.
func (s *suite) copyLibrary() error {
	return filepath.WalkDir(s.python.Stdlib, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(s.lib(), strings.TrimPrefix(path, s.python.Stdlib))
		switch {
		case d.IsDir() && (d.Name() == "__pycache__" || strings.HasSuffix(d.Name(), "-packages")):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(to, 0o777)
		case d.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(target, to)
		case !d.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o666)
	})
}

func (s *suite) removeBytecode() error {
	return filepath.WalkDir(s.lib(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "__pycache__" {
			return err
		}
		if err := os.RemoveAll(path); err != nil {
			return err
		}
		return filepath.SkipDir
	})
}

// bytecode lists the library's bytecode: size and time of each file.
func (s *suite) bytecode() (map[string]string, error) {
	found := map[string]string{}
	err := filepath.WalkDir(s.lib(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".pyc") {
			return err
		}
		info, err := d.Info()
		if err == nil {
			found[path] = fmt.Sprint(info.Size(), info.ModTime())
		}
		return err
	})
	return found, err
}

// runTests runs the modules and returns the result of each single test.
func (s *suite) runTests(tests []string) (map[string]string, error) {
	report := filepath.Join(s.home, "report.xml")
	args := append([]string{"-X", "utf8", "-m", "test", "-j2", "--timeout", "900", "--junit-xml", report}, tests...)
	cmd := exec.Command(s.python.Path, args...)
	cmd.Dir = s.home
	cmd.Env = append(os.Environ(), "PYTHONHOME="+s.home, "PYTHONDONTWRITEBYTECODE=1")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run() // a failed test is a result
	data, readErr := os.ReadFile(report)
	if readErr != nil {
		return nil, fmt.Errorf("python -m test: %w\n%s", err, out.Bytes())
	}
	os.Remove(report)
	return parseReport(data)
}

// parseReport reads JUnit's XML.
func parseReport(data []byte) (map[string]string, error) {
	type empty struct{}
	var report struct {
		Suites []struct {
			Cases []struct {
				Name    string `xml:"name,attr"`
				Failure *empty `xml:"failure"`
				Error   *empty `xml:"error"`
				Skipped *empty `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(data, &report); err != nil {
		return nil, err
	}
	results := map[string]string{}
	for _, suite := range report.Suites {
		for _, c := range suite.Cases {
			result := "passed"
			switch {
			case c.Failure != nil:
				result = "failed"
			case c.Error != nil:
				result = "error"
			case c.Skipped != nil:
				result = "skipped"
			}
			results[c.Name] = result
		}
	}
	return results, nil
}

// differences returns the keys with different values, sorted.
func differences(a, b map[string]string) []string {
	var names []string
	for name := range a {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}
