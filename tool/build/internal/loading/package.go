package loading

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Package is a loaded BUILD file.
type Package struct {
	Repo, Path string
	File       string // the BUILD file, relative to the repository
	Targets    map[string]*Target
	Order      []string // names of Targets, in the order of the file

	repo       *Repository
	visibility []label.Label
	groups     map[string][]string // package_group -> specifications
	mentioned  map[string]bool     // files of this package that its rules name
	unnamed    []*Target           // calls of unknown macros, which may have made anything
	fileList   []string            // for glob
	loader     *Loader
}

// Target is a rule's target or a file.
type Target struct {
	Label      label.Label
	Rule       *Rule                     // nil: a file
	Attrs      map[string]starlark.Value // converted; a *Select where the BUILD file has one
	Generator  *Target                   // of an output file: the rule that makes it
	Pos        syntax.Position
	Visibility []label.Label
	Tags       []string
	Stub       string // what it is an instance of, if that is not supported
	pkg        *Package
}

// Kind says what a target is, as error messages name it.
func (t *Target) Kind() string {
	switch {
	case t.Stub != "":
		return t.Stub
	case t.Rule != nil:
		return t.Rule.name
	case t.Generator != nil:
		return "generated file"
	}
	return "source file"
}

// Context is what labels in the package are relative to.
func (p *Package) Context() label.Context {
	return label.Context{Repo: p.Repo, Package: p.Path, Aliases: p.repo.Aliases}
}

// An Error has a place in a file.
type Error struct {
	Pos    syntax.Position
	Target label.Label
	Err    error
}

