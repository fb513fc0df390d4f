package compileall

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/rules-pyc/rules_pyc/compiler"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/tool/atomicfile"
	"github.com/rules-pyc/rules_pyc/tool/pytext"
)

// file is a candidate that the walk found in a directory below a root, or a root itself.
type file struct {
	path string
	dir  *dir
	root *root
}

// compileFile is what one worker keeps between files.
type compileFile struct {
	*run
	fresh  freshness
	looked []string // the outputs that are looked at
}

func newCompileFile(r *run) *compileFile {
	return &compileFile{run: r, fresh: freshness{record: r.recorder != nil}}
}

// compile does all that CPython's compile_file does for one candidate, and makes an
// event of it.
func (c *compileFile) compile(s *step) {
	f, e := s.file, &s.event
	*e = Event{Kind: Skipped, Path: f.path, Count: 1}
	coFilename, badStrip := f.root.coFilename(f.path)
	e.CoFilename = pytext.FSDecode(coFilename)
	if badStrip {
		e.BadStrip = f.root.strip
	}
	s.sum = 0
	if !strings.HasSuffix(filepath.Base(f.path), ".py") || c.leftOut(f.path) {
		return
	}
	state, err := f.dir.stat(f.path)
	if err != nil || !state.mode.IsRegular() {
		return // a broken symlink, say: no regular file, no source
	}
	c.looked = c.appendOutputs(c.looked[:0], f.path)
	if c.Force || !c.fresh.all(c.run, c.looked, f, e.CoFilename, &state) {
		c.build(e, f, &state)
		return
	}
	e.Kind = UpToDate
	if c.recorder != nil {
		s.sum = c.settledSum(c.fresh.states...)
	}
}

// appendOutputs appends the paths of a source's bytecode.
func (c *compileFile) appendOutputs(outputs []string, path string) []string {
	for _, level := range c.optLevels {
		outputs = append(outputs, c.output(path, level))
	}
	return outputs
}

// build compiles the source of an event and writes all its outputs.
func (c *compileFile) build(e *Event, f file, state *fileState) {
	e.Outputs = c.appendOutputs(nil, e.Path)
	if c.Check {
		e.Kind = Stale
		return
	}
	e.Kind = Compiled
	e.Bytes = state.size
	if e.Warnings, e.Err = c.write(e.Path, e.CoFilename, e.Outputs, state); e.Err != nil {
		e.Kind = Failed
	}
}

func (c *compileFile) leftOut(path string) bool {
	if c.Skip != nil && c.Skip(path) {
		return true
	}
	if c.LimitSymlinks == "" {
		return false
	}
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0 && !leadsInto(path, c.LimitSymlinks)
}

// leadsInto tells whether a symlink's last target is below dir.
func leadsInto(path, dir string) bool {
	return strings.HasPrefix(resolve(path), strings.TrimSuffix(resolve(dir), "/")+"/")
}

// resolve is Path.resolve of pathlib: what cannot be resolved stays as it is.
func resolve(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// write compiles one source at each level and writes the outputs.
func (c *compileFile) write(path, coFilename string, outputs []string, state *fileState) ([]source.Warning, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var warnings []source.Warning
	var previous []byte
	for i, level := range c.optLevels {
		if err := atomicfile.Replaceable(outputs[i]); err != nil {
			return warnings, err
		}
		if level < -1 || level > 2 {
			return warnings, ErrOptimize
		}
		data, err := c.compileSource(src, compiler.Options{
			Target:       c.Target,
			Filename:     coFilename,
			Optimize:     c.effective(level),
			Invalidation: c.Mode,
			Timestamp:    state.timestamp(),
			Warn:         func(w source.Warning) { warnings = append(warnings, w) },
		})
		if err != nil {
			return warnings, err
		}
		if c.HardlinkDupes && bytes.Equal(data, previous) {
			err = link(outputs[i-1], outputs[i])
		} else {
			err = writeOutput(outputs[i], data, state.mode)
		}
		if err != nil {
			return warnings, err
		}
		previous = data
	}
	return warnings, nil
}

// compileSource waits for one of the compilers.
func (r *run) compileSource(src []byte, o compiler.Options) ([]byte, error) {
	c := <-r.compilers
	defer func() { r.compilers <- c }()
	return c.Compile(src, o)
}

func (c *compileFile) effective(level int) int {
	if level == -1 {
		return c.DefaultOptimize
	}
	return level
}

// writeOutput writes one bytecode file with the source's permission bits, and
// always writable, as importlib does (_calc_mode).
func writeOutput(path string, data []byte, perm fs.FileMode) error {
	perm = (perm | 0o200) & 0o666
	err := atomicfile.Write(path, data, perm)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return atomicfile.Write(path, data, perm)
}

// link makes name another name of the file at old, replacing what stands there
// in one step.
func link(old, name string) error {
	tmp := name + ".link"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, syscall.ENOENT) {
		return err
	}
	if err := os.Link(old, tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, name); err != nil {
		return err
	}
	// rename does nothing where both are one file already.
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
