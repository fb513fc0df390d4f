package flow

import (
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// loadsConst tells whether an instruction does nothing but push a constant.
func (g *Graph) loadsConst(in *Instr) bool {
	switch in.Op {
	case target.LoadConst, target.LoadSmallInt:
		return true
	case target.LoadCommonConstant:
		return g.common(in.Arg) != nil
	}
	return false
}

// loaded returns the constant that an instruction pushes.
func (g *Graph) loaded(in *Instr) *code.Const {
	switch in.Op {
	case target.LoadSmallInt:
		return g.pool.Int(int64(in.Arg))
	case target.LoadCommonConstant:
		return g.common(in.Arg)
	}
	return g.constAt(in.Arg)
}

// common returns the constant that LOAD_COMMON_CONSTANT pushes, or nil if it is
// none that is folded.
func (g *Graph) common(arg int32) *code.Const {
	if arg == 0 {
		return nil
	}
	switch c := &g.tgt.Flow.Common; arg {
	case c.None:
		return g.pool.None
	case c.EmptyStr:
		return g.pool.Str("")
	case c.True:
		return g.pool.True
	case c.False:
		return g.pool.False
	case c.MinusOne:
		return g.pool.Int(-1)
	}
	return nil
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
	if c.Kind == code.Int && c.Big == nil && c.Int >= 0 && c.Int <= maxSmallArg {
		in.Op, in.Arg = target.LoadSmallInt, int32(c.Int)
		return true
	}
	if arg := g.commonArg(c); arg != 0 {
		in.Op, in.Arg = target.LoadCommonConstant, arg
		return true
	}
	return false
}

// commonArg returns the argument with which LOAD_COMMON_CONSTANT pushes a constant,
// or 0.
func (g *Graph) commonArg(c *code.Const) int32 {
	common := &g.tgt.Flow.Common
	switch {
	case c.Kind == code.None:
		return common.None
	case c.Kind == code.True:
		return common.True
	case c.Kind == code.False:
		return common.False
	case c.Kind == code.Str && c.Text == "":
		return common.EmptyStr
	case c.Kind == code.Int && c.Big == nil && c.Int == -1:
		return common.MinusOne
	}
	return 0
}

// maxOperands is how many constants are folded into one at most where the graph
// folds (CPython: _PY_STACK_USE_GUIDELINE).
const maxOperands = 30

// operands is where a fold finds its operands.
type operands [maxOperands]*Instr

// constsBefore finds the n instructions before an index that push constants,
// NOPs skipped. It returns nil if they are not all that.
func (g *Graph) constsBefore(ops *operands, list []Instr, at, n int) []*Instr {
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
		if !g.loadsConst(in) {
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
