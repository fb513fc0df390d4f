package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// file is one source of a corpus.
type file struct {
	path string // where it is, absolute
	name string // its path in the corpus with slashes; also its co_filename
}

// corpusFiles lists the sources to compile and says in which folder they are.
func (s *settings) corpusFiles(in *reference.Interpreter) (root string, files []file, err error) {
	if len(s.files) > 0 {
		return single(s.files)
	}
	root, skipped := s.corpus, ""
	if root == "" {
		if in.Stdlib == "" {
			return "", nil, fmt.Errorf("%s has no standard library to read; --corpus says what to compile", in)
		}
		root, skipped = in.Stdlib, "site-packages"
	}
	if root, err = filepath.Abs(root); err != nil {
		return "", nil, err
	}
	if files, err = walk(root, skipped); err != nil {
		return "", nil, err
	}
	kept := files[:0]
	for _, f := range files {
		if strings.Contains(f.name, s.match) {
			kept = append(kept, f)
		}
	}
	if len(kept) == 0 {
		return "", nil, errors.New("no file to compile in " + root)
	}
	return root, spread(kept, s.limit), nil
}

func single(paths []string) (root string, files []file, err error) {
	if root, err = os.Getwd(); err != nil {
		return "", nil, err
	}
	for _, path := range paths {
		abs, err := filepath.Abs(path)
		if err != nil {
			return "", nil, err
		}
		files = append(files, file{abs, filepath.ToSlash(path)})
	}
	return root, files, nil
}

// walk lists the .py files beneath a folder but not beneath folders named skipped.
func walk(root, skipped string) ([]file, error) {
	var files []file
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == skipped {
			return filepath.SkipDir
		}
		if entry.Type().IsRegular() && strings.HasSuffix(path, ".py") {
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			files = append(files, file{path, filepath.ToSlash(name)})
		}
		return nil
	})
	return files, err
}

// spread picks limit of the files, evenly; all if limit is 0.
func spread(files []file, limit int) []file {
	if limit <= 0 || limit >= len(files) {
		return files
	}
	picked := make([]file, limit)
	for i := range picked {
		picked[i] = files[i*len(files)/limit]
	}
	return picked
}
