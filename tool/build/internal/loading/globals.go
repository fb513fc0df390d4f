package loading

import (
	"fmt"
	"strings"

	"go.starlark.net/lib/json"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// ownRules are the rules of the prelude.
var ownRules = []string{
	"alias", "config_setting", "filegroup", "py_binary", "py_library", "py_test", "toolchain", "toolchain_type",
}

// otherRules are the rules that Bazel has without loading and that are not
// supported.
var otherRules = []string{
	"action_listener", "android_binary", "android_library", "apple_binary", "cc_binary", "cc_import", "cc_library",
	"cc_proto_library", "cc_shared_library", "cc_test", "cc_toolchain", "config_feature_flag", "constraint_setting",
	"constraint_value", "environment", "environment_group", "extra_action", "genquery", "genrule", "java_binary",
	"java_import", "java_library", "java_plugin", "java_proto_library", "java_test", "java_toolchain", "label_flag",
	"label_setting", "objc_library", "platform", "proto_lang_toolchain", "proto_library", "py_runtime", "sh_binary",
	"sh_library", "sh_test", "starlark_doc_extract", "test_suite", "xcode_config",
}

// otherGlobals are names that .bzl files of Bazel may use and that are not
// supported.
var otherGlobals = []string{
	"CcInfo", "CcToolchainConfigInfo", "DebugPackageInfo", "InstrumentedFilesInfo", "JavaInfo", "PackageSpecificationInfo",
	"ProtoInfo", "PyInfo", "PyRuntimeInfo", "RunEnvironmentInfo", "AnalysisTestResultInfo", "ExecutionInfo",
	"analysis_test_transition", "apple_common", "cc_common", "config_common", "configuration_field",
	"coverage_common", "exec_group", "exec_transition", "java_common", "macro", "module_extension", "proto",
	"proto_common_do_not_use", "repository_rule", "subrule", "tag_class", "testing",
}

// makeGlobals makes what files see without loading it.
func (l *Loader) makeGlobals(providers starlark.StringDict) error {
	common := starlark.StringDict{
		"depset": starlark.NewBuiltin("depset", star.MakeDepset),
		"json":   json.Module,
		"select": starlark.NewBuiltin("select", makeSelect),
		"struct": starlark.NewBuiltin("struct", starlarkstruct.Make),
		"Label":  starlark.NewBuiltin("Label", makeLabel),
	}
	l.globals = starlark.StringDict{
		"aspect":     starlark.NewBuiltin("aspect", makeAspect),
		"attr":       attrModule(),
		"config":     configModule(),
		"provider":   starlark.NewBuiltin("provider", star.MakeProvider),
		"rule":       starlark.NewBuiltin("rule", makeRule),
		"transition": starlark.NewBuiltin("transition", makeTransition),
		"visibility": starlark.NewBuiltin("visibility", ignore),
	}
	for _, names := range []starlark.StringDict{common, providers} {
		for name, value := range names {
			l.globals[name] = value
		}
	}
	for _, name := range otherGlobals {
		if l.globals[name] == nil {
			l.globals[name] = stub(name)
		}
	}
	prelude, err := starlark.ExecFileOptions(dialect, l.thread(label.Context{}), "prelude.bzl", preludeSource, l.globals)
	if err != nil {
		return explain(err)
	}
	export(prelude)
	l.prelude = prelude
	l.native = starlark.StringDict{
		"exports_files":   starlark.NewBuiltin("exports_files", exportsFiles),
		"glob":            starlark.NewBuiltin("glob", glob),
		"licenses":        starlark.NewBuiltin("licenses", ignore),
		"package":         starlark.NewBuiltin("package", setPackage),
		"package_group":   starlark.NewBuiltin("package_group", packageGroup),
		"package_name":    starlark.NewBuiltin("package_name", packageName),
		"repository_name": starlark.NewBuiltin("repository_name", repositoryName),
		"existing_rule":   starlark.NewBuiltin("existing_rule", existingRule),
	}
	for _, name := range ownRules {
		r := prelude[name].(*Rule)
		r.Lenient = strings.HasPrefix(name, "py_")
		l.native[name] = r
	}
	for _, name := range otherRules {
		l.native[name] = stub(name)
	}
	l.globals["native"] = module("native", l.native)
	for name, value := range common {
		l.native[name] = value
	}
	return nil
}

// foreign returns what a .bzl file of a repository that is not here exports:
// the rules for Python that are built in, and stubs for all else.
func (l *Loader) foreign(file label.Label, names []string) starlark.StringDict {
	exports := starlark.StringDict{}
	for _, name := range names {
		if r, ok := l.prelude[name].(*Rule); ok && file.Repo == "rules_python" && r.Lenient {
			exports[name] = r
			continue
		}
		exports[name] = stub(fmt.Sprintf("%s of %v", name, file))
	}
	return exports
}

// module returns a module for names that are looked up with a dot.
func module(name string, members starlark.StringDict) starlark.Value {
	return &starlarkstruct.Module{Name: name, Members: members}
}

// stub returns something that is not supported.
func stub(name string) *star.Stub { return &star.Stub{What: name, OnCall: callStub} }

// callStub declares what cannot be built, in a BUILD file. The result stands for
// whatever the function returns: requirement("x") of a pip repository, say.
func callStub(thread *starlark.Thread, s *star.Stub, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if pkg := packageOf(thread); pkg != nil {
		result := &star.Stub{What: s.What, OnCall: callStub}
		if len(args) == 1 {
			result.What = fmt.Sprintf("%s (%v)", s.What, args[0])
		}
		return result, pkg.declareStub(buildPos(thread), s.What, kwargs)
	}
	return nil, star.Unsupported("%s", s.What)
}

func ignore(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

func makeLabel(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "input", &v); err != nil {
		return nil, err
	}
	return toLabel(v, contextOf(thread))
}

// configModule returns the module config: rule(build_setting = ...) takes what
// its functions return.
func configModule() starlark.Value {
	kind := func(name string) starlark.Value {
		return starlark.NewBuiltin("config."+name, func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return starlark.String(name), nil
		})
	}
	return module("config", starlark.StringDict{
		"bool": stub("config.bool"), "int": kind("int"), "string": kind("string"),
		"string_list": stub("config.string_list"), "exec": starlark.NewBuiltin("config.exec", ignore),
		"target": starlark.NewBuiltin("config.target", ignore), "none": starlark.NewBuiltin("config.none", ignore),
	})
}

