// Package analysis turns targets into actions: it calls the implementations of
// rules and aspects with the part of Bazel's API that the rules of this project
// and simple rules of others use.
package analysis

import (
	"errors"
	"fmt"
	"path"
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/loading"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Analyzer analyses the targets of one build. It is for one goroutine.
type Analyzer struct {
	loader   *loading.Loader
	compiler *Tool
	versions []string // the Python versions that the compiler knows
	configs  map[string]*Config
	targets  map[targetKey]*analysis
	aspects  map[aspectKey]*analysis
	files    map[string]*File // by path
	stack    []string         // labels under way, for the message about a cycle
	print    func(string)
}

type targetKey struct {
	label  label.Label
	config *Config
}

type aspectKey struct {
	aspect *loading.Aspect
	target targetKey
}

// analysis is the result for one key; it is not done while it is computed.
type analysis struct {
	target *Target
	err    error
	done   bool
}

// New returns an analyzer. compiler is what the toolchain for py_bytecode has.
func New(loader *loading.Loader, compiler *Tool, versions []string, print func(string)) *Analyzer {
	return &Analyzer{
		loader:   loader,
		compiler: compiler,
		versions: versions,
		configs:  map[string]*Config{},
		targets:  map[targetKey]*analysis{},
		aspects:  map[aspectKey]*analysis{},
		files:    map[string]*File{},
		print:    print,
	}
}

func (a *Analyzer) thread() *starlark.Thread {
	return &starlark.Thread{Print: func(_ *starlark.Thread, msg string) { a.print(msg) }}
}

// Target analyses a target in a configuration.
func (a *Analyzer) Target(name label.Label, c *Config) (*Target, error) {
	key := targetKey{name, c}
	state := a.targets[key]
	if state == nil {
		state = &analysis{}
		a.targets[key] = state
		a.stack = append(a.stack, name.String())
		state.target, state.err = a.analyze(key)
		a.stack = a.stack[:len(a.stack)-1]
		state.done = true
	}
	if !state.done {
		return nil, a.cycle(name.String())
	}
	return state.target, state.err
}

// cycle draws a cycle as Bazel does.
func (a *Analyzer) cycle(name string) error {
	start := len(a.stack) - 1
	for start > 0 && a.stack[start] != name {
		start--
	}
	var b strings.Builder
	b.WriteString("cycle in dependency graph:\n.-> " + name)
	for _, between := range a.stack[start+1:] {
		b.WriteString("\n|   " + between)
	}
	b.WriteString("\n`-- " + name)
	return errors.New(b.String())
}

func (a *Analyzer) analyze(key targetKey) (*Target, error) {
	loaded, err := a.loader.Target(key.label)
	if err != nil {
		return nil, err
	}
	switch {
	case loaded.Stub != "":
		return nil, loaded.Errorf("%w", star.Unsupported("a target of %s", loaded.Stub))
	case loaded.Generator != nil:
		return a.outputFile(loaded, key)
	case loaded.Rule == nil:
		return a.sourceFile(loaded, key)
	case loaded.Rule.Name() == "alias":
		return a.alias(loaded, key.config)
	}
	return a.rule(loaded, key)
}

func fileTarget(loaded *loading.Target, c *Config, f *File) (*Target, error) {
	info, err := newDefaultInfo(nil, []starlark.Value{f})
	return &Target{
		Label: loaded.Label, loaded: loaded, config: c,
		providers: map[*star.Provider]starlark.Value{defaultInfo: info},
	}, err
}

func (a *Analyzer) sourceFile(loaded *loading.Target, key targetKey) (*Target, error) {
	l := key.label
	prefix, short := "", ""
	if l.Repo != "" {
		prefix, short = "external/"+l.Repo, "../"+l.Repo+"/"
	}
	p := path.Join(prefix, l.Path())
	f := a.files[p]
	if f == nil {
		f = &File{Path: p, Short: short + l.Path(), Owner: l}
		_, content, err := a.loader.File(loaded)
		if err != nil {
			return nil, err
		}
		f.Content = content
		a.files[p] = f
	}
	return fileTarget(loaded, key.config, f)
}

func (a *Analyzer) outputFile(loaded *loading.Target, key targetKey) (*Target, error) {
	if _, err := a.Target(loaded.Generator.Label, key.config); err != nil {
		return nil, err
	}
	return fileTarget(loaded, key.config, a.output(key.label, key.config, key.label.Name))
}

// output returns the file with a path relative to a target's package.
func (a *Analyzer) output(owner label.Label, c *Config, name string) *File {
	prefix, short := c.root, ""
	if owner.Repo != "" {
		prefix, short = c.root+"/external/"+owner.Repo, "../"+owner.Repo+"/"
	}
	relative := path.Join(owner.Package, name)
	p := path.Join(prefix, relative)
	f := a.files[p]
	if f == nil {
		f = &File{Path: p, Short: short + relative, Owner: owner, root: c.root}
		a.files[p] = f
	}
	return f
}

func (a *Analyzer) alias(loaded *loading.Target, c *Config) (*Target, error) {
	actual, err := a.resolve(loaded.Attrs["actual"], c)
	if err != nil {
		return nil, loaded.Errorf("%w", err)
	}
	return a.dependency(loaded, "actual", loaded.Rule.Attrs["actual"], actual.(*loading.Label).Label, c)
}

func (a *Analyzer) rule(loaded *loading.Target, key targetKey) (*Target, error) {
	t := &Target{Label: key.label, loaded: loaded, config: key.config}
	if err := a.resolveAttrs(t); err != nil {
		return nil, err
	}
	ctx := newContext(a, t)
	if loaded.Rule.BuildSetting {
		value, err := a.setting(key.label, key.config)
		if err != nil {
			return nil, err
		}
		ctx.members["build_setting_value"] = value
	}
	ctx.members["toolchains"] = a.toolchains(loaded.Rule.Toolchains)
	returned, err := starlark.Call(a.thread(), loaded.Rule.Impl, starlark.Tuple{ctx}, nil)
	if err != nil {
		return nil, loaded.Errorf("%w", plain(err))
	}
	if err := ctx.finish(); err != nil {
		return nil, loaded.Errorf("%w", err)
	}
	t.providers, err = providers(returned)
	if err == nil {
		given, _ := t.providers[defaultInfo].(*star.Info)
		t.providers[defaultInfo], err = newDefaultInfo(given, ctx.outputs)
	}
	if err != nil {
		return nil, loaded.Errorf("%s: %w", loaded.Rule.Name(), err)
	}
	return t, nil
}

// providers sorts what a rule or an aspect returned.
func providers(returned starlark.Value) (map[*star.Provider]starlark.Value, error) {
	found := map[*star.Provider]starlark.Value{}
	list := []starlark.Value{returned}
	if _, one := returned.(*star.Info); !one {
		var err error
		if list, err = star.Sequence(returned); err != nil {
			return nil, fmt.Errorf("the implementation returned %s, want a list of providers", returned.Type())
		}
	}
	for _, v := range list {
		info, ok := v.(*star.Info)
		if !ok {
			return nil, fmt.Errorf("the implementation returned %s among its providers", v.Type())
		}
		if _, twice := found[info.Provider]; twice {
			return nil, fmt.Errorf("the implementation returned two %s", info.Provider)
		}
		found[info.Provider] = info
	}
	return found, nil
}

// plain takes the trace off an error that a .bzl file raised with fail(): its
// message is for the writer of the BUILD file.
func plain(err error) error {
	var inner *loading.Error
	if errors.As(err, &inner) {
		return inner
	}
	var evalErr *starlark.EvalError
	if !errors.As(err, &evalErr) {
		return err
	}
	if message, ok := strings.CutPrefix(evalErr.Msg, "fail: "); ok {
		return errors.New(message)
	}
	return &loading.Trace{Err: evalErr}
}

// toolchains is ctx.toolchains. There is one toolchain, that of this program.
func (a *Analyzer) toolchains(types []label.Label) starlark.Value {
	versions := make([]starlark.Value, len(a.versions))
	for i, version := range a.versions {
		versions[i] = starlark.String(version)
	}
	own := star.NewInfo(toolchainInfo, map[string]starlark.Value{
		"compiler":          &FilesToRun{a.compiler},
		"persistent_worker": starlark.False, // actions are carried out in this process anyway
		"python_versions":   starlark.NewList(versions),
	})
	d := starlark.NewDict(len(types))
	for _, kind := range types {
		if kind == (label.Label{Repo: a.loader.RulesRepo(), Package: "rules", Name: "toolchain_type"}) {
			d.SetKey(starlark.String(kind.String()), own)
		}
	}
	return &toolchainMap{d}
}

// toolchainMap looks toolchains up by Label or string.
type toolchainMap struct{ *starlark.Dict }

// Get implements the lookup.
func (m *toolchainMap) Get(key starlark.Value) (starlark.Value, bool, error) {
	v, found, err := m.Dict.Get(starlark.String(labelText(key)))
	if !found && err == nil {
		err = star.Unsupported("the toolchain type %s", labelText(key))
	}
	return v, found, err
}

func labelText(v starlark.Value) string {
	if s, ok := starlark.AsString(v); ok {
		return s
	}
	return v.String()
}

// withAspect returns a target with what an aspect makes of it. Files have no
// aspects.
func (a *Analyzer) withAspect(t *Target, aspect *loading.Aspect) (*Target, error) {
	if t.loaded.Rule == nil {
		return t, nil
	}
	key := aspectKey{aspect, targetKey{t.Label, t.config}}
	state := a.aspects[key]
	if state == nil {
		state = &analysis{}
		state.target, state.err = a.applyAspect(t, aspect)
		a.aspects[key] = state
	}
	return state.target, state.err
}

func (a *Analyzer) applyAspect(t *Target, aspect *loading.Aspect) (*Target, error) {
	attrs := make(map[string]starlark.Value, len(t.attrs))
	for name, value := range t.attrs {
		attrs[name] = value
	}
	for _, name := range aspect.Follow {
		var err error
		if attrs[name], err = a.aspectBelow(attrs[name], aspect); err != nil {
			return nil, err
		}
		if attrs[name] == nil {
			delete(attrs, name)
		}
	}
	own, err := a.aspectAttrs(t, aspect)
	if err != nil {
		return nil, err
	}
	ctx := newContext(a, t)
	ctx.members["attr"] = &fields{"attr", own}
	ctx.members["toolchains"] = a.toolchains(aspect.Toolchains)
	ctx.members["rule"] = &fields{"rule", map[string]starlark.Value{
		"attr":  &fields{"attr", attrs},
		"files": &fields{"files", t.files},
		"kind":  starlark.String(t.loaded.Kind()),
	}}
	returned, err := starlark.Call(a.thread(), aspect.Impl, starlark.Tuple{t, ctx}, nil)
	if err != nil {
		return nil, t.loaded.Errorf("%w", plain(err))
	}
	if err := ctx.finish(); err != nil {
		return nil, t.loaded.Errorf("%w", err)
	}
	added, err := providers(returned)
	if err != nil {
		return nil, t.loaded.Errorf("%v: %w", aspect, err)
	}
	return t.extended(added)
}

// extended returns the target with more providers.
func (t *Target) extended(added map[*star.Provider]starlark.Value) (*Target, error) {
	view := *t
	view.providers = make(map[*star.Provider]starlark.Value, len(t.providers)+len(added))
	for p, v := range t.providers {
		view.providers[p] = v
	}
	for p, v := range added {
		if _, twice := view.providers[p]; twice {
			return nil, t.loaded.Errorf("both the rule and an aspect return %s", p)
		}
		view.providers[p] = v
	}
	return &view, nil
}

// aspectBelow applies an aspect to the targets in an attribute.
func (a *Analyzer) aspectBelow(v starlark.Value, aspect *loading.Aspect) (starlark.Value, error) {
	switch v := v.(type) {
	case *Target:
		return a.withAspect(v, aspect)
	case *starlark.List:
		list := make([]starlark.Value, v.Len())
		for i := range list {
			var err error
			if list[i], err = a.aspectBelow(v.Index(i), aspect); err != nil {
				return nil, err
			}
		}
		return starlark.NewList(list), nil
	}
	return v, nil
}

// aspectAttrs resolves the attributes of the aspect itself, which are private.
func (a *Analyzer) aspectAttrs(t *Target, aspect *loading.Aspect) (map[string]starlark.Value, error) {
	own := map[string]starlark.Value{}
	for _, name := range sortedNames(aspect.Attrs) {
		def := aspect.Attrs[name]
		l, ok := def.Default.(*loading.Label)
		if !ok {
			own[name] = def.Default
			continue
		}
		dep, err := a.Target(l.Label, t.config)
		if err != nil {
			return nil, err
		}
		own[name] = dep
	}
	return own, nil
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
