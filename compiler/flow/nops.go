package flow

import "github.com/rules-pyc/rules_pyc/compiler/target"

// removeNops removes the NOPs of a block that no line needs, and returns how
// many they were. A NOP stays if it is all that its line has.
func (g *Graph) removeNops(b *Block) int {
	list := b.Instrs
	src := 0
	for src < len(list) && list[src].Op != target.Nop {
		src++
	}
	if src == len(list) {
		return 0
	}
	dest := src
	line := int32(-1) // of the instruction that stays before src
	if src > 0 {
		line = list[src-1].Span.Line
	}
	for ; src < len(list); src++ {
		in := &list[src]
		if in.Op == target.Nop && g.redundantNop(b, src, line) {
			continue
		}
		line = in.Span.Line
		if dest != src {
			list[dest] = *in
		}
		dest++
	}
	b.Instrs = list[:dest]
	return len(list) - dest
}

// redundantNop tells whether the NOP at an index can go, where the instruction
// before it has a line. An instruction without a line that follows takes the NOP's.
func (g *Graph) redundantNop(b *Block, index int, line int32) bool {
	nop := &b.Instrs[index]
	if nop.Span.Line < 0 || nop.Span.Line == line {
		return true
	}
	if index+1 < len(b.Instrs) {
		next := &b.Instrs[index+1]
		if next.Span.Line < 0 {
			next.Span = nop.Span
			return true
		}
		if next.Span.Line != nop.Span.Line {
			return false
		}
		if g.tgt.Flow.NopGivesLocation {
			next.Span = nop.Span
		}
		return true
	}
	next := g.nonEmpty(b.Next)
	if next == None {
		return false
	}
	if g.tgt.Flow.NopsHideLines {
		return g.Blocks[next].Instrs[0].Span.Line == nop.Span.Line
	}
	return g.Blocks[next].firstLine() == nop.Span.Line
}

// firstLine returns the line of the first instruction that will stay.
func (b *Block) firstLine() int32 {
	for i := range b.Instrs {
		if in := &b.Instrs[i]; in.Op != target.Nop || in.Span.Line >= 0 {
			return in.Span.Line
		}
	}
	return -1
}

func (g *Graph) removeAllNops() int {
	removed := 0
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		removed += g.removeNops(&g.Blocks[id])
	}
	return removed
}

func (g *Graph) removeNopsOnce() error {
	g.removeAllNops()
	return nil
}

func (g *Graph) removeJumpsOnce() error {
	g.removeJumps()
	return nil
}

// removeNopsAndPairs removes NOPs, and pairs of which the second undoes the
// first, until there are none.
func (g *Graph) removeNopsAndPairs() error {
	for g.removePairs() {
	}
	return nil
}

// removePairs is one round; it tells whether another one is worth it. A pair may
// stand across the border of two blocks if nothing else leads into the second.
func (g *Graph) removePairs() bool {
	found := false
	var prev *Instr
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		b := &g.Blocks[id]
		g.removeNops(b)
		if b.labelled {
			prev = nil
		}
		for i := range b.Instrs {
			in := &b.Instrs[i]
			if in.Op == target.PopTop && prev != nil && g.pushesCopy(prev) {
				prev.setOp(target.Nop)
				in.setOp(target.Nop)
				found = true
			}
			prev = in
		}
		if prev != nil && g.flags[prev.Op]&target.IsJump != 0 || !g.fallsThrough(b) {
			prev = nil
		}
	}
	return found
}

// pushesCopy tells whether all that an instruction does is to push a value that
// is held elsewhere too.
func (g *Graph) pushesCopy(in *Instr) bool {
	return g.loadsConst(in) || in.Op == target.Copy && in.Arg == 1
}

// removeNopsAndJumps removes NOPs, and jumps to what follows them, until there
// are none.
func (g *Graph) removeNopsAndJumps() error {
	for {
		nops := g.removeAllNops()
		if nops+g.removeJumps() == 0 {
			return nil
		}
	}
}

// removeJumps makes NOPs of unconditional jumps to the next block.
func (g *Graph) removeJumps() int {
	removed := 0
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		b := &g.Blocks[id]
		if g.lastFlags(b)&target.IsUnconditional == 0 {
			continue
		}
		if last := b.last(); g.nonEmpty(last.Target) == g.nonEmpty(b.Next) {
			last.setOp(target.Nop)
			removed++
		}
	}
	return removed
}
