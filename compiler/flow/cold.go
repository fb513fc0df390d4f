package flow

import (
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// pushColdBlocks moves the blocks that only exceptions lead to behind all others.
func (g *Graph) pushColdBlocks() error {
	if !g.pushes {
		return nil
	}
	g.markWarm()
	if !g.markCold() {
		return nil
	}
	g.jumpFromColdToWarm()
	g.moveCold()
	if g.tgt.Flow.AfterCold == target.RemoveJumps {
		return g.removeJumpsOnce()
	}
	return g.removeNopsAndJumps()
}

// markWarm marks what the entry leads to without exceptions.
func (g *Graph) markWarm() {
	g.clearVisited()
	g.visit(0)
	for len(g.stack) > 0 {
		b := &g.Blocks[g.pop()]
		b.warm = true
		flags := g.lastFlags(b)
		if b.Next != None && flags&target.NoFallthrough == 0 {
			g.visit(b.Next)
		}
		if flags&target.IsJump != 0 {
			g.visit(b.last().Target)
		}
	}
}

// markCold marks what handlers lead to and nothing else does. It tells whether
// there is any.
func (g *Graph) markCold() bool {
	g.clearVisited()
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		if g.Blocks[id].handler {
			g.visit(id)
		}
	}
	if len(g.stack) == 0 {
		return false
	}
	for len(g.stack) > 0 {
		b := &g.Blocks[g.pop()]
		b.cold = true
		flags := g.lastFlags(b)
		if b.Next != None && flags&target.NoFallthrough == 0 {
			g.visitCold(b.Next)
		}
		if flags&target.IsJump != 0 {
			g.visitCold(b.last().Target)
		}
	}
	return true
}

func (g *Graph) visitCold(id int32) {
	if !g.Blocks[id].warm {
		g.visit(id)
	}
}

// jumpFromColdToWarm gives a cold block that falls into a warm one a jump, for
// they are about to be parted.
func (g *Graph) jumpFromColdToWarm() {
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		b := &g.Blocks[id]
		if !b.cold || b.Next == None || !g.Blocks[b.Next].warm || !g.fallsThrough(b) {
			continue
		}
		to := b.Next
		g.Blocks[to].labelled = true
		id = g.insertBlock(id)
		jump := &g.Blocks[id]
		jump.cold = true
		if !g.tgt.Flow.Lineless {
			jump.preds = 1 // so that it takes the line before it
		}
		g.append(jump, Instr{Op: g.tgt.Flow.ColdJump, Target: to, Except: None, Span: instr.NoLocation})
	}
}

// moveCold puts the cold blocks last; neither they nor the others change their order.
func (g *Graph) moveCold() {
	ends := [2]int32{0, None} // the last block so far of the warm and of the cold ones
	firstCold := None
	for id := g.Blocks[0].Next; id != None; {
		next := g.Blocks[id].Next
		g.Blocks[id].Next = None
		kind := 0
		if g.Blocks[id].cold {
			kind = 1
		}
		if ends[kind] == None {
			firstCold = id
		} else {
			g.Blocks[ends[kind]].Next = id
		}
		ends[kind] = id
		id = next
	}
	g.Blocks[ends[0]].Next = firstCold
}
