package loading

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Kind is the type of an attribute.
type Kind int

// The types that attributes can have.
const (
	String Kind = iota
	Int
	Bool
	LabelKind
	LabelList
	StringList
	StringDict
	Output
	OutputList
	Any // whatever a BUILD file gives: attributes of Bazel's own that change nothing here
)

var kindNames = [...]string{
	"string", "int", "bool", "label", "list of labels", "list of strings",
	"dict of strings", "output", "list of outputs", "value",
}

func (k Kind) String() string { return kindNames[k] }

// Attr is the definition of an attribute.
type Attr struct {
	Kind       Kind
	Doc        string
	Mandatory  bool
	Default    starlark.Value // converted
	Values     []starlark.Value
	AllowFiles bool
	Extensions []string // with AllowFiles: the ones allowed, any if empty
	SingleFile bool
	Executable bool
	Providers  [][]*star.Provider // one of these sets is wanted
	Aspects    []*Aspect
	Transition *Transition
}

// Label is a label as a Starlark value.
type Label struct{ label.Label }

func (l *Label) Type() string          { return "Label" }
func (l *Label) Freeze()               {}
func (l *Label) Truth() starlark.Bool  { return true }
func (l *Label) Hash() (uint32, error) { return starlark.String(l.String()).Hash() }

// AttrNames returns the names of the fields.
func (l *Label) AttrNames() []string {
	return []string{"name", "package", "repo_name", "same_package_label", "workspace_name", "workspace_root"}
}

// Attr returns the fields that Bazel's Label has.
func (l *Label) Attr(name string) (starlark.Value, error) {
	switch name {
	case "name":
		return starlark.String(l.Name), nil
	case "package":
		return starlark.String(l.Package), nil
	case "repo_name", "workspace_name":
		return starlark.String(l.Repo), nil
	case "workspace_root":
		if l.Repo == "" {
			return starlark.String(""), nil
		}
		return starlark.String("external/" + l.Repo), nil
	case "same_package_label":
		return starlark.NewBuiltin(name, func(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var name string
			err := starlark.UnpackArgs(b.Name(), args, kwargs, "target_name", &name)
			return &Label{label.Label{Repo: l.Repo, Package: l.Package, Name: name}}, err
		}), nil
	}
	return nil, nil
}

// attrModule returns the module attr of .bzl files.
func attrModule() starlark.Value {
	kinds := map[string]Kind{
		"string": String, "int": Int, "bool": Bool, "label": LabelKind, "label_list": LabelList,
		"string_list": StringList, "string_dict": StringDict, "output": Output, "output_list": OutputList,
	}
	members := starlark.StringDict{}
	for name, kind := range kinds {
		members[name] = starlark.NewBuiltin("attr."+name, func(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := makeAttr(thread, kind, args, kwargs)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", b.Name(), err)
			}
			return a, nil
		})
	}
	for _, name := range []string{"int_list", "string_list_dict", "label_keyed_string_dict", "string_keyed_label_dict", "license"} {
		members[name] = stub("attr." + name)
	}
	return module("attr", members)
}

func makeAttr(thread *starlark.Thread, kind Kind, args starlark.Tuple, kwargs []starlark.Tuple) (*Attr, error) {
	a := &Attr{Kind: kind}
	var def, values, allowFiles, singleFile, providers, aspects, cfg, ignored starlark.Value
	var allowEmpty, allowRules, flags starlark.Value = starlark.True, nil, nil
	err := starlark.UnpackArgs("attr", args, kwargs, "default??", &def, "doc??", &a.Doc, "mandatory?", &a.Mandatory,
		"values??", &values, "allow_files??", &allowFiles, "allow_single_file??", &singleFile,
		"executable?", &a.Executable, "providers??", &providers, "aspects??", &aspects, "cfg??", &cfg,
		"allow_empty?", &allowEmpty, "allow_rules??", &allowRules, "flags??", &flags,
		"configurable??", &ignored, "skip_validations??", &ignored)
	if err != nil {
		return nil, err
	}
	if err := a.allow(allowFiles); err != nil {
		return nil, err
	}
	if singleFile != nil && singleFile != starlark.None {
		a.SingleFile = true
		if err := a.allow(singleFile); err != nil {
			return nil, err
		}
	}
	if a.Values, err = star.Sequence(values); err != nil {
		return nil, err
	}
	if a.Providers, err = providerSets(providers); err != nil {
		return nil, err
	}
	list, err := star.Sequence(aspects)
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		aspect, ok := v.(*Aspect)
		if !ok {
			return nil, fmt.Errorf("aspects: got %s, want aspect", v.Type())
		}
		a.Aspects = append(a.Aspects, aspect)
	}
	if t, ok := cfg.(*Transition); ok {
		a.Transition = t
	}
	if def == nil || def == starlark.None {
		a.Default = kind.zero()
		return a, nil
	}
	a.Default, err = a.convert(def, contextOf(thread))
	return a, err
}

func (a *Attr) allow(v starlark.Value) error {
	switch v := v.(type) {
	case nil, starlark.NoneType:
	case starlark.Bool:
		a.AllowFiles = bool(v)
	default:
		extensions, err := stringList(v)
		if err != nil {
			return err
		}
		a.AllowFiles, a.Extensions = true, extensions
	}
	return nil
}

