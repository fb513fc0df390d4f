package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// stress breaks runs in the middle and looks for bytecode that Python would load
// and that is not whole.
func (c *comparison) stress() error {
	root := filepath.Join(c.work, "stress")
	if err := sources(root, 40, 10, 200); err != nil {
		return err
	}
	start := time.Now()
	if err := c.compileall(root).Run(); err != nil {
		return err
	}
	length := time.Since(start)
	whole, err := bytecode(root)
	if err != nil {
		return err
	}
	if len(whole) != 400 {
		return fmt.Errorf("%d files instead of 400", len(whole))
	}
	if err := c.kills(root, whole, length); err != nil {
		return err
	}
	if err := c.interrupts(root, whole, length); err != nil {
		return err
	}
	return c.fullDisks(whole)
}

func (c *comparison) compileall(root string, args ...string) *exec.Cmd {
	args = append([]string{"compileall", "--python_version", c.python.Version, "-qq", "-f", "-j2",
		"-s", root, "--invalidation-mode", "unchecked-hash", root}, args...)
	return exec.Command(c.pyc, args...)
}

// sources writes dirs directories of files each, of up to lines functions.
func sources(root string, dirs, files, lines int) error {
	random := rand.New(rand.NewPCG(1, 2))
	for d := range dirs {
		dir := filepath.Join(root, fmt.Sprintf("d%03d", d))
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
		for f := range files {
			var text strings.Builder
			for n := range random.IntN(lines) + 1 {
				fmt.Fprintf(&text, "def f%d(x):\n    return [x, %d, 'text %d']\n", n, n, random.IntN(1000))
			}
			name := filepath.Join(dir, fmt.Sprintf("m%05d.py", f))
			if err := os.WriteFile(name, []byte(text.String()), 0o666); err != nil {
				return err
			}
		}
	}
	return nil
}

// bytecode reads every file below root that Python would load, by relative path.
func bytecode(root string) (map[string][]byte, error) {
	found := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".pyc") {
			found[path[len(root):]], err = os.ReadFile(path)
		}
		return err
	})
	return found, err
}

func checkWhole(root string, whole map[string][]byte) (int, error) {
	found, err := bytecode(root)
	for path, data := range found {
		if !bytes.Equal(data, whole[path]) {
			return 0, fmt.Errorf("%s is not whole: %d bytes instead of %d", path, len(data), len(whole[path]))
		}
	}
	return len(found), err
}

func removeBytecode(root string) error {
	caches, err := filepath.Glob(filepath.Join(root, "*", "__pycache__"))
	for _, cache := range caches {
		if err := os.RemoveAll(cache); err != nil {
			return err
		}
	}
	return err
}

// kills ends runs with SIGKILL at 200 random moments.
func (c *comparison) kills(root string, whole map[string][]byte, length time.Duration) error {
	const moments = 200
	partial := 0
	for i := range moments {
		if i%2 == 0 {
			if err := removeBytecode(root); err != nil {
				return err
			}
		}
		cmd := c.compileall(root)
		if err := cmd.Start(); err != nil {
			return err
		}
		time.Sleep(rand.N(length))
		cmd.Process.Kill()
		cmd.Wait()
		n, err := checkWhole(root, whole)
		if err != nil {
			return fmt.Errorf("killed: %w", err)
		}
		if n < len(whole) {
			partial++
		}
	}
	fmt.Printf("compileall: killed at %d moments, %d of them in the middle: every file that Python would load was whole\n", moments, partial)
	return nil
}

