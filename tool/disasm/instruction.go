package disasm

import (
	"strconv"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// unitSize is the length of a code unit: an operation and its argument, or an
// inline cache entry.
const unitSize = 2

// Instruction is one instruction of a code object, without its caches.
type Instruction struct {
	Offset   int // in bytes
	Number   byte
	Op       target.Op // NoOp if the version has none of this number
	Arg      int       // with what EXTENDED_ARG before it gives
	Target   int       // offset that it may jump to, or -1
	Location Location
}

// Name returns CPython's name of the operation.
func (i *Instruction) Name() string {
	if i.Op == target.NoOp {
		return "<" + strconv.Itoa(int(i.Number)) + ">"
	}
	return i.Op.String()
}

// instructions decodes the bytecode of a code object.
func instructions(o *code.Object, tgt *target.Version) []Instruction {
	text := o.Code.Text
	locs := locations(o.LineTable.Text, int(o.FirstLine), (len(text)+1)/unitSize)
	list := make([]Instruction, 0, len(text)/unitSize)
	extended := 0
	for at := 0; at+1 < len(text); {
		in := Instruction{
			Offset: at, Number: text[at], Op: tgt.Op(text[at]),
			Arg: extended | int(text[at+1]), Target: -1, Location: locs[at/unitSize],
		}
		at += unitSize * (1 + tgt.Caches(in.Op))
		extended = 0
		if in.Op == target.ExtendedArg {
			extended = in.Arg << 8 & 0xFFFFFFFF
		}
		switch operands[in.Op] {
		case jumpForward:
			in.Target = at + unitSize*in.Arg
		case jumpBackward:
			in.Target = at - unitSize*in.Arg
		}
		list = append(list, in)
	}
	return list
}

// operand says what an argument refers to.
type operand uint8

const (
	plain operand = iota
	constItem
	name
	nameAndBit     // a name, above one bit
	attribute      // a name, above one bit where AttrMethodBit
	nameAndTwoBits // a name, above two bits
	imported       // a name, above two bits where LazyImports
	local
	twoLocals // four bits each
	comparison
	binary
	jumpForward
	jumpBackward
)

var operands = [256]operand{
	target.LoadConst: constItem, target.ReturnConst: constItem, target.KwNames: constItem,

	target.StoreName: name, target.DeleteName: name, target.LoadName: name,
	target.StoreGlobal: name, target.DeleteGlobal: name, target.LoadGlobal: nameAndBit,
	target.StoreAttr: name, target.DeleteAttr: name, target.LoadAttr: attribute,
	target.LoadMethod: name, target.ImportName: imported, target.ImportFrom: name,
	target.LoadSuperAttr: nameAndTwoBits, target.LoadFromDictOrGlobals: name,

	target.LoadFast: local, target.StoreFast: local, target.DeleteFast: local,
	target.LoadFastBorrow: local, target.LoadFastCheck: local, target.LoadFastAndClear: local,
	target.LoadFastLoadFast: twoLocals, target.StoreFastLoadFast: twoLocals,
	target.StoreFastStoreFast: twoLocals, target.LoadFastBorrowLoadFastBorrow: twoLocals,
	target.LoadDeref: local, target.StoreDeref: local, target.DeleteDeref: local,
	target.MakeCell: local, target.LoadClosure: local,
	target.LoadClassderef: local, target.LoadFromDictOrDeref: local,

	target.CompareOp: comparison, target.BinaryOp: binary,

	target.JumpForward: jumpForward, target.ForIter: jumpForward, target.Send: jumpForward,
	target.PopJumpIfFalse: jumpForward, target.PopJumpIfTrue: jumpForward,
	target.PopJumpIfNone: jumpForward, target.PopJumpIfNotNone: jumpForward,
	target.PopJumpForwardIfFalse: jumpForward, target.PopJumpForwardIfTrue: jumpForward,
	target.PopJumpForwardIfNone: jumpForward, target.PopJumpForwardIfNotNone: jumpForward,
	target.JumpIfFalseOrPop: jumpForward, target.JumpIfTrueOrPop: jumpForward,
	target.JumpBackward: jumpBackward, target.JumpBackwardNoInterrupt: jumpBackward,
	target.PopJumpBackwardIfFalse: jumpBackward, target.PopJumpBackwardIfTrue: jumpBackward,
	target.PopJumpBackwardIfNone: jumpBackward, target.PopJumpBackwardIfNotNone: jumpBackward,
}

var comparisons = []string{"<", "<=", "==", "!=", ">", ">="}

// binaryOps are the operators of BINARY_OP (CPython: NB_ in Include/opcode.h).
var binaryOps = []string{
	"+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^",
	"+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=", "[]",
}

// argument returns the argument and what it refers to, or "".
func (i *Instruction) argument(o *code.Object, tgt *target.Version) string {
	if i.Op != target.NoOp && !tgt.HasArg(i.Op) && i.Arg == 0 {
		return ""
	}
	arg := strconv.Itoa(i.Arg)
	if i.Target >= 0 {
		return arg + " (to " + strconv.Itoa(i.Target) + ")"
	}
	if ref := i.reference(o, tgt); ref != "" {
		return arg + " (" + ref + ")"
	}
	return arg
}

func (i *Instruction) reference(o *code.Object, tgt *target.Version) string {
	switch operands[i.Op] {
	case constItem:
		return item(o.Consts.Items, i.Arg)
	case name:
		return text(o.Names.Items, i.Arg)
	case nameAndBit:
		return text(o.Names.Items, i.Arg>>1)
	case attribute:
		if tgt.AttrMethodBit {
			return text(o.Names.Items, i.Arg>>1)
		}
		return text(o.Names.Items, i.Arg)
	case nameAndTwoBits:
		return text(o.Names.Items, i.Arg>>2)
	case imported:
		if tgt.LazyImports {
			return text(o.Names.Items, i.Arg>>2)
		}
		return text(o.Names.Items, i.Arg)
	case local:
		return text(o.LocalsPlusNames.Items, i.Arg)
	case twoLocals:
		return text(o.LocalsPlusNames.Items, i.Arg>>4) + ", " + text(o.LocalsPlusNames.Items, i.Arg&15)
	case comparison:
		return at(comparisons, i.Arg>>tgt.CompareShift)
	case binary:
		return at(binaryOps, i.Arg)
	}
	return ""
}

// item, text and at look up what may be out of range in a damaged file.

func item(items []*code.Const, i int) string {
	if i >= len(items) {
		return "no such constant"
	}
	return Repr(items[i])
}

func text(items []*code.Const, i int) string {
	if i >= len(items) {
		return "no such name"
	}
	return items[i].Text
}

func at(list []string, i int) string {
	if i >= len(list) {
		return ""
	}
	return list[i]
}
