package flow

import "github.com/rules-pyc/rules_pyc/compiler/target"

// removeUnreachable counts the predecessors of every block and empties the
// blocks that have none.
func (g *Graph) removeUnreachable() error {
	for i := range g.Blocks {
		g.Blocks[i].preds = 0
	}
	g.clearVisited()
	g.Blocks[0].preds = 1
	g.visit(0)
	for len(g.stack) > 0 {
		b := &g.Blocks[g.pop()]
		if b.Next != None && g.fallsThrough(b) {
			g.visit(b.Next)
			g.Blocks[b.Next].preds++
		}
		for i := range b.Instrs {
			in := &b.Instrs[i]
			if g.tgt.Flags(in.Op)&target.HasTarget != 0 {
				g.visit(in.Target)
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
