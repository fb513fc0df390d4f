package flow

import (
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/fold"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// optimizeTogether simplifies what follows constants and other short runs of
// instructions in one walk through each block, as compilers did before these were
// two passes.
func (g *Graph) optimizeTogether() error {
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		g.optimizeBlockTogether(&g.Blocks[id])
	}
	return nil
}

func (g *Graph) optimizeBlockTogether(b *Block) {
	op, arg := target.NoOp, int32(0)
	threads := 0 // jumps in a circle must not be followed for ever
	for i := 0; i < len(b.Instrs); i++ {
		in := &b.Instrs[i]
		// A copy of a constant is as good as the constant.
		if !g.tgt.Flow.CopiedConsts || op != target.LoadConst || in.Op != target.Copy || in.Arg != 1 {
			op, arg = in.Op, in.Arg
		}
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
		switch op {
		case target.LoadConst:
			g.afterConst(b.Instrs[i:], arg)
		case target.BuildTuple:
			if next.Op != target.UnpackSequence || !unpackBuilt(in, next) {
				g.foldAdjacent(b.Instrs, i)
			}
		case target.Swap:
			if arg == 1 {
				in.setOp(target.Nop)
				break
			}
			i += g.shortenSwaps(b.Instrs[i:])
			swapStores(b.Instrs, i)
		case target.PushNull:
			if next.Op == target.LoadGlobal && next.Arg&1 == 0 {
				in.setOp(target.Nop)
				next.Arg |= 1
			}
		}
	}
}

// afterConst simplifies what follows a constant that the first instruction of a
// list pushes.
func (g *Graph) afterConst(list []Instr, arg int32) {
	if len(list) < 2 {
		return
	}
	switch next := &list[1]; next.Op {
	case target.PopJumpIfFalse, target.PopJumpIfTrue:
		jumps := fold.Truth(g.constAt(arg)) == (next.Op == target.PopJumpIfTrue)
		list[0].setOp(target.Nop)
		decideJump(next, jumps)
	case target.JumpIfFalseOrPop, target.JumpIfTrueOrPop:
		if fold.Truth(g.constAt(arg)) == (next.Op == target.JumpIfTrueOrPop) {
			next.Op = target.Jump
		} else {
			list[0].setOp(target.Nop)
			next.setOp(target.Nop)
		}
	case target.IsOp:
		if g.constAt(arg).Kind == code.None {
			isNone(list)
		}
	case target.ReturnValue:
		if g.tgt.Has(target.ReturnConst) {
			list[0].setOp(target.Nop)
			next.Op, next.Arg = target.ReturnConst, arg
		}
	}
}

// threadOrPop simplifies a JUMP_IF_..._OR_POP to a block that begins with another
// jump on the same value, and tells whether it did.
func (g *Graph) threadOrPop(in *Instr, to *Block) bool {
	second := &to.Instrs[0]
	if in.Span.Line != second.Span.Line {
		return false
	}
	same, opposite := target.PopJumpIfFalse, target.PopJumpIfTrue
	oppositeOrPop := target.JumpIfTrueOrPop
	if in.Op == target.JumpIfTrueOrPop {
		same, opposite = opposite, same
		oppositeOrPop = target.JumpIfFalseOrPop
	}
	switch second.Op {
	case same:
		if in.Target == second.Target {
			return false
		}
		in.Op, in.Target = same, second.Target
	case target.Jump, in.Op:
		if in.Target == second.Target {
			return false
		}
		in.Target = second.Target
	case opposite, oppositeOrPop:
		if to.Next == None {
			return false
		}
		in.Op, in.Target = same, to.Next // the other one does not jump
	default:
		return false
	}
	return true
}
