// Package loading reads BUILD files and the .bzl files that they load, and
// gives the targets that they declare. It knows what targets are; what becomes
// of them is the business of package analysis.
package loading

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/rules-pyc/rules_pyc/rules"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Loader loads packages of one workspace. It is for one goroutine.
type Loader struct {
	Main     *Repository
	repos    map[string]*Repository
	packages map[label.Label]*loaded[*Package]
	bzl      map[label.Label]*loaded[starlark.StringDict]
	native   starlark.StringDict // what BUILD files see
	globals  starlark.StringDict // what .bzl files see
	prelude  starlark.StringDict
	print    func(string)
}

// loaded is the result of loading a file. One that is still empty while it is
// asked for is part of a cycle.
type loaded[T any] struct {
	value T
	err   error
	done  bool
}

// dialect is Bazel's Starlark.
var dialect = &syntax.FileOptions{Set: true}

// buildDialect is that of BUILD files, where a variable may change.
var buildDialect = &syntax.FileOptions{Set: true, GlobalReassign: true}

//go:embed prelude.bzl
var preludeSource []byte

// New returns a loader of the workspace in a directory. providers are the
// predeclared things that belong to the analysis, such as DefaultInfo; print
// gets what print() prints.
func New(root string, providers starlark.StringDict, print func(string)) (*Loader, error) {
	repo, err := openWorkspace(root)
	if err != nil {
		return nil, err
	}
	l := &Loader{
		Main:     repo,
		repos:    map[string]*Repository{"": repo},
		packages: map[label.Label]*loaded[*Package]{},
		bzl:      map[label.Label]*loaded[starlark.StringDict]{},
		print:    print,
	}
	if _, own := repo.Aliases[RulesRepo]; !own {
		l.repos[RulesRepo] = &Repository{Name: RulesRepo, FS: embedded{rules.Files}, Aliases: map[string]string{}}
	}
	return l, l.makeGlobals(providers)
}

// RulesRepo is how the repository of the rules is called in labels: nothing, in
// its own workspace.
func (l *Loader) RulesRepo() string {
	if l.repos[RulesRepo] == nil {
		return ""
	}
	return RulesRepo
}

// embedded puts the files of rules/ in the binary where they lie in the
// repository.
type embedded struct{ fs fs.FS }

func (e embedded) Open(name string) (fs.File, error) {
	inner, ok := strings.CutPrefix(name, "rules/")
	if name == "rules" {
		inner, ok = ".", true
	}
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return e.fs.Open(inner)
}

// Package loads a package.
func (l *Loader) Package(repo, name string) (*Package, error) {
	key := label.Label{Repo: repo, Package: name}
	if state := l.packages[key]; state != nil {
		return state.value, state.err
	}
	state := &loaded[*Package]{}
	l.packages[key] = state
	state.value, state.err = l.loadPackage(repo, name)
	return state.value, state.err
}

func (l *Loader) loadPackage(repoName, name string) (*Package, error) {
	if repoName == "bazel_tools" {
		return l.bazelTools(name), nil
	}
	if what, ok := strings.CutPrefix(repoName, stubRepo); ok {
		return nil, star.Unsupported("%s", what)
	}
	repo := l.repos[repoName]
	if repo == nil {
		return nil, star.Unsupported("the repository @%s (//%s)", repoName, name)
	}
	file := repo.buildFile(name)
	if file == "" {
		return nil, fmt.Errorf("no such package //%s: there is no BUILD.bazel or BUILD file in %s: %w", name, orRoot(name), fs.ErrNotExist)
	}
	source, err := fs.ReadFile(repo.FS, file)
	if err != nil {
		return nil, err
	}
	p := &Package{
		Repo: repoName, Path: name, File: file, repo: repo, loader: l,
		Targets: map[string]*Target{}, groups: map[string][]string{}, mentioned: map[string]bool{},
		visibility: []label.Label{private},
	}
	thread := l.thread(p.Context())
	thread.SetLocal(packageKey, p)
	if _, err := l.exec(buildDialect, thread, file, source, l.native); err != nil {
		return nil, explain(err)
	}
	return p, nil
}

// bazelTools is a package of @bazel_tools: it has whatever is asked for, and
// that is empty.
func (l *Loader) bazelTools(name string) *Package {
	p := &Package{Repo: "bazel_tools", Path: name, repo: &Repository{FS: rules.Files}, loader: l, Targets: map[string]*Target{}}
	target := path.Base(name)
	p.Targets[target] = &Target{
		Label:      label.Label{Repo: p.Repo, Package: name, Name: target},
		Rule:       l.prelude["toolchain_type"].(*Rule),
		Attrs:      map[string]starlark.Value{},
		Visibility: []label.Label{public},
		pkg:        p,
	}
	return p
}

// Target loads the package of a label and returns the target.
func (l *Loader) Target(name label.Label) (*Target, error) {
	p, err := l.Package(name.Repo, name.Package)
	if err != nil {
		return nil, err
	}
	return p.Target(name.Name)
}

// File returns the path of a source file's content in the file system, or its
// content if it is one of those in the binary.
func (l *Loader) File(t *Target) (diskPath string, content []byte, err error) {
	repo := l.repos[t.Label.Repo]
	if repo.Root != "" {
		return t.Label.Path(), nil, nil
	}
	content, err = fs.ReadFile(repo.FS, t.Label.Path())
	return "", content, err
}

// Exports loads a .bzl file and returns what it exports.
func (l *Loader) Exports(file label.Label) (starlark.StringDict, error) {
	return l.load(l.thread(label.Context{}), file.String())
}

const (
	contextKey = "context" // label.Context of the file that is executed
	packageKey = "package" // *Package, while a BUILD file is executed
	wantedKey  = "wanted"  // map[string][]string: names that the file loads, by module
)

