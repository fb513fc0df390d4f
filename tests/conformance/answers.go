package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

// answer is what CPython said about one source. Of the .pyc file only the digest
// is kept: whole corpora at all levels would be gigabytes, and the few files
// whose digest is not ours are asked for again anyway.
type answer struct {
	Name   string `json:"name"`
	Source string `json:"source"` // SHA-256 of the source
	reference.Result
}

// answers returns what the reference says of each file, in order; what the cache
// does not have, or has of another source, the interpreter is asked for.
func (r *round) answers() ([]*answer, error) {
	path := r.cacheFile()
	cache := load(path)
	found := make([]*answer, len(r.files))
	var missing []int
	for i, f := range r.files {
		sum, err := fileSum(f.path)
		if err != nil {
			return nil, err
		}
		if a := cache[f.name]; a != nil && a.Source == sum {
			found[i] = a
			continue
		}
		found[i] = &answer{Name: f.name, Source: sum}
		cache[f.name] = found[i]
		missing = append(missing, i)
	}
	if len(missing) == 0 {
		return found, nil
	}
	if err := r.ask(missing, found); err != nil {
		return nil, err
	}
	return found, save(path, cache)
}

// ask lets as many interpreters as there are jobs compile the missing files.
func (r *round) ask(missing []int, found []*answer) error {
	queue := make(chan int, len(missing))
	for _, i := range missing {
		queue <- i
	}
	close(queue)
	jobs := min(r.jobs, len(missing))
	failed := make([]error, jobs)
	var wait sync.WaitGroup
	for job := range jobs {
		wait.Go(func() { failed[job] = r.serve(queue, found) })
	}
	wait.Wait()
	return errors.Join(failed...)
}

func (r *round) serve(queue chan int, found []*answer) error {
	p, err := r.in.Start()
	if err != nil {
		return err
	}
	defer p.Close()
	for i := range queue {
		result, err := p.Compile(r.request(i, false))
		if err != nil {
			return err
		}
		found[i].Result = *result
	}
	return nil
}

func (r *round) request(i int, data bool) reference.Request {
	f := r.files[i]
	return reference.Request{Path: f.path, Name: f.name, Optimize: r.level, Mode: r.mode, Data: data}
}

// cacheFile names the file for one interpreter, corpus, level and mode.
func (r *round) cacheFile() string {
	key := sha256.Sum256([]byte(r.in.String() + "\x00" + r.root))
	name := fmt.Sprintf("%s-O%d-%s-%x.jsonl", r.in.Release, r.level, r.mode, key[:8])
	return filepath.Join(reference.CacheDir(), "conformance", name)
}

func load(path string) map[string]*answer {
	cache := map[string]*answer{}
	data, err := os.ReadFile(path)
	if err != nil {
		return cache
	}
	for line := range bytes.Lines(data) {
		a := &answer{}
		if json.Unmarshal(line, a) == nil {
			cache[a.Name] = a
		}
	}
	return cache
}

// save writes the cache under another name first, so that no one reads half of it.
func save(path string, cache map[string]*answer) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path))
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	w := bufio.NewWriter(f)
	encoder := json.NewEncoder(w)
	for _, a := range cache {
		if err := encoder.Encode(a); err != nil {
			return err
		}
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func fileSum(path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		var gone *fs.PathError
		if errors.As(err, &gone) {
			return "", fmt.Errorf("%s: %w", path, gone.Err)
		}
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}
