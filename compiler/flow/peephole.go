package flow

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// optimizeBlocks simplifies short runs of instructions, block by block.
func (g *Graph) optimizeBlocks() error {
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		g.optimizeBlock(&g.Blocks[id])
		g.optimizeSwaps(g.Blocks[id].Instrs)
	}
	return nil
}

// compareToBool is the bit of a COMPARE_OP argument that asks for a bool.
const compareToBool = 16

func (g *Graph) optimizeBlock(b *Block) {
	threads := 0 // jumps in a circle must not be followed for ever
	for i := 0; i < len(b.Instrs); i++ {
		in := &b.Instrs[i]
		var next *Instr
		if i+1 < len(b.Instrs) {
			next = &b.Instrs[i+1]
		} else if g.flags[in.Op]&target.IsJump != 0 {
			if threads < len(g.Blocks) && g.threadJump(b, in) {
				threads++
				i--
			}
			continue
		} else {
			next = &nop
		}
		switch in.Op {
		case target.BuildTuple:
			switch {
			case next.Op == target.UnpackSequence && unpackBuilt(in, next):
			case g.tgt.FoldInTree:
				g.foldAdjacent(b.Instrs, i)
			default:
				g.foldTuple(b.Instrs, i)
			}
		case target.StoreFast:
			if next.Op == target.StoreFast && next.Arg == in.Arg && next.Span.Line == in.Span.Line {
				in.setOp(target.PopTop)
			}
		case target.Swap:
			if in.Arg == 1 {
				in.setOp(target.Nop)
			}
		case target.LoadGlobal:
			if next.Op == target.PushNull && in.Arg&1 == 0 {
				in.Arg |= 1
				next.setOp(target.Nop)
			}
		case target.CompareOp:
			if next.Op == target.ToBool {
				next.Op, next.Arg = target.CompareOp, in.Arg|compareToBool
				in.setOp(target.Nop)
			}
		case target.ContainsOp, target.IsOp:
			if next.Op == target.ToBool {
				next.Op, next.Arg = in.Op, in.Arg
				in.setOp(target.Nop)
			} else if next.Op == target.UnaryNot && !g.tgt.FoldInTree {
				next.Op, next.Arg = in.Op, in.Arg^1
				in.setOp(target.Nop)
			}
		case target.ToBool:
			if next.Op == target.ToBool {
				in.setOp(target.Nop)
			}
		case target.UnaryNot:
			if next.Op == target.ToBool {
				next.setOp(target.UnaryNot)
				in.setOp(target.Nop)
			} else if next.Op == target.UnaryNot {
				next.setOp(target.Nop)
				in.setOp(target.Nop)
			} else if !g.tgt.FoldInTree {
				g.foldUnary(b.Instrs, i, ast.Not)
			}
		default:
			if !g.tgt.FoldInTree {
				g.foldOperation(b.Instrs, i, next.Op)
			}
		}
	}
}

// The arguments of CALL_INTRINSIC_1 that can be folded.
const (
	unaryPositive = 5
	listToTuple   = 6
)

// foldOperation folds the operation at an index that another one follows.
func (g *Graph) foldOperation(list []Instr, at int, next target.Op) {
	switch in := &list[at]; in.Op {
	case target.BuildList, target.BuildSet:
		g.foldCollection(list, at, next)
	case target.UnaryInvert:
		g.foldUnary(list, at, ast.Invert)
	case target.UnaryNegative:
		g.foldUnary(list, at, ast.USub)
	case target.CallIntrinsic1:
		switch {
		case in.Arg == unaryPositive:
			g.foldUnary(list, at, ast.UAdd)
		case in.Arg == listToTuple && !g.foldAppends(list, at) && next == target.GetIter:
			in.setOp(target.Nop) // one can iterate over the list as well
		}
	case target.ListAppend, target.SetAdd:
		if next == target.GetIter || next == target.ContainsOp {
			g.foldAppends(list, at)
		}
	case target.BinaryOp:
		g.foldBinary(list, at)
	}
}

// nop stands for the instruction after the last one; nothing changes it.
var nop = Instr{Op: target.Nop}

// unpackBuilt simplifies a tuple that is unpacked as soon as it is built.
func unpackBuilt(build, unpack *Instr) bool {
	if build.Arg != unpack.Arg {
		return false
	}
	switch build.Arg {
	case 1:
		unpack.setOp(target.Nop)
	case 2, 3:
		unpack.Op = target.Swap
	default:
		return false
	}
	build.setOp(target.Nop)
	return true
}

// threadJump makes a jump to a jump lead where that one leads, and tells whether
// it did. The jump becomes a NOP, which keeps its line, before the new one.
func (g *Graph) threadJump(b *Block, in *Instr) bool {
	to := &g.Blocks[in.Target]
	if len(to.Instrs) == 0 {
		return false
	}
	second := &to.Instrs[0]
	op := in.Op
	switch in.Op {
	case target.PopJumpIfFalse, target.PopJumpIfTrue, target.PopJumpIfNone, target.PopJumpIfNotNone:
		if second.Op != target.Jump {
			return false
		}
	case target.JumpIfFalse, target.JumpIfTrue:
		switch second.Op {
		case target.Jump, in.Op:
		case target.JumpIfFalse, target.JumpIfTrue:
			in.Target = to.Next // the other condition does not hold
			return to.Next != None
		default:
			return false
		}
	case target.JumpIfFalseOrPop, target.JumpIfTrueOrPop:
		return g.threadOrPop(in, to)
	case target.Jump, target.JumpNoInterrupt:
		switch second.Op {
		case target.Jump:
			op = target.Jump
		case target.JumpNoInterrupt:
		default:
			return false
		}
	default:
		return false
	}
	if in.Target == second.Target {
		return false // an endless loop
	}
	if g.tgt.Flow.ThreadInPlace {
		if in.Span.Line != second.Span.Line && !(g.tgt.Flow.ThreadToLineless && second.Span.Line == noLine) {
			return false
		}
		in.Op, in.Target = op, second.Target
		return true
	}
	// CPython notes no exception handler for the new jump.
	jump := Instr{Op: op, Target: second.Target, Except: None, Span: second.Span}
	in.setOp(target.Nop)
	g.append(b, jump)
	return true
}
