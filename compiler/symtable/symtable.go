// Package symtable finds out what every name is in every block of a module
// (CPython: Python/symtable.c).
package symtable

import "github.com/rules-pyc/rules_pyc/compiler/ast"

// BlockKind is the kind of a block.
type BlockKind uint8

// The kinds of blocks, named as CPython's _Py_block_ty.
const (
	ModuleBlock BlockKind = iota
	ClassBlock
	FunctionBlock
	AnnotationBlock
	TypeVariableBlock // bound or default of a type parameter
	TypeAliasBlock
	TypeParametersBlock
)

// Scope is where a block finds a name.
type Scope uint8

// The scopes, as CPython's LOCAL, GLOBAL_EXPLICIT, ...; the zero Scope means
// that the block does not know the name.
const (
	Unknown Scope = iota
	Local
	GlobalExplicit
	GlobalImplicit
	Free
	Cell
)

// SymbolFlags are CPython's DEF_ and USE bits of a symbol.
type SymbolFlags uint16

// The flags.
const (
	DefGlobal SymbolFlags = 1 << iota
	DefLocal
	DefParam
	DefNonlocal
	Use
	DefFreeClass // free in a class block, also bound there
	DefImport
	DefAnnot
	DefCompIter
	DefTypeParam
	DefCompCell
)

// DefBound are the flags of a name that its block binds.
const DefBound = DefLocal | DefParam | DefImport | DefTypeParam

// Symbol is one name of a block.
type Symbol struct {
	Name  ast.Ident // mangled
	Flags SymbolFlags
	Scope Scope
}

// Comprehension says which comprehension a function block is.
type Comprehension uint8

// The comprehensions.
const (
	NoComprehension Comprehension = iota
	ListComprehension
	DictComprehension
	SetComprehension
	GeneratorExpression
)

// Block is the symbol table of one block (CPython: PySTEntryObject).
type Block struct {
	Kind          BlockKind
	Name          ast.Ident
	Span          ast.Span
	Symbols       []Symbol    // in the order of first mention
	Params        []ast.Ident // CPython: ste_varnames
	Children      []*Block
	Comprehension Comprehension

	Nested                      bool // inside a function
	Generator                   bool
	Coroutine                   bool // async def, or awaits
	VarArgs                     bool
	VarKeywords                 bool
	ReturnsValue                bool
	HasDocstring                bool
	NeedsClassClosure           bool // a method uses __class__
	NeedsClassDict              bool // an annotation scope looks into the class
	NeedsConditionalAnnotations bool // 3.14: __conditional_annotations__
	Inlined                     bool // a comprehension that its parent contains (PEP 709)
	IterTarget                  bool
	CanSeeClassScope            bool

	index map[ast.Ident]int32
}

// Lookup returns the symbol of a mangled name, or nil.
func (b *Block) Lookup(name ast.Ident) *Symbol {
	if i, ok := b.index[name]; ok {
		return &b.Symbols[i]
	}
	return nil
}

// Scope returns where the block finds a mangled name.
func (b *Block) Scope(name ast.Ident) Scope {
	if s := b.Lookup(name); s != nil {
		return s.Scope
	}
	return Unknown
}

// Role tells apart the blocks that hang on one node of the tree: a generic class
// has one for its body and one for its type parameters.
type Role uint8

// The roles.
const (
	Body Role = iota
	TypeParams
	Annotations // of a function, class or module (PEP 649)
	Bound
	Default
)

// Key names a block: the node that it belongs to, and its role there.
type Key struct {
	Node ast.Node // nil for the module
	Role Role
}

// Table holds all blocks of a module.
type Table struct {
	Top    *Block
	Blocks map[Key]*Block
}
