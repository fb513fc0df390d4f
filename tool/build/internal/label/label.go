// Package label knows the names of things: labels and target patterns, written
// as Bazel writes them.
package label

import (
	"fmt"
	"path"
	"strings"
)

// Label is the name of a target. Repo is empty for the workspace itself.
type Label struct {
	Repo, Package, Name string
}

// String returns the form that error messages and the command line use.
func (l Label) String() string {
	repo := ""
	if l.Repo != "" {
		repo = "@" + l.Repo
	}
	return repo + "//" + l.Package + ":" + l.Name
}

// Path returns the target's place relative to the root of its repository.
func (l Label) Path() string { return path.Join(l.Package, l.Name) }

// Context is what a label is relative to, and how the repositories are called
// from there.
type Context struct {
	Repo    string            // repository of the file that names the label
	Package string            // its package
	Aliases map[string]string // repository name in a label -> Label.Repo
}

// Parse reads a label: @repo//package:name, //package:name, //package, :name or
// name.
func (c Context) Parse(s string) (Label, error) {
	repo, rest, err := c.repo(s)
	if err != nil {
		return Label{}, err
	}
	pkg, name := c.Package, rest
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		var hasName bool
		pkg, name, hasName = strings.Cut(after, ":")
		if !hasName {
			name = path.Base(pkg)
		}
	} else {
		name = strings.TrimPrefix(name, ":")
	}
	l := Label{repo, pkg, name}
	if err := l.check(); err != nil {
		return Label{}, fmt.Errorf("invalid label %q: %w", s, err)
	}
	return l, nil
}

// repo splits off the repository of a label.
func (c Context) repo(s string) (repo, rest string, err error) {
	if !strings.HasPrefix(s, "@") {
		return c.Repo, s, nil
	}
	name, rest, ok := strings.Cut(strings.TrimLeft(s, "@"), "//")
	if !ok { // @repo means @repo//:repo
		return c.rename(name), "//:" + name, nil
	}
	return c.rename(name), "//" + rest, nil
}

func (c Context) rename(repo string) string {
	if to, ok := c.Aliases[repo]; ok {
		return to
	}
	return repo
}

func (l Label) check() error {
	if l.Name == "" || l.Name == "." {
		return fmt.Errorf("it names no target")
	}
	for _, s := range []string{l.Package, l.Name} {
		if strings.Contains(s, "\\") || strings.ContainsAny(s, ":\n\r\x00") {
			return fmt.Errorf("%q holds a character that no label can", s)
		}
		if s == "" {
			continue
		}
		for _, segment := range strings.Split(s, "/") {
			if segment == "" || segment == "." || segment == ".." {
				return fmt.Errorf("%q is no normal relative path", s)
			}
		}
	}
	return nil
}
