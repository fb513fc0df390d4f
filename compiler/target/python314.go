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
		InternedCodeNames:     true,
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
	Folding: Folding{
		MixedComplexArithmetic: true,
		ComplexInfinities:      true,
		ComplexPowMultiplies:   true,
	},
	Flow: Flow{
		Passes: []Pass{
			LabelExceptionTargets,
			InlineSmallBlocks, RemoveUnreachable, ResolveLines,
			OptimizeLoadConst, OptimizeBlocks,
			RemoveNopsAndPairs, RemoveUnreachable, RemoveNopsAndJumps,
			RemoveUnusedConsts, CheckUninitialized, InsertSupers,
			PushColdBlocks, ResolveLines,
			LowerConditionalJumps, StackDepth, PrepareLocals, LowerPseudoOps, NormalizeJumps, BorrowLoads,
		},
		Supers: []Super{
			{LoadFast, LoadFast, LoadFastLoadFast},
			{StoreFast, LoadFast, StoreFastLoadFast},
			{StoreFast, StoreFast, StoreFastStoreFast},
		},
		Lowered: []Replacement{
			{SetupCleanup, Nop}, {SetupFinally, Nop}, {SetupWith, Nop},
			{LoadClosure, LoadFast}, {StoreFastMaybeNull, StoreFast},
		},
		Directed: []Direction{
			{Jump, JumpForward, JumpBackward},
			{JumpNoInterrupt, JumpForward, JumpBackwardNoInterrupt},
		},
		StackUses: []OpStackUse{
			{BuildSlice, StackUse{Pop: Count{0, Once}, Push: Count{1, Ignored}}},
			{ReturnValue, use(1, 1)},
			{WithExceptStart, use(5, 6)},
		},
		EvalBreaks:    []Op{Call, CallFunctionEx, Resume},
		Jumps:         []Op{EndAsyncFor},
		ShortLoads:    true,
		ArgumentKinds: true,
		ResumeDepth1:  4,
	},
}, &opcodes314)
