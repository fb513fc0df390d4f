// Package atomicfile writes files that are whole or absent, whatever ends the
// process: the data goes to a new file in the same directory, which is then
// renamed.
package atomicfile

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"strconv"
)

// IrregularError refuses to replace what is no regular file, as py_compile does
// with FileExistsError: a rename would turn it into one.
type IrregularError struct {
	Path    string
	Symlink bool
}

// Error returns py_compile's sentence.
func (e *IrregularError) Error() string {
	if e.Symlink {
		return e.Path + " is a symlink and will be changed into a regular file if " +
			"import writes a byte-compiled file to it"
	}
	return e.Path + " is a non-regular file and will be changed into a regular " +
		"one if import writes a byte-compiled file to it"
}

// Replaceable returns an *IrregularError if something other than a regular file
// stands at path.
func Replaceable(path string) error {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().IsRegular() {
		return nil
	}
	return &IrregularError{path, info.Mode()&fs.ModeSymlink != 0}
}

// Write makes data the content of the file at path. The permission bits are
// taken less the umask. The temporary name is path, a dot and digits, so that
// Python takes a left-over one for nothing.
func Write(path string, data []byte, perm fs.FileMode) error {
	tmp, err := create(path, perm)
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	if e := tmp.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		os.Remove(tmp.Name())
	}
	return err
}

func create(path string, perm fs.FileMode) (*os.File, error) {
	for {
		name := path + "." + strconv.FormatUint(uint64(rand.Uint32()), 10)
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm.Perm())
		if !os.IsExist(err) {
			return f, err
		}
	}
}
