package flow

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/fold"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// optimizeLoadConst simplifies what follows a constant: conditional jumps on it,
// comparisons with None, truth tests, returns.
func (g *Graph) optimizeLoadConst() error {
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		g.optimizeLoadsIn(g.Blocks[id].Instrs)
	}
	return nil
}

func (g *Graph) optimizeLoadsIn(list []Instr) {
	var top *Instr // what has pushed the constant on top of the stack, if it is one
	for i := range list {
		in := &list[i]
		if g.tgt.Flow.ShortLoads && in.Op == target.LoadConst {
			g.shortenLoad(in, g.constAt(in.Arg))
		}
		// A copy of a constant is as good as the constant.
		if top == nil || top.Op != target.LoadConst || in.Op != target.Copy || in.Arg != 1 {
			top = nil
			if g.loadsConst(in) {
				top = in
			}
		}
		if top == nil || i+1 == len(list) {
			continue
		}
		switch next := &list[i+1]; next.Op {
		case target.PopJumpIfFalse, target.PopJumpIfTrue:
			jumps := fold.Truth(g.loaded(top)) == (next.Op == target.PopJumpIfTrue)
			in.setOp(target.Nop)
			decideJump(next, jumps)
		case target.JumpIfFalse, target.JumpIfTrue:
			decideJump(next, fold.Truth(g.loaded(top)) == (next.Op == target.JumpIfTrue))
		case target.IsOp:
			if g.loaded(top).Kind == code.None {
				isNone(list[i:])
			}
		case target.ReturnValue:
			if g.tgt.Has(target.ReturnConst) {
				next.Op, next.Arg = target.ReturnConst, top.Arg
				in.setOp(target.Nop)
			}
		case target.ToBool:
			value := g.pool.Bool(fold.Truth(g.loaded(top)))
			in.setOp(target.Nop)
			next.Op, next.Arg = target.LoadConst, g.addConst(value)
		}
	}
}

// decideJump makes a conditional jump an unconditional one or none.
func decideJump(in *Instr, jumps bool) {
	if jumps {
		in.Op = target.Jump
	} else {
		in.setOp(target.Nop)
	}
}

// isNone rewrites a jump on "is None" or "is not None". The list starts with the
// LOAD_CONST None and goes on with IS_OP.
func isNone(list []Instr) {
	if len(list) < 3 {
		return
	}
	jump := &list[2]
	if jump.Op == target.ToBool {
		jump.setOp(target.Nop) // the result of IS_OP is a bool in any case
		if len(list) < 4 {
			return
		}
		jump = &list[3]
	}
	ifNone := list[1].Arg == 0
	switch jump.Op {
	case target.PopJumpIfTrue:
	case target.PopJumpIfFalse:
		ifNone = !ifNone
	default:
		return
	}
	list[0].setOp(target.Nop)
	list[1].setOp(target.Nop)
	jump.Op = target.PopJumpIfNotNone
	if ifNone {
		jump.Op = target.PopJumpIfNone
	}
}

// addConst returns the index of a constant in the unit, and adds it if need be.
func (g *Graph) addConst(c *code.Const) int32 {
	if c.Kind == code.Tuple {
		c, _ = g.pool.MergeTuple(c.Items)
	} else {
		c = g.pool.Merge(c)
	}
	g.indexConsts()
	if int(c.ID) >= len(g.constIndex) {
		g.constIndex = append(g.constIndex, make([]int32, g.pool.Len()-len(g.constIndex))...)
	}
	slot := &g.constIndex[c.ID]
	if *slot == 0 {
		g.unit.Consts = append(g.unit.Consts, c)
		*slot = int32(len(g.unit.Consts))
		g.indexed++
	}
	return *slot - 1
}

// indexConsts enters the unit's constants into constIndex, unless it has been
// done. Of equal ones, the first counts.
func (g *Graph) indexConsts() {
	if g.indexed == len(g.unit.Consts) {
		return
	}
	if n := g.pool.Len(); n > len(g.constIndex) {
		g.constIndex = append(g.constIndex, make([]int32, n-len(g.constIndex)+n/4)...)
	}
	for i, c := range g.unit.Consts {
		if g.constIndex[c.ID] == 0 {
			g.constIndex[c.ID] = int32(i + 1)
		}
	}
	g.indexed = len(g.unit.Consts)
}

// forgetConsts undoes indexConsts.
func (g *Graph) forgetConsts() {
	if g.indexed == 0 {
		return
	}
	for _, c := range g.unit.Consts {
		g.constIndex[c.ID] = 0
	}
	g.indexed = 0
}

// removeUnusedConsts drops the constants that no instruction loads any more. The
// first one stays in any case: it may be the docstring.
func (g *Graph) removeUnusedConsts() error {
	g.forgetConsts()
	consts := g.unit.Consts
	if len(consts) == 0 {
		return nil
	}
	index := g.scratch(len(consts)) // 1 if used, then 1 + the new index
	index[0] = 1
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		list := g.Blocks[id].Instrs
		for i := range list {
			if in := &list[i]; g.flags[in.Op]&target.HasConst != 0 {
				index[in.Arg] = 1
			}
		}
	}
	if !slices.Contains(index, 0) {
		return nil
	}
	kept := int32(0)
	for i, used := range index {
		if used != 0 {
			consts[kept] = consts[i]
			kept++
			index[i] = kept
		}
	}
	g.unit.Consts = consts[:kept]
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		list := g.Blocks[id].Instrs
		for i := range list {
			if in := &list[i]; g.flags[in.Op]&target.HasConst != 0 {
				in.Arg = index[in.Arg] - 1
			}
		}
	}
	return nil
}

// trimConsts drops the constants behind the last one that is used; the first one
// stays.
func (g *Graph) trimConsts() error {
	g.forgetConsts()
	last := int32(0)
	for id := int32(0); id != None; id = g.Blocks[id].Next {
		list := g.Blocks[id].Instrs
		for i := range list {
			if in := &list[i]; g.flags[in.Op]&target.HasConst != 0 {
				last = max(last, in.Arg)
			}
		}
	}
	if consts := g.unit.Consts; int(last)+1 < len(consts) {
		g.unit.Consts = consts[:last+1]
	}
	return nil
}

// scratch returns n zeros that stay until the next call.
func (g *Graph) scratch(n int) []int32 {
	if cap(g.numbers) < n {
		g.numbers = make([]int32, n+n/4)
	}
	g.numbers = g.numbers[:n]
	clear(g.numbers)
	return g.numbers
}
