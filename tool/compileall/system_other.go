//go:build !unix

package compileall

import (
	"io/fs"
	"os"
)

// dir is a directory. Files are looked up by their full path.
type dir struct {
	path   string
	prefix string // of the paths below
	state  fileState
}

func openDir(_ *dir, path string, _ int) (*dir, error) {
	return &dir{path: path, prefix: joinPath(path, "")}, nil
}

func (d *dir) keep() *dir { return d }
func (d *dir) retain()    {}
func (d *dir) release()   {}

// stat returns the state of the file at path; symlinks are followed.
func (*dir) stat(path string) (fileState, error) { return stateOf(os.Stat(path)) }

// open opens the file at path for reading.
func (*dir) open(path string) (openFile, error) {
	f, err := os.Open(path)
	return openFile{f}, err
}

func readFile(path string) ([]byte, error) { return os.ReadFile(path) }

// openFile is a file that is open for reading.
type openFile struct{ *os.File }

func (f openFile) stat() (fileState, error) { return stateOf(f.Stat()) }

func stateOf(info fs.FileInfo, err error) (fileState, error) {
	if err != nil {
		return fileState{}, err
	}
	return fileState{
		mode:     info.Mode(),
		size:     info.Size(),
		modified: instant{info.ModTime().Unix(), int64(info.ModTime().Nanosecond())},
	}, nil
}
