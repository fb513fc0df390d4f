// Package cache keeps the results of actions, in a directory that all builds of
// a user share. An entry is one file, named after the digest of all that the
// result depends on: there is nothing to keep consistent between files, and a
// rename is all the synchronisation that concurrent builds need. Its content is
// checked against a digest whenever it is read.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/rules-pyc/rules_pyc/tool/atomicfile"
)

// Cache is an open cache. Its methods may be called from several goroutines.
type Cache struct {
	dir     string
	limit   int64
	written atomic.Int64
	damaged atomic.Int64
}

// Key is the digest of all that a result depends on.
type Key = [sha256.Size]byte

// Result is what an action gave.
type Result struct {
	Outputs []Output
	Stderr  []byte // warnings: they are shown again when the result is taken again
}

// Output is one file, in the order of the action's outputs.
type Output struct {
	Data       []byte
	Executable bool
}

// version is part of the directory's name: another format is another cache.
const version = "actions-1"

// Open opens the cache in a directory and makes that if need be. limit is the
// size that it may have.
func Open(dir string, limit int64) (*Cache, error) {
	c := &Cache{dir: filepath.Join(dir, version), limit: limit}
	return c, os.MkdirAll(c.dir, 0o777)
}

// Damaged returns how many entries were found damaged, and thrown away.
func (c *Cache) Damaged() int64 { return c.damaged.Load() }

func (c *Cache) path(key Key) string {
	name := hex.EncodeToString(key[:])
	return filepath.Join(c.dir, name[:2], name[2:])
}

// recent is how long after its last use an entry need not be marked as used
// again.
const recent = time.Minute

// Get returns the result with a key, if it is there and whole.
func (c *Cache) Get(key Key) (*Result, bool) {
	path := c.path(key)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	result, err := decode(data)
	if err != nil {
		c.damaged.Add(1)
		os.Remove(path)
		return nil, false
	}
	if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > recent {
		now := time.Now()
		os.Chtimes(path, now, now)
	}
	return result, true
}

// Put adds a result.
func (c *Cache) Put(key Key, result *Result) error {
	path := c.path(key)
	data := encode(result)
	err := atomicfile.Write(path, data, 0o666)
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.MkdirAll(filepath.Dir(path), 0o777); err == nil {
			err = atomicfile.Write(path, data, 0o666)
		}
	}
	if err == nil {
		c.written.Add(int64(len(data)))
	}
	return err
}

// encode returns an entry: the digest of what follows, then each part with its
// length in front.
func encode(result *Result) []byte {
	size := sha256.Size
	for _, output := range result.Outputs {
		size += len(output.Data) + binary.MaxVarintLen64
	}
	b := make([]byte, sha256.Size, size+len(result.Stderr)+2*binary.MaxVarintLen64)
	b = binary.AppendUvarint(b, uint64(len(result.Outputs)))
	for _, output := range result.Outputs {
		mode := uint64(0)
		if output.Executable {
			mode = 1
		}
		b = binary.AppendUvarint(b, uint64(len(output.Data))<<1|mode)
		b = append(b, output.Data...)
	}
	b = append(b, result.Stderr...)
	sum := sha256.Sum256(b[sha256.Size:])
	copy(b, sum[:])
	return b
}

var errDamaged = errors.New("damaged cache entry")

func decode(b []byte) (*Result, error) {
	if len(b) < sha256.Size {
		return nil, errDamaged
	}
	sum, b := b[:sha256.Size], b[sha256.Size:]
	if actual := sha256.Sum256(b); !bytes.Equal(sum, actual[:]) {
		return nil, errDamaged
	}
	count, n := binary.Uvarint(b)
	if n <= 0 {
		return nil, errDamaged
	}
	b = b[n:]
	result := &Result{}
	for range count {
		head, n := binary.Uvarint(b)
		if n <= 0 || head>>1 > uint64(len(b)-n) {
			return nil, errDamaged
		}
		b = b[n:]
		size := head >> 1
		result.Outputs = append(result.Outputs, Output{b[:size:size], head&1 == 1})
		b = b[size:]
	}
	result.Stderr = b
	return result, nil
}
