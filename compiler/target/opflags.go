package target

// OpFlags say what the flow graph has to know of an operation.
type OpFlags uint16

// The flags (CPython: pycore_opcode_metadata.h and pycore_opcode_utils.h).
const (
	IsJump          OpFlags = 1 << iota // may go on at a label
	IsBlockPush                         // begins the range of the exception handler at its label
	IsScopeExit                         // leaves the code object
	IsUnconditional                     // a jump that is always taken
	HasConst                            // the argument is an index into the constants
	HasCell                             // the argument is an index into the cell and free variables
	HasEvalBreak                        // the interpreter looks for signals here
)

// Groups of flags.
const (
	HasTarget     = IsJump | IsBlockPush          // the argument is a label
	IsTerminator  = IsJump | IsScopeExit          // ends a basic block
	NoFallthrough = IsUnconditional | IsScopeExit // the next instruction is not reached from here
)

// opFlags are the flags that an operation has in all versions that know it.
var opFlags = [256]OpFlags{
	ForIter:                 IsJump,
	Jump:                    IsJump | IsUnconditional,
	JumpBackward:            IsJump | IsUnconditional,
	JumpBackwardNoInterrupt: IsJump | IsUnconditional,
	JumpForward:             IsJump | IsUnconditional,
	JumpIfFalse:             IsJump,
	JumpIfFalseOrPop:        IsJump,
	JumpIfTrue:              IsJump,
	JumpIfTrueOrPop:         IsJump,
	JumpNoInterrupt:         IsJump | IsUnconditional,
	PopJumpIfFalse:          IsJump,
	PopJumpIfNone:           IsJump,
	PopJumpIfNotNone:        IsJump,
	PopJumpIfTrue:           IsJump,
	Send:                    IsJump,

	SetupCleanup: IsBlockPush,
	SetupFinally: IsBlockPush,
	SetupWith:    IsBlockPush,

	RaiseVarargs: IsScopeExit,
	Reraise:      IsScopeExit,
	ReturnConst:  IsScopeExit | HasConst,
	ReturnValue:  IsScopeExit,

	KwNames:   HasConst,
	LoadConst: HasConst,

	DeleteDeref:         HasCell,
	LoadClassderef:      HasCell,
	LoadClosure:         HasCell,
	LoadDeref:           HasCell,
	LoadFromDictOrDeref: HasCell,
	MakeCell:            HasCell,
	StoreDeref:          HasCell,
}
