package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// comparison runs both programs.
type comparison struct {
	python *reference.Interpreter
	pyc    string
	work   string
}

// rows runs all rows, or the one with a name, and returns how many differ.
func (c *comparison) rows(only string) (failed int) {
	ran := 0
	for _, r := range rows {
		if only != "" && r.name != only {
			continue
		}
		ran++
		if err := c.row(r); err != nil {
			failed++
			fmt.Printf("%s: %v\n", r.name, err)
		}
	}
	fmt.Printf("compileall %s: %d of %d rows equal\n", c.python.Version, ran-failed, ran)
	if ran == 0 {
		failed++
	}
	return failed
}

// row runs the commands of a row with each program in a tree of its own. The
// trees have the same path, one after the other, since paths are printed.
func (c *comparison) row(r row) error {
	var states [2][]string
	for program := range states {
		root := filepath.Join(c.work, "tree")
		if err := plant(root); err != nil {
			return err
		}
		if r.prepare != nil {
			r.prepare(root)
		}
		for i, inv := range r.runs {
			state, err := c.invoke(program, root, inv)
			if err != nil {
				return err
			}
			states[program] = append(states[program], fmt.Sprintf("run %d: ", i+1)+state)
		}
		files, err := listing(root)
		if err != nil {
			return err
		}
		states[program] = append(states[program], files...)
		if err := os.RemoveAll(root); err != nil {
			return err
		}
	}
	return firstDifference(states[0], states[1])
}

// plant makes the tree, with one fixed time for all sources.
func plant(root string) error {
	for name, text := range tree {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
		when := time.Unix(1_600_000_000, 0)
		if err := os.Chtimes(path, when, when); err != nil {
			return err
		}
	}
	return nil
}

// invoke runs one command with CPython (program 0) or pyc (1) and describes what
// it printed and its exit status.
func (c *comparison) invoke(program int, root string, inv invocation) (string, error) {
	if path, ok := strings.CutPrefix(inv.stdin, "touch "); ok {
		when := time.Unix(1_700_000_000, 0)
		if err := os.Chtimes(filepath.Join(root, path), when, when); err != nil {
			return "", err
		}
	}
	module := inv.module
	if module == "" {
		module = "compileall"
	}
	command := append([]string{c.python.Path, "-S", "-m", module}, inv.args...)
	if program == 1 {
		command = append([]string{c.pyc, module, "--python_version", c.python.Version}, inv.args...)
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = root
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "PYTHONIOENCODING=utf-8", "NO_COLOR=1",
		"PYTHONDONTWRITEBYTECODE=1", // what it imports itself would go below PYTHONPYCACHEPREFIX
	}, inv.env...)
	cmd.Stdin = strings.NewReader(inv.stdin)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", err
	}
	state := fmt.Sprintf("exit status %d", cmd.ProcessState.ExitCode())
	if inv.status {
		return state, nil
	}
	return state + "\nstdout:\n" + text(out.String(), inv.lines) + "\nstderr:\n" + text(errOut.String(), inv.lines), nil
}

// temporary is the end of a temporary file's name, which is random.
var temporary = regexp.MustCompile(`\.pyc\.\d+`)

func text(s string, sorted bool) string {
	s = temporary.ReplaceAllString(s, ".pyc.N")
	if sorted {
		lines := strings.Split(s, "\n")
		sort.Strings(lines)
		s = strings.Join(lines, "\n")
	}
	return s
}

// listing describes every file below root: its permission bits, its inode's
// other names, and its bytes.
func listing(root string) ([]string, error) {
	var list []string
	first := map[string]os.FileInfo{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		line := path[len(root):] + " " + info.Mode().String()
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			line += fmt.Sprintf(" %d bytes %x", len(data), sha256.Sum256(data))
			for other, otherInfo := range first {
				if os.SameFile(info, otherInfo) {
					line += " same file as " + other
				}
			}
			if strings.HasSuffix(path, ".pyc") && !strings.Contains(line, "same file") {
				first[path[len(root):]] = info
			}
		}
		list = append(list, line)
		return nil
	})
	return list, err
}

func firstDifference(want, got []string) error {
	for i := range max(len(want), len(got)) {
		w, g := "nothing", "nothing"
		if i < len(want) {
			w = want[i]
		}
		if i < len(got) {
			g = got[i]
		}
		if w != g {
			return fmt.Errorf("differs\n--- CPython\n%s\n--- pyc\n%s", w, g)
		}
	}
	return nil
}
