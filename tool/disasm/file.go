// Package disasm shows what is in .pyc files: header, code objects, instructions,
// locations, exception tables; and in what two such files differ.
package disasm

import (
	"fmt"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/marshal"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// File is a .pyc file that has been read.
type File struct {
	Name   string
	Data   []byte // all of it
	Header pyc.Header
	Target *target.Version
	Module *code.Object
}

// Read takes a .pyc file apart. name is for messages only.
func Read(name string, data []byte) (*File, error) {
	f := &File{Name: name, Data: data}
	var err error
	if f.Header, err = pyc.ParseHeader(data); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if f.Target = target.ByMagic(f.Header.Magic); f.Target == nil {
		return nil, fmt.Errorf("%s: magic number %d is of no Python version that pyc knows", name, f.Header.Magic)
	}
	top, err := marshal.Load(data[pyc.HeaderSize:])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if top.Kind != code.Code {
		return nil, fmt.Errorf("%s: holds no code object", name)
	}
	f.Module = top.Code
	return f, nil
}
