// Bench measures the compiler against a real CPython's compileall, both over the
// same corpus and in turn, so that a busy machine is busy for both:
//
//	go run ./tests/bench --python_version 3.13
//
// It prints the ratios of wall time, CPU time and peak memory, single-threaded
// and on all cores, what a run costs that finds nothing to do, and what one small file
// costs as a process of its own.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

type bench struct {
	version, corpus string
	rounds, small   int
	in              *reference.Interpreter

	dir           string // scratch
	pyc, copyfile string // the programs, built
	files         []source
}

func main() {
	b := &bench{}
	flag.StringVar(&b.version, "python_version", "3.13", "Python `version`")
	flag.StringVar(&b.corpus, "corpus", "", "`folder` with sources (default: the reference's standard library)")
	path := flag.String("reference", "", "`path` of the CPython to compare with")
	flag.IntVar(&b.rounds, "rounds", 3, "`number` of runs of each; the fastest counts")
	flag.IntVar(&b.small, "small", 50, "`number` of processes for one small file")
	flag.Parse()
	if err := b.run(*path); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) run(path string) (err error) {
	// Any patch release will do: only its speed counts.
	if b.in, err = reference.FindToRun(b.version, path); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "pycbench"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	if err := b.build(); err != nil {
		return err
	}
	if err := b.copyCorpus(); err != nil {
		return err
	}
	if err := adoptOrphans(); err != nil {
		return err
	}
	b.title()
	for _, step := range []func() error{b.oneThread, b.allCores, b.upToDate, b.memory, b.process} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// build builds the programs as they are released.
func (b *bench) build() error {
	b.pyc = filepath.Join(b.dir, "pyc")
	b.copyfile = filepath.Join(b.dir, "copyfile")
	for path, pkg := range map[string]string{b.pyc: "tool/pyc", b.copyfile: "tests/bench/copyfile"} {
		cmd := exec.Command("go", "build", "-trimpath", "-o", path, "github.com/rules-pyc/rules_pyc/"+pkg)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
	}
	return nil
}

func (b *bench) title() {
	bytes := int64(0)
	for _, f := range b.files {
		bytes += f.size
	}
	fmt.Printf("%s over %d files, %.1f MB, %d cores, the fastest of %d runs\n", b.in, len(b.files), float64(bytes)/1e6, runtime.NumCPU(), b.rounds)
	fmt.Printf("%-24s %12s %12s %8s\n", "", "CPython", "pyc", "ratio")
}

// oneThread measures compileall on one core; pyc's garbage collector stays on it too.
func (b *bench) oneThread() error { return b.throughput("one thread", "1", "GOMAXPROCS=1") }

func (b *bench) allCores() error { return b.throughput("all cores", "0") }

func (b *bench) throughput(what, workers string, env ...string) error {
	theirs, ours := worst, worst
	for range b.rounds {
		m, err := measure(nil, b.in.Path, "-I", "-S", "-m", "compileall", "-q", "-f", "-j"+workers, filepath.Join(b.dir, "corpus"))
		if err != nil {
			return err
		}
		theirs = theirs.best(m)
		m, err = measure(env, b.pyc, "compileall", "--python_version", b.version, "-q", "-f", "-j"+workers, filepath.Join(b.dir, "corpus"))
		if err != nil {
			return err
		}
		ours = ours.best(m)
	}
	compare(what+", wall", "s", theirs.wall, ours.wall)
	compare(what+", CPU", "s", theirs.cpu, ours.cpu)
	compare(what+", peak memory", "MB", theirs.memory, ours.memory)
	return nil
}

// memory measures one process for each of the largest files, and whether the
// number of files matters.
func (b *bench) memory() error {
	for _, f := range b.largest(3) {
		theirs, err := b.one(3, b.python(f.path))
		if err != nil {
			return err
		}
		ours, err := b.one(3, b.ours(f.path))
		if err != nil {
			return err
		}
		name, err := filepath.Rel(filepath.Join(b.dir, "corpus"), f.path)
		if err != nil {
			return err
		}
		fmt.Printf("%s, %.2f MB:\n", name, float64(f.size)/1e6)
		compare("its peak memory", "MB", theirs.memory, ours.memory)
		compare("its wall", "ms", theirs.wall*1e3, ours.wall*1e3)
	}
	return b.growth()
}

func (b *bench) largest(n int) []source {
	files := slices.Clone(b.files)
	slices.SortFunc(files, func(x, y source) int { return cmp.Compare(y.size, x.size) })
	return files[:min(n, len(files))]
}

// growth compares the memory for every tenth file with that for all.
func (b *bench) growth() error {
	var list strings.Builder
	for i := 0; i < len(b.files); i += 10 {
		fmt.Fprintln(&list, b.files[i].path)
	}
	tenth := filepath.Join(b.dir, "tenth.txt")
	if err := os.WriteFile(tenth, []byte(list.String()), 0o666); err != nil {
		return err
	}
	common := []string{b.pyc, "compileall", "--python_version", b.version, "-q", "-f"}
	few, err := b.one(3, append(common, "-i", tenth))
	if err != nil {
		return err
	}
	all, err := b.one(3, append(common, filepath.Join(b.dir, "corpus")))
	if err != nil {
		return err
	}
	fmt.Printf("peak memory of pyc for every tenth file: %.2f MB, for all: %.2f MB\n", few.memory, all.memory)
	return nil
}

// process measures a process for one small file.
func (b *bench) process() error {
	small := filepath.Join(b.dir, "small.py")
	if err := os.WriteFile(small, []byte("import os\n\n\ndef main(path):\n    return os.path.join(path, 'x')\n"), 0o666); err != nil {
		return err
	}
	theirs, err := b.one(b.small, b.python(small))
	if err != nil {
		return err
	}
	ours, err := b.one(b.small, b.ours(small))
	if err != nil {
		return err
	}
	least, err := b.one(b.small, []string{b.copyfile, small, filepath.Join(b.dir, "copy")})
	if err != nil {
		return err
	}
	fmt.Println("one small file, the median:")
	compare("its wall", "ms", theirs.wall*1e3, ours.wall*1e3)
	compare("its peak memory", "MB", theirs.memory, ours.memory)
	fmt.Printf("%-24s %12s %9.2f ms; pyc takes %.2f ms more\n", "only read and write", "", least.wall*1e3, (ours.wall-least.wall)*1e3)
	return nil
}

func (b *bench) python(path string) []string {
	return []string{b.in.Path, "-I", "-S", "-m", "py_compile", path}
}

func (b *bench) ours(path string) []string {
	return []string{b.pyc, "compile", "--python_version", b.version, path}
}
