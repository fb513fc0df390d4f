package flow

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// maxCopy is the greatest number of instructions of an exit that is worth copying.
const maxCopy = 4

// inlineSmallBlocks replaces jumps to small exits, and to blocks without line
// numbers that do not fall through, by copies of these blocks. One copy can make
// another one possible.
func (g *Graph) inlineSmallBlocks() error {
	// Code without endless loops of jumps needs fewer rounds than it has blocks.
	for changed, round := true, 0; changed && round < len(g.Blocks); round++ {
		changed = false
		for id := int32(0); id != None; id = g.Blocks[id].Next {
			if g.inlineTarget(&g.Blocks[id]) {
				changed = true
			}
		}
	}
	return nil
}

// inlineSmallExits does that for small exits, once.
func (g *Graph) inlineSmallExits() error {
	if g.tgt.Flow.NewestFirst {
		for _, id := range slices.Backward(g.byAge) {
			g.inlineSmallExit(&g.Blocks[id])
		}
		return nil
	}
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		g.inlineSmallExit(&g.Blocks[id])
	}
	return nil
}

func (g *Graph) inlineSmallExit(b *Block) {
	if g.lastFlags(b)&target.IsUnconditional == 0 {
		return
	}
	to := &g.Blocks[b.last().Target]
	if len(to.Instrs) > maxCopy || g.lastFlags(to)&target.IsScopeExit == 0 {
		return
	}
	if g.tgt.Flow.LinelessExits && !to.hasNoLine() {
		return
	}
	b.last().setOp(target.Nop)
	g.room(b, len(to.Instrs))
	b.Instrs = append(b.Instrs, to.Instrs...)
}

func (g *Graph) inlineTarget(b *Block) bool {
	if g.lastFlags(b)&target.IsUnconditional == 0 {
		return false
	}
	last := b.last()
	to := &g.Blocks[last.Target]
	flags := g.lastFlags(to)
	smallExit := flags&target.IsScopeExit != 0 && len(to.Instrs) <= maxCopy
	lineless := flags&target.NoFallthrough != 0 && to.hasNoLine()
	if !smallExit && !lineless || to == b {
		return false
	}
	jump := last.Op
	last.setOp(target.Nop)
	g.room(b, len(to.Instrs))
	b.Instrs = append(b.Instrs, to.Instrs...)
	if lineless && jump == target.Jump && flags&target.IsUnconditional != 0 {
		b.last().Op = target.Jump // signals stay looked for
	}
	to.preds--
	return true
}

// hasNoLine tells whether no instruction of the block has a line.
func (b *Block) hasNoLine() bool {
	for i := range b.Instrs {
		if b.Instrs[i].Span.Line >= 0 {
			return false
		}
	}
	return true
}
