package flow

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// resolveLines gives locations to instructions without one. Every exit must have
// a line (PEP 626), so an exit that several blocks jump to is copied, once for
// each of them, and takes the line of the jump.
func (g *Graph) resolveLines() error {
	g.duplicateExits()
	g.propagateLines()
	return nil
}

func (g *Graph) duplicateExits() {
	if g.tgt.Flow.NewestFirst {
		for _, id := range slices.Backward(g.byAge) {
			if g.lastFlags(&g.Blocks[id])&target.IsJump != 0 {
				g.duplicateExit(id)
			}
		}
	} else {
		for id := int32(0); id != None; id = g.Blocks[id].Next {
			if g.lastFlags(&g.Blocks[id])&target.IsJump != 0 {
				g.duplicateExit(id)
			}
		}
	}
	// What is left can only be fallen into, from one block.
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		b := &g.Blocks[id]
		if b.Next == None || len(b.Instrs) == 0 || !g.fallsThrough(b) {
			continue
		}
		if next := &g.Blocks[b.Next]; g.needsLine(next) {
			next.Instrs[0].Span = b.last().Span
		}
	}
}

// duplicateExit makes a jump's target the jump's own if it is an exit without a
// line that others reach too.
func (g *Graph) duplicateExit(id int32) {
	jump := g.Blocks[id].last()
	to := g.nonEmpty(jump.Target)
	if to == None || g.Blocks[to].preds <= 1 || !g.needsLine(&g.Blocks[to]) {
		return
	}
	copied := g.insertBlock(to)
	from, b := &g.Blocks[to], &g.Blocks[copied]
	g.room(b, len(from.Instrs))
	b.Instrs = append(b.Instrs, from.Instrs...)
	b.Instrs[0].Span = jump.Span
	b.preds = 1
	b.labelled = true
	from.preds--
	jump.Target = copied
}

// needsLine tells whether a block without any line should have one: because it
// leaves the code, or because signal handlers may run in it.
func (g *Graph) needsLine(b *Block) bool {
	if len(b.Instrs) == 0 || !b.hasNoLine() {
		return false
	}
	return g.lastFlags(b)&target.IsScopeExit != 0 || g.hasEvalBreak(b)
}

func (g *Graph) hasEvalBreak(b *Block) bool {
	for i := range b.Instrs {
		if g.flags[b.Instrs[i].Op]&target.HasEvalBreak != 0 {
			return true
		}
	}
	return false
}

// noLine is the line of instr.NoLocation; instr.NextLocation stays what it is.
const noLine = -1

// propagateLines copies locations forward: within a block, and into the start of
// a block that only this one reaches.
func (g *Graph) propagateLines() {
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		b := &g.Blocks[id]
		if len(b.Instrs) == 0 {
			continue
		}
		span := instr.NoLocation
		for i := range b.Instrs {
			if in := &b.Instrs[i]; in.Span.Line == noLine {
				in.Span = span
			} else {
				span = in.Span
			}
		}
		flags := g.lastFlags(b)
		if flags&target.NoFallthrough == 0 && b.Next != None {
			g.Blocks[b.Next].inherit(&span)
		}
		if flags&target.IsJump != 0 {
			to := b.last().Target
			for next := g.Blocks[to].Next; len(g.Blocks[to].Instrs) == 0 && g.Blocks[to].preds == 1 && next != None; {
				to, next = next, g.Blocks[next].Next
			}
			g.Blocks[to].inherit(&span)
		}
	}
}

// inherit gives the block's first instruction the location of its only
// predecessor if it has none.
func (b *Block) inherit(span *ast.Span) {
	if b.preds == 1 && len(b.Instrs) > 0 && b.Instrs[0].Span.Line == noLine {
		b.Instrs[0].Span = *span
	}
}

// guaranteeLines gives a RETURN_VALUE that still has no line, and all of its block,
// the line of what stands before it in the code.
func (g *Graph) guaranteeLines() error {
	line := g.unit.FirstLine
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		b := &g.Blocks[id]
		last := b.last()
		switch {
		case last == nil:
		case last.Span.Line >= 0:
			line = last.Span.Line
		case last.Op == target.ReturnValue:
			for i := range b.Instrs {
				b.Instrs[i].Span.Line = line
			}
		}
	}
	return nil
}
