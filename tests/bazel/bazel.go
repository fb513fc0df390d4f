package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// bazel is a workspace with a Bazel of its own: nothing but the remote cache is
// shared between two.
type bazel struct {
	host  *host
	dir   string // the workspace
	out   string // output_user_root
	mode  string // "WORKSPACE" or "MODULE.bazel"
	flags []string
}

// newBazel copies the checkout into a workspace.
func (s *session) newBazel(name, mode string, flags ...string) (*bazel, error) {
	b := &bazel{
		host: s.host, mode: mode, flags: flags,
		dir: filepath.Join(s.scratch, name, "workspace"), out: filepath.Join(s.scratch, name, "out"),
	}
	if err := s.copyCheckout(b.dir); err != nil {
		return nil, err
	}
	if !s.host.offline {
		return b, nil
	}
	// The Go of this machine, instead of one that is downloaded.
	if err := edit(filepath.Join(b.dir, "WORKSPACE"), "rules_pyc_register_toolchains()", `rules_pyc_register_toolchains(go_version = "host")`); err != nil {
		return nil, err
	}
	return b, edit(filepath.Join(b.dir, "MODULE.bazel"), `go_sdk.download(version = "1.26.8")`, "go_sdk.host()")
}

// copyCheckout copies the files that git knows or would add.
func (s *session) copyCheckout(to string) error {
	if err := os.MkdirAll(to, 0o777); err != nil {
		return err
	}
	cmd := exec.Command("sh", "-c", `git ls-files -zco --exclude-standard | while IFS= read -r -d "" f; do [ ! -e "$f" ] || printf "%s\0" "$f"; done | tar c --null --no-recursion -T - | tar x -C "$1"`, "sh", to)
	cmd.Args[0] = "bash"
	if path, err := exec.LookPath("bash"); err == nil {
		cmd.Path = path
	}
	cmd.Dir = s.checkout
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("copying the checkout: %w\n%s", err, out)
	}
	return nil
}

// modeFlags choose how external repositories are found.
func (b *bazel) modeFlags() []string {
	workspace := b.mode == "WORKSPACE"
	var flags []string
	if workspace {
		flags = append(flags, "--noenable_bzlmod", "--enable_workspace")
	} else {
		flags = append(flags, "--enable_bzlmod", "--noenable_workspace", "--lockfile_mode=off")
	}
	if !b.host.offline {
		return flags
	}
	if workspace {
		for name, dir := range map[string]string{
			"bazel_skylib": "tools/skylib", "platforms": "platforms/platforms", "rules_cc": "rules/cc",
			"rules_python": "rules/python", "rules_shell": "rules/shell",
		} {
			flags = append(flags, fmt.Sprintf("--override_repository=%s=%s/%s", name, debianRules, dir))
		}
		return append(flags, "--override_repository=io_bazel_rules_go="+filepath.Join(b.host.modules, "rules_go"))
	}
	// Debian's bazelrc overrides the modules that Debian has, but for this one.
	flags = append(flags, "--registry=file://"+filepath.Join(b.host.modules, "registry"), "--override_module=rules_shell="+debianRules+"/rules/shell")
	for _, name := range []string{"apple_support", "buildozer", "gazelle", "protobuf", "rules_go", "zlib"} {
		flags = append(flags, fmt.Sprintf("--override_module=%s=%s", name, filepath.Join(b.host.modules, name)))
	}
	return flags
}

// run runs a Bazel command and returns what it said.
func (b *bazel) run(command string, args ...string) (string, error) {
	line := []string{"bazel", "--output_user_root=" + b.out, "--host_jvm_args=-Xmx2g", "--max_idle_secs=300", command}
	line = append(line, b.modeFlags()...)
	if command != "shutdown" && command != "info" {
		line = append(line, "--color=no", "--curses=no", "--noshow_progress")
		line = append(line, b.flags...)
	}
	out, err := b.host.command(b.dir, append(line, args...)...).CombinedOutput()
	if err != nil {
		err = fmt.Errorf("bazel %s %s: %w\n%s", command, strings.Join(args, " "), err, out)
	}
	return string(out), err
}

func (b *bazel) build(args ...string) (string, error) { return b.run("build", args...) }

// mustFail builds what has to fail, and checks what is said.
func (b *bazel) mustFail(want []string, args ...string) error {
	out, err := b.build(args...)
	if err == nil {
		return fmt.Errorf("bazel build %v succeeded", args)
	}
	for _, part := range want {
		if !strings.Contains(out, part) {
			return fmt.Errorf("%q is missing from:\n%s", part, out)
		}
	}
	return nil
}

func (b *bazel) shutdown() { b.run("shutdown") }

// processes finds how actions were carried out: "12 remote cache hit", say.
var processes = regexp.MustCompile(`INFO: \d+ process(?:es)?: (.*)\.`)

// counts returns how many actions were carried out in which way.
func counts(output string) (map[string]int, error) {
	m := processes.FindStringSubmatch(output)
	if m == nil {
		return nil, fmt.Errorf("Bazel did not say what it ran:\n%s", output)
	}
	found := map[string]int{}
	for _, part := range strings.Split(m[1], ", ") {
		var n int
		text, how, _ := strings.Cut(part, " ")
		if _, err := fmt.Sscan(text, &n); err != nil {
			return nil, err
		}
		found[how] = n
	}
	return found, nil
}
