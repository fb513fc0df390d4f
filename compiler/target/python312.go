package target

// Python312 is CPython 3.12, as of 3.12.7.
var Python312 = define(Version{
	Name:    "3.12",
	Tag:     "cpython-312",
	Magic:   3531,
	Unicode: "15.0.0",
	Syntax: Syntax{
		WideNewlines:     true,
		SyntaxWarnings:   true,
		EagerDefErrors:   true,
		ArgumentMistakes: true,
	},
	Features: Features{
		TypeParams:            true,
		NestedFStrings:        true,
		FoldInTree:            true,
		InlinedComprehensions: true,
		AttrMethodBit:         true,
		CompareShift:          4,
		InternedStatics:       true,
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
	Flow: Flow{
		Passes: []Pass{
			LabelExceptionTargets,
			RemoveEmpty, InlineSmallExits, OptimizeTogether,
			RemoveNopsAndPairs, InlineSmallExits, RemoveUnreachable, RemoveNops, RemoveEmpty, RemoveJumps,
			RemoveUnusedConsts, CheckUninitialized,
			PushColdBlocks, ResolveLines, GuaranteeLines,
			StackDepth, PrepareLocals, LowerPseudoOps, RemoveNops, NormalizeJumps,
		},
		Lowered: []Replacement{
			{SetupCleanup, Nop}, {SetupFinally, Nop}, {SetupWith, Nop}, {PopBlock, Nop},
			{StoreFastMaybeNull, StoreFast},
		},
		Directed: []Direction{
			{Jump, JumpForward, JumpBackward},
			{JumpNoInterrupt, JumpForward, JumpBackwardNoInterrupt},
		},
		StackUses: []OpStackUse{
			{CallFunctionEx, StackUse{Pop: Count{3, LowBit}, Push: Count{1, Ignored}}},
			{EndFor, use(2, 0)},
			{MakeFunction, StackUse{Pop: Count{1, FourBits}, Push: Count{1, Ignored}}},
			{ReturnGenerator, use(0, 0)},
		},
		ColdJump:        Jump,
		AfterCold:       RemoveJumps,
		EveryLabel:      true,
		LatePopBlock:    true,
		YieldDepth:      true,
		ThreadInPlace:   true,
		Lineless:        true,
		NopsHideLines:   true,
		GeneratorPrefix: true,
	},
}, &opcodes312)
