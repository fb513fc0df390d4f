package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tool/compileall"
)

// All that decides what bytecode there should be has a snapshot of its own.
func TestSnapshotFile(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	text := "d"
	seen := map[string]int{}
	for i, change := range []func(o *compileall.Options) (skip string, roots []string){
		func(o *compileall.Options) (string, []string) { return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { return "", []string{"a", "b"} },
		func(o *compileall.Options) (string, []string) { return "", []string{"a b"} },
		func(o *compileall.Options) (string, []string) { return "", []string{"\xff"} },
		func(o *compileall.Options) (string, []string) { return "", []string{"\xfe"} },
		func(o *compileall.Options) (string, []string) { return "x", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.Target = target.Python312; return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.Mode = pyc.TimestampMode; return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.Optimize = []int{2}; return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.DefaultOptimize = 1; return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.Legacy = true; return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.CachePrefix = "d"; return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.DestDir = &text; return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.StripDir = &text; return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.PrependDir = &text; return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.PrependDir = new(string); return "", []string{"a"} },
		func(o *compileall.Options) (string, []string) { o.MaxLevels = 3; return "", []string{"a"} },
	} {
		o := compileall.Options{Target: target.Python313, Optimize: []int{-1}}
		skip, roots := change(&o)
		path := snapshotFile("", &o, skip, roots)
		if other, double := seen[path]; double || path == "" {
			t.Errorf("%d: %q is that of %d", i, path, other)
		}
		seen[path] = i
		if again := snapshotFile("", &o, skip, roots); again != path {
			t.Errorf("%d: %q and %q", i, path, again)
		}
	}
	t.Chdir(t.TempDir())
	o := compileall.Options{Target: target.Python313, Optimize: []int{-1}}
	if path := snapshotFile("", &o, "", []string{"a"}); path == "" || seen[path] != 0 {
		t.Errorf("elsewhere: %q", path)
	} else if _, double := seen[path]; double {
		t.Error("another directory has the same snapshot")
	}
}

// Where there is no cache directory none is made.
func TestNoCacheDirectory(t *testing.T) {
	cache := filepath.Join(t.TempDir(), "cache")
	t.Setenv("XDG_CACHE_HOME", cache)
	o := compileall.Options{Target: target.Python313}
	if path := snapshotFile("", &o, "", []string{"a"}); path != "" {
		t.Error(path)
	}
	if path := snapshotFile("dir", &o, "", []string{"a"}); filepath.Dir(path) != "dir" {
		t.Error(path)
	}
	if exists(cache) {
		t.Error("the cache directory was made")
	}
}

func TestPruneSnapshots(t *testing.T) {
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{
		"new" + snapshotSuffix: 0, "old" + snapshotSuffix: snapshotAge + time.Hour, "other": snapshotAge + time.Hour,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	pruneSnapshots(filepath.Join(dir, "new"+snapshotSuffix))
	for name, want := range map[string]bool{"new" + snapshotSuffix: true, "old" + snapshotSuffix: false, "other": true} {
		if got := exists(filepath.Join(dir, name)); got != want {
			t.Errorf("%s is there: %v", name, got)
		}
	}
}
