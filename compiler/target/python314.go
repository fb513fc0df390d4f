package target

// Python314 is CPython 3.14, as of 3.14.2.
var Python314 = &Version{
	Name:    "3.14",
	Tag:     "cpython-314",
	Magic:   3627,
	Unicode: "16.0.0",
	Source: Source{
		CodecNames:   2,
		CheckedUTF8:  true,
		BOMErrorLine: true,
		ClippedCaret: true,
	},
	Syntax: Syntax{

		EagerConversions: true,

		ConditionalDepth: 1,
		OverflowMessage:  true,

		FutureBarry:        true,
		EscapeLines:        true,
		RangesInCharacters: true,

		EscapeHints:       true,
		EscapedQuoteHint:  true,
		WideNewlines:      true,
		CommentEscapes:    true,
		SyntaxWarnings:    true,
		PrefixErrors:      true,
		NoNewlineInSpec:   true,
		PairedNotEqual:    true,
		ArgumentMistakes:  true,
		NotOperandError:   true,
		EmptyImportError:  true,
		StarError:         true,
		UnpackingRange:    true,
		ForInError:        true,
		StatementMistakes: true,
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
		InternedStatics:       true,
		MaxSmallInt:           256,
		CallerHoldsCode:       true,
		SetDumpHoldsItem:      true,
	},
	Scoping: Scoping{
		InlineHidesClassDict:    true,
		InlinePassesClassNames:  true,
		MaxTreeDepth:            37253,
		SaysStackOverflow:       true,
		RelativeFutureIsNone:    true,
		LimitedMangling:         true,
		FutureErrorAtName:       true,
		NestedInAnnotationScope: true,
		PlacementInSymtable:     true,
	},
	Folding: Folding{
		MixedComplexArithmetic: true,
		TreeLosesDocstrings:    true,
		WarnsInFinally:         true,
		ComplexInfinities:      true,
		ComplexPowMultiplies:   true,
	},
	Codegen: Codegen{
		MaxBlocks:         21,
		YieldFromFlag:     true,
		LoopTargetNop:     true,
		RestoredByHandler: true,
		GeneratorBlock:    true,
		ConstantSlices:    true,
		DescriptiveFlags:  true,
		NextLocations:     true,
		CommonConstants:   []string{"AssertionError", "NotImplementedError", "tuple", "all", "any"},
	},
	Preinterned: []string{
		"ForwardRef._evaluate",                            // annotationlib
		"_WeakValueDictionary.__init__.<locals>.KeyedRef", // importlib._bootstrap
		"_signature_fromstr.<locals>.RewriteSymbolics",    // inspect
		"cmp_to_key.<locals>.K",                           // functools
		"finalize._Info",                                  // weakref
	},
	Flow: Flow{
		Passes: []Pass{
			LabelExceptionTargets,
			InlineSmallBlocks, RemoveUnreachable, ResolveLines,
			OptimizeLoadConst, OptimizeBlocks,
			RemoveNopsAndPairs, RemoveUnreachable, RemoveNopsAndJumps,
			RemoveUnusedConsts, CheckUninitialized, InsertSupers,
			PushColdBlocks, ResolveLines,
			LowerConditionalJumps, StackDepth, PrepareLocals, LowerPseudoOps, RemoveNopsAndJumps, NormalizeJumps, BorrowLoads,
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
		EvalBreaks:       []Op{Jump, JumpBackward, Call, CallFunctionEx, Resume},
		Jumps:            []Op{EndAsyncFor},
		ShortLoads:       true,
		StaleHandlers:    true,
		BorrowOversights: true,
		ArgumentKinds:    true,
		ColdJump:         JumpNoInterrupt,
		AfterCold:        RemoveNopsAndJumps,
		EndSendOffset:    5,
		MinStack:         1,
		GeneratorPrefix:  true,
		ResumeDepth1:     4,
	},
	operations: &opcodes314,
}
