package execution

import (
	"os"
	"path/filepath"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/analysis"
)

// sandbox is a directory in which an action finds its inputs and nothing else.
type sandbox struct {
	dir    string
	made   map[string]bool // directories that are there
	files  []string        // files that are there, or may be
	strict bool            // what runs in it may leave anything there
}

// sandbox returns an empty directory for an action. The compiler in this process
// writes its outputs and no more, so its directories are used again: to make and
// remove them takes longer than to compile.
func (r *run) sandbox(a *analysis.Action) (*sandbox, error) {
	own := a.Tool.File == nil && r.InProcess != nil
	if own {
		r.mu.Lock()
		defer r.mu.Unlock()
		if last := len(r.idle) - 1; last >= 0 {
			box := r.idle[last]
			r.idle = r.idle[:last]
			return box, nil
		}
	}
	if err := os.MkdirAll(r.tmp, 0o777); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(r.tmp, "action-")
	return &sandbox{dir: dir, made: map[string]bool{}, strict: !own}, err
}

// leave empties a sandbox.
func (r *run) leave(box *sandbox) {
	if box.strict {
		os.RemoveAll(box.dir)
		return
	}
	for _, file := range box.files {
		os.Remove(file)
	}
	box.files = box.files[:0]
	r.mu.Lock()
	defer r.mu.Unlock()
	r.idle = append(r.idle, box)
}

// stage puts the inputs and the parameter files of an action in its sandbox, and
// makes the directories of its outputs.
func (b *sandbox) stage(a *analysis.Action, root string) error {
	for _, f := range a.Inputs {
		to, err := b.place(f.Path)
		if err != nil {
			return err
		}
		if f.Content != nil {
			err = os.WriteFile(to, f.Content, 0o666)
		} else {
			err = os.Symlink(filepath.Join(root, f.Path), to)
		}
		if err != nil && !os.IsExist(err) { // an input may be listed twice
			return err
		}
	}
	for _, params := range a.Params {
		to, err := b.place(params.Path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(to, []byte(params.Content), 0o666); err != nil {
			return err
		}
	}
	for _, f := range a.Outputs {
		if _, err := b.place(f.Path); err != nil {
			return err
		}
	}
	return nil
}

// place returns where a file goes, in a directory that is there.
func (b *sandbox) place(path string) (string, error) {
	full := filepath.Join(b.dir, path)
	b.files = append(b.files, full)
	dir := filepath.Dir(full)
	if b.made[dir] {
		return full, nil
	}
	b.made[dir] = true
	return full, os.MkdirAll(dir, 0o777)
}
