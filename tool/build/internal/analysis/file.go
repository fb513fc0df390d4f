package analysis

import (
	"fmt"
	"path"
	"strings"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/loading"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// File is a file of the build, checked in or generated.
type File struct {
	Path    string      // as actions see it, relative to the root of the workspace
	Short   string      // without the output directory
	Owner   label.Label // the target that it is, or that makes it
	Action  *Action     // what makes it; nil: a source
	Content []byte      // of a source that lies in the binary
	root    string
}

// Source tells whether the file is no output.
func (f *File) Source() bool { return f.Action == nil && f.root == "" }

func (f *File) String() string        { return "<file " + f.Short + ">" }
func (f *File) Type() string          { return "File" }
func (f *File) Freeze()               {}
func (f *File) Truth() starlark.Bool  { return true }
func (f *File) Hash() (uint32, error) { return starlark.String(f.Path).Hash() }

// Attr returns the fields that Bazel's File has.
func (f *File) Attr(name string) (starlark.Value, error) {
	base := path.Base(f.Path)
	switch name {
	case "path":
		return starlark.String(f.Path), nil
	case "short_path":
		return starlark.String(f.Short), nil
	case "basename":
		return starlark.String(base), nil
	case "dirname":
		return starlark.String(path.Dir(f.Path)), nil
	case "extension":
		return starlark.String(strings.TrimPrefix(path.Ext(base), ".")), nil
	case "is_source":
		return starlark.Bool(f.Source()), nil
	case "is_directory":
		return starlark.False, nil
	case "owner":
		return &loading.Label{Label: f.Owner}, nil
	case "root":
		return rootOf(f.root), nil
	}
	return nil, nil
}

// AttrNames returns the names of the fields.
func (f *File) AttrNames() []string {
	return []string{"basename", "dirname", "extension", "is_directory", "is_source", "owner", "path", "root", "short_path"}
}

var rootProvider = star.NewProvider("root")

func rootOf(dir string) starlark.Value {
	return star.NewInfo(rootProvider, map[string]starlark.Value{"path": starlark.String(dir)})
}

// Files returns the members of a depset of files.
func Files(d *star.Depset) []*File {
	values := d.List()
	files := make([]*File, len(values))
	for i, v := range values {
		files[i] = v.(*File)
	}
	return files
}

// fileList converts a list or depset of files.
func fileList(what string, v starlark.Value) ([]starlark.Value, error) {
	values, err := star.SequenceOrDepset(v)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	for _, v := range values {
		if _, ok := v.(*File); !ok {
			return nil, fmt.Errorf("%s: got %s, want File", what, v.Type())
		}
	}
	return values, nil
}

// fileDepset converts a depset of files.
func fileDepset(what string, v starlark.Value) (*star.Depset, error) {
	if v == nil || v == starlark.None {
		return star.NewDepset(nil), nil
	}
	d, ok := v.(*star.Depset)
	if !ok {
		return nil, fmt.Errorf("%s: got %s, want depset", what, v.Type())
	}
	_, err := fileList(what, d)
	return d, err
}
