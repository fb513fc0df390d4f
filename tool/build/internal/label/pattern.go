package label

import (
	"fmt"
	"path"
	"strings"
)

// Pattern names a set of targets.
type Pattern struct {
	Negative  bool   // -//x: takes targets away
	Package   string // the package, or the topmost one
	Name      string // one target, or nothing
	Recursive bool   // //x/...: every package below too
	Files     bool   // :* and :all-targets: files as well as rules
}

// String returns the pattern as it is written.
func (p Pattern) String() string {
	s := "//" + p.Package
	if p.Recursive {
		s = strings.TrimSuffix(s, "/") + "/..."
		if p.Package == "" {
			s = "//..."
		}
	}
	switch {
	case p.Name != "":
		s += ":" + p.Name
	case p.Files:
		s += ":*"
	case !p.Recursive:
		s += ":all"
	}
	if p.Negative {
		s = "-" + s
	}
	return s
}

// ParsePattern reads a target pattern. dir is the package of the current
// directory, to which patterns without // are relative.
func ParsePattern(s, dir string) (Pattern, error) {
	var p Pattern
	text, negative := strings.CutPrefix(s, "-")
	p.Negative = negative
	if strings.HasPrefix(text, "@") {
		_, rest, ok := strings.Cut(text, "//")
		if !ok || strings.TrimLeft(text[:len(text)-len(rest)-2], "@") != "" {
			return p, fmt.Errorf("invalid target pattern %q: only targets of this workspace can be asked for", s)
		}
		text = "//" + rest
	}
	rest, absolute := strings.CutPrefix(text, "//")
	pkg, name, hasName := strings.Cut(rest, ":")
	if !absolute {
		pkg = path.Join(dir, pkg)
	}
	if pkg == "..." || strings.HasSuffix(pkg, "/...") {
		p.Recursive = true
		pkg = strings.TrimSuffix(strings.TrimSuffix(pkg, "..."), "/")
	}
	p.Package = pkg
	switch {
	case hasName && (name == "all-targets" || name == "*"):
		p.Files = true
	case hasName && name != "all":
		p.Name = name
	case !hasName && !p.Recursive:
		p.Name = path.Base(pkg)
	}
	if p.Recursive && p.Name != "" {
		return p, fmt.Errorf("invalid target pattern %q: after /... only :all and :* can stand", s)
	}
	check := Label{Package: p.Package, Name: p.Name}
	if check.Name == "" {
		check.Name = "all"
	}
	if err := check.check(); err != nil {
		return p, fmt.Errorf("invalid target pattern %q: %w", s, err)
	}
	return p, nil
}
