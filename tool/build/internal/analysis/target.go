package analysis

import (
	"fmt"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/loading"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Target is a target in a configuration, with what its rule returned, and, when
// it is seen through an attribute with aspects, what they returned.
type Target struct {
	Label label.Label

	loaded    *loading.Target
	config    *Config
	providers map[*star.Provider]starlark.Value
	attrs     map[string]starlark.Value // resolved, with Targets for labels
	files     map[string]starlark.Value // what ctx.files has
}

// The providers that are predeclared.
var (
	defaultInfo     = star.NewProvider("DefaultInfo")
	outputGroupInfo = star.NewProvider("OutputGroupInfo")
	toolchainInfo   = star.NewProvider("ToolchainInfo")
)

// Predeclared returns what .bzl files see of the analysis.
func Predeclared() starlark.StringDict {
	return starlark.StringDict{
		"DefaultInfo":     defaultInfo,
		"OutputGroupInfo": outputGroupInfo,
		"platform_common": platformCommon,
	}
}

var platformCommon = star.NewInfo(star.NewProvider("platform_common"), map[string]starlark.Value{"ToolchainInfo": toolchainInfo})

func (t *Target) String() string        { return "<target " + t.Label.String() + ">" }
func (t *Target) Type() string          { return "Target" }
func (t *Target) Freeze()               {}
func (t *Target) Truth() starlark.Bool  { return true }
func (t *Target) Hash() (uint32, error) { return starlark.String(t.Label.String()).Hash() }
func (t *Target) AttrNames() []string {
	return []string{"data_runfiles", "default_runfiles", "files", "files_to_run", "label"}
}

// Attr returns the fields that Bazel's Target has.
func (t *Target) Attr(name string) (starlark.Value, error) {
	if name == "label" {
		return &loading.Label{Label: t.Label}, nil
	}
	return t.info().Fields[name], nil
}

// Get returns an instance of a provider: target[Provider].
func (t *Target) Get(key starlark.Value) (starlark.Value, bool, error) {
	p, ok := key.(*star.Provider)
	if !ok {
		if stub, ok := key.(*star.Stub); ok {
			return nil, false, star.Unsupported("%s", stub.What)
		}
		return nil, false, fmt.Errorf("%v: got %s, want Provider", t, key.Type())
	}
	v, found := t.providers[p]
	return v, found, nil
}

func (t *Target) info() *star.Info { return t.providers[defaultInfo].(*star.Info) }

// Files returns the default outputs of the target.
func (t *Target) Files() []*File { return Files(t.info().Fields["files"].(*star.Depset)) }

// OutputGroup returns the outputs in a group, and whether there is such a group.
func (t *Target) OutputGroup(name string) ([]*File, bool) {
	groups, ok := t.providers[outputGroupInfo].(*star.Info)
	if !ok {
		return nil, false
	}
	d, ok := groups.Fields[name].(*star.Depset)
	if !ok {
		return nil, false
	}
	return Files(d), true
}

// FilesToRun is an executable, as actions.run takes it.
type FilesToRun struct{ tool *Tool }

func (f *FilesToRun) String() string       { return "<files to run>" }
func (f *FilesToRun) Type() string         { return "FilesToRunProvider" }
func (f *FilesToRun) Freeze()              {}
func (f *FilesToRun) Truth() starlark.Bool { return true }
func (f *FilesToRun) Hash() (uint32, error) {
	return 0, fmt.Errorf("unhashable type: FilesToRunProvider")
}
func (f *FilesToRun) AttrNames() []string { return []string{"executable"} }

// Attr returns the executable.
func (f *FilesToRun) Attr(name string) (starlark.Value, error) {
	if name != "executable" || f.tool == nil {
		return nil, nil
	}
	if f.tool.File != nil {
		return f.tool.File, nil
	}
	return starlark.String(f.tool.Path), nil
}

// newDefaultInfo returns the DefaultInfo of a target from the one that its rule
// returned, or for a rule that returned none.
func newDefaultInfo(returned *star.Info, outputs []starlark.Value) (*star.Info, error) {
	fields := map[string]starlark.Value{}
	if returned != nil {
		fields = returned.Fields
	}
	files := star.NewDepset(outputs)
	if v := fields["files"]; v != nil && v != starlark.None {
		var err error
		if files, err = fileDepset("DefaultInfo: files", v); err != nil {
			return nil, err
		}
	}
	runfiles := newRunfiles()
	for _, name := range []string{"runfiles", "default_runfiles"} {
		if r, ok := fields[name].(*Runfiles); ok {
			runfiles = r
		}
	}
	toRun := &FilesToRun{}
	if f, ok := fields["executable"].(*File); ok {
		toRun.tool = &Tool{File: f}
	} else if list := files.List(); len(list) == 1 {
		toRun.tool = &Tool{File: list[0].(*File)}
	}
	return star.NewInfo(defaultInfo, map[string]starlark.Value{
		"files": files, "default_runfiles": runfiles, "data_runfiles": runfiles, "files_to_run": toRun,
	}), nil
}

// fields is ctx.attr and the like: a struct of what a rule declared.
type fields struct {
	what   string
	values map[string]starlark.Value
}

func (f *fields) String() string        { return "<" + f.what + ">" }
func (f *fields) Type() string          { return f.what }
func (f *fields) Freeze()               {}
func (f *fields) Truth() starlark.Bool  { return true }
func (f *fields) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: %s", f.what) }

func (f *fields) Attr(name string) (starlark.Value, error) { return f.values[name], nil }

func (f *fields) AttrNames() []string { return sortedNames(f.values) }
