//go:build !linux

package compileall

// stater finds out states.
type stater struct{}

// stat returns the state of the file at path, or false if there is none to be had.
func (*stater) stat(d *dir, path []byte) (fileState, bool) {
	state, err := d.stat(string(path))
	return state, err == nil
}
