//go:build unix

// Package flock locks files against other processes. A lock ends with its
// process, whatever ends that.
package flock

import (
	"os"
	"syscall"
)

// Lock locks the file at a path, which it makes if need be. If another process
// has the lock, it calls wait, unless that is nil, and waits.
func Lock(path string, wait func()) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return nil, err
	}
	err = lock(f, syscall.LOCK_EX|syscall.LOCK_NB)
	if err == syscall.EWOULDBLOCK {
		if wait != nil {
			wait()
		}
		err = lock(f, syscall.LOCK_EX)
	}
	if err != nil {
		f.Close()
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return func() { f.Close() }, nil
}

func lock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); err != syscall.EINTR {
			return err
		}
	}
}
