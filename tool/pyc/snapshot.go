package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
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
	key := fmt.Appendf(nil, "%q %q %s %d %v %v %d %v %q %q %q %q %d %q",
		cwd, roots, o.Target.Name, o.Target.Magic, o.Mode, o.Optimize, o.DefaultOptimize, o.Legacy,
		o.CachePrefix, optionalList(o.DestDir), optionalList(o.StripDir), optionalList(o.PrependDir),
		o.MaxLevels, skip)
	sum := sha256.Sum256(key)
	return filepath.Join(dir, hex.EncodeToString(sum[:16])+snapshotSuffix)
}

const snapshotSuffix = ".pyc-snapshot"

// optionalList tells an option that was not given from one that is empty.
func optionalList(s *string) []string {
	if s == nil {
		return nil
	}
	return []string{*s}
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
