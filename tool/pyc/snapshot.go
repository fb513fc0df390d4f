package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/rules-pyc/rules_pyc/tool/compileall"
)

// snapshotAge is how long a snapshot is kept after the tree was last seen to change.
const snapshotAge = 30 * 24 * time.Hour

// snapshotFile returns the place for what compileall remembers of a run, or nothing if
// there is none: each set of roots and options that tell what bytecode there should be
// has a file of its own. The user's cache directory is never made here: an image that
// has none is not given one.
func snapshotFile(dir string, o *compileall.Options, skip string, roots []string) string {
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		if info, err := os.Stat(cache); err != nil || !info.IsDir() {
			return ""
		}
		dir = filepath.Join(cache, "rules_pyc", "compileall")
	}
	cwd, err := os.Getwd()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, snapshotName(cwd, o, skip, roots))
}

const snapshotSuffix = ".pyc-snapshot"

// snapshotName is a hash of what the snapshot is for.
func snapshotName(cwd string, o *compileall.Options, skip string, roots []string) string {
	texts := []string{cwd, o.Target.Name, o.CachePrefix, skip}
	for _, dir := range []*string{o.DestDir, o.StripDir, o.PrependDir} {
		if dir == nil {
			texts = append(texts, "none")
		} else { // it may be empty
			texts = append(texts, "is", *dir)
		}
	}
	texts = append(texts, roots...)
	numbers := []int{int(o.Target.Magic), int(o.Mode), o.DefaultOptimize, o.MaxLevels, 0}
	if o.Legacy {
		numbers[len(numbers)-1] = 1
	}
	var key []byte // package fmt would take as long as all the rest
	for _, n := range append(numbers, o.Optimize...) {
		key = strconv.AppendInt(append(key, ' '), int64(n), 10)
	}
	for _, text := range texts {
		key = strconv.AppendQuote(append(key, ' '), text)
	}
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:16]) + snapshotSuffix
}

// pruneSnapshots removes the old ones beside a new one.
func pruneSnapshots(path string) {
	names, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*"+snapshotSuffix+"*")) // and what a killed process has left
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > snapshotAge {
			os.Remove(name)
		}
	}
}
