package star

import (
	"fmt"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// UnsupportedError says that something needs the real Bazel.
type UnsupportedError struct{ What string }

func (e *UnsupportedError) Error() string {
	return e.What + " is not supported by pyc build; Bazel builds it"
}

// Unsupported returns the error for a thing that pyc build leaves to Bazel.
func Unsupported(format string, args ...any) error {
	return &UnsupportedError{fmt.Sprintf(format, args...)}
}

// Stub stands for something that Bazel has and pyc build has not. It may be
// loaded, named and handed on; an attempt to use it in a .bzl file is an error.
// OnCall decides what a call does: in a BUILD file it declares a target
// that cannot be built.
type Stub struct {
	What   string
	OnCall func(thread *starlark.Thread, s *Stub, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)
}

// Name returns what the stub stands for.
func (s *Stub) Name() string          { return s.What }
func (s *Stub) String() string        { return s.What }
func (s *Stub) Type() string          { return "unsupported" }
func (s *Stub) Freeze()               {}
func (s *Stub) Truth() starlark.Bool  { return true }
func (s *Stub) Hash() (uint32, error) { return starlark.String(s.What).Hash() }
func (s *Stub) AttrNames() []string   { return nil }

// Attr returns a further stub: fields of unknown things are unknown things.
func (s *Stub) Attr(name string) (starlark.Value, error) {
	return &Stub{s.What + "." + name, s.OnCall}, nil
}

// Binary returns a stub as well: a list of what is unknown is unknown.
func (s *Stub) Binary(op syntax.Token, _ starlark.Value, _ starlark.Side) (starlark.Value, error) {
	if op != syntax.PLUS && op != syntax.PIPE {
		return nil, nil
	}
	return s, nil
}

// CallInternal calls OnCall.
func (s *Stub) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return s.OnCall(thread, s, args, kwargs)
}
