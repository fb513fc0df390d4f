package target

// StackUse is how many values an operation takes from the stack and how many it
// leaves there. Values that it only looks past, such as those between the top
// and the list that LIST_APPEND appends to, may count in both.
type StackUse struct {
	Pop, Push Count
	// OnJump is what the operation leaves in addition if it jumps. For a block
	// push it is what the exception handler finds.
	OnJump int8
	// Fixed is what Net returns for all arguments, unless Varies is set.
	Fixed  int8
	Varies bool
}

// Count is a number of stack values: Base, and as many more as Arg makes of the
// operation's argument.
type Count struct {
	Base int8
	Arg  ArgUse
}

// ArgUse says how an argument counts.
type ArgUse uint8

// The ways an argument counts.
const (
	Ignored  ArgUse = iota
	Once            // the argument
	Twice           // two values for each, as in BUILD_MAP
	LowBit          // one value if the argument is odd
	IfThree         // one value if the argument is 3: a slice with a step
	FourBits        // one value for each of the four low bits, as in MAKE_FUNCTION before 3.13
	HighLow         // the low byte and the rest, as in UNPACK_EX
	HasSpec         // one value if a format specification is there, as in FORMAT_VALUE
)

// Of returns the number for an argument.
func (c Count) Of(arg int32) int {
	n := int(c.Base)
	switch c.Arg {
	case Ignored:
	case Once:
		n += int(arg)
	case Twice:
		n += 2 * int(arg)
	case LowBit:
		n += int(arg & 1)
	case IfThree:
		if arg == 3 {
			n++
		}
	case FourBits:
		n += int(arg&1 + arg>>1&1 + arg>>2&1 + arg>>3&1)
	case HighLow:
		n += int(arg&0xFF + arg>>8)
	case HasSpec:
		if arg&4 != 0 {
			n++
		}
	}
	return n
}

// Net returns what the operation adds to the stack's depth when it does not jump.
func (u *StackUse) Net(arg int32) int { return u.Push.Of(arg) - u.Pop.Of(arg) }

// settle sets Fixed and Varies.
func (u *StackUse) settle() {
	u.Varies = u.Pop.Arg != u.Push.Arg
	u.Fixed = u.Push.Base - u.Pop.Base
}

// OpStackUse is the use of one operation, as versions list those of theirs that
// differ from the common ones.
type OpStackUse struct {
	Op  Op
	Use StackUse
}

// use makes a StackUse of constant numbers.
func use(pop, push int8) StackUse { return StackUse{Pop: Count{Base: pop}, Push: Count{Base: push}} }

