package target

// Python314 is CPython 3.14, as of 3.14.2.
var Python314 = define(Version{
	Name:    "3.14",
	Tag:     "cpython-314",
	Magic:   3627,
	Unicode: "16.0.0",
	Source: Source{
		CheckedUTF8:  true,
		BOMErrorLine: true,
		ClippedCaret: true,
	},
	Syntax: Syntax{
		SyntaxWarnings:  true,
		PrefixErrors:    true,
		NoNewlineInSpec: true,
	},
	Features: Features{
		TypeParams:            true,
		TypeParamDefaults:     true,
		NestedFStrings:        true,
		TemplateStrings:       true,
		BareExceptTuples:      true,
		InlinedComprehensions: true,
		StaticAttributes:      true,
		CleanDocstrings:       true,
		DeferredAnnotations:   true,
		BorrowedLoads:         true,
		AttrMethodBit:         true,
		CompareShift:          5,
		MaxSmallInt:           256,
		CallerHoldsCode:       true,
		SetDumpHoldsItem:      true,
	},
	Scoping: Scoping{
		MaxTreeDepth:            9998,
		RelativeFutureIsNone:    true,
		LimitedMangling:         true,
		FutureErrorAtName:       true,
		NestedInAnnotationScope: true,
		PlacementInSymtable:     true,
	},
}, &opcodes314)
