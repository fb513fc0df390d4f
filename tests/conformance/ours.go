package main

import (
	"bytes"
	"errors"
	"fmt"
	"math"

	"github.com/rules-pyc/rules_pyc/compiler"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/tool/disasm"
)

// compileOurs compiles a source with this project's compiler.
func (r *round) compileOurs(text []byte, name string) ([]byte, error) {
	return compiler.Compile(text, compiler.Options{
		Target:       r.target,
		Filename:     name,
		Optimize:     r.level,
		Invalidation: r.invalidation,
	})
}

// explain says where two .pyc files differ first.
func explain(theirs, ours []byte) string {
	text, err := diff(theirs, ours)
	if err != nil {
		text += fmt.Sprintf("one of the files cannot be read: %v\n%d bytes by CPython, %d by us\n", err, len(theirs), len(ours))
	}
	return text
}

func diff(theirs, ours []byte) (string, error) {
	a, errA := disasm.Read("CPython's", theirs)
	b, errB := disasm.Read("ours", ours)
	if err := errors.Join(errA, errB); err != nil {
		return "", err
	}
	var out bytes.Buffer
	_, err := disasm.Diff(&out, a, b)
	return out.String(), err
}

// equalObjects tells whether two .pyc files hold equal code objects, however
// marshal shared their parts.
func equalObjects(a, b []byte) bool {
	x, errX := disasm.Read("", a)
	y, errY := disasm.Read("", b)
	return errX == nil && errY == nil && string(a[:pyc.HeaderSize]) == string(b[:pyc.HeaderSize]) && equalCode(x.Module, y.Module)
}

func equalCode(a, b *code.Object) bool {
	numbers := func(o *code.Object) [6]int32 {
		return [6]int32{o.ArgCount, o.PosOnlyArgCount, o.KwOnlyArgCount, o.StackSize, int32(o.Flags), o.FirstLine}
	}
	constants := func(o *code.Object) []*code.Const {
		return []*code.Const{o.Code, o.Consts, o.Names, o.LocalsPlusNames, o.LocalsPlusKinds, o.Filename, o.Name, o.QualName, o.LineTable, o.ExceptionTable}
	}
	return numbers(a) == numbers(b) && equalItems(constants(a), constants(b))
}

func equalItems(a, b []*code.Const) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !equalConst(a[i], b[i]) {
			return false
		}
	}
	return true
}

func equalConst(a, b *code.Const) bool {
	switch {
	case a == nil || b == nil:
		return a == b
	case a.Kind != b.Kind:
		return false
	case a.Kind == code.Code:
		return equalCode(a.Code, b.Code)
	case a.Big != nil && b.Big != nil:
		return a.Big.Cmp(b.Big) == 0
	}
	return a.Int == b.Int && a.Big == b.Big && a.Text == b.Text && equalItems(a.Items, b.Items) &&
		math.Float64bits(a.Float) == math.Float64bits(b.Float) && math.Float64bits(a.Imag) == math.Float64bits(b.Imag)
}