func inPackage(thread *starlark.Thread, b *starlark.Builtin) (*Package, error) {
	if p := packageOf(thread); p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("%s: it can be called from BUILD files only", b.Name())
}

func setPackage(thread *starlark.Thread, b *starlark.Builtin, _ starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p, err := inPackage(thread, b)
	if err != nil {
		return nil, err
	}
	for _, kv := range kwargs {
		if kv[0] == starlark.String("default_visibility") {
			if p.visibility, err = p.labels(kv[1]); err != nil {
				return nil, fmt.Errorf("package: %w", err)
			}
		}
	}
	return starlark.None, nil
}

func exportsFiles(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var names, visibility, licenses starlark.Value
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "srcs", &names, "visibility??", &visibility, "licenses??", &licenses); err != nil {
		return nil, err
	}
	p, err := inPackage(thread, b)
	if err != nil {
		return nil, err
	}
	list, err := stringList(names)
	if err != nil {
		return nil, fmt.Errorf("exports_files: %w", err)
	}
	visible := []label.Label{public}
	if visibility != nil && visibility != starlark.None {
		if visible, err = p.labels(visibility); err != nil {
			return nil, fmt.Errorf("exports_files: %w", err)
		}
	}
	for _, name := range list {
		l, err := p.Context().Parse(":" + name)
		if err != nil {
			return nil, err
		}
		if err := p.add(&Target{Label: l, Pos: buildPos(thread), Visibility: visible, pkg: p}); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

func packageGroup(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var packages, includes starlark.Value
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "name", &name, "packages??", &packages, "includes??", &includes); err != nil {
		return nil, err
	}
	p, err := inPackage(thread, b)
	if err != nil {
		return nil, err
	}
	if list, _ := stringList(includes); len(list) > 0 {
		return nil, star.Unsupported("package_group(includes = ...)")
	}
	p.groups[name], err = stringList(packages)
	return starlark.None, err
}

func packageName(thread *starlark.Thread, b *starlark.Builtin, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	p, err := inPackage(thread, b)
	if err != nil {
		return nil, err
	}
	return starlark.String(p.Path), nil
}

func repositoryName(thread *starlark.Thread, b *starlark.Builtin, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	p, err := inPackage(thread, b)
	if err != nil {
		return nil, err
	}
	return starlark.String("@" + p.Repo), nil
}

func existingRule(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "name", &name); err != nil {
		return nil, err
	}
	p, err := inPackage(thread, b)
	if err != nil {
		return nil, err
	}
	t := p.Targets[name]
	if t == nil || t.Rule == nil && t.Stub == "" {
		return starlark.None, nil
	}
	d := starlark.NewDict(2)
	d.SetKey(starlark.String("name"), starlark.String(name))
	return d, d.SetKey(starlark.String("kind"), starlark.String(t.Kind()))
}
