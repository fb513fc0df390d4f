package target

// Python315 is CPython 3.15, as of 3.15.0.
var Python315 = define(Version{
	Name:    "3.15",
	Tag:     "cpython-315",
	Magic:   3666,
	Unicode: "17.0.0",
	Source: Source{
		CheckedUTF8:  true,
		BOMErrorLine: true,
		ClippedCaret: true,
		WideCaret:    true,
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
		LazyImports:           true,
		UnpackInComp:          true,
		InlinedComprehensions: true,
		StaticAttributes:      true,
		CleanDocstrings:       true,
		DeferredAnnotations:   true,
		BorrowedLoads:         true,
		AttrMethodBit:         true,
		CompareShift:          5,
		MaxSmallInt:           1024,
		SetDumpHoldsItem:      true,
	},
	Scoping: Scoping{
		MaxTreeDepth:            9998,
		RelativeFutureIsNone:    true,
		LimitedMangling:         true,
		FutureErrorAtName:       true,
		NestedInAnnotationScope: true,
		PlacementInSymtable:     true,
		SaysDuplicateParameter:  true,
	},
}, &opcodes315)
