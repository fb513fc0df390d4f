package target

// Flow is how a version's compiler gets from an instruction sequence to the
// instructions of a code object.
type Flow struct {
	Passes     []Pass        // what is done to the flow graph, in order
	Supers     []Super       // pairs that become one operation
	Lowered    []Replacement // pseudo operations and what stands for them at last
	StackUses  []OpStackUse  // where they differ from the common ones
	EvalBreaks []Op          // operations that look for signals, jumps apart
	Jumps      []Op          // further operations that jump
	Directed   []Direction   // jumps that exist in two directions
	ColdJump   Op            // leads from a cold block to a warm one
	AfterCold  Pass          // what is done if cold blocks have been moved: RemoveJumps or RemoveNopsAndJumps
	// EveryLabel is set if a block begins at every label, not only at those
	// that are used.
	EveryLabel bool
	// LatePopBlock is set if POP_BLOCK stays until pseudo operations are lowered.
	LatePopBlock bool
	// YieldDepth is set if YIELD_VALUE's argument is the number of handlers
	// around it.
	YieldDepth bool
	// ThreadInPlace is set if a jump to a jump stays where it is and gets the
	// other's target, provided that no line is lost.
	ThreadInPlace bool
	// Lineless is set if the jumps from cold blocks, and the pop in a
	// generator's prefix, have no line.
	Lineless bool
	// NopsHideLines is set if a NOP without a line at the start of a block is
	// taken for the block's first line when a NOP before the block is judged.
	NopsHideLines bool
	// EndSendOffset is how far the END_SEND of an async for stands behind its
	// SEND, in code units: END_ASYNC_FOR has the END_SEND in its argument.
	EndSendOffset int32
	// StaleHandlers is set if a NOT_TAKEN may have the handler of an instruction
	// that stood in its place before it was removed (an oversight of 3.14).
	StaleHandlers bool
	// FirstJumpArg is what jumps have for an argument when the sizes of
	// instructions are computed for the first time.
	FirstJumpArg JumpArg
	// LocationPerInstr is set if each instruction has its own entry in the
	// location table, whether or not the one before it has the same location.
	LocationPerInstr bool
	// NopGivesLocation is set if an instruction takes the location of a NOP
	// before it even if it has the same line.
	NopGivesLocation bool
	// ThreadToLineless is set if a jump may be threaded in place to one that
	// has no line.
	ThreadToLineless bool
	// LinelessExits is set if only exits without a line are copied in place of
	// jumps to them.
	LinelessExits bool
	// CopiedConsts is set if the copy of a constant is optimised like it.
	CopiedConsts bool
	// NewestFirst is set if exits are copied for the blocks in the opposite
	// order of their creation.
	NewestFirst bool
	// CountTwice is set if a block that is jumped to from right before it makes
	// what follows it look as if it had one predecessor more (an oversight).
	CountTwice bool
	// MinStack is the least stack size that code objects get. Generators have
	// room for one value in any case.
	MinStack int32
	// ShortLoads is set if some constants are pushed without a slot among the
	// code object's constants: LOAD_SMALL_INT, LOAD_COMMON_CONSTANT.
	ShortLoads bool
	// Common are the arguments of LOAD_COMMON_CONSTANT, if it has any of these.
	Common CommonConstants
	// GeneratorPrefix is set if the flow graph adds what makes a generator of
	// a function, and codegen does not.
	GeneratorPrefix bool
	// BorrowOversights is set if the search for loads that may borrow does not
	// get past an empty block, and takes what IMPORT_FROM and its like push for
	// the work of the block's first instruction.
	BorrowOversights bool
	// ArgumentKinds is set if the kinds of locals tell which are arguments.
	ArgumentKinds bool
	// ResumeDepth1 is the bit of a RESUME's argument that says that just one
	// exception handler is around the YIELD_VALUE before it.
	ResumeDepth1 int32
}

// CommonConstants are the arguments with which LOAD_COMMON_CONSTANT pushes
// constants, or 0 (CPython: CONSTANT_ in pycore_opcode_utils.h).
type CommonConstants struct{ None, EmptyStr, True, False, MinusOne int32 }

// JumpArg is a number that stands for a jump's target before offsets are known.
type JumpArg uint8

// The numbers.
const (
	IndexOfTarget JumpArg = iota // among the instructions that are assembled
	LabelOfTarget                // that codegen gave it
	Zero
)

// Super is a pair of operations on locals that becomes one operation with both
// arguments, four bits each.
type Super struct{ First, Second, Both Op }

// Replacement is an operation that another one replaces.
type Replacement struct{ From, To Op }

// Direction is a jump whose direction does not matter before assembly, and what
// it is in both.
type Direction struct{ Jump, Forward, Backward Op }

// Pass is one transformation of the flow graph. Package flow implements them,
// under the same names.
type Pass uint8

// The passes, in no order (CPython: Python/flowgraph.c).
const (
	LabelExceptionTargets Pass = iota // which handler each instruction has
	InlineSmallBlocks                 // copies of small exits, and of blocks without lines, in place of jumps to them
	InlineSmallExits                  // copies of small exits only, without looking twice
	RemoveUnreachable                 //
	RemoveEmpty                       // empty blocks
	ResolveLines                      // locations for instructions without one
	GuaranteeLines                    // lines for returns that still have none
	OptimizeLoadConst                 // peephole: what follows a constant
	OptimizeBlocks                    // peephole: everything else
	OptimizeTogether                  // peephole: both in one walk
	RemoveNops                        //
	RemoveJumps                       // to the next instruction
	RemoveNopsAndPairs                // NOPs, and constants or copies that are popped at once
	RemoveNopsAndJumps                // both, until there are none
	RemoveUnusedConsts                //
	TrimConsts                        // constants behind the last one that is used
	CheckUninitialized                // LOAD_FAST_CHECK
	InsertSupers                      // superinstructions
	PushColdBlocks                    // exception handlers go to the end
	StackDepth                        // measures, changes nothing
	PrepareLocals                     // the function's prefix; final numbers of cells
	LowerPseudoOps                    //
	LowerConditionalJumps             // JUMP_IF_TRUE and JUMP_IF_FALSE
	NormalizeJumps                    // conditional jumps lead forward only
	BorrowLoads                       // LOAD_FAST_BORROW
)

// defineFlow makes the tables by operation that Flow describes.
func (v *Version) defineFlow() {
	v.flags = opFlags
	v.uses = stackUses
	for _, op := range v.Flow.EvalBreaks {
		v.flags[op] |= HasEvalBreak
	}
	for _, op := range v.Flow.Jumps {
		v.flags[op] |= IsJump
	}
	for _, u := range v.Flow.StackUses {
		v.uses[u.Op] = u.Use
	}
	for op := range v.uses {
		v.uses[op].settle()
	}
	for op := range v.lowered {
		v.lowered[op] = Op(op)
		v.directed[op] = Direction{Op(op), Op(op), Op(op)}
	}
	for _, d := range v.Flow.Directed {
		v.directed[d.Jump] = d
	}
	for _, r := range v.Flow.Lowered {
		v.lowered[r.From] = r.To
	}
}
