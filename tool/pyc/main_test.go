package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// capture runs a command and returns its exit status, standard output and standard
// error.
func capture(t *testing.T, run func() int) (status int, stdout, stderr string) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	errs, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer errs.Close()
	oldOut, oldErr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = out, errs
	status = run()
	os.Stdout, os.Stderr = oldOut, oldErr
	text := func(f *os.File) string {
		f.Seek(0, io.SeekStart)
		data, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	return status, text(out), text(errs)
}

// TestHelp wants every command in pyc help, and its usage from pyc help COMMAND.
func TestHelp(t *testing.T) {
	status, all, _ := capture(t, func() int { return runHelp(nil) })
	if status != 0 {
		t.Errorf("pyc help: exit status %d", status)
	}
	for _, c := range commands() {
		if !strings.Contains(all, "\n  "+c.name+" ") {
			t.Errorf("pyc help does not name %s", c.name)
		}
		if c.name == "help" {
			continue
		}
		status, usage, stderr := capture(t, func() int { return runHelp([]string{c.name}) })
		if status != 0 || stderr != "" || !strings.HasPrefix(usage, "usage: pyc "+c.name) {
			t.Errorf("pyc help %s: exit status %d, %.40q, %q", c.name, status, usage, stderr)
		}
	}
}

// TestUsageErrors wants exit status 2 and one line on standard error.
func TestUsageErrors(t *testing.T) {
	for _, line := range []string{
		"compile", "compile --python_version=3.13", "compile --python_version=1.5 a.py", "compile --nonsense",
		"inspect", "inspect a b", "diff a", "diff no.pyc such.pyc", "version --yaml", "help nonsense",
		"compileall --nonsense", "py_compile --nonsense",
	} {
		args := strings.Fields(line)
		status, stdout, stderr := capture(t, func() int { return find(args[0]).run(args[1:]) })
		if status != exitUsage || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "pyc "+args[0]+": ") {
			t.Errorf("pyc %s: exit status %d, %q, %q", line, status, stdout, stderr)
		}
	}
}

// TestRoundTrip compiles a file beside itself, inspects the result and compares it with
// that of another source.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	source := filepath.Join(dir, "a.py")
	write := func(text string) {
		if err := os.WriteFile(source, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("answer = 42\n")
	bytecode := filepath.Join(dir, "__pycache__", "a.cpython-313.opt-1.pyc")
	args := []string{"--python-version", "3.13", "--optimize=1", source}
	if status, stdout, stderr := capture(t, func() int { return runCompile(args) }); status != 0 || stdout+stderr != "" {
		t.Fatalf("compile: exit status %d, %q, %q", status, stdout, stderr)
	}
	status, text, _ := capture(t, func() int { return runInspect([]string{bytecode}) })
	if status != 0 || !strings.Contains(text, "LOAD_CONST                   0 (42)") {
		t.Errorf("inspect: exit status %d\n%s", status, text)
	}
	old := filepath.Join(dir, "old.pyc")
	if err := os.Rename(bytecode, old); err != nil {
		t.Fatal(err)
	}
	write("answer = 43\n")
	capture(t, func() int { return runCompile(append(args, "--invalidation-mode=checked-hash")) })
	status, text, _ = capture(t, func() int { return runDiff([]string{old, bytecode}) })
	if status != exitFailure || !strings.Contains(text, "the header") {
		t.Errorf("diff: exit status %d\n%s", status, text)
	}
	if status, text, _ = capture(t, func() int { return runDiff([]string{old, old}) }); status != 0 || text != "" {
		t.Errorf("diff of a file with itself: exit status %d\n%s", status, text)
	}
	write("answer = (\n")
	status, _, text = capture(t, func() int { return runCompile(args) })
	if status != exitFailure || !strings.Contains(text, `a.py", line 1`) || !strings.HasSuffix(text, "SyntaxError: '(' was never closed\n") {
		t.Errorf("a bad source: exit status %d, %q", status, text)
	}
}
