package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// checks runs everything, in an order in which later checks use what earlier
// ones have built.
func (s *session) checks() {
	url, stop, err := s.httpCache()
	if err != nil {
		s.check("a remote cache", func() error { return err })
		return
	}
	defer stop()
	remote := "--remote_cache=" + url
	// What the cache has from an earlier run of these tests is to be compared as well.
	const download = "--remote_download_outputs=all"
	first, err := s.newBazel("workspace", "WORKSPACE", remote, download)
	if err != nil {
		s.check("a workspace", func() error { return err })
		return
	}
	defer first.shutdown()
	s.check("pyc build //examples/..., with neither Bazel nor Python on PATH", func() error { return s.pycBuild(first.dir, "//examples/...") })
	s.check("every .pyc is what CPython writes", func() error { return s.compareWithCPython(first.dir) })
	s.check("CPython runs what pyc build made", func() error { return s.runExamples(filepath.Join(first.dir, "pyc-bin")) })
	s.check("Bazel in WORKSPACE mode builds the same", func() error { return s.buildAndCompare(first) })
	s.check("CPython runs what Bazel made", func() error { return s.runExamples(filepath.Join(first.dir, "bazel-bin")) })
	s.check("another workspace takes everything from the remote cache", func() error { return s.remoteHits(remote) })
	first.shutdown()

	second, err := s.newBazel("module", "MODULE.bazel", remote, download)
	if err != nil {
		s.check("a workspace", func() error { return err })
		return
	}
	defer second.shutdown()
	s.check("Bazel in MODULE.bazel mode builds the same", func() error {
		return errors.Join(s.pycBuild(second.dir, "//examples/..."), s.buildAndCompare(second))
	})
	s.moduleChecks(second)
	second.shutdown()
	for _, mode := range []string{"WORKSPACE", "MODULE.bazel"} {
		s.check("a workspace that uses the rules, "+mode, func() error { return s.consumerChecks(mode) })
	}
}

// pycBuild runs pyc build where there is nothing else to run.
func (s *session) pycBuild(dir string, args ...string) error {
	cmd := exec.Command(s.pyc, append([]string{"build", "--cache_dir=" + filepath.Join(s.scratch, "cache")}, args...)...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + filepath.Join(s.scratch, "nothing")}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pyc build: %w\n%s", err, out)
	}
	return nil
}

func (s *session) buildAndCompare(b *bazel) error {
	if _, err := b.build("//examples/..."); err != nil {
		return err
	}
	return compareTrees(b)
}

// compareTrees holds bazel-bin against pyc-bin: all that pyc build made is there,
// byte for byte, and Bazel made no other bytecode.
func compareTrees(b *bazel) error {
	ours, theirs := filepath.Join(b.dir, "pyc-bin", "examples"), filepath.Join(b.dir, "bazel-bin", "examples")
	var problems []error
	compared := 0
	err := walk(ours, func(name string) error {
		want, err := os.ReadFile(filepath.Join(ours, name))
		if err != nil {
			return err
		}
		got, err := os.ReadFile(filepath.Join(theirs, name))
		if err != nil {
			problems = append(problems, err)
		} else if !bytes.Equal(got, want) {
			problems = append(problems, fmt.Errorf("%s: Bazel's and pyc build's differ", name))
		}
		compared++
		return nil
	})
	if err != nil {
		return err
	}
	if compared < 30 {
		problems = append(problems, fmt.Errorf("only %d files were compared", compared))
	}
	err = walk(theirs, func(name string) error {
		if _, err := os.Stat(filepath.Join(ours, name)); err != nil && strings.HasSuffix(name, ".pyc") {
			problems = append(problems, fmt.Errorf("%s: Bazel alone made it", name))
		}
		return nil
	})
	return errors.Join(append(problems, err)...)
}

// walk calls f for every file, symbolic links to files included.
func walk(dir string, f func(name string) error) error {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	return filepath.WalkDir(real, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(real, path)
		if err != nil {
			return err
		}
		return f(name)
	})
}