// interrupts ends runs with SIGINT at random moments. They say so and exit as CPython's
// compileall does, leaving nothing behind but whole files.
func (c *comparison) interrupts(root string, whole map[string][]byte, length time.Duration) error {
	const moments = 20
	early, partial := 0, 0
	for range moments {
		if err := removeBytecode(root); err != nil {
			return err
		}
		cmd := c.compileall(root)
		cmd.Args = slices.DeleteFunc(cmd.Args, func(arg string) bool { return arg == "-qq" })
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			return err
		}
		time.Sleep(rand.N(length))
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
		n, err := checkWhole(root, whole)
		if err != nil {
			return fmt.Errorf("interrupted: %w", err)
		}
		status := cmd.ProcessState.Sys().(syscall.WaitStatus)
		switch said := strings.HasSuffix(out.String(), "\n[interrupted]\n"); {
		case status.Signaled() && n == 0: // before it was ready for signals, as with CPython
			early++
		case said && status.ExitStatus() == 1:
			partial++
		case said || status.ExitStatus() != 0 || n != len(whole):
			return fmt.Errorf("interrupted: exit status %d, %d files, %q at the end", status.ExitStatus(), n, out.String()[max(0, out.Len()-100):])
		}
		left, err := filepath.Glob(filepath.Join(root, "*", "__pycache__", "*.pyc.*"))
		if err != nil || len(left) > 0 {
			return fmt.Errorf("interrupted: %q is left, %v", left, err)
		}
	}
	if partial == 0 {
		return fmt.Errorf("interrupted: none of %d runs in the middle", moments)
	}
	fmt.Printf("compileall: interrupted at %d moments, %d of them in the middle, %d at the start\n", moments, partial, early)
	return nil
}

// fullDisks compiles into small file systems that fill up at random places.
func (c *comparison) fullDisks(whole map[string][]byte) error {
	if os.Geteuid() != 0 || runtime.GOOS != "linux" {
		return fmt.Errorf("full disks: not run, root on Linux is needed to mount small ones")
	}
	root := filepath.Join(c.work, "full")
	if err := os.Mkdir(root, 0o777); err != nil {
		return err
	}
	const sizes = 30
	failed := 0
	for range sizes {
		size := fmt.Sprintf("size=%dk", 2700+rand.IntN(6500))
		if err := syscall.Mount("tmpfs", root, "tmpfs", 0, size); err != nil {
			return err
		}
		err := c.fullDisk(root, whole, &failed)
		if e := syscall.Unmount(root, 0); err == nil {
			err = e
		}
		if err != nil {
			return err
		}
	}
	fmt.Printf("compileall: %d small disks, %d of them too small: every file that Python would load was whole\n", sizes, failed)
	if failed == 0 {
		return fmt.Errorf("full disks: none was full")
	}
	return nil
}

func (c *comparison) fullDisk(root string, whole map[string][]byte, failed *int) error {
	if err := sources(root, 40, 10, 200); err != nil {
		return fmt.Errorf("the sources do not fit: %w", err)
	}
	runErr := c.compileall(root).Run()
	n, err := checkWhole(root, whole)
	if err != nil {
		return fmt.Errorf("disk full: %w", err)
	}
	if runErr != nil {
		*failed++
	} else if n != len(whole) {
		return fmt.Errorf("disk full: %d of %d files and exit status 0", n, len(whole))
	}
	return nil
}

// scale prints time and memory over the number of files. Every tree has a place of
// its own, for file systems are slow where much has been deleted just before.
func (c *comparison) scale() error {
	for i, shape := range []struct{ dirs, files int }{{500, 100}, {1000, 100}, {2000, 100}, {1, 50_000}} {
		root := filepath.Join(c.work, "scale"+strconv.Itoa(i))
		if err := sources(root, shape.dirs, shape.files, 1); err != nil {
			return err
		}
		ours := []string{c.pyc, "compileall", "--python_version", c.python.Version, "-qq", "-j2", root}
		theirs := []string{c.python.Path, "-m", "compileall", "-qq", root}
		for _, run := range []struct {
			state string
			args  []string
		}{
			{"cold", ours}, {"up to date", ours}, {"up to date, all looked at", append(ours, "--no-snapshot")},
			{"up to date for CPython", theirs},
		} {
			cmd := exec.Command(run.args[0], run.args[1:]...)
			start := time.Now()
			if err := cmd.Run(); err != nil {
				return err
			}
			wall := time.Since(start)
			cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
			fmt.Printf("%d directories of %d files, %s: %.2f s, CPU %.2f s, %d MB at most\n",
				shape.dirs, shape.files, run.state, wall.Seconds(), cpu.Seconds(), usage.Maxrss/1024)
		}
	}
	return nil
}
