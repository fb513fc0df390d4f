package codegen

import (
	"errors"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/source"
)

// TestErrors has what CPython 3.13 says to sources that its parser and symbol table
// let pass.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		src, msg  string
		line, col int
	}{
		{"*a, *b = 1", "multiple starred expressions in assignment", 1, 1},
		{"a, *b, c, *d = 1", "multiple starred expressions in assignment", 1, 1},
		{"[*a, *b] = 1", "multiple starred expressions in assignment", 1, 1},
		{"f(a=1, a=2)", "keyword argument repeated: a", 1, 8},
		{"f(a=1, b=2, **c, a=3)", "keyword argument repeated: a", 1, 18},
		{"x.f(a=1, a=2)", "keyword argument repeated: a", 1, 10},
		{"[x async for x in y]", "asynchronous comprehension outside of an asynchronous function", 1, 1},
		{"def f(): return [x async for x in y]", "asynchronous comprehension outside of an asynchronous function", 1, 17},
		{"def f(): return [await x for x in y]", "asynchronous comprehension outside of an asynchronous function", 1, 17},
		{"*a = 1", "starred assignment target must be in a list or tuple", 1, 1},
		{"for *a in b: pass", "starred assignment target must be in a list or tuple", 1, 5},
		{"*a", "can't use starred expression here", 1, 1},
		{"x = *a", "can't use starred expression here", 1, 5},
		{"def f():\n try: pass\n except* E:\n  return", "'break', 'continue' and 'return' cannot appear in an except* block", 4, 3},
		{"for x in y:\n try: pass\n except* E:\n  break", "'break', 'continue' and 'return' cannot appear in an except* block", 4, 3},
		{"for x in y:\n try: pass\n except* E:\n  continue", "'break', 'continue' and 'return' cannot appear in an except* block", 4, 3},
		{"from a import *\nfrom __future__ import annotations", "from __future__ imports must occur at the beginning of the file", 2, 1},
		{"x = 1\nfrom __future__ import annotations", "from __future__ imports must occur at the beginning of the file", 2, 1},
		{"def f():\n  from __future__ import annotations", "from __future__ imports must occur at the beginning of the file", 2, 3},
		{"async for x in y: pass", "'async for' outside async function", 1, 1},
		{"def f():\n  async for x in y: pass", "'async for' outside async function", 2, 3},
		{"break", "'break' outside loop", 1, 1},
		{"def f():\n  break", "'break' outside loop", 2, 3},
		{"while 1:\n  def f(): break", "'break' outside loop", 2, 12},
		{"continue", "'continue' not properly in loop", 1, 1},
		{"if 1:\n  continue", "'continue' not properly in loop", 2, 3},
		{"for x in y:\n  class A: continue", "'continue' not properly in loop", 2, 12},
		{"match x:\n  case {1: a, 1: b}: pass", "mapping pattern checks duplicate key (1)", 2, 8},
		{"match x:\n  case {1: a, 1.0: b}: pass", "mapping pattern checks duplicate key (1.0)", 2, 8},
		{"match x:\n  case {1: a, True: b}: pass", "mapping pattern checks duplicate key (True)", 2, 8},
		{"match x:\n  case f\"x\": pass", "patterns may only match literals and attribute lookups", 2, 8},
		{"match x:\n  case [a, a]: pass", "multiple assignments to name 'a' in pattern", 2, 12},
		{"match x:\n  case [a, *a]: pass", "multiple assignments to name 'a' in pattern", 2, 12},
		{"match x:\n  case {1: a, 2: a}: pass", "multiple assignments to name 'a' in pattern", 2, 18},
		{"__debug__ = 1", "cannot assign to __debug__", 1, 1},
		{"x.__debug__ = 1", "cannot assign to __debug__", 1, 1},
		{"def f(__debug__): pass", "cannot assign to __debug__", 1, 7},
		{"def f(*__debug__): pass", "cannot assign to __debug__", 1, 8},
		{"def f(**__debug__): pass", "cannot assign to __debug__", 1, 9},
		{"def f(*, __debug__): pass", "cannot assign to __debug__", 1, 10},
		{"del __debug__", "cannot delete __debug__", 1, 5},
		{"del __debug__\n", "cannot delete __debug__", 1, 5},
		{"match x:\n  case a: pass\n  case b: pass", "name capture 'a' makes remaining patterns unreachable", 2, 8},
		{"match x:\n  case _: pass\n  case b: pass", "wildcard makes remaining patterns unreachable", 2, 8},
		{"match x:\n  case a | b: pass", "name capture 'a' makes remaining patterns unreachable", 2, 8},
		{"match x:\n  case [*_, *_]: pass", "multiple starred names in sequence pattern", 2, 8},
		{"match x:\n  case [*a, *b]: pass", "multiple starred names in sequence pattern", 2, 8},
		{"match x:\n  case A(x=1, x=2): pass", "attribute name repeated in class pattern: x", 2, 17},
		{"match x:\n  case [a] | [b]: pass", "alternative patterns bind different names", 2, 8},
		{"match x:\n  case [a, b] | [b, c]: pass", "alternative patterns bind different names", 2, 8},
		{"match x:\n  case [a] | [a, b]: pass", "alternative patterns bind different names", 2, 8},
		{"return 1", "'return' outside function", 1, 1},
		{"class A: return", "'return' outside function", 1, 10},
		{"try: pass\nexcept* E:\n  return", "'return' outside function", 3, 3},
		{"async def f():\n  yield 1\n  return 2", "'return' with value in async generator", 3, 3},
		{"async def f():\n  return 2\n  yield 1", "'return' with value in async generator", 2, 3},
		{"try: pass\nexcept: pass\nexcept E: pass", "default 'except:' must be last", 2, 1},
		{"def f[T=int, U](): pass", "non-default type parameter 'U' follows default type parameter", 1, 14},
		{"def f[T=int, *U](): pass", "non-default type parameter 'U' follows default type parameter", 1, 14},
		{"def f[T=int, **U](): pass", "non-default type parameter 'U' follows default type parameter", 1, 14},
		{"async with x: pass", "'async with' outside async function", 1, 1},
		{"def f():\n  async with x: pass", "'async with' outside async function", 2, 3},
		{"yield", "'yield' outside function", 1, 1},
		{"class A: (yield)", "'yield' outside function", 1, 11},
		{"x = yield 1", "'yield' outside function", 1, 5},
		{"class A: yield from x", "'yield from' outside function", 1, 10},
		{"async def f(): yield from x", "'yield from' inside async function", 1, 16},
		{"await x", "'await' outside function", 1, 1},
		{"class A: await x", "'await' outside function", 1, 10},
		{"def f(): await x", "'await' outside async function", 1, 10},
	} {
		expectError(t, c.src, "3.13", c.msg, c.line, c.col)
	}
}

