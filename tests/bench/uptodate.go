package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/rules-pyc/rules_pyc/tool/compileall"
)

// upToDate measures runs over a tree in which there is nothing to do, and over one with
// the corpus's broken sources besides, which are compiled each time, in vain. What pyc
// remembers of a tree is in its cache, which is not the user's here.
func (b *bench) upToDate() error {
	cache := filepath.Join(b.dir, "cache")
	if err := os.Mkdir(cache, 0o777); err != nil {
		return err
	}
	fmt.Println("up to date, the median of runs in turn, and the fastest:")
	broken, err := b.broken()
	if err != nil {
		return err
	}
	if err := b.runInTurn(fmt.Sprintf("but %d broken, wall", len(broken)), cache); err != nil {
		return err
	}
	for _, path := range broken {
		if err := os.Rename(path, path+".broken"); err != nil {
			return err
		}
		defer os.Rename(path+".broken", path)
	}
	return b.runInTurn("its wall", cache)
}

// broken returns the sources that cannot be compiled, and compiles all others.
func (b *bench) broken() (paths []string, err error) {
	out, err := exec.Command(b.pyc, "compileall", "--python_version", b.version, "--json", "--no-snapshot", filepath.Join(b.dir, "corpus")).Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return nil, err
	}
	var summary compileall.Summary
	if err := json.Unmarshal(out, &summary); err != nil {
		return nil, err
	}
	for _, failure := range summary.Errors {
		paths = append(paths, failure.File)
	}
	return paths, nil
}

// runInTurn compares runs over the corpus, with and without pyc's snapshot.
func (b *bench) runInTurn(what, cache string) error {
	tree := filepath.Join(b.dir, "corpus")
	commands := [][]string{
		{b.in.Path, "-m", "compileall", "-q", tree},
		{b.pyc, "compileall", "--python_version", b.version, "-q", tree},
		{b.pyc, "compileall", "--python_version", b.version, "-q", "--no-snapshot", tree},
	}
	runs := make([][]measured, len(commands))
	for round := range 2 + b.small {
		for i, command := range commands {
			m, err := measure([]string{"XDG_CACHE_HOME=" + cache}, command...)
			if err != nil {
				return err
			}
			if round > 1 { // the first make the tree up to date, and the snapshot
				runs[i] = append(runs[i], m)
			}
		}
	}
	wall := func(m measured) float64 { return m.wall * 1e3 }
	for i, what := range []string{"", what, "  all looked at"} {
		if i > 0 {
			compare(what, "ms", median(runs[0], wall), median(runs[i], wall))
			compare("", "ms", least(runs[0], wall), least(runs[i], wall))
		}
	}
	return nil
}
