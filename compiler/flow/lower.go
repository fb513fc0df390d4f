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
	return nil
}

// lowerConditionalJumps expands the jumps that leave what they look at on the
// stack, and need not be a bool.
func (g *Graph) lowerConditionalJumps() error {
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		b := &g.Blocks[id]
		last := b.last()
		if last == nil || last.Op != target.JumpIfFalse && last.Op != target.JumpIfTrue {
			continue
		}
		jump := *last
		jump.Op = target.PopJumpIfTrue
		if last.Op == target.JumpIfFalse {
			jump.Op = target.PopJumpIfFalse
		}
		last.Op, last.Arg, last.Target = target.Copy, 1, None
		toBool := Instr{Op: target.ToBool, Target: None, Except: jump.Except, Span: jump.Span}
		g.room(b, 2)
		b.Instrs = append(b.Instrs, toBool, jump)
	}
	return nil
}

// normalizeJumps turns conditional jumps around that lead backward, because the
// interpreter has only forward ones: they skip a jump backward then. Where the
// interpreter counts branches, NOT_TAKEN marks the way that does not jump.
func (g *Graph) normalizeJumps() error {
	notTaken := g.tgt.Has(target.NotTaken)
	g.clearVisited()
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		b := &g.Blocks[id]
		b.visited = true
		last := b.last()
		if last == nil {
			continue
		}
		reversed := reverse(last.Op)
		if reversed == target.NoOp {
			continue
		}
		mark := Instr{Op: target.NotTaken, Target: None, Except: None, Span: last.Span}
		if !g.Blocks[last.Target].visited {
			if notTaken {
				mark.Except = g.spare(b)
				g.append(b, mark)
			}
			continue
		}
		back := Instr{Op: target.Jump, Target: last.Target, Except: None, Span: last.Span}
		depth := g.Blocks[last.Target].Depth
		last.Op, last.Target = reversed, b.Next
		cold := b.cold
		id = g.insertBlock(id)
		jump := &g.Blocks[id]
		jump.cold, jump.visited, jump.Depth = cold, true, depth
		if notTaken {
			g.append(jump, mark)
		}
		g.append(jump, back)
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
