package target

// Scoping is what differs in the symbol table beside the PEPs that Features
// names.
type Scoping struct {
	MaxTreeDepth            int  // how deep symtable and the folding of the tree may recurse
	SaysStackOverflow       bool // the limit is that of the C stack; MaxTreeDepth is what 8 MB hold
	PlacementInSymtable     bool // symtable, not codegen, refuses __debug__, misplaced await, async for and async with, and late __future__ imports
	FutureErrorAtName       bool // an error in a __future__ import stands at the name, not at the statement
	RelativeFutureIsNone    bool // from .__future__ import is an ordinary import
	NestedInAnnotationScope bool // lambdas and comprehensions may stand in an annotation scope in a class
	LimitedMangling         bool // bases and bounds of a generic class are not mangled
	LateFutureOnLine        bool // a __future__ import behind other statements of the line is found at once
	ElseBeforeHandlers      bool // the else of a try is visited before its handlers
	QuotesForbidden         bool // "'yield expression' can not be used", not "yield expression cannot be used"
	InlineHidesClassDict    bool // an inlined comprehension in a class does not see its __classdict__
	InlinePassesClassNames  bool // but a function in the comprehension does, and its __class__
	DecoratorsLast          bool // decorators are visited after annotations and bases, not before
	SaysDuplicateParameter  bool // "duplicate parameter", not "duplicate argument"
}
