//go:build !linux

package compileall

import "os"

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
