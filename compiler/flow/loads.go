package flow

import (
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// loadsConst tells whether an instruction does nothing but push a constant.
func loadsConst(in *Instr) bool {
	return in.Op == target.LoadConst || in.Op == target.LoadSmallInt
}

// loaded returns the constant that an instruction pushes.
func (g *Graph) loaded(in *Instr) *code.Const {
	if in.Op == target.LoadSmallInt {
		return g.pool.Int(int64(in.Arg))
	}
	return g.constAt(in.Arg)
}

// load makes an instruction push a constant.
func (g *Graph) load(in *Instr, c *code.Const) {
	if !g.tgt.Flow.ShortLoads || !g.shortenLoad(in, c) {
		in.Op, in.Arg = target.LoadConst, g.addConst(c)
	}
}

// maxSmallArg is the greatest argument of LOAD_SMALL_INT.
const maxSmallArg = 255

// shortenLoad makes an instruction push a constant without a slot among the
// unit's constants, if there is a way, and tells whether there is.
func (g *Graph) shortenLoad(in *Instr, c *code.Const) bool {
	if c.Kind != code.Int || c.Big != nil || c.Int < 0 || c.Int > maxSmallArg {
		return false
	}
	in.Op, in.Arg = target.LoadSmallInt, int32(c.Int)
	return true
}

// maxOperands is how many constants are folded into one at most where the graph
// folds (CPython: _PY_STACK_USE_GUIDELINE).
const maxOperands = 30

// operands is where a fold finds its operands.
type operands [maxOperands]*Instr

// constsBefore finds the n instructions before an index that push constants,
// NOPs skipped. It returns nil if they are not all that.
func (ops *operands) constsBefore(list []Instr, at, n int) []*Instr {
	found := ops[:n]
	for n > 0 {
		at--
		if at < 0 {
			return nil
		}
		in := &list[at]
		if in.Op == target.Nop {
			continue
		}
		if !loadsConst(in) {
			return nil
		}
		n--
		found[n] = in
	}
	return found
}

// values returns the constants that instructions push.
func (g *Graph) values(loads []*Instr) []*code.Const {
	items := make([]*code.Const, len(loads))
	for i, in := range loads {
		items[i] = g.loaded(in)
	}
	return items
}

// drop makes NOPs of instructions, which no line keeps.
func drop(ins ...*Instr) {
	for _, in := range ins {
		in.setOp(target.Nop)
		in.Span = instr.NoLocation
	}
}
