package compileall

import (
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
)

// dirEntry is what stands in a directory. Of the mode there is only the type.
type dirEntry struct {
	path string
	mode fs.FileMode
}

// walk sends the files below a directory, each directory's entries in Python's
// order of str, directories in their place among the files, symlinks to
// directories and __pycache__ left out (CPython: _walk_dir in compileall.py).
func (r *run) walk(parent *dir, path string, levels int, root *root) {
	if r.ctx.Err() != nil {
		return
	}
	r.send(step{event: Event{Kind: Listing, Path: path}})
	d, err := openDir(parent, path)
	if err != nil {
		r.send(step{event: Event{Kind: CannotList, Path: path, Err: err}})
		return
	}
	defer func() { d.release() }()
	// What is above the first entries is of the directories on the way here.
	first := len(r.entries)
	defer func() { r.entries = r.entries[:first] }()
	entries, err := r.lister.list(r.entries, d)
	if err != nil {
		r.send(step{event: Event{Kind: CannotList, Path: path, Err: err}})
		return
	}
	r.entries = entries
	entries = entries[first:]
	sortEntries(entries)
	cacheDir := joinPath(path, pyc.CacheDir)
	d = d.keep()
	for _, e := range entries {
		switch {
		case e.path == cacheDir:
		case !isDir(d, e):
			d.retain()
			r.send(step{file: file{e.path, d, root}, isFile: true})
		case levels > 0 && e.mode&fs.ModeSymlink == 0:
			r.walk(d, e.path, levels-1, root)
		}
	}
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
