package rules_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const oneSource = `
-- pkg/BUILD.bazel --
py_bytecode(name = "pyc", srcs = ["a.py"])
-- pkg/a.py --
x = 1
`

const oneOutput = "pyc-bin/pkg/pyc/pkg/__pycache__/a.cpython-313.pyc"

// A second build does nothing, nor does one in another checkout.
func TestNothingTwice(t *testing.T) {
	w := newWorkspace(t, oneSource)
	if stats := w.mustBuild("//..."); stats.Executed != 1 {
		t.Errorf("the first build: %+v, want one run", stats)
	}
	if stats := w.mustBuild("//..."); stats.UpToDate != 1 {
		t.Errorf("the second build: %+v, want one up to date", stats)
	}
	other := newWorkspace(t, oneSource)
	o := other.options("//...")
	o.CacheDir = filepath.Join(w.dir, ".cache")
	stats, screen, err := other.buildWith(o)
	if err != nil || stats.Cached != 1 {
		t.Errorf("the build in another checkout: %v, %+v, want one from the cache\n%s", err, stats, screen)
	}
	if !bytes.Equal(w.read(oneOutput), other.read(oneOutput)) {
		t.Error("the two checkouts have different outputs")
	}
}

// Whatever changes an action has it run again, and no more than that.
func TestChanges(t *testing.T) {
	w := newWorkspace(t, oneSource+`
-- pkg/b.py --
y = 1
`)
	w.write("pkg/a.py", "x = 1\n")
	w.mustBuild("//...")
	good := w.read(oneOutput)
	for _, step := range []struct {
		name               string
		change             func()
		run, cached, fresh int
	}{
		{"nothing", func() {}, 0, 0, 1},
		{"the source", func() { w.write("pkg/a.py", "x = 2\n") }, 1, 0, 0},
		{"the source, back", func() { w.write("pkg/a.py", "x = 1\n") }, 0, 1, 0},
		{"the output is gone", func() { os.Remove(filepath.Join(w.dir, oneOutput)) }, 0, 1, 0},
		{"the output is damaged", func() { w.write(oneOutput, "nonsense") }, 0, 1, 0},
		{"the output is a directory", func() {
			os.Remove(filepath.Join(w.dir, oneOutput))
			w.write(oneOutput+"/file", "")
		}, 0, 1, 0},
		{"a directory of the output is a file", func() {
			os.RemoveAll(filepath.Join(w.dir, "pyc-bin/pkg"))
			w.write("pyc-bin/pkg", "")
		}, 0, 1, 0},
		{"the state is damaged", func() { w.write("pyc-bin/.state", "nonsense") }, 0, 1, 0},
		{"only the time of the source", func() {
			later := time.Now().Add(time.Hour)
			os.Chtimes(filepath.Join(w.dir, "pkg/a.py"), later, later)
		}, 0, 0, 1},
		{"another source", func() { w.write("pkg/BUILD.bazel", `py_bytecode(name = "pyc", srcs = ["a.py", "b.py"])`) }, 1, 0, 1},
	} {
		step.change()
		stats := w.mustBuild("//...")
		if stats.Executed != step.run || stats.Cached != step.cached || stats.UpToDate != step.fresh {
			t.Errorf("%s: %+v, want %d run, %d cached, %d up to date", step.name, stats, step.run, step.cached, step.fresh)
		}
		if step.name != "the source" && !bytes.Equal(w.read(oneOutput), good) {
			t.Errorf("%s: the output is wrong", step.name)
		}
	}
}

