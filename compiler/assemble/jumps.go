package assemble

import (
	"github.com/rules-pyc/rules_pyc/compiler/flow"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// place is where a block stands in the code.
type place struct {
	index  int32 // of its first instruction, all blocks counted
	offset int32 // of its first instruction, in code units
	size   int32 // of its instructions but the jump, in code units
	jump   int32 // where its jump stands in the block, or -1; there is one at most
	before int32 // the size of the instructions before the jump
}

// resolveJumps finds where all blocks stand, and makes the arguments of jumps
// offsets. A longer argument needs more code units, which may make other jumps
// longer in turn: it is done until nothing changes.
//
// For some jumps two lengths would do. CPython starts from the index of the
// target among the instructions in place of an offset, so that is what it
// depends on which one comes out.
func (e *Env) resolveJumps() {
	blocks := e.graph.Blocks
	if cap(e.places) < len(blocks) {
		e.places = make([]place, len(blocks)+len(blocks)/4+8)
	}
	e.places = e.places[:len(blocks)]
	index := int32(0)
	for id := int32(0); id != flow.None; id = blocks[id].Next {
		p := &e.places[id]
		*p = place{index: index, jump: -1}
		list := blocks[id].Instrs
		index += int32(len(list))
		for i := range list {
			in := &list[i]
			if in.Target != flow.None && e.tgt.Flags(in.Op)&target.IsJump != 0 {
				p.jump, p.before = int32(i), p.size
			} else {
				p.size += e.size(in)
			}
		}
	}
	e.directJumps()
	for e.placeBlocks() {
	}
}

// directJumps chooses the direction of jumps and gives them their first arguments.
func (e *Env) directJumps() {
	blocks := e.graph.Blocks
	for id := int32(0); id != flow.None; id = blocks[id].Next {
		p := &e.places[id]
		if p.jump < 0 {
			continue
		}
		in := &blocks[id].Instrs[p.jump]
		index := e.places[in.Target].index
		in.Op = e.tgt.Directed(in.Op, index <= p.index+p.jump)
		switch e.tgt.Flow.FirstJumpArg {
		case target.IndexOfTarget:
			in.Arg = index
		case target.Zero:
			in.Arg = 0
		}
	}
}

// placeBlocks computes all offsets and then all jumps. It tells whether a jump has
// changed its size, so that it was in vain.
func (e *Env) placeBlocks() bool {
	blocks := e.graph.Blocks
	offset := int32(0)
	for id := int32(0); id != flow.None; id = blocks[id].Next {
		p := &e.places[id]
		p.offset = offset
		offset += p.size
		if p.jump >= 0 {
			offset += e.size(&blocks[id].Instrs[p.jump])
		}
	}
	changed := false
	for id := int32(0); id != flow.None; id = blocks[id].Next {
		p := &e.places[id]
		if p.jump < 0 {
			continue
		}
		in := &blocks[id].Instrs[p.jump]
		size := e.size(in)
		// Jumps count from the instruction after them.
		in.Arg = e.places[in.Target].offset - (p.offset + p.before + size)
		if in.Arg < 0 {
			in.Arg = -in.Arg
		}
		if in.Op == target.EndAsyncFor {
			in.Arg -= e.tgt.Flow.EndSendOffset // its label is the SEND
		}
		if e.size(in) != size {
			changed = true
		}
	}
	return changed
}

// size returns how many code units an instruction takes.
func (e *Env) size(in *flow.Instr) int32 {
	return extendedArgs(in.Arg) + 1 + int32(e.ops[in.Op].caches)
}

// extendedArgs returns how many EXTENDED_ARGs an argument needs.
func extendedArgs(arg int32) int32 {
	switch {
	case uint32(arg) < 1<<8:
		return 0
	case uint32(arg) < 1<<16:
		return 1
	case uint32(arg) < 1<<24:
		return 2
	}
	return 3
}
