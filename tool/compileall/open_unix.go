//go:build unix

package compileall

import "syscall"

// openFile is a file that is open for reading. An up-to-date tree is nothing but
// these calls, so they go straight to the system: package os would add five more
// to each file.
type openFile int

func open(path string) (openFile, error) {
	fd, err := retry(func() (int, error) { return syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0) })
	return openFile(fd), err
}

// Read returns 0 and no error at the end of the file.
func (f openFile) Read(buf []byte) (int, error) {
	return retry(func() (int, error) { return syscall.Read(int(f), buf) })
}

func (f openFile) Close() error { return syscall.Close(int(f)) }

// retry repeats a call that a signal interrupted.
func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != syscall.EINTR {
			return n, err
		}
	}
}
