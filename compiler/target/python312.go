package target

// Python312 is CPython 3.12, as of 3.12.7.
var Python312 = define(Version{
	Name:    "3.12",
	Tag:     "cpython-312",
	Magic:   3531,
	Unicode: "15.0.0",
	Syntax: Syntax{
		WideNewlines:   true,
		SyntaxWarnings: true,
	},
	Features: Features{
		TypeParams:            true,
		NestedFStrings:        true,
		FoldInTree:            true,
		InlinedComprehensions: true,
		AttrMethodBit:         true,
		CompareShift:          4,
		MaxSmallInt:           256,
		CallerHoldsCode:       true,
		SetDumpHoldsItem:      true,
	},
	Scoping: Scoping{
		MaxTreeDepth:       9998,
		LimitedMangling:    true,
		ElseBeforeHandlers: true,
	},
	Folding: Folding{
		FoldsInvertedBools: true,
	},
}, &opcodes312)
