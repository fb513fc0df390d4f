package asttest

import (
	"os"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
)

func TestLoad(t *testing.T) {
	data, err := os.ReadFile("testdata/small.json")
	if err != nil {
		t.Fatal(err)
	}
	idents := ast.NewIdents()
	mod, err := Load(data, constant.NewPool(), idents)
	if err != nil {
		t.Fatal(err)
	}
	f := mod.Body[0].(*ast.FunctionDef)
	if !f.Async || idents.Name(f.Name) != "f" || f.Args.KwDefaults[0] != nil || f.Args.KwDefaults[1] == nil {
		t.Errorf("wrong function: %+v", f)
	}
	loop := f.Body[0].(*ast.For)
	if loop.Async || loop.Line != 2 || loop.Target.(*ast.Name).Ctx != ast.Store {
		t.Errorf("wrong loop: %+v", loop)
	}
	sum := loop.Body[0].(*ast.Return).Value.(*ast.BinOp)
	if sum.Op != ast.FloorDiv || sum.Right.(*ast.Constant).Value.Float != 2.5 {
		t.Errorf("wrong sum: %+v", sum)
	}
}
