package target

// Codegen says what a version's compiler emits for a construct, where versions differ
// and the opcode table alone does not tell (CPython: Python/compile.c, from 3.14 on
// Python/codegen.c).
type Codegen struct {
	MaxBlocks         int  // how many statements may be nested that need cleaning up after
	GeneratorBlock    bool // the StopIteration handler of a generator counts as one of them
	NullBelowCallable bool // a call's NULL is pushed before the callable
	LoopTestAtEnd     bool // the test of a while loop is emitted again at the loop's end
	JumpsInterrupt    bool // forward jumps to the end of a statement are JUMPs like all others
	KeptDocstrings    bool // with -OO a docstring stays as a statement without effect
	EmptyBuildString  bool // an f-string of no parts is BUILD_STRING 0
	YieldFromFlag     bool // YIELD_VALUE tells whether it belongs to a yield from
	EndForPopsAll     bool // END_FOR pops the iterator as well
	LoopTargetNop     bool // a NOP in front of a loop's target bears its line
	NoDeadReturn      bool // nothing is added to a unit that ends with a return
	CopyBelowList     bool // except* copies the group before it makes its list
	ExitLast          bool // the suppression of an exception comes behind the failure of __exit__
	OldMessages       bool // errors do not tell yield from from yield, nor types of literals
	MatchedAnnotation bool // an annotation in a match statement counts as one of the namespace

	// Where instructions are said to stand; newer versions prefer the part of the
	// statement that they come from.
	RunningLocation bool // where the innermost statement or expression stands that is open
	BoundAtParam    bool // the return of a type parameter's bound: the parameter
	// RestoredByHandler is set if an exception in an inlined comprehension has the outer
	// values of its names put back.
	RestoredByHandler bool
	// ConstantsInCode is set if constant displays are folded here and not by flow.
	ConstantsInCode bool
	// ConstantSlices is set if a slice of constants is one constant.
	ConstantSlices bool
	// NoneFirst is set if a function without a docstring has None as its first
	// constant, so that nothing else is taken for one.
	NoneFirst bool
	// DescriptiveFlags is set if code objects tell whether they have a docstring and
	// whether they are methods.
	DescriptiveFlags bool
	// NextLocations is set if the pop of a matched subject has the location of what
	// follows it.
	NextLocations bool
	// CompIterators says who makes a comprehension's outermost iterator.
	CompIterators IteratorMaker
	// ClassCompIsolatesAll is set if an inlined comprehension in a class body puts all
	// the names that it knows aside, and not only those that it binds.
	ClassCompIsolatesAll bool
	// IterIndex is set if there is an index above an iterator that is in use.
	IterIndex bool
	// CommonConstants are the names of what LOAD_COMMON_CONSTANT loads, by its
	// argument. Calls of those that are functions are inlined if their only argument
	// is a generator expression.
	CommonConstants []string
	// AnnotationsInOrder is set if the annotations of positional-only parameters come
	// before those of the others, as in the source.
	AnnotationsInOrder bool
	// AnnotateQualNames is set if the function that computes the annotations of f
	// is called f.__annotate__, not only __annotate__.
	AnnotateQualNames bool
	// ImportFlags is set if IMPORT_NAME's two lowest bits say how lazy it is.
	ImportFlags bool
}

// IteratorMaker is who makes the outermost iterator of a comprehension.
type IteratorMaker uint8

// The makers.
const (
	OuterIterator IteratorMaker = iota // the scope around the comprehension
	BothIterators                      // that scope, and then the comprehension of it again
	InnerIterator                      // the comprehension
)
