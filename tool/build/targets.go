package build

import (
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/loading"
)

// targets returns the labels that the patterns name: in their order, and in the
// order of BUILD files within a package.
func (b *build) targets() ([]label.Label, error) {
	var list []label.Label
	seen := map[label.Label]bool{}
	for _, text := range b.Patterns {
		p, err := label.ParsePattern(text, b.dir)
		if err != nil {
			return nil, err
		}
		found, err := b.match(p)
		if err != nil {
			if !b.KeepGoing {
				return nil, err
			}
			b.complain(err)
		}
		if p.Negative {
			list = slices.DeleteFunc(list, func(l label.Label) bool { return slices.Contains(found, l) })
			for _, l := range found {
				delete(seen, l)
			}
			continue
		}
		for _, l := range found {
			if !seen[l] {
				seen[l] = true
				list = append(list, l)
			}
		}
	}
	return list, nil
}

func (b *build) match(p label.Pattern) ([]label.Label, error) {
	if p.Name != "" {
		return b.single(p)
	}
	packages := []string{p.Package}
	if p.Recursive {
		var err error
		if packages, err = b.loader.Main.PackagesBelow(p.Package); err != nil {
			return nil, fmt.Errorf("%v: %w", p, err)
		}
		if len(packages) == 0 {
			return nil, fmt.Errorf("%v: there are no packages below %s", p, path.Join("//", p.Package))
		}
	}
	var list []label.Label
	for _, name := range packages {
		pkg, err := b.loader.Package("", name)
		if err != nil {
			if p.Negative {
				continue // what is taken away need not be right
			}
			if !b.KeepGoing {
				return nil, err
			}
			b.complain(err)
			continue
		}
		list = append(list, members(pkg, p)...)
	}
	return list, nil
}

// single finds the target of a pattern that names one. //a/b may be short for
// //a/b:b, and a/b for the file or target b of package a.
func (b *build) single(p label.Pattern) ([]label.Label, error) {
	l := label.Label{Package: p.Package, Name: p.Name}
	if p.Negative {
		return []label.Label{l}, nil
	}
	t, err := b.loader.Target(l)
	if err != nil {
		return nil, err
	}
	return []label.Label{t.Label}, nil
}

// members returns the targets of a package that a wildcard stands for: those of
// rules, but for the ones with the tag "manual".
func members(pkg *loading.Package, p label.Pattern) []label.Label {
	var list []label.Label
	for _, name := range pkg.Order {
		t := pkg.Targets[name]
		if t.Rule == nil && t.Stub == "" && !p.Files {
			continue
		}
		if !p.Negative && slices.Contains(t.Tags, "manual") {
			continue
		}
		if t.Rule != nil && quiet[t.Rule.Name()] {
			continue
		}
		list = append(list, t.Label)
	}
	return list
}

// quiet are kinds of targets that a build has nothing to do for.
var quiet = map[string]bool{"config_setting": true, "toolchain": true, "toolchain_type": true}

// sorted returns labels as texts in alphabetical order.
func sorted(labels []label.Label) []string {
	var list []string
	for _, l := range labels {
		list = append(list, strings.TrimPrefix(l.String(), "@"))
	}
	sort.Strings(list)
	return list
}
