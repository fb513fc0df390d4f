package compileall

import (
	"bytes"
	"encoding/binary"
	"io/fs"

	"golang.org/x/sys/unix"
)

// lister keeps memory from one directory to the next: package os would take a piece or
// two of new memory for each entry.
type lister struct {
	buf   []byte // what the system has said
	paths []byte // of all entries, one behind the other
	ends  []int  // where each of them ends
}

// lookUpOnly opens a directory for nothing but to find the files in it.
const lookUpOnly = unix.O_PATH

// The offsets in struct linux_dirent64 (getdents64(2)).
const (
	direntLength = 16 // two bytes
	direntType   = 18
	direntName   = 19 // ends with a zero byte
)

// list appends the entries of a directory.
func (l *lister) list(entries []dirEntry, d *dir) ([]dirEntry, error) {
	if l.buf == nil {
		l.buf = make([]byte, 32<<10) // most directories fit in
	}
	l.paths, l.ends = l.paths[:0], l.ends[:0]
	first := len(entries)
	for {
		n, err := retry(func() (int, error) { return unix.ReadDirent(d.fd, l.buf) })
		if err != nil {
			return nil, err
		}
		if n <= 0 {
			break
		}
		for rest := l.buf[:n]; len(rest) > 0; {
			length := binary.NativeEndian.Uint16(rest[direntLength:])
			entries = l.add(entries, d, rest[:length])
			rest = rest[length:]
		}
	}
	all, start := string(l.paths), 0
	for i, end := range l.ends {
		entries[first+i].path = all[start:end]
		start = end
	}
	return entries, nil
}

// add appends an entry that has no path yet.
func (l *lister) add(entries []dirEntry, d *dir, dirent []byte) []dirEntry {
	name := dirent[direntName:]
	name = name[:bytes.IndexByte(name, 0)]
	if string(name) == "." || string(name) == ".." {
		return entries
	}
	l.paths = append(append(l.paths, d.prefix...), name...)
	l.ends = append(l.ends, len(l.paths))
	// DT_DIR is S_IFDIR >> 12, and so on.
	mode := fileType(uint32(dirent[direntType]) << 12)
	if dirent[direntType] == unix.DT_UNKNOWN { // there are file systems that do not say it here
		mode = d.entryType(string(name))
	}
	return append(entries, dirEntry{mode: mode})
}

func (d *dir) entryType(name string) fs.FileMode {
	state, err := d.fstatat(d.prefix+name, unix.AT_SYMLINK_NOFOLLOW)
	if err != nil {
		return fs.ModeIrregular
	}
	return state.mode.Type()
}

// tellsChanges tells whether the directory is on a file system of which it is known that
// a directory's times change with its names, and a file's with its content. Those of
// networks and of FUSE may not tell at once, or not at all.
func (d *dir) tellsChanges() bool {
	var st unix.Statfs_t
	if err := unix.Fstatfs(d.fd, &st); err != nil {
		return false
	}
	switch uint32(st.Type) {
	case unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.BTRFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC,
		unix.TMPFS_MAGIC, unix.OVERLAYFS_SUPER_MAGIC:
		return true
	}
	return false
}
