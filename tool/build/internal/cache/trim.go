package cache

import (
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/rules-pyc/rules_pyc/tool/atomicfile"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/flock"
)

// trimTo is the part of the limit that is left after the cache was trimmed, so
// that it is not trimmed again at once.
const trimTo = 0.8

// Close adds what this build wrote to the size of the cache, and if that is over
// the limit removes entries, those first that were not used for longest.
func (c *Cache) Close() error {
	written := c.written.Swap(0)
	if written == 0 {
		return nil
	}
	unlock, err := flock.Lock(filepath.Join(c.dir, "lock"), nil)
	if err != nil {
		return err
	}
	defer unlock()
	size, known := c.readSize()
	size += written
	if !known || size > c.limit {
		if size, err = c.trim(); err != nil {
			return err
		}
	}
	return atomicfile.Write(c.sizeFile(), []byte(strconv.FormatInt(size, 10)+"\n"), 0o666)
}

func (c *Cache) sizeFile() string { return filepath.Join(c.dir, "size") }

// readSize returns the size as it was last written down. It is an estimate:
// two builds may have written one entry.
func (c *Cache) readSize() (int64, bool) {
	data, err := os.ReadFile(c.sizeFile())
	if err != nil {
		return 0, false
	}
	size, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64)
	return size, err == nil
}

type entry struct {
	path string
	size int64
	used time.Time
}

// abandoned is the age at which a temporary file belongs to nobody any more.
const abandoned = time.Hour

// trim removes entries if there are too many, and returns the size of the rest.
func (c *Cache) trim() (int64, error) {
	entries, total, err := c.entries()
	if err != nil || total <= c.limit {
		return total, err
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].used.Before(entries[j].used) })
	for _, e := range entries {
		if float64(total) <= trimTo*float64(c.limit) {
			break
		}
		if err := os.Remove(e.path); err != nil && !os.IsNotExist(err) {
			return total, err
		}
		total -= e.size
	}
	return total, nil
}

// entries lists the cache, and removes what killed builds have left.
func (c *Cache) entries() (entries []entry, total int64, err error) {
	err = filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Dir(path) == c.dir {
			return ignoreMissing(err)
		}
		info, err := d.Info()
		if err != nil {
			return ignoreMissing(err)
		}
		if strings.Contains(d.Name(), ".") { // a temporary name
			if time.Since(info.ModTime()) > abandoned {
				os.Remove(path)
			}
			return nil
		}
		entries = append(entries, entry{path, info.Size(), info.ModTime()})
		total += info.Size()
		return nil
	})
	return entries, total, err
}

// ignoreMissing passes over files that another build has just removed.
func ignoreMissing(err error) error {
	if os.IsNotExist(err) {
		return nil
	}
	return err
}