// providerSets reads [A, B] or [[A, B], [C]].
func providerSets(v starlark.Value) ([][]*star.Provider, error) {
	list, err := star.Sequence(v)
	if err != nil {
		return nil, err
	}
	var sets [][]*star.Provider
	var flat []*star.Provider
	for _, v := range list {
		if p, ok := v.(*star.Provider); ok {
			flat = append(flat, p)
			continue
		}
		inner, err := providerSets(v)
		if err != nil {
			return nil, fmt.Errorf("providers: got %s, want Provider", v.Type())
		}
		sets = append(sets, inner...)
	}
	if len(flat) > 0 {
		sets = append(sets, flat)
	}
	return sets, nil
}

func (k Kind) zero() starlark.Value {
	switch k {
	case String:
		return starlark.String("")
	case Int:
		return starlark.MakeInt(0)
	case Bool:
		return starlark.False
	case LabelList, StringList, OutputList:
		list := starlark.NewList(nil)
		list.Freeze()
		return list
	case StringDict:
		dict := starlark.NewDict(0)
		dict.Freeze()
		return dict
	}
	return starlark.None
}

func (a *Attr) String() string        { return "<attr." + a.Kind.String() + ">" }
func (a *Attr) Type() string          { return "Attribute" }
func (a *Attr) Freeze()               {}
func (a *Attr) Truth() starlark.Bool  { return true }
func (a *Attr) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: Attribute") }

// convert checks the value that a BUILD file gives to an attribute and makes
// labels of strings. A select stays one, with converted branches.
func (a *Attr) convert(v starlark.Value, c label.Context) (starlark.Value, error) {
	switch v := v.(type) {
	case *Select:
		return v.mapValues(func(v starlark.Value) (starlark.Value, error) { return a.convert(v, c) })
	case starlark.NoneType:
		return a.Kind.zero(), nil
	}
	converted, err := a.Kind.convert(v, c)
	if err != nil {
		return nil, err
	}
	return converted, a.checkValue(converted)
}

func (a *Attr) checkValue(v starlark.Value) error {
	if len(a.Values) == 0 {
		return nil
	}
	var allowed []string
	for _, want := range a.Values {
		if eq, _ := starlark.Equal(v, want); eq {
			return nil
		}
		if s, ok := starlark.AsString(want); !ok || s != "" {
			allowed = append(allowed, want.String())
		}
	}
	return fmt.Errorf("got %v, want one of %s", v, strings.Join(allowed, ", "))
}

func (k Kind) convert(v starlark.Value, c label.Context) (starlark.Value, error) {
	switch k {
	case Any:
		return v, nil
	case String:
		if _, ok := v.(starlark.String); ok {
			return v, nil
		}
	case Int:
		if _, ok := v.(starlark.Int); ok {
			return v, nil
		}
	case Bool:
		switch v := v.(type) {
		case starlark.Bool:
			return v, nil
		case starlark.Int:
			if n, ok := v.Int64(); ok && (n == 0 || n == 1) {
				return starlark.Bool(n == 1), nil
			}
		}
	case LabelKind, Output:
		return toLabel(v, c)
	case LabelList, OutputList:
		if stub, ok := v.(*star.Stub); ok {
			v = starlark.NewList([]starlark.Value{stub})
		}
		return convertList(v, func(v starlark.Value) (starlark.Value, error) { return toLabel(v, c) })
	case StringList:
		return convertList(v, func(v starlark.Value) (starlark.Value, error) { return String.convert(v, c) })
	case StringDict:
		if dict, ok := v.(*starlark.Dict); ok {
			for _, item := range dict.Items() {
				for _, v := range item {
					if _, err := String.convert(v, c); err != nil {
						return nil, err
					}
				}
			}
			return dict, nil
		}
	}
	return nil, fmt.Errorf("got %s, want %s", v.Type(), k)
}

func convertList(v starlark.Value, convert func(starlark.Value) (starlark.Value, error)) (starlark.Value, error) {
	if _, ok := v.(starlark.String); ok {
		return nil, fmt.Errorf("got string, want list")
	}
	values, err := star.Sequence(v)
	if err != nil {
		return nil, err
	}
	list := make([]starlark.Value, len(values))
	for i, value := range values {
		if list[i], err = convert(value); err != nil {
			return nil, err
		}
	}
	return starlark.NewList(list), nil
}

// stubRepo begins the repository of labels that a function gives which is not
// supported.
const stubRepo = "stub:"

func toLabel(v starlark.Value, c label.Context) (starlark.Value, error) {
	switch v := v.(type) {
	case *Label:
		return v, nil
	case starlark.String:
		l, err := c.Parse(string(v))
		if err != nil {
			return nil, err
		}
		return &Label{l}, nil
	case *star.Stub: // what it names is missed when it is needed
		return &Label{label.Label{Repo: stubRepo + v.What, Name: "stub"}}, nil
	}
	return nil, fmt.Errorf("got %s, want label", v.Type())
}

func stringList(v starlark.Value) ([]string, error) {
	values, err := star.Sequence(v)
	if err != nil {
		return nil, err
	}
	list := make([]string, len(values))
	for i, value := range values {
		s, ok := starlark.AsString(value)
		if !ok {
			return nil, fmt.Errorf("got %s, want string", value.Type())
		}
		list[i] = s
	}
	return list, nil
}
