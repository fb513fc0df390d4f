package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/analysis"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/console"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/execution"
)

// Action is what Query tells of an action.
type Action struct {
	Mnemonic  string            `json:"mnemonic"`
	Target    string            `json:"target"`
	Message   string            `json:"message,omitempty"`
	Inputs    []string          `json:"inputs"`
	Outputs   []string          `json:"outputs"`
	Arguments []string          `json:"arguments,omitempty"` // of the command, without its name
	Params    map[string]string `json:"params,omitempty"`    // parameter files: path -> content
	Env       []string          `json:"env,omitempty"`
}

// Labels returns the targets that patterns name, sorted.
func Labels(o Options) ([]string, error) {
	b, err := open(o, console.New(o.Stderr, 0))
	if err != nil {
		return nil, err
	}
	labels, err := b.targets()
	return sorted(labels), err
}

// Actions returns the actions that a build of the targets would look at.
func Actions(o Options) ([]Action, error) {
	b, err := open(o, console.New(o.Stderr, 0))
	if err != nil {
		return nil, err
	}
	targets, err := b.analyzeAll()
	if err != nil {
		return nil, err
	}
	files, err := outputs(targets, o.OutputGroups)
	if err != nil {
		return nil, err
	}
	var list []Action
	for _, a := range execution.Actions(files) {
		list = append(list, describe(a))
	}
	return list, nil
}

func describe(a *analysis.Action) Action {
	d := Action{
		Mnemonic: a.Mnemonic, Target: a.Owner.String(), Message: a.Progress,
		Arguments: a.Args, Env: a.Env, Inputs: pathsOf(a.Inputs), Outputs: pathsOf(a.Outputs),
	}
	for _, p := range a.Params {
		if d.Params == nil {
			d.Params = map[string]string{}
		}
		d.Params[p.Path] = p.Content
	}
	return d
}

func pathsOf(files []*analysis.File) []string {
	paths := []string{}
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	return paths
}

// WriteJSON writes actions as JSON, one array.
func WriteJSON(w io.Writer, actions []Action) error {
	if actions == nil {
		actions = []Action{}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(actions)
}

// WriteText writes actions for a reader.
func WriteText(w io.Writer, actions []Action) error {
	var b bytes.Buffer
	for _, a := range actions {
		fmt.Fprintf(&b, "%s of %s: %s\n", a.Mnemonic, a.Target, a.Message)
		list := func(what string, items []string) {
			if len(items) > 0 {
				fmt.Fprintf(&b, "  %s: %s\n", what, strings.Join(items, " "))
			}
		}
		list("inputs", a.Inputs)
		list("outputs", a.Outputs)
		list("arguments", a.Arguments)
		list("environment", a.Env)
		for _, arg := range a.Arguments {
			if content, ok := a.Params[strings.TrimPrefix(arg, "@")]; ok {
				list(arg, strings.Split(strings.TrimSuffix(content, "\n"), "\n"))
			}
		}
		b.WriteByte('\n')
	}
	_, err := w.Write(b.Bytes())
	return err
}
