package analysis

import (
	"fmt"
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/loading"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// context is the ctx of a rule or an aspect.
type context struct {
	analyzer *Analyzer
	target   *Target
	members  map[string]starlark.Value
	declared []*File
	outputs  []starlark.Value // those that attributes name: the default outputs
}

func newContext(a *Analyzer, t *Target) *context {
	c := &context{analyzer: a, target: t}
	single, executables := map[string]starlark.Value{}, map[string]starlark.Value{}
	outputs := map[string]starlark.Value{}
	for _, name := range t.loaded.Rule.AttrNames() {
		attr := t.loaded.Rule.Attrs[name]
		files, _ := t.files[name].(*starlark.List)
		if attr.SingleFile {
			single[name] = starlark.None
			if files != nil && files.Len() == 1 {
				single[name] = files.Index(0)
			}
		}
		if dep, ok := t.attrs[name].(*Target); ok && attr.Executable {
			toRun := dep.info().Fields["files_to_run"].(*FilesToRun)
			executables[name], _ = toRun.Attr("executable")
		}
		c.declareOutputs(name, attr, outputs)
	}
	c.members = map[string]starlark.Value{
		"actions":        &actionsObject{c},
		"attr":           &fields{"attr", t.attrs},
		"bin_dir":        rootOf(t.config.root),
		"executable":     &fields{"executable", executables},
		"file":           &fields{"file", single},
		"files":          &fields{"files", t.files},
		"label":          &loading.Label{Label: t.Label},
		"outputs":        &fields{"outputs", outputs},
		"runfiles":       starlark.NewBuiltin("runfiles", makeRunfiles),
		"workspace_name": starlark.String("_main"),
	}
	return c
}

// declareOutputs makes the files of output attributes.
func (c *context) declareOutputs(name string, attr *loading.Attr, outputs map[string]starlark.Value) {
	if attr.Kind != loading.Output && attr.Kind != loading.OutputList {
		return
	}
	declare := func(v starlark.Value) starlark.Value {
		l, ok := v.(*loading.Label)
		if !ok {
			return starlark.None
		}
		f := c.analyzer.output(c.target.Label, c.target.config, l.Label.Name)
		c.declared = append(c.declared, f)
		c.outputs = append(c.outputs, f)
		return f
	}
	list, ok := c.target.attrs[name].(*starlark.List)
	if !ok {
		outputs[name] = declare(c.target.attrs[name])
		return
	}
	var files []starlark.Value
	for v := range starlark.Elements(list) {
		files = append(files, declare(v))
	}
	outputs[name] = starlark.NewList(files)
}

func (c *context) String() string        { return "<ctx of " + c.target.Label.String() + ">" }
func (c *context) Type() string          { return "ctx" }
func (c *context) Freeze()               {}
func (c *context) Truth() starlark.Bool  { return true }
func (c *context) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: ctx") }
func (c *context) AttrNames() []string   { return sortedNames(c.members) }

// Attr returns a member of ctx.
func (c *context) Attr(name string) (starlark.Value, error) {
	if v, ok := c.members[name]; ok {
		return v, nil
	}
	return nil, star.Unsupported("ctx.%s", name)
}

// finish checks what the implementation left behind.
func (c *context) finish() error {
	for _, f := range c.declared {
		if f.Action == nil {
			return fmt.Errorf("%s is declared, but no action makes it", f.Path)
		}
	}
	return nil
}

// actionsObject is ctx.actions.
type actionsObject struct{ ctx *context }

func (o *actionsObject) String() string        { return "<actions>" }
func (o *actionsObject) Type() string          { return "actions" }
func (o *actionsObject) Freeze()               {}
func (o *actionsObject) Truth() starlark.Bool  { return true }
func (o *actionsObject) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: actions") }
func (o *actionsObject) AttrNames() []string {
	return []string{"args", "declare_file", "run", "symlink", "write"}
}

type builtin = func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error)

// Attr returns a method of ctx.actions.
func (o *actionsObject) Attr(name string) (starlark.Value, error) {
	var method builtin
	switch name {
	case "args":
		method = func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return &Args{}, nil
		}
	case "declare_file":
		method = o.ctx.declareFile
	case "run":
		method = o.ctx.run
	case "symlink":
		method = o.ctx.symlink
	case "write":
		method = o.ctx.write
	default:
		return nil, star.Unsupported("ctx.actions.%s", name)
	}
	return starlark.NewBuiltin("actions."+name, method), nil
}

func (c *context) declareFile(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var sibling starlark.Value
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "filename", &name, "sibling??", &sibling); err != nil {
		return nil, err
	}
	if f, ok := sibling.(*File); ok {
		dir := strings.TrimPrefix(f.Short, c.target.Label.Package+"/")
		if i := strings.LastIndexByte(dir, '/'); i >= 0 {
			name = dir[:i+1] + name
		}
	}
	if name == "" || strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../") {
		return nil, fmt.Errorf("%s: %q is no path inside the package", b.Name(), name)
	}
	f := c.analyzer.output(c.target.Label, c.target.config, name)
	c.declared = append(c.declared, f)
	return f, nil
}

// register makes an action the one that gives its outputs.
func (c *context) register(action *Action) error {
	action.Owner = c.target.Label
	if len(action.Outputs) == 0 {
		return fmt.Errorf("an action needs outputs")
	}
	for _, f := range action.Outputs {
		if f.Action != nil {
			return fmt.Errorf("%s would be made twice: by %s of %v and by %s of %v",
				f.Path, f.Action.Mnemonic, f.Action.Owner, action.Mnemonic, action.Owner)
		}
		if f.Source() {
			return fmt.Errorf("%s is a source", f.Path)
		}
		f.Action = action
	}
	return nil
}

