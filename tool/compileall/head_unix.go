//go:build unix

package compileall

import "syscall"

// readHead fills buf from the front of a file, as far as the file goes. An
// up-to-date tree is nothing but these calls, so they go straight to the system:
// package os would add five more to each file.
func readHead(path string, buf []byte) (int, error) {
	fd, err := retry(func() (int, error) { return syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0) })
	if err != nil {
		return 0, err
	}
	defer syscall.Close(fd)
	return retry(func() (int, error) { return syscall.Read(fd, buf) })
}

// retry repeats a call that a signal interrupted.
func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != syscall.EINTR {
			return n, err
		}
	}
}
