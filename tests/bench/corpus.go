package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// source is one file of the corpus.
type source struct {
	path string
	size int64
}

// copyCorpus copies the sources, so that no bytecode lands among the originals.
func (b *bench) copyCorpus() error {
	root := b.corpus
	if root == "" {
		root = b.in.Stdlib
	}
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "site-packages" && b.corpus == "":
			return filepath.SkipDir
		case !entry.Type().IsRegular() || !strings.HasSuffix(path, ".py"):
			return nil
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(b.dir, "corpus", name)
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			return err
		}
		b.files = append(b.files, source{target, int64(len(data))})
		return os.WriteFile(target, data, 0o666)
	})
}