func contextOf(thread *starlark.Thread) label.Context {
	c, _ := thread.Local(contextKey).(label.Context)
	return c
}

func packageOf(thread *starlark.Thread) *Package {
	p, _ := thread.Local(packageKey).(*Package)
	return p
}

// buildPos returns the place in the BUILD file from which a call comes, or the
// outermost one.
func buildPos(thread *starlark.Thread) syntax.Position {
	return thread.CallFrame(thread.CallStackDepth() - 1).Pos
}

func (l *Loader) thread(c label.Context) *starlark.Thread {
	thread := &starlark.Thread{
		Name:  c.Package,
		Print: func(_ *starlark.Thread, msg string) { l.print(msg) },
		Load: func(thread *starlark.Thread, module string) (starlark.StringDict, error) {
			return l.load(thread, module)
		},
	}
	thread.SetLocal(contextKey, c)
	return thread
}

// exec executes a file. It remembers which names the file loads from where,
// since a repository that is not here is taken to have them all.
func (l *Loader) exec(dialect *syntax.FileOptions, thread *starlark.Thread, name string, source []byte, predeclared starlark.StringDict) (starlark.StringDict, error) {
	file, err := dialect.Parse(name, source, 0)
	if err != nil {
		return nil, err
	}
	wanted := map[string][]string{}
	for _, stmt := range file.Stmts {
		if load, ok := stmt.(*syntax.LoadStmt); ok {
			for _, from := range load.From {
				wanted[load.ModuleName()] = append(wanted[load.ModuleName()], from.Name)
			}
		}
	}
	thread.SetLocal(wantedKey, wanted)
	if dialect == buildDialect {
		if err := checkBuild(file); err != nil {
			return nil, err
		}
	}
	program, err := starlark.FileProgram(file, predeclared.Has)
	var unresolved resolve.ErrorList
	if errors.As(err, &unresolved) {
		return nil, fmt.Errorf("%w; if Bazel has this, it is not supported by pyc build, and Bazel builds it", unresolved[0])
	}
	if err != nil {
		return nil, err
	}
	globals, err := program.Init(thread, predeclared)
	globals.Freeze()
	return globals, err
}

// checkBuild refuses what Bazel refuses in BUILD files, so that nobody writes one
// that only this program takes.
func checkBuild(file *syntax.File) error {
	var bad error
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.DefStmt, *syntax.LambdaExpr:
			start, _ := n.Span()
			bad = &Error{Pos: start, Err: errors.New("functions are not defined in a BUILD file; move them to a .bzl file")}
		case *syntax.CallExpr:
			for _, arg := range n.Args {
				if unary, ok := arg.(*syntax.UnaryExpr); ok && (unary.Op == syntax.STAR || unary.Op == syntax.STARSTAR) {
					start, _ := n.Span()
					bad = &Error{Pos: start, Err: errors.New("neither *args nor **kwargs can stand in a BUILD file; move the call to a macro in a .bzl file")}
				}
			}
		}
		return bad == nil
	})
	return bad
}

// load is the load statement.
func (l *Loader) load(thread *starlark.Thread, module string) (starlark.StringDict, error) {
	file, err := contextOf(thread).Parse(module)
	if err != nil {
		return nil, err
	}
	if !strings.HasSuffix(file.Name, ".bzl") {
		return nil, fmt.Errorf("%s: the name of a file that is loaded ends in .bzl", module)
	}
	if l.repos[file.Repo] == nil {
		wanted, _ := thread.Local(wantedKey).(map[string][]string)
		return l.foreign(file, wanted[module]), nil
	}
	state := l.bzl[file]
	if state == nil {
		state = &loaded[starlark.StringDict]{}
		l.bzl[file] = state
		state.value, state.err = l.execBzl(file)
		state.done = true
	}
	if !state.done {
		return nil, fmt.Errorf("cycle: %v loads itself", file)
	}
	return state.value, state.err
}

func (l *Loader) execBzl(file label.Label) (starlark.StringDict, error) {
	repo := l.repos[file.Repo]
	source, err := fs.ReadFile(repo.FS, file.Path())
	if err != nil {
		return nil, fmt.Errorf("cannot load %v: %w", file, err)
	}
	context := label.Context{Repo: file.Repo, Package: file.Package, Aliases: repo.Aliases}
	globals, err := l.exec(dialect, l.thread(context), file.Path(), source, l.globals)
	if err != nil {
		return nil, explain(err)
	}
	export(globals)
	return globals, nil
}

// explain puts the place of an error in front of it, and the way there below.
func explain(err error) error {
	evalErr, ok := err.(*starlark.EvalError)
	if !ok {
		return err
	}
	if placed, ok := evalErr.Unwrap().(*Error); ok {
		return placed
	}
	if inner, ok := evalErr.Unwrap().(*Trace); ok {
		return inner // it says more than that some file could not be loaded
	}
	return &Trace{evalErr}
}

// Trace is an error with the calls that led to it.
type Trace struct{ Err *starlark.EvalError }

func (t *Trace) Unwrap() error { return t.Err }

// Error leaves out the trace when there was but one call.
func (t *Trace) Error() string {
	stack := t.Err.CallStack
	var outer []string
	pos := syntax.Position{}
	for i := len(stack) - 1; i >= 0; i-- {
		if stack[i].Pos.Filename() == "<builtin>" {
			continue
		}
		if pos.Line == 0 {
			pos = stack[i].Pos
			continue
		}
		outer = append(outer, fmt.Sprintf("\n\tcalled from %v", stack[i].Pos))
	}
	if pos.Line == 0 {
		return t.Err.Msg
	}
	return fmt.Sprintf("%v: %s%s", pos, t.Err.Msg, strings.Join(outer, ""))
}
