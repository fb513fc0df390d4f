package symtable

import (
	"slices"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
)

// Mangle returns the name that stands for a class-private one: __name becomes
// _Class__name in the class. class is 0 outside of classes. Names that end in
// two underscores, that hold a dot (import a.b), or that stand in a class whose name is all
// underscores stay (CPython: _Py_Mangle).
func Mangle(idents *ast.Idents, class, name ast.Ident) ast.Ident {
	if class == 0 {
		return name
	}
	text := idents.Name(name)
	if len(text) < 2 || text[0] != '_' || text[1] != '_' || strings.HasSuffix(text, "__") ||
		strings.IndexByte(text, '.') >= 0 {
		return name
	}
	prefix := strings.TrimLeft(idents.Name(class), "_")
	if prefix == "" {
		return name
	}
	var buf [80]byte
	b := append(buf[:0], '_')
	b = append(b, prefix...)
	b = append(b, text...)
	return idents.InternBytes(b)
}

// Mangle is the function Mangle for a name that the block mentions. In the type
// parameter scope of a generic class only the parameters' own names are mangled, because
// the rest there was written outside of the class (CPython: _Py_MaybeMangle).
func (b *Block) Mangle(idents *ast.Idents, class, name ast.Ident) ast.Ident {
	if b.mangled != nil && !slices.Contains(*b.mangled, name) {
		return name
	}
	return Mangle(idents, class, name)
}
