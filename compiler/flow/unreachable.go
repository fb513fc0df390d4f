package flow

import "github.com/rules-pyc/rules_pyc/compiler/target"

// removeUnreachable counts the predecessors of every block and empties the
// blocks that have none.
//
// With CountTwice a block is visited when it leaves the stack. One that is both
// the jump's target and the next is then on the stack twice, and what follows it
// counted twice: an exit that seems to have two predecessors is copied.
func (g *Graph) removeUnreachable() error {
	for i := range g.Blocks {
		g.Blocks[i].preds = 0
	}
	g.clearVisited()
	g.Blocks[0].preds = 1
	g.visit(0)
	for len(g.stack) > 0 {
		b := &g.Blocks[g.pop()]
		b.visited = true
		if b.Next != None && g.fallsThrough(b) {
			g.discover(b.Next)
			g.Blocks[b.Next].preds++
		}
		for i := range b.Instrs {
			in := &b.Instrs[i]
			if g.flags[in.Op]&target.HasTarget != 0 {
				g.discover(in.Target)
				g.Blocks[in.Target].preds++
			}
		}
	}
	for i := range g.Blocks {
		if b := &g.Blocks[i]; b.preds == 0 {
			b.Instrs = b.Instrs[:0]
			b.handler = false
		}
	}
	return nil
}

// discover puts a block on the stack that has not been visited.
func (g *Graph) discover(id int32) {
	if b := &g.Blocks[id]; !b.visited {
		b.visited = !g.tgt.Flow.CountTwice
		g.stack = append(g.stack, id)
	}
}

// removeEmpty takes empty blocks out of the order of the code; what led to one
// leads to the next that is not empty. The entry stays.
func (g *Graph) removeEmpty() error {
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		g.Blocks[id].Next = g.nonEmpty(g.Blocks[id].Next)
	}
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		list := g.Blocks[id].Instrs
		for i := range list {
			if in := &list[i]; in.Target != None && g.flags[in.Op]&target.HasTarget != 0 {
				in.Target = g.nonEmpty(in.Target)
			}
		}
	}
	return nil
}
