package flow

import (
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// lowerPseudoOps replaces the operations that have only been of use to the passes.
func (g *Graph) lowerPseudoOps() error {
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		list := g.Blocks[id].Instrs
		for i := range list {
			in := &list[i]
			if op := g.tgt.Lowered(in.Op); op != in.Op {
				in.Op = op
				if op == target.Nop {
					in.Arg = 0
				}
			}
		}
	}
	return g.removeNopsAndJumps()
}

// normalizeJumps turns conditional jumps around that lead backward, because the
// interpreter has only forward ones: they skip a jump backward then.
func (g *Graph) normalizeJumps() error {
	g.clearVisited()
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		b := &g.Blocks[id]
		b.visited = true
		if g.lastFlags(b)&(target.IsJump|target.IsUnconditional) != target.IsJump {
			continue
		}
		last := b.last()
		reversed := reverse(last.Op)
		if reversed == target.NoOp || !g.Blocks[last.Target].visited {
			continue
		}
		back := Instr{Op: target.Jump, Target: last.Target, Except: None, Span: last.Span}
		last.Op, last.Target = reversed, b.Next
		cold := b.cold
		jump := g.newBlock()
		j := &g.Blocks[jump]
		j.cold, j.visited = cold, true
		g.append(j, back)
		g.insertAfter(id, jump)
		id = jump
	}
	return nil
}

// reverse returns the jump with the opposite condition, or NoOp.
func reverse(op target.Op) target.Op {
	switch op {
	case target.PopJumpIfFalse:
		return target.PopJumpIfTrue
	case target.PopJumpIfTrue:
		return target.PopJumpIfFalse
	case target.PopJumpIfNone:
		return target.PopJumpIfNotNone
	case target.PopJumpIfNotNone:
		return target.PopJumpIfNone
	}
	return target.NoOp
}
