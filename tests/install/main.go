// Install gets the reference interpreters that this machine lacks, into the
// user's cache folder and nowhere else:
//
//	go run ./tests/install [VERSION...]
//
// It needs no rights beyond the user's own. Interpreters come from a newer
// Debian, through the apt of this one, or from npm where Debian has none.
package main

import (
	"fmt"
	"os"
	"os/exec"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

func main() {
	versions := os.Args[1:]
	if len(versions) == 0 {
		versions = reference.Versions
	}
	if err := install(versions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// install gets what is missing and says what there is in the end.
func install(versions []string) error {
	missing := 0
	for _, version := range versions {
		in, err := reference.Find(version, "")
		if err != nil && reference.Installable(version) {
			if err := installOne(version); err != nil {
				return err
			}
			in, err = reference.Find(version, "")
		}
		switch {
		case err == nil:
			fmt.Printf("%s: %s\n", version, in)
		case reference.Installable(version):
			fmt.Printf("%s: %v\n", version, err)
			missing++
		default:
			fmt.Printf("%s: none, and none to install\n", version)
		}
	}
	if missing > 0 {
		return fmt.Errorf("%d of %d reference interpreters are missing", missing, len(versions))
	}
	return nil
}

// installOne gets one version, or all that come in one go with it.
func installOne(version string) error {
	if reference.PyodideRelease(version) != "" {
		return installPyodide(version)
	}
	var packages []string
	for _, v := range []string{"3.13", "3.14", "3.15"} {
		packages = append(packages, "python"+v, "libpython"+v+"-testsuite")
	}
	return installDebian(reference.DebianDir(), packages)
}

// run runs a command and shows what it said only if it failed.
func run(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}