// TestErrorsByVersion has errors that other versions report elsewhere or otherwise.
func TestErrorsByVersion(t *testing.T) {
	for _, c := range []struct {
		version, src, msg string
		line, col         int
	}{
		{"3.11", "f(__debug__=1)", "cannot assign to __debug__", 1, 1},
		{"3.11", "def f(__debug__): pass", "cannot assign to __debug__", 1, 1},
		{"3.11", "class A: yield from x", "'yield' outside function", 1, 10},
		{"3.11", "match x:\n  case [a] | b: pass", "alternative patterns bind different names", 2, 14},
		{"3.11", "with a:\n  break", "'break' outside loop", 2, 3},
		{"3.12", "f(__debug__=1)", "cannot assign to __debug__", 1, 3},
		{"3.12", "class A: yield from x", "'yield from' outside function", 1, 10},
	} {
		expectError(t, c.src, c.version, c.msg, c.line, c.col)
	}
}

func expectError(t *testing.T, src, version, msg string, line, col int) {
	t.Helper()
	_, _, err := compile(t, src, version, 0)
	var got *source.SyntaxError
	if !errors.As(err, &got) {
		t.Errorf("%s %q: %v, want %q", version, src, err, msg)
	} else if got.Msg != msg || int(got.Line) != line || int(got.Col) != col {
		t.Errorf("%s %q: %q at %d:%d, want %q at %d:%d", version, src, got.Msg, got.Line, got.Col, msg, line, col)
	}
}

