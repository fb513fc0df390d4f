package compileall

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// walk sends the files below a directory, each directory's entries in Python's
// order of str, directories in their place among the files, symlinks to
// directories and __pycache__ left out (CPython: _walk_dir in compileall.py).
func (r *run) walk(dir string, levels int, paths paths) {
	if r.ctx.Err() != nil {
		return
	}
	r.send(step{event: Event{Kind: Listing, Path: dir}})
	entries, err := readDir(dir)
	if err != nil {
		r.send(step{event: Event{Kind: CannotList, Path: dir, Err: err}})
	}
	for _, e := range entries {
		name := e.Name()
		if name == "__pycache__" {
			continue
		}
		full := joinPath(dir, name)
		switch {
		case !isDir(full, e):
			r.send(step{file: file{path: full, paths: paths}, isFile: true})
		case levels > 0 && e.Type()&fs.ModeSymlink == 0:
			r.walk(full, levels-1, paths)
		}
	}
}

func readDir(dir string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return compareNames(a.Name(), b.Name()) })
	return entries, nil
}

// isDir follows symlinks, and asks the file system only for those.
func isDir(path string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// compareNames orders file names as Python orders them as str: by code point,
// where a byte that is not UTF-8 counts as a lone surrogate (PEP 383).
func compareNames(a, b string) int {
	if utf8.ValidString(a) && utf8.ValidString(b) {
		return strings.Compare(a, b)
	}
	return slices.Compare(codePoints(a), codePoints(b))
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
