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

// resolveAttrs gives every attribute of a target its value in the target's
// configuration, first those that are plain values: transitions look at them.
func (a *Analyzer) resolveAttrs(t *Target) error {
	r := t.loaded.Rule
	t.attrs = map[string]starlark.Value{"name": starlark.String(t.Label.Name)}
	t.files = map[string]starlark.Value{}
	names := r.AttrNames()
	for _, name := range names {
		v, err := a.resolve(t.loaded.Attrs[name], t.config)
		if err != nil {
			return t.loaded.Errorf("attribute %s: %w", name, err)
		}
		t.attrs[name] = v
	}
	plain := &fields{"attr", copyOf(t.attrs)}
	for _, name := range names {
		attr := r.Attrs[name]
		if attr.Kind != loading.LabelKind && attr.Kind != loading.LabelList {
			continue
		}
		if err := a.resolveLabels(t, name, attr, plain); err != nil {
			return err
		}
	}
	return nil
}

func copyOf(m map[string]starlark.Value) map[string]starlark.Value {
	c := make(map[string]starlark.Value, len(m))
	for name, value := range m {
		c[name] = value
	}
	return c
}

// resolveLabels puts the targets in place of labels.
func (a *Analyzer) resolveLabels(t *Target, name string, attr *loading.Attr, plain starlark.Value) error {
	c := t.config
	if attr.Transition != nil {
		var err error
		if c, err = a.transition(attr.Transition, c, plain); err != nil {
			return t.loaded.Errorf("attribute %s: %w", name, err)
		}
	}
	labels := []starlark.Value{t.attrs[name]}
	if list, ok := t.attrs[name].(*starlark.List); ok {
		labels, _ = star.Sequence(list)
	}
	var targets, files []starlark.Value
	seen := map[label.Label]bool{}
	for _, v := range labels {
		l, ok := v.(*loading.Label)
		if !ok {
			continue // None
		}
		if seen[l.Label] {
			return t.loaded.Errorf("attribute %s: %v is listed twice", name, l)
		}
		seen[l.Label] = true
		dep, err := a.dependency(t.loaded, name, attr, l.Label, c)
		if err != nil {
			return err
		}
		targets = append(targets, dep)
		files = append(files, dep.info().Fields["files"].(*star.Depset).List()...)
	}
	t.files[name] = starlark.NewList(files)
	if attr.Kind == loading.LabelList {
		t.attrs[name] = starlark.NewList(targets)
	} else if len(targets) == 1 {
		t.attrs[name] = targets[0]
	}
	return nil
}

// dependency analyses what an attribute of a target names, and checks that the
// attribute may name it.
func (a *Analyzer) dependency(from *loading.Target, name string, attr *loading.Attr, to label.Label, c *Config) (*Target, error) {
	loaded, err := a.loader.Target(to)
	if err != nil {
		return nil, from.Errorf("attribute %s: %w", name, err)
	}
	if !strings.HasPrefix(name, "_") {
		visible, err := a.loader.Visible(loaded, from.Label)
		if err != nil {
			return nil, loaded.Errorf("%w", err)
		}
		if !visible {
			return nil, from.Errorf("attribute %s: %v is not visible from here; its visibility says who may use it (%v)", name, to, loaded.Pos)
		}
	}
	dep, err := a.Target(to, c)
	if err != nil {
		return nil, err
	}
	if err := check(attr, dep); err != nil {
		return nil, from.Errorf("attribute %s: %w", name, err)
	}
	for _, aspect := range attr.Aspects {
		if dep, err = a.withAspect(dep, aspect); err != nil {
			return nil, err
		}
	}
	return dep, nil
}

// check tells whether an attribute may name a target: files by their extension,
// rules' targets by what they provide.
func check(attr *loading.Attr, dep *Target) error {
	kind := dep.loaded.Kind()
	if dep.loaded.Rule == nil {
		if !attr.AllowFiles && !attr.Executable {
			return fmt.Errorf("%v is a %s; only rules' targets can stand here", dep.Label, kind)
		}
		if !allowed(attr, dep.Label.Name) {
			return fmt.Errorf("%v is a %s; only files that end in %s can stand here", dep.Label, kind, strings.Join(attr.Extensions, ", "))
		}
		return nil
	}
	if attr.AllowFiles && len(attr.Extensions) > 0 {
		some := false
		for _, f := range dep.Files() {
			some = some || allowed(attr, f.Path)
		}
		if !some {
			return fmt.Errorf("%v (%s) gives no files that end in %s", dep.Label, kind, strings.Join(attr.Extensions, ", "))
		}
	}
	for _, set := range attr.Providers {
		if dep.has(set) {
			return nil
		}
	}
	if len(attr.Providers) > 0 {
		return fmt.Errorf("%v (%s) does not provide %v", dep.Label, kind, attr.Providers[0])
	}
	return nil
}

func (t *Target) has(set []*star.Provider) bool {
	for _, p := range set {
		if _, ok := t.providers[p]; !ok {
			return false
		}
	}
	return true
}

func allowed(attr *loading.Attr, name string) bool {
	for _, extension := range attr.Extensions {
		if strings.HasSuffix(path.Base(name), extension) {
			return true
		}
	}
	return len(attr.Extensions) == 0
}
