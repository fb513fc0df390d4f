package star

import (
	"testing"

	"go.starlark.net/starlark"
)

// The orders of depsets, and that a member is listed once.
func TestDepset(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{`depset()`, `[]`},
		{`depset([1, 2, 1])`, `[1, 2]`},
		{`depset([1], transitive = [depset([2]), depset([3])])`, `[2, 3, 1]`},
		{`depset([1], order = "preorder", transitive = [depset([2]), depset([3])])`, `[1, 2, 3]`},
		{`depset([1, 2], transitive = [depset([2, 3]), depset([3, 4])])`, `[2, 3, 4, 1]`},
		{`depset(transitive = [depset([1])] * 3)`, `[1]`},
		{`depset(None, transitive = None)`, `[]`},
	} {
		predeclared := starlark.StringDict{"depset": starlark.NewBuiltin("depset", MakeDepset)}
		got, err := starlark.Eval(&starlark.Thread{}, "test", test.source+".to_list()", predeclared)
		if err != nil || got.String() != test.want {
			t.Errorf("%s: got %v, %v, want %s", test.source, got, err, test.want)
		}
	}
	for _, source := range []string{`depset([[]])`, `depset(1)`, `depset(transitive = [1])`} {
		predeclared := starlark.StringDict{"depset": starlark.NewBuiltin("depset", MakeDepset)}
		if got, err := starlark.Eval(&starlark.Thread{}, "test", source, predeclared); err == nil {
			t.Errorf("%s: got %v, want an error", source, got)
		}
	}
}

// A deep and wide graph of depsets is flattened in time linear in its size.
func TestDepsetShared(t *testing.T) {
	d := NewDepset([]starlark.Value{starlark.MakeInt(0)})
	for i := range 200 {
		d = NewDepset([]starlark.Value{starlark.MakeInt(i)}, d, d, d)
	}
	if got := len(d.List()); got != 200 {
		t.Errorf("got %d members, want 200", got)
	}
}