func (c *context) run(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var outputs, inputs, executable, tools, arguments, env, ignored starlark.Value
	a := &Action{Kind: Run, Mnemonic: "Action"}
	var progress string
	var defaultShellEnv bool
	err := starlark.UnpackArgs(b.Name(), args, kwargs, "outputs", &outputs, "inputs??", &inputs, "unused_inputs_list??", &ignored,
		"executable", &executable, "tools??", &tools, "arguments??", &arguments, "mnemonic??", &a.Mnemonic,
		"progress_message??", &progress, "use_default_shell_env?", &defaultShellEnv, "env??", &env,
		"execution_requirements??", &ignored, "input_manifests??", &ignored, "exec_group??", &ignored,
		"shadowed_action??", &ignored, "resource_set??", &ignored, "toolchain??", &ignored)
	if err != nil {
		return nil, err
	}
	if defaultShellEnv {
		return nil, star.Unsupported("use_default_shell_env")
	}
	if a.Outputs, err = toFiles("outputs", outputs); err != nil {
		return nil, err
	}
	if a.Inputs, err = toFiles("inputs", inputs); err != nil {
		return nil, err
	}
	if a.Tool, err = toTool(executable); err != nil {
		return nil, err
	}
	if a.Env, err = environment(env); err != nil {
		return nil, err
	}
	if err := a.addTools(tools); err != nil {
		return nil, err
	}
	if err := c.register(a); err != nil {
		return nil, err
	}
	a.Progress = c.message(a, progress)
	return starlark.None, a.addArguments(arguments)
}

func toFiles(what string, v starlark.Value) ([]*File, error) {
	values, err := fileList(what, v)
	if err != nil {
		return nil, err
	}
	files := make([]*File, len(values))
	for i, v := range values {
		files[i] = v.(*File)
	}
	return files, nil
}

func toTool(v starlark.Value) (*Tool, error) {
	switch v := v.(type) {
	case *FilesToRun:
		if v.tool != nil {
			return v.tool, nil
		}
		return nil, fmt.Errorf("executable: the target is none")
	case *File:
		return &Tool{File: v}, nil
	}
	return nil, star.Unsupported("actions.run(executable = %v)", v)
}

func (a *Action) addTools(tools starlark.Value) error {
	if a.Tool.File != nil {
		a.Inputs = append(a.Inputs, a.Tool.File)
	}
	values, err := star.SequenceOrDepset(tools)
	if err != nil {
		return fmt.Errorf("tools: %w", err)
	}
	for _, v := range values {
		switch v := v.(type) {
		case *File:
			a.Inputs = append(a.Inputs, v)
		case *FilesToRun:
			if v.tool != nil && v.tool.File != nil {
				a.Inputs = append(a.Inputs, v.tool.File)
			}
		}
	}
	return nil
}

func (a *Action) addArguments(v starlark.Value) error {
	values, err := star.Sequence(v)
	if err != nil {
		return fmt.Errorf("arguments: %w", err)
	}
	for _, v := range values {
		switch v := v.(type) {
		case starlark.String:
			a.Args = append(a.Args, string(v))
		case *Args:
			if err := v.expand(a); err != nil {
				return err
			}
		default:
			return fmt.Errorf("arguments: got %s, want string or Args", v.Type())
		}
	}
	return nil
}

func environment(v starlark.Value) ([]string, error) {
	if v == nil || v == starlark.None {
		return nil, nil
	}
	d, ok := v.(*starlark.Dict)
	if !ok {
		return nil, fmt.Errorf("env: got %s, want dict", v.Type())
	}
	var env []string
	for _, item := range d.Items() {
		env = append(env, labelText(item[0])+"="+labelText(item[1]))
	}
	sort.Strings(env)
	return env, nil
}

// message fills in a progress message.
func (c *context) message(a *Action, text string) string {
	if text == "" {
		text = a.Mnemonic + " %{output}"
	}
	input := ""
	if len(a.Inputs) > 0 {
		input = a.Inputs[0].Short
	}
	for _, part := range []struct{ name, value string }{{"%{input}", input}, {"%{output}", a.Outputs[0].Short}} {
		text = strings.ReplaceAll(text, part.name, part.value)
	}
	if strings.Contains(text, "%{label}") {
		text = strings.ReplaceAll(text, "%{label}", c.target.Label.String())
	}
	return text
}

func (c *context) write(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var output *File
	var content, ignored starlark.Value
	a := &Action{Kind: Write, Mnemonic: "FileWrite"}
	err := starlark.UnpackArgs(b.Name(), args, kwargs, "output", &output, "content", &content, "is_executable?", &a.Executable, "mnemonic??", &ignored)
	if err != nil {
		return nil, err
	}
	switch v := content.(type) {
	case starlark.String:
		a.Content = []byte(v)
	case *Args:
		a.Content = []byte(strings.Join(v.args, "\n") + "\n")
	default:
		return nil, fmt.Errorf("%s: content: got %s, want string", b.Name(), content.Type())
	}
	a.Outputs = []*File{output}
	a.Progress = "Writing " + output.Short
	return starlark.None, c.register(a)
}

func (c *context) symlink(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var output *File
	var target, ignored starlark.Value
	err := starlark.UnpackArgs(b.Name(), args, kwargs, "output", &output, "target_file??", &target, "target_path??", &ignored,
		"is_executable?", &ignored, "progress_message??", &ignored, "use_exec_root_for_source?", &ignored)
	if err != nil {
		return nil, err
	}
	f, ok := target.(*File)
	if !ok {
		return nil, star.Unsupported("actions.symlink without a target_file")
	}
	a := &Action{Kind: Symlink, Mnemonic: "Symlink", Target: f, Inputs: []*File{f}, Outputs: []*File{output}}
	a.Progress = "Linking " + output.Short
	return starlark.None, c.register(a)
}
