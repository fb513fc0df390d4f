package flow

import (
	"errors"

	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// Errors that only a mistake in codegen can cause; CPython has the same as
// SystemError or ValueError.
var (
	errLabel     = errors.New("label without a place")
	errUnderflow = errors.New("Invalid CFG, stack underflow")
	errDepth     = errors.New("Invalid CFG, inconsistent stackdepth")
	errNoEnd     = errors.New("control falls off the end of the code")
	errConst     = errors.New("constant index out of range")
)

// build makes the blocks of a sequence. A block begins where a label that is
// used stands, and after every jump or exit.
func (g *Graph) build(seq *instr.Sequence) error {
	count, err := g.markStarts(seq)
	if err != nil {
		return err
	}
	g.reset(count, len(seq.Instrs))
	if count == 0 {
		return errNoEnd
	}
	g.fill(seq)
	if g.tgt.Flow.NewestFirst {
		g.orderByAge(seq)
	}
	if end := &g.Blocks[count-1]; g.fallsThrough(end) {
		return errNoEnd
	}
	return nil
}

// markStarts finds where blocks begin, numbers them, and returns how many there
// are. Afterwards starts holds the number of the block that begins at a position,
// plus one, negative if only a fall leads there.
func (g *Graph) markStarts(seq *instr.Sequence) (int, error) {
	n := len(seq.Instrs)
	if cap(g.starts) < n {
		g.starts = make([]int32, n+n/4)
	}
	g.starts = g.starts[:n]
	clear(g.starts)
	for i := range seq.Instrs {
		in := &seq.Instrs[i]
		flags := g.flags[in.Op]
		if flags&(target.HasTarget|target.HasConst) == 0 {
			continue
		}
		if flags&target.HasConst != 0 {
			if uint(in.Arg) >= uint(len(g.unit.Consts)) {
				return 0, errConst
			}
			continue
		}
		if in.Arg <= 0 || int(in.Arg) >= seq.Labels() {
			return 0, errLabel
		}
		place := seq.Place(instr.Label(in.Arg))
		if place < 0 || int(place) >= n {
			return 0, errLabel
		}
		g.starts[place] = 1
	}
	if g.tgt.Flow.EveryLabel {
		for l := 1; l < seq.Labels(); l++ {
			if place := seq.Place(instr.Label(l)); place >= 0 && int(place) < n {
				g.starts[place] = 1
			}
		}
	}
	count := int32(0)
	begin := true // the entry begins without being jumped to
	for i := range seq.Instrs {
		if g.starts[i] != 0 {
			count++
			g.starts[i] = count
		} else if begin {
			count++
			g.starts[i] = -count
		}
		begin = g.flags[seq.Instrs[i].Op]&target.IsTerminator != 0
	}
	return int(count), nil
}

// reset empties the graph and makes blocks and room for a number of instructions.
func (g *Graph) reset(blocks, instrs int) {
	if cap(g.Blocks) < blocks {
		g.Blocks = make([]Block, 0, blocks+blocks/4+8)
	}
	g.Blocks = g.Blocks[:blocks]
	clear(g.Blocks)
	if need := instrs + instrs/4 + blocks + 16; len(g.chunk) < need {
		g.chunk = make([]Instr, max(need, 1024))
	}
	g.slab = g.chunk
	g.MaxDepth = 0
	g.prefixed = false
	g.pushes = false
	g.excepts = g.excepts[:0]
}

// fill copies the instructions into their blocks. Every block gets room for one
// more, for jump threading.
func (g *Graph) fill(seq *instr.Sequence) {
	id := int32(0)
	for from := 0; from < len(seq.Instrs); id++ {
		to := from + 1
		for to < len(seq.Instrs) && g.starts[to] == 0 {
			to++
		}
		b := &g.Blocks[id]
		b.Next, b.except, b.labelled = id+1, None, g.starts[from] > 0
		room := g.alloc(to - from + 1)[:to-from+1]
		n := g.copyInstrs(room, seq, from, to)
		b.Instrs = room[:n]
		for ; n < len(room); n++ {
			room[n] = blank
		}
		from = to
	}
	g.Blocks[id-1].Next = None
}

// copyInstrs copies the instructions between two positions, and returns how many
// they are: a placeholder that codegen has not filled goes.
func (g *Graph) copyInstrs(list []Instr, seq *instr.Sequence, from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		src := &seq.Instrs[i]
		in := &list[n]
		in.Op, in.Arg, in.Target, in.Except, in.Span = src.Op, src.Arg, None, None, src.Span
		n++
		flags := g.flags[src.Op]
		if flags&target.HasTarget != 0 {
			in.Target = g.starts[seq.Place(instr.Label(src.Arg))] - 1
			if flags&target.IsBlockPush != 0 {
				g.Blocks[in.Target].handler = true
				g.pushes = true
			}
		} else if src.Op == target.AnnotationsPlaceholder {
			n--
		}
	}
	return n
}

// orderByAge makes byAge: the blocks in the order in which codegen has made them. A
// block at a label is as old as the label, of several that which was used last;
// another one is made with its first instruction.
func (g *Graph) orderByAge(seq *instr.Sequence) {
	last := g.scratch(len(seq.Instrs)) // by position: the label that was used last
	for l := instr.Label(1); int(l) < seq.Labels(); l++ {
		place := seq.Place(l)
		if place < 0 || int(place) >= len(last) {
			continue
		}
		if old := instr.Label(last[place]); old == 0 || seq.UsedAfter(l, old) {
			last[place] = int32(l)
		}
	}
	g.byAge = g.byAge[:0]
	l := instr.Label(1)
	addLabels := func(made int) { // those that are older than a position
		for ; int(l) < seq.Labels() && int(seq.Made(l)) <= made; l++ {
			if place := seq.Place(l); place >= 0 && int(place) < len(last) && instr.Label(last[place]) == l {
				g.byAge = append(g.byAge, g.starts[place]-1)
			}
		}
	}
	for at, start := range g.starts {
		if start < 0 {
			if at > 0 {
				addLabels(at)
			}
			g.byAge = append(g.byAge, -start-1)
		}
	}
	addLabels(len(seq.Instrs))
}
