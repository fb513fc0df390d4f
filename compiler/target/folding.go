package target

// Folding is what differs in the arithmetic of constants, and in what is folded in
// the tree.
type Folding struct {
	FoldsInvertedBools     bool // ~True
	MixedComplexArithmetic bool // a real operand is not made complex first (C11, annex G)
	ComplexInfinities      bool // complex products and quotients recover infinities
	ComplexPowMultiplies   bool // complex powers multiply by exp(-x), not divide by exp(x)
	TreeLosesDocstrings    bool // -OO takes docstrings out of the tree, not out of the code
	WarnsInFinally         bool // PEP 765: return, break and continue that leave a finally block
}
