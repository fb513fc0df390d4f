package target

// Features are what a version's compiler does that not all do. A field says what
// it means, never since when; the versions' own files say who has it. Syntax
// first, then what is compiled differently.
type Features struct {
	TypeParams        bool // PEP 695: type statement, type parameter lists
	TypeParamDefaults bool // PEP 696
	NestedFStrings    bool // PEP 701: f-strings are tokenized, not parsed a second time
	TemplateStrings   bool // PEP 750: t-strings
	BareExceptTuples  bool // PEP 758: except A, B without parentheses
	LazyImports       bool // PEP 810
	UnpackInComp      bool // PEP 798: * and ** in comprehensions

	FoldInTree            bool // constant expressions are folded in the tree, before symtable
	InlinedComprehensions bool // PEP 709
	StaticAttributes      bool // classes get __static_attributes__ and __firstlineno__
	CleanDocstrings       bool // docstrings lose their common indentation
	DeferredAnnotations   bool // PEP 649 and 749
	BorrowedLoads         bool // LOAD_FAST_BORROW

	// How arguments are packed.
	AttrMethodBit bool  // LOAD_ATTR's lowest bit asks for a method
	CompareShift  uint8 // COMPARE_OP has the comparison above so many bits

	// What the interpreter shares shows in the marshal stream.
	InternedStatics   bool   // the interpreter's own strings are interned
	InternedCodeNames bool   // file name, name and qualified name of a code object are interned
	TwoObjects        string // letters of which the interned object is not that of literals
	MaxSmallInt       int64  // integers from -5 to this are one object each
	CallerHoldsCode   bool   // py_compile itself counts as a holder of the module's code
	SetDumpHoldsItem  bool   // marshal holds an item of a frozenset while it dumps it for sorting
}