// stackUses are the uses that all versions agree on, or at least the newest
// that has the operation (CPython: _PyOpcode_num_popped and _PyOpcode_num_pushed
// in pycore_opcode_metadata.h; before 3.12, stack_effect in Python/compile.c).
var stackUses = [256]StackUse{
	AsyncGenWrap:                 use(1, 1),
	BeforeAsyncWith:              use(1, 2),
	BeforeWith:                   use(1, 2),
	BinaryOp:                     use(2, 1),
	BinarySlice:                  use(3, 1),
	BinarySubscr:                 use(2, 1),
	BuildConstKeyMap:             {Pop: Count{1, Once}, Push: Count{1, Ignored}},
	BuildInterpolation:           {Pop: Count{2, LowBit}, Push: Count{1, Ignored}},
	BuildList:                    {Pop: Count{0, Once}, Push: Count{1, Ignored}},
	BuildMap:                     {Pop: Count{0, Twice}, Push: Count{1, Ignored}},
	BuildSet:                     {Pop: Count{0, Once}, Push: Count{1, Ignored}},
	BuildSlice:                   {Pop: Count{2, IfThree}, Push: Count{1, Ignored}},
	BuildString:                  {Pop: Count{0, Once}, Push: Count{1, Ignored}},
	BuildTemplate:                use(2, 1),
	BuildTuple:                   {Pop: Count{0, Once}, Push: Count{1, Ignored}},
	Call:                         {Pop: Count{2, Once}, Push: Count{1, Ignored}},
	CallFunctionEx:               use(4, 1),
	CallIntrinsic1:               use(1, 1),
	CallIntrinsic2:               use(2, 1),
	CallKw:                       {Pop: Count{3, Once}, Push: Count{1, Ignored}},
	CheckEgMatch:                 use(2, 2),
	CheckExcMatch:                use(2, 2),
	CleanupThrow:                 use(3, 2),
	CompareOp:                    use(2, 1),
	ContainsOp:                   use(2, 1),
	ConvertValue:                 use(1, 1),
	Copy:                         {Pop: Count{0, Once}, Push: Count{1, Once}},
	DeleteAttr:                   use(1, 0),
	DeleteSubscr:                 use(2, 0),
	DictMerge:                    {Pop: Count{4, Once}, Push: Count{3, Once}},
	DictUpdate:                   {Pop: Count{1, Once}, Push: Count{0, Once}},
	EndAsyncFor:                  use(2, 0),
	EndFor:                       use(1, 0),
	EndSend:                      use(2, 1),
	ExitInitCheck:                use(1, 0),
	FormatSimple:                 use(1, 1),
	FormatValue:                  {Pop: Count{1, HasSpec}, Push: Count{1, Ignored}},
	FormatWithSpec:               use(2, 1),
	ForIter:                      use(1, 2),
	GetAiter:                     use(1, 1),
	GetAnext:                     use(1, 2),
	GetAwaitable:                 use(1, 1),
	GetIter:                      use(1, 1),
	GetLen:                       use(1, 2),
	GetYieldFromIter:             use(1, 1),
	ImportFrom:                   use(1, 2),
	ImportName:                   use(2, 1),
	ImportStar:                   use(1, 0),
	InterpreterExit:              use(1, 0),
	IsOp:                         use(2, 1),
	JumpIfFalse:                  use(1, 1),
	JumpIfFalseOrPop:             {Pop: Count{Base: 1}, OnJump: 1},
	JumpIfTrueOrPop:              {Pop: Count{Base: 1}, OnJump: 1},
	JumpIfTrue:                   use(1, 1),
	ListAppend:                   {Pop: Count{1, Once}, Push: Count{0, Once}},
	ListExtend:                   {Pop: Count{1, Once}, Push: Count{0, Once}},
	ListToTuple:                  use(1, 1),
	LoadAssertionError:           use(0, 1),
	LoadAttr:                     {Pop: Count{1, Ignored}, Push: Count{1, LowBit}},
	LoadBuildClass:               use(0, 1),
	LoadClassderef:               use(0, 1),
	LoadClosure:                  use(0, 1),
	LoadCommonConstant:           use(0, 1),
	LoadConst:                    use(0, 1),
	LoadDeref:                    use(0, 1),
	LoadFast:                     use(0, 1),
	LoadFastAndClear:             use(0, 1),
	LoadFastBorrow:               use(0, 1),
	LoadFastBorrowLoadFastBorrow: use(0, 2),
	LoadFastCheck:                use(0, 1),
	LoadFastLoadFast:             use(0, 2),
	LoadFromDictOrDeref:          use(1, 1),
	LoadFromDictOrGlobals:        use(1, 1),
	LoadGlobal:                   {Push: Count{1, LowBit}},
	LoadLocals:                   use(0, 1),
	LoadMethod:                   use(1, 2),
	LoadName:                     use(0, 1),
	LoadSmallInt:                 use(0, 1),
	LoadSpecial:                  use(1, 2),
	LoadSuperAttr:                {Pop: Count{3, Ignored}, Push: Count{1, LowBit}},
	MakeFunction:                 use(1, 1),
	MapAdd:                       {Pop: Count{2, Once}, Push: Count{0, Once}},
	MatchClass:                   use(3, 1),
	MatchKeys:                    use(2, 3),
	MatchMapping:                 use(1, 2),
	MatchSequence:                use(1, 2),
	PopExcept:                    use(1, 0),
	PopIter:                      use(1, 0),
	PopJumpIfFalse:               use(1, 0),
	PopJumpIfNone:                use(1, 0),
	PopJumpIfNotNone:             use(1, 0),
	PopJumpIfTrue:                use(1, 0),
	PopTop:                       use(1, 0),
	Precall:                      {Pop: Count{0, Once}},
	PrepReraiseStar:              use(2, 1),
	PrintExpr:                    use(1, 0),
	PushExcInfo:                  use(1, 2),
	PushNull:                     use(0, 1),
	RaiseVarargs:                 {Pop: Count{0, Once}},
	Reraise:                      {Pop: Count{1, Once}, Push: Count{0, Once}},
	ReturnGenerator:              use(0, 1),
	ReturnValue:                  use(1, 0),
	Send:                         use(2, 2),
	SetupCleanup:                 {OnJump: 2},
	SetupFinally:                 {OnJump: 1},
	SetupWith:                    {OnJump: 1},
	SetAdd:                       {Pop: Count{1, Once}, Push: Count{0, Once}},
	SetFunctionAttribute:         use(2, 1),
	SetUpdate:                    {Pop: Count{1, Once}, Push: Count{0, Once}},
	StoreAttr:                    use(2, 0),
	StoreDeref:                   use(1, 0),
	StoreFast:                    use(1, 0),
	StoreFastLoadFast:            use(1, 1),
	StoreFastMaybeNull:           use(1, 0),
	StoreFastStoreFast:           use(2, 0),
	StoreGlobal:                  use(1, 0),
	StoreName:                    use(1, 0),
	StoreSlice:                   use(4, 0),
	StoreSubscr:                  use(3, 0),
	Swap:                         {Pop: Count{0, Once}, Push: Count{0, Once}},
	ToBool:                       use(1, 1),
	UnaryInvert:                  use(1, 1),
	UnaryNegative:                use(1, 1),
	UnaryNot:                     use(1, 1),
	UnaryPositive:                use(1, 1),
	UnpackEx:                     {Pop: Count{1, Ignored}, Push: Count{1, HighLow}},
	UnpackSequence:               {Pop: Count{1, Ignored}, Push: Count{0, Once}},
	WithExceptStart:              use(4, 5),
	YieldValue:                   use(1, 1),
}
