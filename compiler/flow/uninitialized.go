package flow

import (
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// tracked is how many locals are followed from block to block, as bits of a word.
const tracked = 64

// checkUninitialized makes LOAD_FAST_CHECK of every LOAD_FAST of a local that
// may be unset. Locals after the first 64 are only followed within a block.
func (g *Graph) checkUninitialized() error {
	locals, params := len(g.unit.VarNames), paramCount(g.unit)
	if locals == 0 {
		return nil
	}
	if locals > tracked {
		g.checkFarLocals(locals)
		locals = tracked
	}
	g.clearVisited() // visited now means: on the stack
	if params < locals {
		g.mayBeUnset(0, ^uint64(0)>>(tracked-locals)&^(1<<params-1))
	}
	// A block may delete a local, so each has to be looked at once.
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		g.checkLoads(id)
	}
	for len(g.stack) > 0 {
		id := g.pop()
		g.Blocks[id].visited = false
		g.checkLoads(id)
	}
	return nil
}

// paramCount returns how many parameters a unit has, * and ** among them.
func paramCount(u *instr.Unit) int {
	n := int(u.PosOnlyArgCount + u.ArgCount + u.KwOnlyArgCount)
	if u.Flags&code.VarArgs != 0 {
		n++
	}
	if u.Flags&code.VarKeywords != 0 {
		n++
	}
	return n
}

// mayBeUnset adds to the locals that may be unset at a block's start, and has the
// block looked at again if some are new.
func (g *Graph) mayBeUnset(id int32, unsafe uint64) {
	if b := &g.Blocks[id]; unsafe&^b.unsafe != 0 {
		b.unsafe |= unsafe
		g.visit(id)
	}
}

func (g *Graph) checkLoads(id int32) {
	b := &g.Blocks[id]
	unsafe := b.unsafe
	told := None // the handler that knows unsafe
	for i := range b.Instrs {
		in := &b.Instrs[i]
		if in.Except != told && in.Except != None {
			g.mayBeUnset(in.Except, unsafe)
			told = in.Except
		}
		if uint32(in.Arg) >= tracked {
			continue
		}
		bit := uint64(1) << uint32(in.Arg)
		switch in.Op {
		case target.DeleteFast, target.LoadFastAndClear, target.StoreFastMaybeNull:
			unsafe |= bit
			told = None
		case target.StoreFast, target.LoadFastCheck:
			unsafe &^= bit
		case target.LoadFast:
			if unsafe&bit != 0 {
				in.Op = target.LoadFastCheck
			}
			unsafe &^= bit
		}
	}
	flags := g.lastFlags(b)
	if b.Next != None && flags&target.NoFallthrough == 0 {
		g.mayBeUnset(b.Next, unsafe)
	}
	if flags&target.IsJump != 0 {
		g.mayBeUnset(b.last().Target, unsafe)
	}
}

// checkFarLocals does the same for the locals that do not fit the word: a block
// knows only those to be set that it has loaded or stored itself.
func (g *Graph) checkFarLocals(locals int) {
	setIn := g.scratch(locals) // the number, from 1, of the last block that surely set it
	n := int32(0)
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		n++
		list := g.Blocks[id].Instrs
		for i := range list {
			in := &list[i]
			if in.Arg < tracked {
				continue
			}
			switch in.Op {
			case target.DeleteFast, target.LoadFastAndClear, target.StoreFastMaybeNull:
				setIn[in.Arg] = n - 1
			case target.StoreFast:
				setIn[in.Arg] = n
			case target.LoadFast:
				if setIn[in.Arg] != n {
					in.Op = target.LoadFastCheck
				}
				setIn[in.Arg] = n
			}
		}
	}
}
