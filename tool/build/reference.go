package build

import (
	"fmt"
	"os"
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/analysis"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/loading"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/star"
)

// Reference returns the reference of what a file of the rules exports, such as
// defs.bzl, as Markdown.
func Reference(file string) (string, error) {
	empty, err := os.MkdirTemp("", "pyc-reference-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(empty)
	loader, err := loading.New(empty, analysis.Predeclared(), func(string) {})
	if err != nil {
		return "", err
	}
	exports, err := loader.Exports(label.Label{Repo: loading.RulesRepo, Package: "rules", Name: file})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, name := range exports.Keys() {
		switch v := exports[name].(type) {
		case *loading.Rule:
			writeRule(&b, name, v)
		case *star.Provider:
			writeProvider(&b, name, v)
		}
	}
	return b.String(), nil
}

func writeRule(b *strings.Builder, name string, r *loading.Rule) {
	fmt.Fprintf(b, "## %s\n\n%s\n\n", name, strings.TrimSpace(r.Doc))
	fmt.Fprintf(b, "- `name` (name, mandatory): a unique name for the target.\n")
	for _, attr := range r.AttrNames() {
		if !strings.HasPrefix(attr, "_") {
			writeAttr(b, attr, r.Attrs[attr])
		}
	}
	b.WriteString("\n")
}

func writeAttr(b *strings.Builder, name string, a *loading.Attr) {
	fmt.Fprintf(b, "- `%s` (%v", name, a.Kind)
	switch {
	case a.Mandatory:
		b.WriteString(", mandatory")
	case a.Default != starlark.None && bool(a.Default.Truth()):
		fmt.Fprintf(b, ", default `%v`", a.Default)
	}
	fmt.Fprintf(b, "): %s\n", strings.Join(strings.Fields(a.Doc), " "))
}

func writeProvider(b *strings.Builder, name string, p *star.Provider) {
	fmt.Fprintf(b, "## %s\n\n%s\n\nFields:\n\n", name, strings.TrimSpace(p.Doc))
	fields := append([]star.Field(nil), p.Fields...)
	sort.Slice(fields, func(i, j int) bool { return fields[i].Name < fields[j].Name })
	for _, f := range fields {
		fmt.Fprintf(b, "- `%s`: %s\n", f.Name, f.Doc)
	}
	b.WriteString("\n")
}
