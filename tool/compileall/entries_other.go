//go:build !linux

package compileall

import "os"

// lookUpOnly opens a directory for nothing but to find the files in it.
const lookUpOnly = 0

// lister lists directories.
type lister struct{}

// list appends the entries of a directory.
func (*lister) list(entries []dirEntry, d *dir) ([]dirEntry, error) {
	names, err := os.ReadDir(d.path)
	if err != nil {
		return nil, err
	}
	for _, e := range names {
		entries = append(entries, dirEntry{d.prefix + e.Name(), e.Type()})
	}
	return entries, nil
}

// tellsChanges is false: of no file system here is it known that a directory's times
// change with its names, and a file's with its content.
func (d *dir) tellsChanges() bool { return false }