// TestNesting finds how many statements may be nested that need cleaning up after.
func TestNesting(t *testing.T) {
	for _, c := range []struct {
		version, function string
		deepest           int
	}{
		{"3.11", "def f():", 20},
		{"3.13", "def f():", 21},
		{"3.13", "async def f():", 20}, // which is a block itself
		{"3.15", "def f():", 21},
	} {
		for n, want := range map[int]string{c.deepest: "", c.deepest + 1: "too many statically nested blocks"} {
			_, _, err := compile(t, nested(c.function, n), c.version, 0)
			var got *source.SyntaxError
			if errors.As(err, &got) && got.Msg != want || (err == nil) != (want == "") {
				t.Errorf("%s, %d statements in %s: %v, want %q", c.version, n, c.function, err, want)
			}
		}
	}
}

// nested returns while loops in each other.
func nested(function string, n int) string {
	var b strings.Builder
	b.WriteString(function + "\n")
	for i := range n {
		b.WriteString(strings.Repeat(" ", i+1) + "while x:\n")
	}
	b.WriteString(strings.Repeat(" ", n+1) + "pass\n")
	return b.String()
}

func TestWarnings(t *testing.T) {
	const comma = "; perhaps you missed a comma?"
	for _, c := range []struct{ version, src, msg string }{
		{"3.13", "x is 1", "\"is\" with 'int' literal. Did you mean \"==\"?"},
		{"3.13", "x is not 1", "\"is not\" with 'int' literal. Did you mean \"!=\"?"},
		{"3.13", "() is x", "\"is\" with 'tuple' literal. Did you mean \"==\"?"},
		{"3.13", "x == 1 is y", "\"is\" with 'int' literal. Did you mean \"==\"?"},
		{"3.13", "if x is 1 is y: pass", "\"is\" with 'int' literal. Did you mean \"==\"?"},
		{"3.13", "x is -1", "\"is\" with 'int' literal. Did you mean \"==\"?"},
		{"3.13", "\"a\"()", "'str' object is not callable" + comma},
		{"3.13", "[x for x in y]()", "'list' object is not callable" + comma},
		{"3.13", "f\"{x}\"()", "'str' object is not callable" + comma},
		{"3.13", "None()", "'NoneType' object is not callable" + comma},
		{"3.13", "1[2]", "'int' object is not subscriptable" + comma},
		{"3.13", "{1}[2]", "'set' object is not subscriptable" + comma},
		{"3.13", "(lambda:0)[1]", "'function' object is not subscriptable" + comma},
		{"3.13", "(x for x in y)[0]", "'generator' object is not subscriptable" + comma},
		{"3.13", "\"a\"[\"b\"]", "str indices must be integers or slices, not str" + comma},
		{"3.13", "(1,2)[\"a\"]", "tuple indices must be integers or slices, not str" + comma},
		{"3.13", "[1][1,2]", "list indices must be integers or slices, not tuple" + comma},
		{"3.13", "f\"a\"[\"b\"]", "str indices must be integers or slices, not str" + comma},
		{"3.13", "\"a\"[{}]", "str indices must be integers or slices, not dict" + comma},
		{"3.13", "assert (x, y)", "assertion is always true, perhaps remove parentheses?"},
		{"3.13", "x is None", ""},
		{"3.13", "a[1]", ""},
		{"3.13", "\"a\"[1:2]", ""},
		{"3.13", "\"a\"[x]", ""},
		{"3.13", "[1][True]", ""},
		{"3.13", "x()", ""},
		{"3.13", "assert ()", ""},
		{"3.11", "x is 1", "\"is\" with a literal. Did you mean \"==\"?"},
	} {
		_, file, err := compile(t, c.src, c.version, 0)
		if err != nil {
			t.Errorf("%q: %v", c.src, err)
			continue
		}
		var got []string
		for _, w := range file.Warnings {
			got = append(got, w.Msg)
		}
		if strings.Join(got, "\n") != c.msg {
			t.Errorf("%s %q: %q, want %q", c.version, c.src, got, c.msg)
		}
	}
}
