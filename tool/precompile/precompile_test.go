package precompile

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

func noFile(string) ([]byte, error) { return nil, errors.New("no file") }

func TestParse(t *testing.T) {
	params := func(name string) ([]byte, error) {
		if name != "a.params" {
			return nil, os.ErrNotExist
		}
		return []byte("--src\na b.py\n--src_name=x/a b.py\r\n--pyc\n--odd\n"), nil
	}
	tests := []struct {
		args []string
		want Request
	}{
		{
			[]string{"--python_version=3.13", "--optimize", "2", "--invalidation-mode", "Unchecked-Hash", "@a.params"},
			Request{Optimize: 2, Mode: pyc.UncheckedHash, Jobs: []Job{{"a b.py", "x/a b.py", "--odd"}}},
		},
		{
			[]string{"--python-version", "3.13", "--optimize=-1", "--destdir=/lib", "--pyc=o", "--src=s", "--src-name=n", "--", "-f.py"},
			Request{Jobs: []Job{{"s", "/lib/n", "o"}, {"-f.py", "/lib/-f.py", "__pycache__/-f.cpython-313.pyc"}}},
		},
		{
			[]string{"d/f.py", "/g.py", "--destdir=lib/", "--python_version=3.13", "--optimize=1"},
			Request{Optimize: 1, Jobs: []Job{
				{"d/f.py", "lib/d/f.py", "d/__pycache__/f.cpython-313.opt-1.pyc"},
				{"/g.py", "/g.py", "/__pycache__/g.cpython-313.opt-1.pyc"},
			}},
		},
	}
	for _, test := range tests {
		test.want.Target = target.Python313
		got, err := Parse(test.args, params)
		if err != nil {
			t.Errorf("Parse(%q): %v", test.args, err)
		} else if !reflect.DeepEqual(*got, test.want) {
			t.Errorf("Parse(%q) = %+v, want %+v", test.args, *got, test.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for want, args := range map[string]string{
		"no target":             "a.py",
		"is not supported":      "--python_version=2.7 a.py",
		"no sources":            "--python_version=3.13",
		"unknown flag --foo":    "--python_version=3.13 --foo=1 a.py",
		"needs a value":         "a.py --python_version",
		"--optimize=3":          "--python_version=3.13 --optimize=3 a.py",
		"no invalidation mode":  "--python_version=3.13 --invalidation_mode=never a.py",
		"2 --src, 1 --src_name": "--python_version=3.13 --src=a --src=b --src_name=c --pyc=d",
		"parameter file":        "--python_version=3.13 @nowhere",
	} {
		_, err := Parse(strings.Fields(args), noFile)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Parse(%s): %v, want one line with %q", args, err, want)
		}
	}
}

// TestRun compiles good and bad sources together.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("good.py", "x = 1\n")
	write("bad.py", "x = (\n")
	write("last.py", "y = 2\n")
	if err := os.Symlink("good.py", filepath.Join(dir, "link.pyc")); err != nil {
		t.Fatal(err)
	}
	req := &Request{Target: target.Python313, Jobs: []Job{
		{"good.py", "good.py", "new/dir/good.pyc"},
		{"bad.py", "pkg/bad.py", "bad.pyc"},
		{"none.py", "none.py", "none.pyc"},
		{"last.py", "last.py", "last.pyc"},
		{"last.py", "last.py", "link.pyc"},
	}}
	var stderr bytes.Buffer
	if req.Run(dir, &stderr) {
		t.Error("Run succeeded")
	}
	for name, want := range map[string]bool{
		"new/dir/good.pyc": true, "last.pyc": true, "bad.pyc": false, "none.pyc": false,
	} {
		if _, err := os.Lstat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s exists: %v, want %v", name, err == nil, want)
		}
	}
	if info, err := os.Lstat(filepath.Join(dir, "link.pyc")); err != nil || info.Mode().IsRegular() {
		t.Error("the symlink was replaced")
	}
	text := stderr.String()
	at := -1
	for _, want := range []string{`File "pkg/bad.py", line 1`, "SyntaxError: '(' was never closed\n", "none.py", "is a symlink"} {
		i := strings.Index(text, want)
		if i <= at {
			t.Errorf("standard error lacks %q in its place:\n%s", want, text)
		}
		at = i
	}
}
