package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The suite of Debian that has the newest Pythons.
const suite = "forky"

// installDebian unpacks packages of the newer suite, and all that they depend
// on, beneath root. Nothing is installed in dpkg's sense, no script of a package
// runs and no right of root's is needed: apt resolves the dependencies against an
// empty machine, dpkg-deb unpacks. The packages' own C library comes along; see
// wrapPythons for how it is used.
func installDebian(root string, packages []string) error {
	state := root + ".apt"
	for _, dir := range []string{"lists/partial", "cache/archives/partial"} {
		if err := os.MkdirAll(filepath.Join(state, dir), 0o777); err != nil {
			return err
		}
	}
	defer os.RemoveAll(state)
	source, err := sourceLine()
	if err != nil {
		return err
	}
	files := map[string]string{"status": "", "sources.list": source}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(state, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	options := aptOptions(state)
	if err := run("apt-get", append(options, "-q", "update")...); err != nil {
		return err
	}
	install := append(options, "-q", "--yes", "--download-only", "install")
	if err := run("apt-get", append(install, packages...)...); err != nil {
		return err
	}
	archives, err := filepath.Glob(filepath.Join(state, "cache", "archives", "*.deb"))
	if err != nil {
		return err
	}
	return unpack(root, archives)
}

// aptOptions makes apt work in a folder, as though no package were installed.
func aptOptions(state string) []string {
	var options []string
	for _, option := range []string{
		"Dir::Etc::SourceList=" + filepath.Join(state, "sources.list"),
		"Dir::Etc::SourceParts=/dev/null",
		"Dir::State::Lists=" + filepath.Join(state, "lists"),
		"Dir::State::Status=" + filepath.Join(state, "status"),
		"Dir::Cache=" + filepath.Join(state, "cache"),
		"APT::Install-Recommends=false",
		"APT::Sandbox::User=",
		"Debug::NoLocking=true",
		"Acquire::Languages=none",
		// A suite in the making may be seen through a mirror of some days ago.
		"Acquire::Check-Valid-Until=false",
	} {
		options = append(options, "-o", option)
	}
	return options
}

// sourceLine names the newer suite on the mirror that apt is set up with.
func sourceLine() (string, error) {
	out, err := exec.Command("apt-get", "indextargets", "--format", "$(REPO_URI)",
		"Created-By: Packages", "Label: Debian", "Component: main").Output()
	if err != nil {
		return "", fmt.Errorf("apt-get indextargets: %w", err)
	}
	mirror, _, _ := strings.Cut(string(out), "\n")
	if mirror == "" {
		return "", errors.New("apt knows no Debian mirror: run `apt-get update` as root first")
	}
	return fmt.Sprintf("deb %s%s %s main\n", signedBy(), mirror, suite), nil
}

// signedBy is apt's option for the keys that Debian signs all its suites with.
func signedBy() string {
	keys, _ := filepath.Glob("/usr/share/keyrings/debian-archive-keyring.*")
	if len(keys) == 0 {
		return ""
	}
	return "[signed-by=" + keys[0] + "] "
}

// unpack unpacks packages into a new folder, which appears under its name when
// it is complete.
func unpack(root string, archives []string) error {
	fresh := root + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	for _, archive := range archives {
		if err := run("dpkg-deb", "--extract", archive, fresh); err != nil {
			return err
		}
	}
	if err := wrapPythons(fresh, root); err != nil {
		return err
	}
	if err := os.RemoveAll(root); err != nil {
		return err
	}
	return os.Rename(fresh, root)
}

// wrapPythons puts a script in the place of each interpreter that runs it with
// the C library it was built for, which is newer than the machine's. argv[0]
// stays the script's path, so sys.executable and sys.prefix are right and
// subprocesses work. root is where fresh will stand.
func wrapPythons(fresh, root string) error {
	pythons, err := filepath.Glob(filepath.Join(fresh, "usr", "bin", "python3.*[0-9]"))
	if err != nil {
		return err
	}
	loaders, err := filepath.Glob(filepath.Join(fresh, "usr", "lib", "*", "ld-linux*"))
	if err != nil || len(loaders) == 0 {
		return fmt.Errorf("the packages brought no C library: %w", err)
	}
	loader := filepath.Join(root, strings.TrimPrefix(loaders[0], fresh))
	for _, python := range pythons {
		if err := os.Rename(python, python+".elf"); err != nil {
			return err
		}
		script := fmt.Sprintf("#!/bin/sh\nexec '%s' --library-path '%s' --argv0 \"$0\" '%s' \"$@\"\n",
			loader, filepath.Dir(loader), filepath.Join(root, "usr", "bin", filepath.Base(python)+".elf"))
		if err := os.WriteFile(python, []byte(script), 0o777); err != nil {
			return err
		}
	}
	return nil
}
