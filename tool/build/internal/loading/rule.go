package loading

import (
	"fmt"
	"sort"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Rule is a kind of target.
type Rule struct {
	name         string
	Doc          string
	Impl         starlark.Callable
	Attrs        map[string]*Attr
	BuildSetting bool
	Toolchains   []label.Label
	Lenient      bool // takes attributes that it does not know: rules of Bazel's own
}

// Aspect is an aspect.
type Aspect struct {
	name       string
	Doc        string
	Impl       starlark.Callable
	Follow     []string // the attributes that it follows
	Attrs      map[string]*Attr
	Toolchains []label.Label
}

// Transition changes build settings between a target and what it depends on.
type Transition struct {
	Impl    starlark.Callable
	Inputs  []Flag
	Outputs []Flag
}

// Flag is a build setting as a transition names it.
type Flag struct {
	Text  string
	Label label.Label
}

func (r *Rule) Name() string          { return r.name }
func (r *Rule) String() string        { return "<rule " + r.name + ">" }
func (r *Rule) Type() string          { return "rule" }
func (r *Rule) Freeze()               {}
func (r *Rule) Truth() starlark.Bool  { return true }
func (r *Rule) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: rule") }

func (a *Aspect) String() string        { return "<aspect " + a.name + ">" }
func (a *Aspect) Type() string          { return "Aspect" }
func (a *Aspect) Freeze()               {}
func (a *Aspect) Truth() starlark.Bool  { return true }
func (a *Aspect) Hash() (uint32, error) { return starlark.String(a.name).Hash() }

func (t *Transition) String() string        { return "<transition>" }
func (t *Transition) Type() string          { return "transition" }
func (t *Transition) Freeze()               {}
func (t *Transition) Truth() starlark.Bool  { return true }
func (t *Transition) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: transition") }

// CallInternal declares a target in the package that is being loaded.
func (r *Rule) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	pkg := packageOf(thread)
	if pkg == nil {
		return nil, fmt.Errorf("%s: targets are declared in BUILD files only", r.name)
	}
	if len(args) > 0 {
		return nil, fmt.Errorf("%s: unexpected positional arguments", r.name)
	}
	return starlark.None, pkg.declare(thread, r, kwargs)
}

func makeRule(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	r := &Rule{}
	var attrs *starlark.Dict
	var buildSetting, toolchains, cfg, outputs, ignored starlark.Value
	err := starlark.UnpackArgs(b.Name(), args, kwargs, "implementation", &r.Impl, "attrs??", &attrs, "doc??", &r.Doc,
		"build_setting??", &buildSetting, "toolchains??", &toolchains, "cfg??", &cfg, "outputs??", &outputs,
		"provides??", &ignored, "executable??", &ignored, "test??", &ignored, "fragments??", &ignored,
		"exec_compatible_with??", &ignored, "output_to_genfiles??", &ignored, "exec_groups??", &ignored)
	if err != nil {
		return nil, err
	}
	for what, v := range map[string]starlark.Value{"cfg": cfg, "outputs": outputs} {
		if v != nil && v != starlark.None {
			return nil, star.Unsupported("rule(%s = ...)", what)
		}
	}
	if r.Attrs, err = attrDict(attrs); err != nil {
		return nil, err
	}
	if r.Toolchains, err = toolchainTypes(thread, toolchains); err != nil {
		return nil, err
	}
	if kind, ok := buildSetting.(starlark.String); ok {
		r.BuildSetting = true
		a := &Attr{Kind: String, Mandatory: true}
		if kind == "int" {
			a.Kind = Int
		}
		r.Attrs["build_setting_default"] = a
	}
	return r, nil
}

func makeAspect(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a := &Aspect{}
	var attrs *starlark.Dict
	var follow, toolchains, ignored starlark.Value
	err := starlark.UnpackArgs(b.Name(), args, kwargs, "implementation", &a.Impl, "attr_aspects??", &follow,
		"attrs??", &attrs, "doc??", &a.Doc, "toolchains??", &toolchains, "provides??", &ignored)
	if err != nil {
		return nil, err
	}
	if a.Follow, err = stringList(follow); err != nil {
		return nil, err
	}
	if a.Attrs, err = attrDict(attrs); err != nil {
		return nil, err
	}
	a.Toolchains, err = toolchainTypes(thread, toolchains)
	return a, err
}

func makeTransition(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	t := &Transition{}
	var inputs, outputs starlark.Value
	err := starlark.UnpackArgs(b.Name(), args, kwargs, "implementation", &t.Impl, "inputs", &inputs, "outputs", &outputs)
	if err != nil {
		return nil, err
	}
	if t.Inputs, err = flags(thread, inputs); err != nil {
		return nil, err
	}
	t.Outputs, err = flags(thread, outputs)
	return t, err
}

func flags(thread *starlark.Thread, v starlark.Value) ([]Flag, error) {
	texts, err := stringList(v)
	if err != nil {
		return nil, fmt.Errorf("transition: %w", err)
	}
	list := make([]Flag, len(texts))
	for i, text := range texts {
		l, err := contextOf(thread).Parse(text)
		if err != nil {
			return nil, fmt.Errorf("transition: %w", err)
		}
		list[i] = Flag{text, l}
	}
	return list, nil
}

func attrDict(d *starlark.Dict) (map[string]*Attr, error) {
	attrs := map[string]*Attr{}
	if d == nil {
		return attrs, nil
	}
	for _, item := range d.Items() {
		a, ok := item[1].(*Attr)
		if !ok {
			return nil, fmt.Errorf("attrs: %v: got %s, want Attribute", item[0], item[1].Type())
		}
		name, _ := starlark.AsString(item[0])
		attrs[name] = a
	}
	return attrs, nil
}

func toolchainTypes(thread *starlark.Thread, v starlark.Value) ([]label.Label, error) {
	values, err := star.Sequence(v)
	if err != nil {
		return nil, err
	}
	var types []label.Label
	for _, v := range values {
		l, err := toLabel(v, contextOf(thread))
		if err != nil {
			return nil, fmt.Errorf("toolchains: %w", err)
		}
		types = append(types, l.(*Label).Label)
	}
	return types, nil
}

// export gives rules, aspects and providers the names of the variables that
// hold them.
func export(globals starlark.StringDict) {
	for _, name := range globals.Keys() {
		switch v := globals[name].(type) {
		case *Rule:
			if v.name == "" {
				v.name = name
			}
		case *Aspect:
			if v.name == "" {
				v.name = name
			}
		case *star.Provider:
			v.Export(name)
		}
	}
}

// AttrNames returns the names of the rule's attributes in alphabetical order.
func (r *Rule) AttrNames() []string { return sortedKeys(r.Attrs) }

func sortedKeys[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
