// Package symtable finds out what every name is in every block of a module
// (CPython: Python/symtable.c).
//
// Build works in two passes. The first walks the tree and notes in each block
// which names it mentions and how (Symbol.Flags); it refuses what is wrong
// whatever stands around it. The second walks the blocks and decides where each
// name is found (Symbol.Scope).
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
	Method                      bool // a function directly in a class
	Generator                   bool
	Coroutine                   bool // async def, or awaits
	VarArgs                     bool
	VarKeywords                 bool
	ReturnsValue                bool
	HasDocstring                bool
	NeedsClassClosure           bool // a method uses __class__
	NeedsClassDict              bool // an annotation scope looks into the class
	NeedsConditionalAnnotations bool // 3.14: __conditional_annotations__
	AnnotationsUsed             bool // 3.14: the block has annotations
	Inlined                     bool // a comprehension that its parent contains (PEP 709)
	CanSeeClassScope            bool

	walk *walkState // while the first pass is inside; nil otherwise
	// mangled limits what is mangled (see Block.Mangle); nil: every name.
	mangled *[]ast.Ident
	index   []int32 // hash table over Symbols, once they are many
}

// walkState is what the first pass needs to know of a block that it is in.
type walkState struct {
	node         ast.Node // whose block it is
	annotations  *Block   // PEP 649: the block of the annotations in this one
	scopeInfo    string   // what a TypeVariableBlock is, for messages
	compIterExpr int      // how many iterables of comprehensions are being visited
	compTarget   bool     // the target of a comprehension is being visited
	conditional  bool     // inside if, for, while, try, with or match
	inTry        bool     // inside any part of a try
	unevaluated  bool     // an AnnotationBlock of a function body
}

// directive is a global or nonlocal statement's name, or what amounts to one.
type directive struct {
	block *Block
	name  ast.Ident
	span  *ast.Span
}

// FunctionLike tells whether the block runs as a function, with fast locals.
func (b *Block) FunctionLike() bool { return b.Kind != ModuleBlock && b.Kind != ClassBlock }

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

	unevaluated // the annotations in a function body, which nobody looks up
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
