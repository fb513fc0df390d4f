package star

import (
	"fmt"
	"hash/maphash"
	"sort"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Provider is a provider: a constructor of Infos and the key to find them by.
type Provider struct {
	name   string // set when its .bzl file is done
	Doc    string
	Fields []Field // nil: any
}

// Field is a field of a provider.
type Field struct{ Name, Doc string }

// MakeProvider is the function provider(doc, fields).
func MakeProvider(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var doc string
	var fields, init starlark.Value
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "doc??", &doc, "fields??", &fields, "init??", &init); err != nil {
		return nil, err
	}
	if init != nil && init != starlark.None {
		return nil, Unsupported("provider(init = ...)")
	}
	p := &Provider{Doc: doc}
	if dict, ok := fields.(*starlark.Dict); ok {
		for _, item := range dict.Items() {
			name, _ := starlark.AsString(item[0])
			text, _ := starlark.AsString(item[1])
			p.Fields = append(p.Fields, Field{name, text})
		}
		return p, nil
	}
	names, err := Sequence(fields)
	if err != nil {
		return nil, fmt.Errorf("provider: fields: %w", err)
	}
	for _, name := range names {
		s, _ := starlark.AsString(name)
		p.Fields = append(p.Fields, Field{Name: s})
	}
	return p, nil
}

// NewProvider returns a provider that Go code makes.
func NewProvider(name string) *Provider { return &Provider{name: name} }

// Export names the provider after the variable that holds it.
func (p *Provider) Export(name string) {
	if p.name == "" {
		p.name = name
	}
}

// Name returns the name of the provider.
func (p *Provider) Name() string          { return p.name }
func (p *Provider) String() string        { return p.name }
func (p *Provider) Type() string          { return "Provider" }
func (p *Provider) Freeze()               {}
func (p *Provider) Truth() starlark.Bool  { return true }
func (p *Provider) Hash() (uint32, error) { return starlark.String(p.name).Hash() }

func (p *Provider) has(name string) bool {
	for _, f := range p.Fields {
		if f.Name == name {
			return true
		}
	}
	return p.Fields == nil
}

// CallInternal makes an Info.
func (p *Provider) CallInternal(_ *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) > 0 {
		return nil, fmt.Errorf("%s: unexpected positional arguments", p.name)
	}
	info := &Info{Provider: p, Fields: make(map[string]starlark.Value, len(kwargs))}
	for _, kv := range kwargs {
		name := string(kv[0].(starlark.String))
		if !p.has(name) {
			return nil, fmt.Errorf("%s: unexpected field %q", p.name, name)
		}
		info.Fields[name] = kv[1]
	}
	return info, nil
}

// Info is an instance of a provider.
type Info struct {
	Provider *Provider
	Fields   map[string]starlark.Value
}

// NewInfo returns an instance made by Go code.
func NewInfo(p *Provider, fields map[string]starlark.Value) *Info { return &Info{p, fields} }

func (i *Info) String() string {
	var b strings.Builder
	b.WriteString(i.Provider.name + "(")
	for n, name := range i.AttrNames() {
		if n > 0 {
			b.WriteString(", ")
		}
		b.WriteString(name + " = " + i.Fields[name].String())
	}
	return b.String() + ")"
}

func (i *Info) Type() string         { return i.Provider.name }
func (i *Info) Truth() starlark.Bool { return true }
func (i *Info) Freeze() {
	for _, v := range i.Fields {
		v.Freeze()
	}
}

// Hash is by identity: an Info is equal to itself alone.
func (i *Info) Hash() (uint32, error) { return uint32(maphash.Comparable(seed, i)), nil }

var seed = maphash.MakeSeed() // of hashes that order nothing

// CompareSameType lets == and != work.
func (i *Info) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	switch op {
	case syntax.EQL:
		return i == y.(*Info), nil
	case syntax.NEQ:
		return i != y.(*Info), nil
	}
	return false, fmt.Errorf("%s values have no order", i.Type())
}

func (i *Info) Attr(name string) (starlark.Value, error) { return i.Fields[name], nil }

func (i *Info) AttrNames() []string {
	names := make([]string, 0, len(i.Fields))
	for name := range i.Fields {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
