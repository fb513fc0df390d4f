package analysis

import (
	"fmt"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Runfiles are the files that a target wants at hand when it runs. pyc build
// runs nothing, so it only carries them.
type Runfiles struct {
	files          *star.Depset
	symlinks, root *star.Depset // of symlinkEntry Infos
}

var symlinkEntry = star.NewProvider("SymlinkEntry")

func newRunfiles() *Runfiles {
	empty := star.NewDepset(nil)
	return &Runfiles{empty, empty, empty}
}

func (r *Runfiles) String() string        { return "<runfiles>" }
func (r *Runfiles) Type() string          { return "runfiles" }
func (r *Runfiles) Freeze()               {}
func (r *Runfiles) Truth() starlark.Bool  { return true }
func (r *Runfiles) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: runfiles") }
func (r *Runfiles) AttrNames() []string {
	return []string{"empty_filenames", "files", "merge", "merge_all", "root_symlinks", "symlinks"}
}

// Attr returns the fields that Bazel's runfiles has.
func (r *Runfiles) Attr(name string) (starlark.Value, error) {
	switch name {
	case "files":
		return r.files, nil
	case "symlinks":
		return r.symlinks, nil
	case "root_symlinks":
		return r.root, nil
	case "empty_filenames":
		return star.NewDepset(nil), nil
	case "merge", "merge_all":
		return starlark.NewBuiltin(name, r.mergeMethod), nil
	}
	return nil, nil
}

func (r *Runfiles) mergeMethod(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var other starlark.Value
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "other", &other); err != nil {
		return nil, err
	}
	others := []starlark.Value{other}
	if b.Name() == "merge_all" {
		var err error
		if others, err = star.Sequence(other); err != nil {
			return nil, fmt.Errorf("merge_all: %w", err)
		}
	}
	all := []*Runfiles{r}
	for _, v := range others {
		o, ok := v.(*Runfiles)
		if !ok {
			return nil, fmt.Errorf("%s: got %s, want runfiles", b.Name(), v.Type())
		}
		all = append(all, o)
	}
	return mergeRunfiles(all), nil
}

func mergeRunfiles(all []*Runfiles) *Runfiles {
	pick := func(part func(*Runfiles) *star.Depset) *star.Depset {
		parts := make([]*star.Depset, len(all))
		for i, r := range all {
			parts[i] = part(r)
		}
		return star.NewDepset(nil, parts...)
	}
	return &Runfiles{
		files:    pick(func(r *Runfiles) *star.Depset { return r.files }),
		symlinks: pick(func(r *Runfiles) *star.Depset { return r.symlinks }),
		root:     pick(func(r *Runfiles) *star.Depset { return r.root }),
	}
}

// makeRunfiles is ctx.runfiles.
func makeRunfiles(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var files, transitive, symlinks, root starlark.Value
	err := starlark.UnpackArgs(b.Name(), args, kwargs, "files??", &files, "transitive_files??", &transitive,
		"symlinks??", &symlinks, "root_symlinks??", &root)
	if err != nil {
		return nil, err
	}
	direct, err := fileList("runfiles: files", files)
	if err != nil {
		return nil, err
	}
	below, err := fileDepset("runfiles: transitive_files", transitive)
	if err != nil {
		return nil, err
	}
	r := &Runfiles{files: star.NewDepset(direct, below)}
	if r.symlinks, err = symlinkDepset(symlinks); err != nil {
		return nil, err
	}
	r.root, err = symlinkDepset(root)
	return r, err
}

func symlinkDepset(v starlark.Value) (*star.Depset, error) {
	switch v := v.(type) {
	case nil, starlark.NoneType:
		return star.NewDepset(nil), nil
	case *star.Depset:
		return v, nil
	case *starlark.Dict:
		var entries []starlark.Value
		for _, item := range v.Items() {
			if _, ok := item[1].(*File); !ok {
				return nil, fmt.Errorf("runfiles: symlinks: got %s, want File", item[1].Type())
			}
			entries = append(entries, star.NewInfo(symlinkEntry, map[string]starlark.Value{"path": item[0], "target_file": item[1]}))
		}
		return star.NewDepset(entries), nil
	}
	return nil, fmt.Errorf("runfiles: symlinks: got %s, want dict", v.Type())
}
