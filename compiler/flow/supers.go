package flow

import "github.com/rules-pyc/rules_pyc/compiler/target"

// insertSupers joins pairs of operations on locals to superinstructions.
func (g *Graph) insertSupers() error {
	joined := false
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		list := g.Blocks[id].Instrs
		for i := 0; i+1 < len(list); i++ {
			if g.supers[list[i].Op] && g.joinPair(&list[i], &list[i+1]) {
				joined = true
			}
		}
	}
	if joined {
		g.removeAllNops()
	}
	return nil
}

// maxSuperArg is the number of values that half of a superinstruction's argument has.
const maxSuperArg = 16

// joinPair tells whether it has joined two instructions.
func (g *Graph) joinPair(a, b *Instr) bool {
	if a.Arg >= maxSuperArg || b.Arg >= maxSuperArg {
		return false
	}
	if a.Span.Line >= 0 && b.Span.Line >= 0 && a.Span.Line != b.Span.Line {
		return false
	}
	for _, s := range g.tgt.Flow.Supers {
		if s.First == a.Op && s.Second == b.Op {
			a.Op, a.Arg = s.Both, a.Arg<<4|b.Arg
			b.setOp(target.Nop)
			return true
		}
	}
	return false
}
