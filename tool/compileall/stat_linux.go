package compileall

import (
	"io/fs"
	"unsafe"

	"golang.org/x/sys/unix"
)

// stater finds out states, many of them: it keeps memory from one to the next, and does
// not tell the scheduler of calls that are as short as this.
type stater struct{ name []byte }

// stat returns the state of the file at path, or false if there is none to be had.
func (s *stater) stat(d *dir, path []byte) (fileState, bool) {
	fd, rest := unix.AT_FDCWD, path
	if d != nil && d.prefix != "" && len(path) > len(d.prefix) && hasPrefix(path, d.prefix) {
		fd, rest = d.fd, path[len(d.prefix):]
	}
	s.name = append(append(s.name[:0], rest...), 0)
	var st unix.Statx_t
	_, _, errno := unix.RawSyscall6(unix.SYS_STATX, uintptr(fd), uintptr(unsafe.Pointer(&s.name[0])),
		0, unix.STATX_BASIC_STATS, uintptr(unsafe.Pointer(&st)), 0)
	if errno != 0 {
		state, err := d.stat(string(path)) // a system that has no statx, say
		return state, err == nil
	}
	return fileState{
		mode:     fs.FileMode(st.Mode&0o777) | fileType(st.Mode),
		device:   unix.Mkdev(st.Dev_major, st.Dev_minor),
		inode:    st.Ino,
		size:     int64(st.Size),
		modified: instant{st.Mtime.Sec, int64(st.Mtime.Nsec)},
		changed:  instant{st.Ctime.Sec, int64(st.Ctime.Nsec)},
	}, true
}
