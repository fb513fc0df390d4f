package target

// Codegen says what a version's compiler emits for a construct, where versions differ
// and the opcode table alone does not tell (CPython: Python/compile.c, from 3.14 on
// Python/codegen.c).
type Codegen struct {
	MaxBlocks         int  // how many statements may be nested that need cleaning up after
	GeneratorBlock    bool // the StopIteration handler of a generator counts as one of them
	DeleteDebugAttr   bool // del x.__debug__ is an error
	NullBelowCallable bool // a call's NULL is pushed before the callable
	IterInCompLoop    bool // a comprehension's loop starts with GET_ITER, of an iterator that is one already
}