// cacheEntries are the files of results in the workspace's cache.
func (w *workspace) cacheEntries() []string {
	w.t.Helper()
	var entries []string
	err := filepath.WalkDir(filepath.Join(w.dir, ".cache"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && len(filepath.Base(filepath.Dir(path))) == 2 {
			entries = append(entries, path)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return entries
}

// A damaged entry of the cache is thrown away, and the work done again.
func TestCorruptedCache(t *testing.T) {
	w := newWorkspace(t, oneSource)
	w.mustBuild("//...")
	good := w.read(oneOutput)
	for name, damage := range map[string]func(data []byte) []byte{
		"a bit":        func(data []byte) []byte { data[len(data)/2] ^= 1; return data },
		"cut off":      func(data []byte) []byte { return data[:len(data)-1] },
		"empty":        func([]byte) []byte { return nil },
		"other digest": func(data []byte) []byte { data[0] ^= 1; return data },
		"longer":       func(data []byte) []byte { return append(data, 0) },
	} {
		entries := w.cacheEntries()
		if len(entries) != 1 {
			t.Fatalf("there are %d entries, want 1", len(entries))
		}
		data, err := os.ReadFile(entries[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(entries[0], damage(data), 0o666); err != nil {
			t.Fatal(err)
		}
		os.RemoveAll(filepath.Join(w.dir, "pyc-bin"))
		stats, screen, err := w.build("//...")
		if err != nil || stats.Executed != 1 || !bytes.Equal(w.read(oneOutput), good) {
			t.Errorf("%s: %v, %+v, want one run and the right output", name, err, stats)
		}
		want(t, screen, "damaged entries were removed from the cache: 1")
	}
}

// The cache keeps to its size, and loses first what was not used for longest.
func TestCacheSize(t *testing.T) {
	w := newWorkspace(t, `
-- pkg/BUILD.bazel --
py_bytecode(name = "pyc", srcs = glob(["*.py"]))
`)
	for i := range 20 {
		w.write(fmt.Sprintf("pkg/m%02d.py", i), fmt.Sprintf("x = %q\n", strings.Repeat(string(rune('a'+i)), 5000)))
	}
	w.mustBuild("//...")
	entries := w.cacheEntries()
	if len(entries) != 20 {
		t.Fatalf("there are %d entries, want 20", len(entries))
	}
	old := time.Now().Add(-time.Hour)
	kept := map[string]bool{}
	for i, entry := range entries {
		if i%4 == 0 {
			kept[entry] = true
			continue
		}
		if err := os.Chtimes(entry, old, old); err != nil {
			t.Fatal(err)
		}
	}
	w.write("pkg/m20.py", "x = 1\n")
	o := w.options("//...")
	o.CacheSize = 50_000
	if _, screen, err := w.buildWith(o); err != nil {
		t.Fatalf("%v\n%s", err, screen)
	}
	var size int64
	for _, entry := range w.cacheEntries() {
		info, err := os.Stat(entry)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
		delete(kept, entry)
	}
	if size > o.CacheSize {
		t.Errorf("the cache has %d bytes, over its %d", size, o.CacheSize)
	}
	if len(kept) > 0 {
		t.Errorf("%d entries are gone that were used last", len(kept))
	}
}

// An action has its declared inputs at hand, an empty environment, and nothing
// else.
func TestDeclaredInputs(t *testing.T) {
	w := newWorkspace(t, `
-- r.bzl --
def _impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".txt")
    args = ctx.actions.args()
    args.add(out)
    args.add_all(ctx.attr.words)
    ctx.actions.run(
        outputs = [out],
        inputs = ctx.files.srcs,
        executable = ctx.executable.tool,
        arguments = [args],
        env = {"ANSWER": "42"},
        mnemonic = "Tool",
    )
    return DefaultInfo(files = depset([out]))

tool = rule(implementation = _impl, attrs = {
    "srcs": attr.label_list(allow_files = True),
    "tool": attr.label(executable = True, cfg = "exec", allow_files = True),
    "words": attr.string_list(),
})
-- BUILD.bazel --
load(":r.bzl", "tool")
tool(name = "good", srcs = ["a.txt"], tool = "tool.sh", words = ["a.txt"])
tool(name = "bad", srcs = ["a.txt"], tool = "tool.sh", words = ["b.txt"])
tool(name = "silent", tool = "silent.sh")
filegroup(name = "b", srcs = ["b.txt"])
-- a.txt --
text of a
-- b.txt --
text of b
-- tool.sh --
#!/bin/sh
out=$1; shift
/bin/cat "$@" > "$out" || exit 3
/usr/bin/env | /bin/grep -v '^_=\|^PWD=\|^SHLVL=\|^OLDPWD=' >> "$out"
-- silent.sh --
#!/bin/sh
`)
	for _, script := range []string{"tool.sh", "silent.sh"} {
		if err := os.Chmod(filepath.Join(w.dir, script), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	w.mustBuild("//:good")
	if got := string(w.read("pyc-bin/good.txt")); got != "text of a\nANSWER=42\n" {
		t.Errorf("the action saw %q", got)
	}
	want(t, w.failure("//:bad"), "//:bad: Tool bad.txt failed: exit status 3", "b.txt")
	if w.exists("pyc-bin/bad.txt") {
		t.Error("the action that failed has an output")
	}
	want(t, w.failure("//:silent"), "//:silent: Tool silent.txt: it did not make pyc-bin/silent.txt")
}

// pyc is the program itself, for the tests of processes.
var pyc = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "pyc-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "pyc")
	out, err := exec.Command("go", "build", "-o", path, module+"/tool/pyc").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	if path, err := pyc(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(status)
}

// command is pyc build of everything in the workspace.
func (w *workspace) command(args ...string) *exec.Cmd {
	w.t.Helper()
	path, err := pyc()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd := exec.Command(path, append([]string{"build", "--cache_dir=" + filepath.Join(w.dir, ".cache"), "//..."}, args...)...)
	cmd.Dir = w.dir
	cmd.Env = []string{}
	return cmd
}

// manySources is a workspace with a target of a hundred sources.
func manySources(t *testing.T) *workspace {
	w := newWorkspace(t, `
-- pkg/BUILD.bazel --
py_bytecode(name = "pyc", srcs = glob(["*.py"]))
py_bytecode_tree(name = "tree", deps = [":pyc"])
`)
	for i := range 100 {
		w.write(fmt.Sprintf("pkg/m%03d.py", i), strings.Repeat(fmt.Sprintf("def f%d(a, b=%d):\n    return [a * b for a in range(b)]\n", i, i), 40))
	}
	return w
}

// checkWhole holds the outputs there are against those of a build in peace.
func (w *workspace) checkWhole(want map[string][]byte, all bool) {
	w.t.Helper()
	got := w.outputFiles()
	for name, data := range got {
		if !bytes.Equal(data, want[name]) {
			w.t.Errorf("%s is wrong: %d bytes, want %d", name, len(data), len(want[name]))
		}
	}
	if all && len(got) != len(want) {
		w.t.Errorf("there are %d outputs, want %d", len(got), len(want))
	}
}

func (w *workspace) outputFiles() map[string][]byte {
	w.t.Helper()
	files := map[string][]byte{}
	root := filepath.Join(w.dir, "pyc-bin", "pkg")
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".pyc") {
			name, _ := filepath.Rel(root, path)
			files[name], _ = os.ReadFile(path)
		}
		return nil
	})
	return files
}

// A build that is killed leaves whole outputs only, and the next one is right.
// One that is interrupted says so.
func TestKilled(t *testing.T) {
	w := manySources(t)
	if out, err := w.command().CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	good := w.outputFiles()
	for i := range 8 {
		signal := syscall.SIGKILL
		if i%2 == 1 {
			signal = syscall.SIGINT
		}
		os.RemoveAll(filepath.Join(w.dir, "pyc-bin"))
		os.RemoveAll(filepath.Join(w.dir, ".cache"))
		cmd := w.command()
		var screen bytes.Buffer
		cmd.Stderr = &screen
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(10+i*25) * time.Millisecond)
		cmd.Process.Signal(signal)
		err := cmd.Wait()
		// It may be over before the signal comes, or not yet listen to signals.
		if signal == syscall.SIGINT && err != nil && cmd.ProcessState.ExitCode() != -1 {
			want(t, screen.String(), "interrupted")
			if code := cmd.ProcessState.ExitCode(); code != 130 {
				t.Errorf("an interrupted build has the exit status %d, want 130", code)
			}
		}
		w.checkWhole(good, false)
		if out, err := w.command().CombinedOutput(); err != nil {
			t.Fatalf("the next build: %v\n%s", err, out)
		}
		w.checkWhole(good, true)
		if w.exists("pyc-bin/.tmp") {
			t.Error("temporary files are left")
		}
	}
}

// Builds at the same time: in one workspace they wait for each other, in two
// they share the cache.
func TestConcurrentBuilds(t *testing.T) {
	w := manySources(t)
	if out, err := w.command().CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	good := w.outputFiles()
	os.RemoveAll(filepath.Join(w.dir, "pyc-bin"))
	os.RemoveAll(filepath.Join(w.dir, ".cache"))
	other := manySources(t)
	var builds sync.WaitGroup
	for _, in := range []*workspace{w, w, other, other} {
		cmd := in.command("--cache_dir=" + filepath.Join(w.dir, ".cache"))
		builds.Go(func() {
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	builds.Wait()
	w.checkWhole(good, true)
	other.checkWhole(good, true)
}

// A full disk fails the build with a clear message and leaves nothing that is
// half written; when there is room again, the next build is right.
func TestFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("NOT RUN: a full disk is made with Linux's mount")
	}
	w := manySources(t)
	if out, err := w.command().CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	good := w.outputFiles()
	os.RemoveAll(filepath.Join(w.dir, "pyc-bin"))
	os.RemoveAll(filepath.Join(w.dir, ".cache"))
	for _, dir := range []string{"pyc-bin", "kept"} {
		if err := os.Mkdir(filepath.Join(w.dir, dir), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	// The small disk is there for one process and what that starts; what the build
	// leaves on it is kept to look at.
	cmd := w.command()
	script := `mount -t tmpfs -o size=200k none pyc-bin || exit 99
"$@"; status=$?
cp -r pyc-bin/. kept || exit 98
mount -o remount,size=100m pyc-bin || exit 97
"$@" || exit 96
cp -r pyc-bin/pkg kept/after || exit 95
exit $status`
	shell := exec.Command("unshare", append([]string{"--mount", "sh", "-c", script, "sh"}, cmd.Args...)...)
	if os.Getuid() != 0 {
		shell.Args = append([]string{"unshare", "--user", "--map-root-user"}, shell.Args[1:]...)
	}
	shell.Dir, shell.Env = w.dir, []string{"PATH=" + os.Getenv("PATH")}
	out, err := shell.CombinedOutput()
	if code := shell.ProcessState.ExitCode(); code != 1 {
		if os.Getuid() != 0 && code != 96 {
			t.Skipf("NOT RUN: a small disk cannot be had here: %v\n%s", err, out)
		}
		t.Fatalf("exit status %d, want 1\n%s", code, out)
	}
	want(t, string(out), "no space left on device", "failed to build")
	os.Rename(filepath.Join(w.dir, "pyc-bin"), filepath.Join(w.dir, "empty"))
	os.Rename(filepath.Join(w.dir, "kept"), filepath.Join(w.dir, "pyc-bin"))
	after := filepath.Join(w.dir, "after")
	if err := os.Rename(filepath.Join(w.dir, "pyc-bin", "after"), after); err != nil {
		t.Fatal(err)
	}
	w.checkWhole(good, false)
	os.RemoveAll(filepath.Join(w.dir, "pyc-bin", "pkg"))
	if err := os.Rename(after, filepath.Join(w.dir, "pyc-bin", "pkg")); err != nil {
		t.Fatal(err)
	}
	w.checkWhole(good, true)
}

// A cache that cannot be written is no reason to fail.
func TestReadOnlyCache(t *testing.T) {
	w := newWorkspace(t, oneSource)
	w.write(".cache/actions-1", "a file where a directory is wanted")
	want(t, w.failure("//..."), "the cache cannot be used", "--cache_dir")
}

// A cancelled build returns the reason.
func TestCancelled(t *testing.T) {
	w := newWorkspace(t, oneSource)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	o := w.options("//...")
	if err := buildContext(ctx, o); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
