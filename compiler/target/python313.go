package target

// Python313 is CPython 3.13, as of 3.13.2.
var Python313 = &Version{
	Name:    "3.13",
	Tag:     "cpython-313",
	Magic:   3571,
	Unicode: "15.1.0",
	Source: Source{
		CodecNames:   1,
		ClippedCaret: true,
	},
	Syntax: Syntax{
		EagerMistakes: true,

		ConditionalDepth: 1,
		OverflowMessage:  true,

		FutureBarry: true,
		EscapeLines: true,

		EscapedQuoteHint: true,
		WideNewlines:     true,
		SyntaxWarnings:   true,
		NoNewlineInSpec:  true,
		ArgumentMistakes: true,
		NotOperandError:  true,
		EmptyImportError: true,
		StarError:        true,
		UnpackingRange:   true,
		ForInError:       true,
	},
	Features: Features{
		TypeParams:            true,
		TypeParamDefaults:     true,
		NestedFStrings:        true,
		InlinedComprehensions: true,
		StaticAttributes:      true,
		CleanDocstrings:       true,
		FoldInTree:            true,
		InternedCodeNames:     true,
		InternedStatics:       true,
		MaxSmallInt:           256,
		CallerHoldsCode:       true,
		SetDumpHoldsItem:      true,
		AttrMethodBit:         true,
		CompareShift:          5,
	},
	Scoping: Scoping{
		InlineHidesClassDict:    true,
		MaxTreeDepth:            9998,
		RelativeFutureIsNone:    true,
		LimitedMangling:         true,
		FutureErrorAtName:       true,
		NestedInAnnotationScope: true,
	},
	Folding: Folding{
		FoldsInvertedBools:   true,
		ComplexPowMultiplies: true,
	},
	Codegen: Codegen{
		MaxBlocks:         21,
		GeneratorBlock:    true,
		LoopTestAtEnd:     true,
		YieldFromFlag:     true,
		LoopTargetNop:     true,
		MatchedAnnotation: true,
		RestoredByHandler: true,
		ConstantsInCode:   true,
		NoneFirst:         true,
		CompIterators:     BothIterators,

		ClassCompIsolatesAll: true,
	},
	Preinterned: []string{
		"_WeakValueDictionary.__init__.<locals>.KeyedRef", // importlib._bootstrap
		"cmp_to_key.<locals>.K",                           // functools
	},
	Flow: Flow{
		Passes: []Pass{
			LabelExceptionTargets,
			InlineSmallBlocks, RemoveUnreachable, ResolveLines,
			OptimizeLoadConst, OptimizeBlocks,
			RemoveNopsAndPairs, RemoveUnreachable, RemoveNopsAndJumps,
			RemoveUnusedConsts, CheckUninitialized, InsertSupers,
			PushColdBlocks, ResolveLines,
			StackDepth, PrepareLocals, LowerPseudoOps, RemoveNopsAndJumps, NormalizeJumps,
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
			{CallFunctionEx, StackUse{Pop: Count{3, LowBit}, Push: Count{1, Ignored}}},
		},
		EvalBreaks:      []Op{Jump, JumpBackward, Call, CallFunctionEx, CallKw, Resume},
		GeneratorPrefix: true,
		ColdJump:        JumpNoInterrupt,
		AfterCold:       RemoveNopsAndJumps,
		MinStack:        1,
		ResumeDepth1:    4,
	},
	operations: &opcodes313,
}
