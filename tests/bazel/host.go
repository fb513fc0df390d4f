package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// host is where Bazel runs: this machine, or a Debian in a directory.
type host struct {
	root    string    // of that Debian; empty: this machine
	holder  *exec.Cmd // that keeps its mounts
	offline bool      // Bazel is Debian's, and its rules come from Debian and the Go proxy
	modules string
}

// packages are those of Debian that make up Bazel and what the tests use.
var packages = []string{
	"bazel-bootstrap", "bazel-platforms", "bazel-rules-cc", "bazel-rules-license", "bazel-rules-pkg",
	"bazel-rules-python", "bazel-rules-shell", "bazel-skylib", "nginx-light", "python3.13",
}

const (
	suite       = "forky" // of Debian: the first that has Bazel 7
	debianRules = "/usr/share/bazel"
)

// findBazel returns a host that has Bazel 7 or newer, if need be one that it
// installs.
func findBazel() (*host, error) {
	if major := bazelOnPath(); major >= 7 {
		_, err := os.Stat(debianRules)
		return &host{offline: err == nil}, nil
	}
	h := &host{root: filepath.Join(reference.CacheDir(), "bazel-debian"), offline: true}
	if _, err := os.Stat(filepath.Join(h.root, "usr/bin/bazel")); err != nil {
		if err := h.install(); err != nil {
			return nil, fmt.Errorf("no Bazel 7 or newer on PATH, and none to be installed: %w", err)
		}
	}
	return h, nil
}

func bazelOnPath() int {
	out, err := exec.Command("bazel", "--version").Output()
	if err != nil {
		return 0
	}
	text, _ := strings.CutPrefix(string(out), "bazel ")
	major, _, _ := strings.Cut(text, ".")
	n, _ := strconv.Atoi(major)
	return n
}

func (h *host) version() string {
	out, err := h.command("/", "bazel", "--version").CombinedOutput()
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(out))
}

// install makes the Debian. It gets its name when it is complete.
func (h *host) install() error {
	if os.Getuid() != 0 {
		return errors.New("that needs root")
	}
	if _, err := exec.LookPath("debootstrap"); err != nil {
		if err := show("apt-get", "-qy", "install", "--no-install-recommends", "debootstrap"); err != nil {
			return err
		}
	}
	script := "/usr/share/debootstrap/scripts/" + suite
	if _, err := os.Lstat(script); err != nil {
		if err := os.Symlink("sid", script); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(h.root), 0o777); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(h.root), "bazel-debian-")
	if err != nil {
		return err
	}
	if err := os.Chmod(fresh, 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(fresh) // nothing is mounted there: all mounts are private
	if err := show("unshare", "--mount", "--propagation", "private", "debootstrap", "--variant=minbase", suite, fresh); err != nil {
		return err
	}
	inside := &host{root: fresh}
	if err := inside.open(); err != nil {
		return err
	}
	defer inside.holder.Process.Kill()
	for _, args := range [][]string{
		{"apt-get", "-o", "Acquire::Check-Valid-Until=false", "-q", "update"},
		append([]string{"env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qy", "--no-install-recommends", "install"}, packages...),
		{"apt-get", "clean"},
	} {
		if out, err := inside.command("/", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w\n%s", args, err, out)
		}
	}
	return os.Rename(fresh, h.root)
}

