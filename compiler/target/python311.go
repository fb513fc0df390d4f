package target

// Python311 is CPython 3.11, as of 3.11.7.
var Python311 = define(Version{
	Name:    "3.11",
	Tag:     "cpython-311",
	Magic:   3495,
	Unicode: "14.0.0",
	Source: Source{
		WrapCodecErrors: true,
		LineAfterCRLF:   true,
		ByteColumns:     true,
		LinesFromFile:   true,
	},
	Syntax: Syntax{
		SoftKeywordPrefixes: true,
		OldParameterErrors:  true,
		EagerDefErrors:      true,
	},
	Features: Features{
		FoldInTree:      true,
		MaxSmallInt:     256,
		CallerHoldsCode: true,
	},
	Scoping: Scoping{
		MaxTreeDepth:       2990,
		DecoratorsLast:     true,
		LateFutureOnLine:   true,
		ElseBeforeHandlers: true,
		QuotesForbidden:    true,
	},
	Folding: Folding{
		FoldsInvertedBools: true,
	},
}, &opcodes311)
