package main

import (
	"errors"
	"os"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler"
	"github.com/rules-pyc/rules_pyc/compiler/marshal"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/tests/golden"
	"github.com/rules-pyc/rules_pyc/tool/disasm"
)

// FuzzCompile: any bytes are compiled or rejected, by every version.
func FuzzCompile(f *testing.F) {
	cases, err := golden.Cases(os.DirFS("../golden/testdata/sources"))
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range cases {
		f.Add(c.Source, byte(0))
	}
	f.Fuzz(func(t *testing.T, source []byte, options byte) {
		version := target.Versions[int(options>>2)%len(target.Versions)]
		data, err := compiler.Compile(source, compiler.Options{Target: version, Filename: "fuzz.py", Optimize: int(options & 3 % 3)})
		var bad *compiler.SyntaxError
		if err != nil && !errors.As(err, &bad) {
			t.Fatal(err)
		}
		if err == nil {
			if _, err := disasm.Read("fuzz.pyc", data); err != nil {
				t.Fatalf("our own output: %v", err)
			}
		}
	})
}

// FuzzLoad: any bytes are read as a .pyc file or refused, and what was read can
// be written.
func FuzzLoad(f *testing.F) {
	for _, version := range target.Versions {
		answers, err := golden.ReadAnswers("../golden/testdata/" + version.Name + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		for _, levels := range answers {
			if len(levels[0].Pyc) > 0 {
				f.Add(levels[0].Pyc)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := disasm.Read("fuzz.pyc", data)
		if err != nil {
			return
		}
		if err := disasm.Inspect(discard{}, file); err != nil {
			t.Log(err)
		}
		if module, err := marshal.Load(data[16:]); err == nil {
			if _, err := marshal.Append(nil, module, file.Target); err != nil {
				t.Log(err)
			}
		}
	})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
