package target

// Python311 is CPython 3.11, as of 3.11.7.
var Python311 = &Version{
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

		ConditionalDepth: 1,

		SoftKeywordPrefixes: true,
		OldParameterErrors:  true,
		EagerDefErrors:      true,
	},
	Features: Features{
		FoldInTree:      true,
		TwoObjects:      "BCLST_abcdefhijklmnopqrstvwxy",
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
	Preinterned: []string{
		"*", // from posix import *, in os
	},
	Codegen: Codegen{
		MaxBlocks:         20,
		NullBelowCallable: true,
		LoopTestAtEnd:     true,
		JumpsInterrupt:    true,
		KeptDocstrings:    true,
		EmptyBuildString:  true,
		NoDeadReturn:      true,
		CopyBelowList:     true,
		ExitLast:          true,
		RunningLocation:   true,
		OldMessages:       true,
		ConstantsInCode:   true,
		NoneFirst:         true,
		CompIterators:     OuterIterator,
	},
	Flow: Flow{
		Passes: []Pass{
			InlineSmallExits, PrepareLocals,
			OptimizeTogether, RemoveNops,
			InlineSmallExits, RemoveUnreachable, RemoveEmpty, RemoveNops, RemoveJumps, RemoveEmpty,
			ResolveLines, TrimConsts, GuaranteeLines,
			StackDepth, LabelExceptionTargets, LowerPseudoOps, RemoveNops,
		},
		Lowered: []Replacement{
			{SetupCleanup, Nop}, {SetupFinally, Nop}, {SetupWith, Nop}, {PopBlock, Nop},
		},
		Directed: []Direction{
			{Jump, JumpForward, JumpBackward},
			{JumpNoInterrupt, JumpForward, JumpBackwardNoInterrupt},
			{PopJumpIfFalse, PopJumpForwardIfFalse, PopJumpBackwardIfFalse},
			{PopJumpIfNone, PopJumpForwardIfNone, PopJumpBackwardIfNone},
			{PopJumpIfNotNone, PopJumpForwardIfNotNone, PopJumpBackwardIfNotNone},
			{PopJumpIfTrue, PopJumpForwardIfTrue, PopJumpBackwardIfTrue},
		},
		StackUses: []OpStackUse{
			{Call, use(2, 1)},
			{CallFunctionEx, StackUse{Pop: Count{3, LowBit}, Push: Count{1, Ignored}}},
			{ForIter, StackUse{Pop: Count{1, Ignored}, Push: Count{2, Ignored}, OnJump: -2}},
			{LoadAttr, use(1, 1)},
			{MakeFunction, StackUse{Pop: Count{1, FourBits}, Push: Count{1, Ignored}}},
			{ReturnGenerator, use(0, 0)},
			{Send, StackUse{Pop: Count{2, Ignored}, Push: Count{2, Ignored}, OnJump: -1}},
		},
		EveryLabel:       true,
		LatePopBlock:     true,
		ThreadInPlace:    true,
		Lineless:         true,
		NopsHideLines:    true,
		LocationPerInstr: true,
		LinelessExits:    true,
		NewestFirst:      true,
		FirstJumpArg:     Zero,
		GeneratorPrefix:  true,
	},
	operations: &opcodes311,
}
