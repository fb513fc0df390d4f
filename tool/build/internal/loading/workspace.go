package loading

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"go.starlark.net/syntax"
)

// RulesRepo is the repository of the rules themselves.
const RulesRepo = "rules_pyc"

// Repository is a tree of packages.
type Repository struct {
	Name    string
	FS      fs.FS
	Root    string            // directory, if it is one
	Aliases map[string]string // how other repositories are called here
	ignored []string          // directories that hold no packages
	builds  map[string]string // what buildFile has found
}

// boundaries are the files that mark the root of a workspace.
var boundaries = []string{"MODULE.bazel", "REPO.bazel", "WORKSPACE.bazel", "WORKSPACE"}

// ErrNoWorkspace says that no directory above is a workspace.
var ErrNoWorkspace = errors.New("no workspace here: neither this directory nor one above it has a MODULE.bazel or WORKSPACE file; an empty WORKSPACE file makes one")

// FindWorkspace returns the root of the workspace that holds a directory.
func FindWorkspace(dir string) (string, error) {
	for {
		for _, name := range boundaries {
			if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
				return dir, nil
			}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", ErrNoWorkspace
		}
		dir = parent
	}
}

// openWorkspace returns the main repository. Of the files that describe it only
// the names are read: what this repository and that of the rules are called.
func openWorkspace(root string) (*Repository, error) {
	r := &Repository{FS: os.DirFS(root), Root: root, Aliases: map[string]string{"": ""}}
	for _, name := range boundaries {
		if err := r.readNames(name); err != nil {
			return nil, err
		}
	}
	data, err := fs.ReadFile(r.FS, ".bazelignore")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			r.ignored = append(r.ignored, path.Clean(line))
		}
	}
	return r, nil
}

func (r *Repository) readNames(name string) error {
	data, err := fs.ReadFile(r.FS, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	file, err := dialect.Parse(name, data, 0)
	if err != nil {
		return err
	}
	for _, stmt := range file.Stmts {
		expr, ok := stmt.(*syntax.ExprStmt)
		if !ok {
			continue
		}
		call, ok := expr.X.(*syntax.CallExpr)
		if !ok {
			continue
		}
		r.readCall(call)
	}
	return nil
}

func (r *Repository) readCall(call *syntax.CallExpr) {
	fn, ok := call.Fn.(*syntax.Ident)
	if !ok {
		return
	}
	args := stringArgs(call)
	switch fn.Name {
	case "module", "workspace":
		for _, name := range []string{args["name"], args["repo_name"]} {
			if name != "" {
				r.Aliases[name] = ""
			}
		}
	case "bazel_dep":
		if alias := args["repo_name"]; alias != "" {
			r.Aliases[alias] = args["name"]
		}
	}
}

// stringArgs returns the named arguments of a call that are plain strings.
func stringArgs(call *syntax.CallExpr) map[string]string {
	args := map[string]string{}
	for _, arg := range call.Args {
		binary, ok := arg.(*syntax.BinaryExpr)
		if !ok || binary.Op != syntax.EQ {
			continue
		}
		name, ok1 := binary.X.(*syntax.Ident)
		value, ok2 := binary.Y.(*syntax.Literal)
		if ok1 && ok2 {
			args[name.Name], _ = value.Value.(string)
		}
	}
	return args
}

// buildFile returns the name of a package's BUILD file, or nothing.
func (r *Repository) buildFile(pkg string) string {
	file, known := r.builds[pkg]
	if !known {
		file = r.findBuildFile(pkg)
		if r.builds == nil {
			r.builds = map[string]string{}
		}
		r.builds[pkg] = file
	}
	return file
}

func (r *Repository) findBuildFile(pkg string) string {
	for _, name := range []string{"BUILD.bazel", "BUILD"} {
		if file := path.Join(pkg, name); r.isFile(file) {
			return file
		}
	}
	return ""
}

// PackagesBelow returns the packages in a directory and all below it, sorted.
func (r *Repository) PackagesBelow(dir string) ([]string, error) {
	var found []string
	err := r.walk(dir, nil, func(dir string, _ []fs.DirEntry) (bool, error) {
		if r.buildFile(dir) != "" {
			found = append(found, dir)
		}
		return true, nil
	})
	sort.Strings(found)
	return found, err
}

// walk calls f for a directory and for those below it, as long as f says so.
// Symbolic links are followed, but not round in circles.
func (r *Repository) walk(dir string, above []fs.FileInfo, f func(dir string, entries []fs.DirEntry) (bool, error)) error {
	info, err := fs.Stat(r.FS, orDot(dir))
	if err != nil {
		return err
	}
	for _, ancestor := range above {
		if os.SameFile(info, ancestor) {
			return nil
		}
	}
	entries, err := fs.ReadDir(r.FS, orDot(dir))
	if err != nil {
		return err
	}
	if below, err := f(dir, entries); !below || err != nil {
		return err
	}
	above = append(above[:len(above):len(above)], info)
	for _, entry := range entries {
		sub := path.Join(dir, entry.Name())
		if r.isDir(entry, sub) && !r.skips(sub) {
			if err := r.walk(sub, above, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// skips tells whether a directory is none of the sources.
func (r *Repository) skips(dir string) bool {
	if !strings.Contains(dir, "/") && (strings.HasPrefix(dir, "bazel-") || dir == OutputDir || dir == ".git") {
		return true
	}
	for _, ignored := range r.ignored {
		if dir == ignored {
			return true
		}
	}
	return false
}

// OutputDir is where outputs go, relative to the root of the workspace.
const OutputDir = "pyc-bin"

func (r *Repository) isDir(entry fs.DirEntry, name string) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.IsDir()
	}
	info, err := fs.Stat(r.FS, name)
	return err == nil && info.IsDir()
}

func orDot(dir string) string {
	if dir == "" {
		return "."
	}
	return dir
}
