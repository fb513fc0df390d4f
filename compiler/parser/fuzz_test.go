package parser

import (
	"errors"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// FuzzParse feeds the parser with anything: it has to return, with a tree or with
// an error at a place in the source.
func FuzzParse(f *testing.F) {
	for i, src := range readChunks(f, "cases.txt") {
		f.Add([]byte(src), uint8(i))
	}
	f.Fuzz(func(t *testing.T, src []byte, version uint8) {
		tgt := target.Versions[int(version)%len(target.Versions)]
		file, mod, _, err := parse(string(src), tgt)
		switch {
		case err == nil && mod == nil:
			t.Fatal("neither tree nor error")
		case err == nil || file == nil:
			return
		}
		var e *source.SyntaxError
		if !errors.As(err, &e) {
			t.Fatalf("the error is a %T: %v", err, err)
		}
		if e.Msg == "" && e.Class != source.Memory || !e.Bare && (e.Line < 1 || e.Line > file.Lines()+1) {
			t.Fatalf("%s on line %d of %d", e.Msg, e.Line, file.Lines())
		}
	})
}
