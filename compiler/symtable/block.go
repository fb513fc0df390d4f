package symtable

import "github.com/rules-pyc/rules_pyc/compiler/ast"

// fewSymbols is how many symbols a block may have before it gets a hash table:
// most blocks have few, and to look through them is faster.
const fewSymbols = 8

// Lookup returns the symbol of a mangled name, or nil. The pointer holds until a
// symbol is added.
func (b *Block) Lookup(name ast.Ident) *Symbol {
	if b.index == nil {
		for i := range b.Symbols {
			if b.Symbols[i].Name == name {
				return &b.Symbols[i]
			}
		}
		return nil
	}
	if at := b.index[b.slot(name)]; at != 0 {
		return &b.Symbols[at-1]
	}
	return nil
}

// slot returns where in the index the name is, or would be. The index holds
// positions in Symbols, plus one, and is at most half full.
func (b *Block) slot(name ast.Ident) uint32 {
	mask := uint32(len(b.index) - 1)
	i := uint32(name) * 0x9E3779B1 & mask
	for b.index[i] != 0 && b.Symbols[b.index[i]-1].Name != name {
		i = (i + 1) & mask
	}
	return i
}

// add appends a symbol that the block does not have yet.
func (b *Block) add(name ast.Ident, flags SymbolFlags) *Symbol {
	b.Symbols = append(b.Symbols, Symbol{Name: name, Flags: flags})
	switch n := len(b.Symbols); {
	case n <= fewSymbols:
	case 2*n > len(b.index):
		b.reindex()
	default:
		b.index[b.slot(name)] = int32(n)
	}
	return &b.Symbols[len(b.Symbols)-1]
}

// remove takes a symbol out.
func (b *Block) remove(name ast.Ident) {
	for i := range b.Symbols {
		if b.Symbols[i].Name == name {
			b.Symbols = append(b.Symbols[:i], b.Symbols[i+1:]...)
			if b.index != nil {
				b.reindex()
			}
			return
		}
	}
}

func (b *Block) reindex() {
	size := 4 * fewSymbols
	for size < 4*len(b.Symbols) {
		size *= 2
	}
	b.index = make([]int32, size)
	for i := range b.Symbols {
		b.index[b.slot(b.Symbols[i].Name)] = int32(i + 1)
	}
}
