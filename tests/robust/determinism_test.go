package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tests/golden"
)

// surroundings is a machine on which pyc may run.
type surroundings struct {
	umask   string
	env     []string
	shuffle bool // another order on the command line
}

var everywhere = []surroundings{
	{umask: "022"},
	{umask: "077", env: []string{"GOMAXPROCS=1", "TZ=Asia/Kathmandu", "LC_ALL=C"}},
	{umask: "000", env: []string{"GOMAXPROCS=7", "TZ=America/St_Johns", "LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8", "PYTHONHASHSEED=1", "SOURCE_DATE_EPOCH=1", "GOGC=5"}, shuffle: true},
}

// TestDeterminism runs pyc in several surroundings, each in a directory of its
// own, and wants the same bytes.
func TestDeterminism(t *testing.T) {
	program := filepath.Join(t.TempDir(), "pyc")
	if out, err := exec.Command("go", "build", "-o", program, "../../tool/pyc").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, version := range target.Versions {
		t.Run(version.Name, func(t *testing.T) {
			var want map[string][]byte
			for i, s := range everywhere {
				got := s.compile(t, program, version.Name)
				if i == 0 {
					want = got
				}
				for name, data := range want {
					if !bytes.Equal(got[name], data) {
						t.Errorf("%s: other bytes in surroundings %v", name, s)
					}
				}
				if len(got) != len(want) || len(got) == 0 {
					t.Errorf("%d files in surroundings %v, %d in the first", len(got), s, len(want))
				}
			}
		})
	}
}

// compile compiles every tenth golden source in a new directory.
func (s surroundings) compile(t *testing.T, program, version string) map[string][]byte {
	dir := t.TempDir()
	cases, err := golden.Cases(os.DirFS("../golden/testdata/sources"))
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"-c", "umask $0; exec \"$@\"", s.umask, program, "compile", "--python_version", version}
	for i := 0; i < len(cases); i += 10 {
		c := cases[i]
		if s.shuffle {
			c = cases[(len(cases)-1)/10*10-i]
		}
		file := strings.ReplaceAll(c.Name, "/", ".") + ".py"
		if err := os.WriteFile(filepath.Join(dir, file), c.Source, 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--src", file, "--src_name", c.Filename(), "--pyc", file+"c")
	}
	cmd := exec.Command("sh", args...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "RANDOM_" + strconv.Itoa(os.Getpid()) + "=x"}, s.env...)
	cmd.Run() // some of the sources are bad; what counts is what is written
	return outputs(t, dir)
}

func outputs(t *testing.T, dir string) map[string][]byte {
	paths, err := filepath.Glob(filepath.Join(dir, "*.pyc"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = data
	}
	return files
}
