package analysis

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Action is one step of a build: files in, files out.
type Action struct {
	Mnemonic string
	Owner    label.Label
	Progress string
	Inputs   []*File
	Outputs  []*File
	Env      []string // NAME=value, sorted

	Tool    *Tool    // of a command: the program
	Args    []string // of a command: its arguments
	Params  []Params // of a command: parameter files that the arguments name
	Content []byte   // of a Write
	Target  *File    // of a Symlink: what it shows

	Executable bool // of a Write
	Kind       ActionKind
}

// ActionKind says how an action is carried out.
type ActionKind int

// The kinds of actions.
const (
	Run     ActionKind = iota // start a program
	Write                     // write Content
	Symlink                   // make the output the same as Target
)

// Params is a parameter file.
type Params struct {
	Path    string
	Content string
}

// Tool is a program that actions run.
type Tool struct {
	File *File  // in the workspace, or
	Path string // elsewhere: the compiler
}

// CommandLine returns the command as it could be typed.
func (a *Action) CommandLine() []string {
	if a.Tool == nil {
		return nil
	}
	name := a.Tool.Path
	if a.Tool.File != nil {
		name = a.Tool.File.Path
	}
	return append([]string{name}, a.Args...)
}

// Args is the Args object of an action.
type Args struct {
	args      []string
	paramFile string // format of the argument that names it
	multiline bool
	useAlways bool
}

func (a *Args) String() string        { return "<args>" }
func (a *Args) Type() string          { return "Args" }
func (a *Args) Freeze()               {}
func (a *Args) Truth() starlark.Bool  { return true }
func (a *Args) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: Args") }
func (a *Args) AttrNames() []string {
	return []string{"add", "add_all", "add_joined", "set_param_file_format", "use_param_file"}
}

// Attr returns the methods.
func (a *Args) Attr(name string) (starlark.Value, error) {
	method := map[string]func(args starlark.Tuple, kwargs []starlark.Tuple) error{
		"add": a.add, "add_all": a.addAll, "add_joined": a.addJoined,
		"set_param_file_format": a.setFormat, "use_param_file": a.useParamFile,
	}[name]
	if method == nil {
		return nil, nil
	}
	return starlark.NewBuiltin("Args."+name, func(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := method(args, kwargs); err != nil {
			return nil, fmt.Errorf("%s: %w", b.Name(), err)
		}
		return a, nil
	}), nil
}

// argument returns the text of a value on a command line.
func argument(v starlark.Value) (string, error) {
	switch v := v.(type) {
	case starlark.String:
		return string(v), nil
	case *File:
		return v.Path, nil
	case starlark.Int:
		return v.String(), nil
	case starlark.Bool, *star.Depset, *starlark.List, starlark.NoneType:
		return "", fmt.Errorf("got %s, want string or File", v.Type())
	}
	return v.String(), nil
}

func apply(format string, text string) string {
	if format == "" {
		return text
	}
	return strings.ReplaceAll(strings.Replace(format, "%s", text, 1), "%%", "%")
}

func (a *Args) add(args starlark.Tuple, kwargs []starlark.Tuple) error {
	var first, second starlark.Value
	var format string
	if err := starlark.UnpackArgs("add", args, kwargs, "arg_name_or_value", &first, "value?", &second, "format??", &format); err != nil {
		return err
	}
	if second != nil {
		name, err := argument(first)
		if err != nil {
			return err
		}
		a.args = append(a.args, name)
		first = second
	}
	text, err := argument(first)
	if err != nil {
		return err
	}
	a.args = append(a.args, apply(format, text))
	return nil
}

// list unpacks what add_all and add_joined have in common.
type list struct {
	name                     string
	values                   []string
	omitIfEmpty              bool
	before, joinWith, joined string
}

func unpackList(args starlark.Tuple, kwargs []starlark.Tuple) (*list, error) {
	var first, second starlark.Value
	var formatEach, terminate string
	var uniquify, expand bool
	var mapEach starlark.Value
	l := &list{omitIfEmpty: true}
	err := starlark.UnpackArgs("add_all", args, kwargs, "arg_name_or_values", &first, "values?", &second,
		"map_each??", &mapEach, "format_each??", &formatEach, "before_each??", &l.before, "omit_if_empty?", &l.omitIfEmpty,
		"uniquify?", &uniquify, "expand_directories?", &expand, "terminate_with??", &terminate,
		"join_with??", &l.joinWith, "format_joined??", &l.joined, "allow_closure?", &expand)
	if err != nil {
		return nil, err
	}
	if mapEach != nil && mapEach != starlark.None {
		return nil, star.Unsupported("map_each")
	}
	if second != nil {
		if l.name, err = argument(first); err != nil {
			return nil, err
		}
		first = second
	}
	values, err := star.SequenceOrDepset(first)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, v := range values {
		text, err := argument(v)
		if err != nil {
			return nil, err
		}
		if text = apply(formatEach, text); uniquify && seen[text] {
			continue
		}
		seen[text] = true
		l.values = append(l.values, text)
	}
	return l, nil
}

func (a *Args) addAll(args starlark.Tuple, kwargs []starlark.Tuple) error {
	l, err := unpackList(args, kwargs)
	if err != nil || len(l.values) == 0 && l.omitIfEmpty {
		return err
	}
	if l.name != "" {
		a.args = append(a.args, l.name)
	}
	for _, value := range l.values {
		if l.before != "" {
			a.args = append(a.args, l.before)
		}
		a.args = append(a.args, value)
	}
	return nil
}

func (a *Args) addJoined(args starlark.Tuple, kwargs []starlark.Tuple) error {
	l, err := unpackList(args, kwargs)
	if err != nil || len(l.values) == 0 && l.omitIfEmpty {
		return err
	}
	if l.name != "" {
		a.args = append(a.args, l.name)
	}
	a.args = append(a.args, apply(l.joined, strings.Join(l.values, l.joinWith)))
	return nil
}

func (a *Args) setFormat(args starlark.Tuple, kwargs []starlark.Tuple) error {
	var format string
	if err := starlark.UnpackArgs("set_param_file_format", args, kwargs, "format", &format); err != nil {
		return err
	}
	a.multiline = format == "multiline"
	return nil
}

func (a *Args) useParamFile(args starlark.Tuple, kwargs []starlark.Tuple) error {
	return starlark.UnpackArgs("use_param_file", args, kwargs, "param_file_arg", &a.paramFile, "use_always?", &a.useAlways)
}

// expand puts the arguments into an action. There is no limit to the length of
// a command line that would make a parameter file needed: only use_always does.
func (a *Args) expand(action *Action) error {
	if a.paramFile == "" || !a.useAlways {
		action.Args = append(action.Args, a.args...)
		return nil
	}
	if !a.multiline {
		return star.Unsupported("a parameter file that is not in the format multiline")
	}
	path := fmt.Sprintf("%s-%d.params", action.Outputs[0].Path, len(action.Params))
	content := ""
	if len(a.args) > 0 {
		content = strings.Join(a.args, "\n") + "\n"
	}
	action.Params = append(action.Params, Params{path, content})
	action.Args = append(action.Args, apply(a.paramFile, path))
	return nil
}
