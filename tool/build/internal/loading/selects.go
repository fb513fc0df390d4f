package loading

import (
	"fmt"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/rules-pyc/rules_pyc/tool/build/internal/label"
)

// Select is a value that depends on the configuration: plain values and
// select()s joined by + or |.
type Select struct{ Parts []Part }

// Part is one operand: either Value or the branches of a select().
type Part struct {
	Value    starlark.Value
	Branches []Branch
	NoMatch  string // the message if no branch fits
}

// Branch is one line of a select().
type Branch struct {
	Condition label.Label
	Default   bool
	Value     starlark.Value
}

func makeSelect(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var dict *starlark.Dict
	var noMatch string
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "x", &dict, "no_match_error?", &noMatch); err != nil {
		return nil, err
	}
	part := Part{NoMatch: noMatch}
	for _, item := range dict.Items() {
		if item[0] == starlark.String("//conditions:default") {
			part.Branches = append(part.Branches, Branch{Default: true, Value: item[1]})
			continue
		}
		condition, err := toLabel(item[0], contextOf(thread))
		if err != nil {
			return nil, fmt.Errorf("select: %w", err)
		}
		part.Branches = append(part.Branches, Branch{Condition: condition.(*Label).Label, Value: item[1]})
	}
	return &Select{[]Part{part}}, nil
}

func (s *Select) String() string        { return "select(...)" }
func (s *Select) Type() string          { return "select" }
func (s *Select) Freeze()               {}
func (s *Select) Truth() starlark.Bool  { return true }
func (s *Select) Hash() (uint32, error) { return 0, fmt.Errorf("unhashable type: select") }

// Binary joins selects with values.
func (s *Select) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op != syntax.PLUS && op != syntax.PIPE {
		return nil, nil
	}
	other := []Part{{Value: y}}
	if y, ok := y.(*Select); ok {
		other = y.Parts
	}
	parts := append([]Part(nil), s.Parts...)
	if side == starlark.Left {
		return &Select{append(parts, other...)}, nil
	}
	return &Select{append(append([]Part(nil), other...), parts...)}, nil
}

func (s *Select) mapValues(f func(starlark.Value) (starlark.Value, error)) (*Select, error) {
	mapped := &Select{Parts: make([]Part, len(s.Parts))}
	for i, part := range s.Parts {
		p := Part{NoMatch: part.NoMatch}
		var err error
		if part.Value != nil {
			if p.Value, err = f(part.Value); err != nil {
				return nil, err
			}
		}
		for _, branch := range part.Branches {
			if branch.Value, err = f(branch.Value); err != nil {
				return nil, err
			}
			p.Branches = append(p.Branches, branch)
		}
		mapped.Parts[i] = p
	}
	return mapped, nil
}

// each calls f for every value that can come out.
func (s *Select) each(f func(starlark.Value)) {
	for _, part := range s.Parts {
		if part.Value != nil {
			f(part.Value)
		}
		for _, branch := range part.Branches {
			f(branch.Value)
		}
	}
}

// Join puts the values of all parts together.
func Join(values []starlark.Value) (starlark.Value, error) {
	joined := values[0]
	for _, value := range values[1:] {
		op := syntax.PLUS
		if _, ok := joined.(*starlark.Dict); ok {
			op = syntax.PIPE
		}
		var err error
		if joined, err = starlark.Binary(op, joined, value); err != nil {
			return nil, err
		}
	}
	return joined, nil
}