func show(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

// mounts is run by a shell in a mount namespace of its own. What it mounts is
// gone with the namespace, so nobody who clears a directory later clears what was
// mounted there. The shell stays until its input ends, with this process.
const mounts = `set -e
root=$1; shift
mount -t proc none "$root/proc"
mount --rbind /dev "$root/dev"
for dir; do mkdir -p "$root$dir"; mount --bind "$dir" "$root$dir"; done
echo ready
cat`

// open mounts what the host is to see of this machine.
func (h *host) open(binds ...string) error {
	if h.root == "" {
		return nil
	}
	args := append([]string{"--mount", "--propagation", "private", "sh", "-c", mounts, "sh", h.root}, binds...)
	h.holder = exec.Command("unshare", args...)
	h.holder.Stderr = os.Stderr
	if _, err := h.holder.StdinPipe(); err != nil { // open until we end
		return err
	}
	out, err := h.holder.StdoutPipe()
	if err != nil {
		return err
	}
	if err := h.holder.Start(); err != nil {
		return err
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		return fmt.Errorf("mounting %v in %s: %q: %w", binds, h.root, line, err)
	}
	return nil
}

// command is a command on the host, in a directory, with an environment that
// says nothing of this machine.
func (h *host) command(dir string, args ...string) *exec.Cmd {
	goBin := filepath.Join(runtime.GOROOT(), "bin")
	env := []string{"PATH=" + goBin + ":/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + h.home(), "LC_ALL=C.UTF-8", "TERM=dumb"}
	if h.root == "" {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir, cmd.Env = dir, append(env, "PATH="+goBin+":"+os.Getenv("PATH"))
		return cmd
	}
	enter := []string{"--mount=" + fmt.Sprintf("/proc/%d/ns/mnt", h.holder.Process.Pid), "chroot", h.root, "/bin/sh", "-c", `cd "$0" && exec "$@"`, dir}
	cmd := exec.Command("nsenter", append(enter, args...)...)
	cmd.Env = env
	return cmd
}

func (h *host) home() string {
	if h.modules == "" {
		return "/"
	}
	return filepath.Dir(h.modules)
}

// prepare puts the rules that Debian has not where Bazel finds them, and says
// what of this machine the host is to see.
func (h *host) prepare(scratch string) error {
	h.modules = filepath.Join(scratch, "modules")
	if err := os.MkdirAll(httpDir(), 0o777); err != nil {
		return err
	}
	if err := h.open(scratch, runtime.GOROOT(), httpDir()); err != nil {
		return err
	}
	fmt.Println("Bazel:", h.version())
	if !h.offline {
		return os.MkdirAll(h.modules, 0o777)
	}
	for name, module := range map[string]string{
		"rules_go": "github.com/bazelbuild/rules_go@v0.57.0",
		"gazelle":  "github.com/bazelbuild/bazel-gazelle@v0.36.0", // rules_go wants it to be there
	} {
		if err := goModule(module, filepath.Join(h.modules, name)); err != nil {
			return err
		}
	}
	// Modules that are only named: nothing is taken from them.
	for _, name := range []string{"apple_support", "buildozer", "protobuf", "zlib"} {
		if err := writeFiles(filepath.Join(h.modules, name), map[string]string{
			"MODULE.bazel": fmt.Sprintf("module(name = %q)\n", name), "BUILD.bazel": "",
		}); err != nil {
			return err
		}
	}
	if err := writeFiles(filepath.Join(h.modules, "registry"), map[string]string{"bazel_registry.json": "{}\n"}); err != nil {
		return err
	}
	// Of the Go that rules_go itself wants it gets the list of all releases, even
	// if another is taken. Given a file name and a digest, it asks nobody.
	return edit(filepath.Join(h.modules, "rules_go", "MODULE.bazel"),
		"go_sdk.from_file(\n    name = \"go_default_sdk\",\n    go_mod = \"//:go.mod\",\n)",
		fmt.Sprintf("go_sdk.download(name = \"go_default_sdk\", version = \"1.26.8\", sdks = {\"linux_amd64\": [\"none.tar.gz\", %q]})", strings.Repeat("0", 64)))
}

// goModule copies a Go module from the module cache, which is read-only.
func goModule(module, to string) error {
	out, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		return fmt.Errorf("go mod download %s: %w\n%s", module, err, out)
	}
	var found struct{ Dir string }
	if err := json.Unmarshal(out, &found); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	return show("sh", "-c", `cp -r "$1" "$2" && chmod -R u+w "$2"`, "sh", found.Dir, to)
}

// writeFiles writes files into a directory that it makes.
func writeFiles(dir string, files map[string]string) error {
	for name, content := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// edit replaces texts in a file, each of which must be there.
func edit(file string, pairs ...string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text := string(data)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			return fmt.Errorf("%s does not hold %q", file, pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return os.WriteFile(file, []byte(text), 0o666)
}
