// Package star has the Starlark values of the build language that know nothing
// of targets: depsets, providers, and what stands for things that are not
// supported.
package star

import (
	"fmt"

	"go.starlark.net/starlark"
)

// Depset is a set that shares its parts with other depsets.
type Depset struct {
	direct     []starlark.Value
	transitive []*Depset
	preorder   bool
	list       []starlark.Value // flattened, once asked for
	flat       bool
}

// NewDepset returns the depset of some values and some depsets.
func NewDepset(direct []starlark.Value, transitive ...*Depset) *Depset {
	d := &Depset{direct: direct}
	for _, t := range transitive {
		if !t.empty() {
			d.transitive = append(d.transitive, t)
		}
	}
	return d
}

// List returns the members, each once: those of the depsets inside first, or
// last if the order is "preorder".
func (d *Depset) List() []starlark.Value {
	if !d.flat {
		var seen starlark.Set
		d.visit(map[*Depset]bool{}, &seen)
		for value := range starlark.Elements(&seen) {
			d.list = append(d.list, value)
		}
		d.flat = true
	}
	return d.list
}

func (d *Depset) visit(done map[*Depset]bool, into *starlark.Set) {
	if done[d] {
		return
	}
	done[d] = true
	if d.preorder {
		d.insert(into)
	}
	for _, t := range d.transitive {
		t.visit(done, into)
	}
	if !d.preorder {
		d.insert(into)
	}
}

func (d *Depset) insert(into *starlark.Set) {
	for _, value := range d.direct {
		into.Insert(value) // hashable: makeDepset has looked
	}
}

func (d *Depset) empty() bool { return len(d.direct) == 0 && len(d.transitive) == 0 }

func (d *Depset) String() string        { return fmt.Sprintf("depset(%v)", starlark.NewList(d.List())) }
func (d *Depset) Type() string          { return "depset" }
func (d *Depset) Freeze()               {}
func (d *Depset) Truth() starlark.Bool  { return starlark.Bool(!d.empty()) }
func (d *Depset) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: depset") }
func (d *Depset) AttrNames() []string   { return []string{"to_list"} }

func (d *Depset) Attr(name string) (starlark.Value, error) {
	if name != "to_list" {
		return nil, nil
	}
	return starlark.NewBuiltin("to_list", func(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := starlark.UnpackArgs(b.Name(), args, kwargs); err != nil {
			return nil, err
		}
		return starlark.NewList(append([]starlark.Value(nil), d.List()...)), nil
	}), nil
}

// MakeDepset is the function depset(direct, order, transitive).
func MakeDepset(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var direct, transitive starlark.Value
	order := "default"
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "direct??", &direct, "order?", &order, "transitive??", &transitive); err != nil {
		return nil, err
	}
	d := &Depset{preorder: order == "preorder"}
	values, err := Sequence(direct)
	if err != nil {
		return nil, fmt.Errorf("depset: direct: %w", err)
	}
	for _, value := range values {
		if _, err := value.Hash(); err != nil {
			return nil, fmt.Errorf("depset: %w", err)
		}
	}
	d.direct = values
	values, err = Sequence(transitive)
	if err != nil {
		return nil, fmt.Errorf("depset: transitive: %w", err)
	}
	for _, value := range values {
		t, ok := value.(*Depset)
		if !ok {
			return nil, fmt.Errorf("depset: transitive: got %s, want depset", value.Type())
		}
		if !t.empty() {
			d.transitive = append(d.transitive, t)
		}
	}
	return d, nil
}

// Sequence returns the members of a list or tuple; None has none.
func Sequence(v starlark.Value) ([]starlark.Value, error) {
	switch v := v.(type) {
	case nil, starlark.NoneType:
		return nil, nil
	case starlark.Tuple:
		return v, nil
	case starlark.Sequence:
		values := make([]starlark.Value, 0, v.Len())
		for value := range starlark.Elements(v) {
			values = append(values, value)
		}
		return values, nil
	}
	return nil, fmt.Errorf("got %s, want a list", v.Type())
}

// SequenceOrDepset is Sequence for the many parameters that also take a depset.
func SequenceOrDepset(v starlark.Value) ([]starlark.Value, error) {
	if d, ok := v.(*Depset); ok {
		return d.List(), nil
	}
	return Sequence(v)
}
