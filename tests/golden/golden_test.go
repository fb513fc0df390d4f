package golden_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tests/golden"
	"github.com/rules-pyc/rules_pyc/tool/disasm"
)

// TestGolden compares the compiler with what CPython wrote for every case, for
// every version that has answers.
func TestGolden(t *testing.T) {
	cases, err := golden.Cases(os.DirFS("testdata/sources"))
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range target.Versions {
		answers, err := golden.ReadAnswers("testdata/" + version.Name + ".txt")
		if errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: no answers", version.Name)
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		t.Run(version.Name, func(t *testing.T) {
			for i := range cases {
				t.Run(cases[i].Name, func(t *testing.T) {
					t.Parallel()
					testCase(t, version, &cases[i], answers[cases[i].Name])
				})
			}
		})
	}
}

func testCase(t *testing.T, version *target.Version, c *golden.Case, want *[golden.Levels]golden.Answer) {
	if want == nil {
		t.Fatal("no answer: run `go run ./tests/golden/regen`")
	}
	for level := range want {
		got := compile(c, version, level)
		switch {
		case got.Error != want[level].Error:
			t.Errorf("-O%d: got %s, want %s\n%s", level, text(got), text(want[level]), c.Source)
		case !bytes.Equal(got.Pyc, want[level].Pyc):
			t.Errorf("-O%d: %s\n%s", level, difference(got.Pyc, want[level].Pyc), c.Source)
		}
	}
}

func compile(c *golden.Case, version *target.Version, level int) golden.Answer {
	data, err := compiler.Compile(c.Source, compiler.Options{
		Target:       version,
		Filename:     c.Filename(),
		Optimize:     level,
		Invalidation: pyc.UncheckedHash,
	})
	var bad *compiler.SyntaxError
	switch {
	case errors.As(err, &bad):
		line, column := bad.Line, bad.Col
		if bad.Bare {
			line, column = 0, 0
		}
		return golden.Answer{Error: golden.ErrorText(bad.Class.String(), line, column, bad.Msg)}
	case err != nil:
		return golden.Answer{Error: err.Error()}
	}
	return golden.Answer{Pyc: data}
}

func text(a golden.Answer) string {
	if a.Error == "" {
		return "no error"
	}
	return a.Error
}

func difference(got, want []byte) string {
	ours, err := disasm.Read("ours", got)
	if err != nil {
		return err.Error()
	}
	theirs, err := disasm.Read("CPython's", want)
	if err != nil {
		return err.Error()
	}
	var out bytes.Buffer
	if _, err := disasm.Diff(&out, theirs, ours); err != nil {
		return err.Error()
	}
	return out.String()
}
