package target

// Python313 is CPython 3.13, as of 3.13.2.
var Python313 = define(Version{
	Name:    "3.13",
	Tag:     "cpython-313",
	Magic:   3571,
	Unicode: "15.1.0",
	Features: Features{
		TypeParams:            true,
		TypeParamDefaults:     true,
		NestedFStrings:        true,
		InlinedComprehensions: true,
		StaticAttributes:      true,
		CleanDocstrings:       true,
		FoldInTree:            true,
	},
}, &opcodes313)