// compareWithCPython has a real CPython compile every source of the examples
// with the options of its action.
func (s *session) compareWithCPython(dir string) error {
	cmd := exec.Command(s.pyc, "query", "--output=json", "//examples/...")
	cmd.Dir = dir
	actions, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("pyc query: %w", err)
	}
	cmd = exec.Command(s.python, "-I", "-B", filepath.Join(s.checkout, "tests/bazel/py_compile_actions.py"))
	cmd.Dir = dir
	cmd.Stdin = bytes.NewReader(actions)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	fmt.Printf("    %s", out)
	return nil
}

// runExamples runs the deployed program, from trees with and without sources.
func (s *session) runExamples(bin string) error {
	for _, tree := range []string{"image", "image_with_sources"} {
		dir := filepath.Join(bin, "examples", "deploy", tree)
		out, err := s.runPython(dir, "The cat's hat,\nthe hat.\n", "-m", "wordcount", "--form=json")
		if err != nil {
			return err
		}
		if want := `{"hat": [1, 2], "the": [1, 2], "cat's": [1]}` + "\n"; out != want {
			return fmt.Errorf("%s: the program said %q, want %q", tree, out, want)
		}
	}
	return errors.Join(s.runSourceless(filepath.Join(bin, "examples/deploy/image")), s.runPycache(filepath.Join(bin, "examples/deploy/image_with_sources")))
}

const failing = "from wordcount import report, tally; report.write(tally.Tally(), None, form='x')"

// runSourceless checks that tracebacks name the place of the deployment.
func (s *session) runSourceless(dir string) error {
	out, err := s.runPython(dir, "", "-c", failing)
	if err == nil {
		return fmt.Errorf("%s: the program did not fail", dir)
	}
	if want := `File "/srv/wordcount/wordcount/report.py", line 21, in write`; !strings.Contains(out, want) {
		return fmt.Errorf("%s: the traceback is\n%s\nwant it to say %s", dir, out, want)
	}
	return walk(dir, func(name string) error {
		if strings.HasSuffix(name, ".py") {
			return fmt.Errorf("%s: there is a source in the tree that is to have none", name)
		}
		return nil
	})
}

// runPycache checks that Python takes the bytecode from beside the sources. It
// puts the place where it found a source into the code object then, so the place
// of the deployment, which is the same once the tree is there, is looked for in
// the file.
func (s *session) runPycache(dir string) error {
	out, err := s.runPython(dir, "", "-v", "-c", "import wordcount.report")
	if err != nil {
		return err
	}
	if want := "wordcount/__pycache__/report.cpython-313.pyc matches "; !strings.Contains(out, want) {
		return fmt.Errorf("%s: Python did not take the bytecode:\n%s", dir, out)
	}
	out, err = s.runPython(dir, "", "-c", "import marshal; print(marshal.loads(open('"+
		filepath.Join(dir, "wordcount/__pycache__/report.cpython-313.pyc")+"', 'rb').read()[16:]).co_filename)")
	if want := "/srv/wordcount/wordcount/report.py\n"; err != nil || out != want {
		return fmt.Errorf("%s: co_filename is %q (%v), want %q", dir, out, err, want)
	}
	return nil
}

// runPython runs the CPython with a tree on its path, somewhere else, and returns
// all that it says.
func (s *session) runPython(tree, stdin string, args ...string) (string, error) {
	cmd := exec.Command(s.python, append([]string{"-B"}, args...)...)
	cmd.Dir = "/"
	cmd.Env = []string{"PYTHONPATH=" + tree, "LC_ALL=C.UTF-8"}
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("python %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return string(out), err
}

// remoteHits builds in another directory, with another output base.
func (s *session) remoteHits(remote string) error {
	b, err := s.newBazel("another/place", "WORKSPACE", remote)
	if err != nil {
		return err
	}
	defer b.shutdown()
	out, err := b.build("//examples/...")
	if err != nil {
		return err
	}
	how, err := counts(out)
	if err != nil {
		return err
	}
	fmt.Printf("    %v\n", how)
	hits := how["remote cache hit"]
	for way := range how {
		if way != "internal" && way != "remote cache hit" {
			return fmt.Errorf("not everything came from the remote cache: %v\n%s", how, out)
		}
	}
	if hits < 30 {
		return fmt.Errorf("only %d remote cache hits: %v", hits, how)
	}
	return nil
}
