package compileall

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
)

// walker finds what is below the roots.
type walker struct {
	*run
	emit    func(*step) // gets the steps in the order of CPython's walk, and copies them
	step    step        // for emit
	lister  lister
	entries []dirEntry // of the directories that are being walked
}

// dirEntry is what stands in a directory. Of the mode there is only the type.
type dirEntry struct {
	path string
	mode fs.FileMode
}

func (w *walker) all(roots []string) {
	for i, path := range roots {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			w.send(step{file: file{path: path, root: w.fileRoot()}, isFile: true})
		} else {
			w.walk(nil, path, w.MaxLevels, w.dirRoot(path, i))
		}
	}
}

// walk emits the files below a directory, each directory's entries in Python's
// order of str, directories in their place among the files, symlinks to
// directories and __pycache__ left out (CPython: _walk_dir in compileall.py).
func (w *walker) walk(parent *dir, path string, levels int, root *root) {
	if w.ctx.Err() != nil {
		return
	}
	d, err := openDir(parent, path, 0)
	w.listing(d, path, root)
	if err != nil {
		w.cannotList(path, root, err)
		return
	}
	defer func() { d.release() }()
	// What is above the first entries is of the directories on the way here.
	first := len(w.entries)
	defer func() { w.entries = w.entries[:first] }()
	entries, err := w.lister.list(w.entries, d)
	if err != nil {
		w.cannotList(path, root, err)
		return
	}
	w.entries = entries
	entries = entries[first:]
	sortEntries(entries)
	cacheDir := joinPath(path, pyc.CacheDir)
	d = d.keep()
	for _, e := range entries {
		isLink := e.mode&fs.ModeSymlink != 0
		switch {
		case e.path == cacheDir:
		case !isDir(d, e):
			d.retain()
			w.send(step{file: file{e.path, d, root}, isFile: true})
		case isLink:
			w.send(step{event: Event{Path: e.path}, file: file{root: root}, isLink: true})
		case levels > 0:
			w.walk(d, e.path, levels-1, root)
		}
	}
}

// listing emits that a directory is about to be listed; it is nil if it cannot be.
func (w *walker) listing(d *dir, path string, root *root) {
	s := step{event: Event{Kind: Listing, Path: path}, file: file{root: root}}
	if d != nil && w.recorder != nil {
		w.learnDevice(d)
		s.sum = w.settledSum(d.state)
	}
	w.send(s)
}

func (w *walker) cannotList(path string, root *root, err error) {
	w.send(step{event: Event{Kind: CannotList, Path: path, Err: err}, file: file{root: root}})
}

// send emits a step without new memory for it.
func (w *walker) send(s step) {
	w.step = s
	w.emit(&w.step)
}

// isDir follows symlinks, and asks the file system only for those.
func isDir(d *dir, e dirEntry) bool {
	if e.mode&fs.ModeSymlink == 0 {
		return e.mode.IsDir()
	}
	state, err := d.stat(e.path)
	return err == nil && state.mode.IsDir()
}

// sortEntries orders the entries of a directory as Python orders them as str: by code
// point, where a byte that is not UTF-8 counts as a lone surrogate (PEP 383).
func sortEntries(entries []dirEntry) {
	invalid := func(e dirEntry) bool { return !utf8.ValidString(e.path) }
	if slices.ContainsFunc(entries, invalid) {
		slices.SortFunc(entries, func(a, b dirEntry) int {
			return slices.Compare(codePoints(a.path), codePoints(b.path))
		})
		return
	}
	slices.SortFunc(entries, func(a, b dirEntry) int { return strings.Compare(a.path, b.path) })
}

func codePoints(s string) []rune {
	var points []rune
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			r = 0xDC00 + rune(s[i])
		}
		points = append(points, r)
		i += size
	}
	return points
}
