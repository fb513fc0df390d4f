//go:build unix

package compileall

import (
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// To find a tree up to date is little else than the calls of this file, so they go
// straight to the system: package os would make five more for each file.

// dir is an open directory, from which the system finds the files below without
// following its path anew. It is closed when the last of its users releases it. Where
// it is nil, files are looked up by their full path.
type dir struct {
	fd     int
	path   string
	prefix string // of the paths below
	state  fileState
	users  atomic.Int32
}

// openDir opens a directory below parent, to list it, or, with lookUpOnly, for less.
func openDir(parent *dir, path string, flags int) (*dir, error) {
	fd, err := parent.openat(path, unix.O_DIRECTORY|flags)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	openDirs.Add(1)
	d := &dir{fd: fd, path: path, prefix: joinPath(path, "")}
	d.retain()
	if d.state, err = openFile(fd).stat(); err != nil {
		d.release()
		return nil, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	return d, nil
}

// maxOpenDirs is how many may stay open: far fewer than a process may open.
const maxOpenDirs = 256

var openDirs atomic.Int32

// keep returns the directory, or releases it and returns nil if too many are open.
func (d *dir) keep() *dir {
	if openDirs.Load() > maxOpenDirs {
		d.release()
		return nil
	}
	return d
}

func (d *dir) retain() {
	if d != nil {
		d.users.Add(1)
	}
}

func (d *dir) release() {
	if d != nil && d.users.Add(-1) == 0 {
		unix.Close(d.fd)
		openDirs.Add(-1)
	}
}

// locate returns what the ...at calls take for a path.
func (d *dir) locate(path string) (fd int, rest string) {
	if d != nil && d.prefix != "" && len(path) > len(d.prefix) && strings.HasPrefix(path, d.prefix) {
		return d.fd, path[len(d.prefix):]
	}
	return unix.AT_FDCWD, path
}

func (d *dir) openat(path string, flags int) (fd int, err error) {
	fd, rest := d.locate(path)
	return retry(func() (int, error) { return unix.Openat(fd, rest, unix.O_RDONLY|unix.O_CLOEXEC|flags, 0) })
}

// stat returns the state of the file at path; symlinks are followed.
func (d *dir) stat(path string) (fileState, error) { return d.fstatat(path, 0) }

func (d *dir) fstatat(path string, flags int) (fileState, error) {
	var st unix.Stat_t
	fd, rest := d.locate(path)
	_, err := retry(func() (int, error) { return 0, unix.Fstatat(fd, rest, &st, flags) })
	if err != nil {
		return fileState{}, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	return stateOf(&st), nil
}

// open opens the file at path for reading.
func (d *dir) open(path string) (openFile, error) {
	fd, err := d.openat(path, 0)
	return openFile(fd), err
}

// readFile returns what is in a file. Package os would first set up what it needs to wait
// for pipes and sockets.
func readFile(path string) ([]byte, error) {
	f, err := (*dir)(nil).open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	state, err := f.stat()
	if err != nil {
		return nil, err
	}
	data := make([]byte, 0, state.size+1) // one byte more, to see that there is none
	for {
		n, err := f.Read(data[len(data):cap(data)])
		if n <= 0 || err != nil {
			return data, err
		}
		data = data[:len(data)+n]
		if len(data) == cap(data) {
			data = slices.Grow(data, len(data))
		}
	}
}

// openFile is a file that is open for reading.
type openFile int

// Read returns 0 and no error at the end of the file.
func (f openFile) Read(buf []byte) (int, error) {
	return retry(func() (int, error) { return unix.Read(int(f), buf) })
}

func (f openFile) Close() error { return unix.Close(int(f)) }

func (f openFile) stat() (fileState, error) {
	var st unix.Stat_t
	err := unix.Fstat(int(f), &st)
	return stateOf(&st), err
}

func stateOf(st *unix.Stat_t) fileState {
	return fileState{
		mode:     fs.FileMode(st.Mode&0o777) | fileType(st.Mode),
		size:     st.Size,
		device:   uint64(st.Dev),
		inode:    uint64(st.Ino),
		modified: instantOf(st.Mtim),
		changed:  instantOf(st.Ctim),
	}
}

// fileType tells apart what matters here: all that is no directory, symlink or regular
// file is irregular.
func fileType[Mode uint16 | uint32](mode Mode) fs.FileMode {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		return 0
	case unix.S_IFDIR:
		return fs.ModeDir
	case unix.S_IFLNK:
		return fs.ModeSymlink
	}
	return fs.ModeIrregular
}

func instantOf(t unix.Timespec) instant { return instant{int64(t.Sec), int64(t.Nsec)} }

// retry repeats a call that a signal interrupted.
func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != unix.EINTR {
			return n, err
		}
	}
}