func (e *Error) Error() string {
	if e.Target.Name == "" {
		return fmt.Sprintf("%v: %v", e.Pos, e.Err)
	}
	return fmt.Sprintf("%v: %v: %v", e.Pos, e.Target, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an error that names the target and its place.
func (t *Target) Errorf(format string, args ...any) error {
	return &Error{t.Pos, t.Label, fmt.Errorf(format, args...)}
}

// declare adds a target of a rule.
func (p *Package) declare(thread *starlark.Thread, r *Rule, kwargs []starlark.Tuple) error {
	t := &Target{Rule: r, Attrs: make(map[string]starlark.Value, len(r.Attrs)), Pos: buildPos(thread), pkg: p}
	given := map[string]starlark.Value{}
	for _, kv := range kwargs {
		given[string(kv[0].(starlark.String))] = kv[1]
	}
	if err := t.setCommon(given); err != nil {
		return err
	}
	if err := p.add(t); err != nil {
		return err
	}
	if err := t.setAttrs(given); err != nil {
		return &Error{t.Pos, t.Label, err}
	}
	return p.addOutputs(t)
}

// setCommon takes the attributes that every rule has out of given.
func (t *Target) setCommon(given map[string]starlark.Value) error {
	name, ok := starlark.AsString(given["name"])
	if !ok || name == "" {
		return &Error{Pos: t.Pos, Err: fmt.Errorf("a %s target needs a name", t.Rule.name)}
	}
	var err error
	if t.Label, err = t.pkg.Context().Parse(":" + name); err != nil {
		return &Error{Pos: t.Pos, Err: err}
	}
	if t.Tags, err = stringList(given["tags"]); err != nil {
		return &Error{t.Pos, t.Label, fmt.Errorf("attribute tags: %w", err)}
	}
	t.Visibility = t.pkg.visibility
	if v := given["visibility"]; v != nil && v != starlark.None {
		if t.Visibility, err = t.pkg.labels(v); err != nil {
			return &Error{t.Pos, t.Label, fmt.Errorf("attribute visibility: %w", err)}
		}
	}
	delete(given, "name")
	for _, common := range commonAttrs {
		if _, own := t.Rule.Attrs[common]; !own {
			delete(given, common)
		}
	}
	return nil
}

// commonAttrs are the attributes that every rule of Bazel has. But for those
// that setCommon reads they say nothing to a build on one machine.
var commonAttrs = []string{
	"applicable_licenses", "aspect_hints", "compatible_with", "deprecation", "exec_compatible_with",
	"exec_group_compatible_with", "exec_properties", "features", "generator_function", "generator_location",
	"generator_name", "package_metadata", "restricted_to", "tags", "target_compatible_with", "testonly",
	"toolchains", "transitive_configs", "visibility",
}

// setAttrs converts the attributes that are given and fills in the others.
func (t *Target) setAttrs(given map[string]starlark.Value) error {
	for _, name := range sortedKeys(given) {
		a := t.Rule.Attrs[name]
		if a == nil || strings.HasPrefix(name, "_") {
			if t.Rule.Lenient {
				continue
			}
			return fmt.Errorf("no such attribute '%s' in '%s' rule%s", name, t.Rule.name, t.Rule.suggest(name))
		}
		v, err := a.convert(given[name], t.pkg.Context())
		if err != nil {
			return fmt.Errorf("attribute %s: %w", name, err)
		}
		t.Attrs[name] = v
		if given[name] == starlark.None {
			t.Attrs[name] = a.Default
		}
		t.mention(a, v)
	}
	for _, name := range t.Rule.AttrNames() {
		a := t.Rule.Attrs[name]
		if _, ok := t.Attrs[name]; ok {
			continue
		}
		if a.Mandatory {
			return fmt.Errorf("missing value for mandatory attribute '%s' in '%s' rule", name, t.Rule.name)
		}
		t.Attrs[name] = a.Default
	}
	return nil
}

// suggest names the attribute that was probably meant.
func (r *Rule) suggest(name string) string {
	best, bestDistance := "", 3
	for _, candidate := range r.AttrNames() {
		if strings.HasPrefix(candidate, "_") {
			continue
		}
		if d := distance(name, candidate); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean '%s'?)", best)
}

// distance is the number of edits between two names.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// mention remembers files of the package that a rule names: they are targets
// from then on.
func (t *Target) mention(a *Attr, v starlark.Value) {
	if a.Kind != LabelKind && a.Kind != LabelList {
		return
	}
	switch v := v.(type) {
	case *Select:
		v.each(func(v starlark.Value) { t.mention(a, v) })
	case *Label:
		if v.Repo == t.pkg.Repo && v.Package == t.pkg.Path {
			t.pkg.mentioned[v.Name] = true
		}
	case *starlark.List:
		for item := range starlark.Elements(v) {
			t.mention(a, item)
		}
	}
}

// addOutputs makes targets of the files that output attributes name.
func (p *Package) addOutputs(t *Target) error {
	for _, name := range t.Rule.AttrNames() {
		a := t.Rule.Attrs[name]
		if a.Kind != Output && a.Kind != OutputList {
			continue
		}
		outputs := []starlark.Value{t.Attrs[name]}
		if list, ok := t.Attrs[name].(*starlark.List); ok {
			outputs, _ = star.Sequence(list)
		}
		for _, v := range outputs {
			l, ok := v.(*Label)
			if !ok {
				continue
			}
			if err := p.add(&Target{Label: l.Label, Generator: t, Pos: t.Pos, Visibility: t.Visibility, pkg: p}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *Package) add(t *Target) error {
	if old, ok := p.Targets[t.Label.Name]; ok {
		return t.Errorf("there is a target of this name already, at %v", old.Pos)
	}
	p.Targets[t.Label.Name] = t
	p.Order = append(p.Order, t.Label.Name)
	return nil
}

// declareStub adds a target of a rule that is not supported.
func (p *Package) declareStub(pos syntax.Position, what string, kwargs []starlark.Tuple) error {
	t := &Target{Stub: what, Pos: pos, Visibility: []label.Label{public}, pkg: p}
	for _, kv := range kwargs {
		if kv[0] != starlark.String("name") {
			continue
		}
		name, _ := starlark.AsString(kv[1])
		l, err := p.Context().Parse(":" + name)
		if err != nil {
			return &Error{Pos: pos, Err: err}
		}
		t.Label = l
		return p.add(t)
	}
	p.unnamed = append(p.unnamed, t)
	return nil
}

// Target returns the target with a name: a rule's, or a file.
func (p *Package) Target(name string) (*Target, error) {
	if t, ok := p.Targets[name]; ok {
		return t, nil
	}
	t := &Target{Label: label.Label{Repo: p.Repo, Package: p.Path, Name: name}, Visibility: []label.Label{public}, pkg: p}
	t.Pos = syntax.MakePosition(&p.File, 1, 1)
	if below := p.loader.packageBelow(p, name); below != "" {
		return nil, fmt.Errorf("no such target %v: %s is a package of its own; the label is //%s:%s",
			t.Label, below, below, strings.TrimPrefix(path.Join(p.Path, name), below+"/"))
	}
	exists := p.repo.isFile(path.Join(p.Path, name))
	switch {
	case p.mentioned[name] && exists:
		return t, nil
	case p.mentioned[name]:
		return nil, fmt.Errorf("no such target %v: there is neither a target nor a file of this name in %s%s", t.Label, orRoot(p.Path), p.doubt())
	case exists:
		return nil, fmt.Errorf("no such target %v: it is a file that %s does not export; add exports_files([%q]) there", t.Label, p.File, name)
	}
	return nil, fmt.Errorf("no such target %v: %s declares none of this name%s", t.Label, p.File, p.doubt())
}

// doubt names the unknown macros that may have made a target that is missed.
func (p *Package) doubt() string {
	if len(p.unnamed) == 0 {
		return ""
	}
	t := p.unnamed[0]
	return fmt.Sprintf(" (unless %s at %v does, which is not supported by pyc build; Bazel builds it)", t.Stub, t.Pos)
}

func orRoot(pkg string) string {
	if pkg == "" {
		return "the root of the workspace"
	}
	return pkg
}

// labels converts a list of labels that need not be targets.
func (p *Package) labels(v starlark.Value) ([]label.Label, error) {
	texts, err := stringList(v)
	if err != nil {
		return nil, err
	}
	var labels []label.Label
	for _, text := range texts {
		l, err := p.Context().Parse(text)
		if err != nil {
			return nil, err
		}
		labels = append(labels, l)
	}
	return labels, nil
}

var (
	public  = label.Label{Package: "visibility", Name: "public"}
	private = label.Label{Package: "visibility", Name: "private"}
)

// Visible tells whether targets of a package may depend on t.
func (l *Loader) Visible(t *Target, from label.Label) (bool, error) {
	if t.Label.Repo == from.Repo && t.Label.Package == from.Package {
		return true, nil
	}
	for _, v := range t.Visibility {
		switch {
		case v.Package == "visibility":
			if v.Name == "public" {
				return true, nil
			}
		case v.Name == "__pkg__":
			if v.Repo == from.Repo && v.Package == from.Package {
				return true, nil
			}
		case v.Name == "__subpackages__":
			if v.Repo == from.Repo && below(from.Package, v.Package) {
				return true, nil
			}
		default:
			if in, err := l.inGroup(v, from); in || err != nil {
				return in, err
			}
		}
	}
	return false, nil
}

// inGroup tells whether a package_group holds a package.
func (l *Loader) inGroup(group, from label.Label) (bool, error) {
	pkg, err := l.Package(group.Repo, group.Package)
	if err != nil {
		return false, err
	}
	specs, ok := pkg.groups[group.Name]
	if !ok {
		return false, fmt.Errorf("visibility: %v is no package_group", group)
	}
	visible := false
	for _, spec := range specs {
		spec, negative := strings.CutPrefix(spec, "-")
		if matchesSpec(spec, group.Repo, from) {
			if negative {
				return false, nil
			}
			visible = true
		}
	}
	return visible, nil
}

func matchesSpec(spec, repo string, from label.Label) bool {
	if spec == "public" {
		return true
	}
	spec, ok := strings.CutPrefix(spec, "//")
	if !ok || repo != from.Repo {
		return false
	}
	if spec == "..." {
		return true
	}
	if top, ok := strings.CutSuffix(spec, "/..."); ok {
		return below(from.Package, top)
	}
	return spec == from.Package
}

func below(pkg, top string) bool {
	return top == "" || pkg == top || strings.HasPrefix(pkg, top+"/")
}

// packageBelow returns the package that a path of p really belongs to, if that
// is not p.
func (l *Loader) packageBelow(p *Package, name string) string {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if full := path.Join(p.Path, dir); p.repo.buildFile(full) != "" {
			return full
		}
	}
	return ""
}

func (r *Repository) isFile(name string) bool {
	info, err := fs.Stat(r.FS, name)
	return err == nil && !info.IsDir()
}

// IsNotExist tells whether an error says that a package is not there.
func IsNotExist(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// Context is what labels in the target's attributes are relative to.
func (t *Target) Context() label.Context { return t.pkg.Context() }
