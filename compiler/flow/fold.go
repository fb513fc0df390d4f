package flow

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/fold"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// What is here folds constant expressions in the graph, in versions that do not
// fold them in the tree; and, in all, tuples.

// foldAdjacent replaces the constants right before the BUILD_TUPLE at an index,
// and it, by one constant: all that is left to the graph where the tree is folded.
func (g *Graph) foldAdjacent(list []Instr, at int) {
	n := int(list[at].Arg)
	if at < n {
		return
	}
	loads := list[at-n : at]
	for i := range loads {
		if loads[i].Op != target.LoadConst {
			return
		}
	}
	items := make([]*code.Const, n)
	for i := range loads {
		items[i] = g.constAt(loads[i].Arg)
		loads[i].setOp(target.Nop)
	}
	list[at].Op, list[at].Arg = target.LoadConst, g.addConst(g.pool.Tuple(items))
}

// foldTuple replaces a BUILD_TUPLE of constants.
func (g *Graph) foldTuple(list []Instr, at int) {
	n := int(list[at].Arg)
	if n > maxOperands {
		return
	}
	var ops operands
	if loads := g.constsBefore(&ops, list, at, n); loads != nil {
		value := g.pool.Tuple(g.values(loads))
		drop(loads...)
		g.load(&list[at], value)
	}
}

// foldUnary replaces a unary operation on a constant.
func (g *Graph) foldUnary(list []Instr, at int, op ast.UnaryOperator) {
	var ops operands
	loads := g.constsBefore(&ops, list, at, 1)
	if loads == nil {
		return
	}
	if value := fold.Unary(g.pool, g.tgt, op, g.loaded(loads[0])); value != nil {
		drop(loads...)
		g.load(&list[at], value)
	}
}

// foldBinary replaces a binary operation on constants.
func (g *Graph) foldBinary(list []Instr, at int) {
	var ops operands
	loads := g.constsBefore(&ops, list, at, 2)
	if loads == nil {
		return
	}
	left, right := g.loaded(loads[0]), g.loaded(loads[1])
	var value *code.Const
	switch arg := list[at].Arg; {
	case int(arg) < len(binaryOps):
		value = fold.Binary(g.pool, g.tgt, binaryOps[arg], left, right)
	case arg == subscript:
		value = fold.Subscript(g.pool, left, right)
	}
	if value != nil {
		drop(loads...)
		g.load(&list[at], value)
	}
}

// binaryOps are the operators by the argument of BINARY_OP (CPython: NB_ADD and
// so on in Include/opcode.h); the ones that assign follow them.
var binaryOps = [...]ast.Operator{
	ast.Add, ast.BitAnd, ast.FloorDiv, ast.LShift, ast.MatMult, ast.Mult, ast.Mod,
	ast.BitOr, ast.Pow, ast.RShift, ast.Sub, ast.Div, ast.BitXor,
}

// subscript is the argument of a BINARY_OP that is a subscript.
const subscript = 26

// minCollection is the smallest list or set of constants that is worth a constant
// of its own.
const minCollection = 3

// foldCollection optimises the BUILD_LIST or BUILD_SET at an index. If it is only
// iterated over or searched, it becomes a constant tuple or frozenset, or at least
// a tuple; else, if all its items are constants, an empty one that they are added
// to at once.
func (g *Graph) foldCollection(list []Instr, at int, next target.Op) {
	build := &list[at]
	n := int(build.Arg)
	readOnly := next == target.GetIter || next == target.ContainsOp
	if n > maxOperands || n < minCollection && !readOnly {
		return
	}
	var ops operands
	loads := g.constsBefore(&ops, list, at, n)
	if loads == nil {
		if readOnly && build.Op == target.BuildList {
			build.Op = target.BuildTuple
		}
		return
	}
	value := g.collection(build.Op, loads)
	if value == nil {
		return
	}
	index := g.addConst(value)
	drop(loads...)
	if readOnly {
		build.Op, build.Arg = target.LoadConst, index
		return
	}
	empty, load := &list[at-2], &list[at-1]
	empty.Op, empty.Arg, empty.Span = build.Op, 0, build.Span
	load.Op, load.Arg = target.LoadConst, index
	if build.Op == target.BuildList {
		build.Op = target.ListExtend
	} else {
		build.Op = target.SetUpdate
	}
	build.Arg = 1
}

// foldAppends replaces a list or set that is built of constants one by one. The
// instruction at an index is the last step: the last LIST_APPEND or SET_ADD, or
// what makes a tuple of the list.
func (g *Graph) foldAppends(list []Instr, at int) bool {
	build, add := target.BuildList, target.ListAppend
	if list[at].Op == target.SetAdd {
		build, add = target.BuildSet, target.SetAdd
	}
	isAdd := list[at].Op == add
	n := 0 // constants
	wantAdd := !isAdd
	for start := at - 1; start >= 0; start-- {
		in := &list[start]
		switch {
		case in.Op == target.Nop:
			continue
		case wantAdd && in.Op == build && in.Arg == 0:
			return g.foldAdded(list[start:at+1], n, build)
		case wantAdd:
			if in.Op != add || in.Arg != 1 {
				return false
			}
		case !g.loadsConst(in):
			return false
		default:
			n++
		}
		wantAdd = !wantAdd
	}
	return false
}

// foldAdded makes one constant of the n constants that a list of instructions
// collects. The last instruction, which is to load it, keeps its location only if
// it makes a tuple.
func (g *Graph) foldAdded(list []Instr, n int, build target.Op) bool {
	items := make([]*code.Const, 0, n)
	for i := range list {
		if g.loadsConst(&list[i]) {
			items = append(items, g.loaded(&list[i]))
		}
	}
	value := g.pool.Tuple(items)
	if build == target.BuildSet {
		value = g.frozenSet(items)
	}
	last := &list[len(list)-1]
	span := last.Span
	makesTuple := last.Op == target.CallIntrinsic1
	for i := range list {
		if list[i].Op != target.Nop {
			drop(&list[i])
		}
	}
	if makesTuple {
		last.Span = span
	}
	g.load(last, value)
	return true
}

// collection makes the constant that stands for a list or a set.
func (g *Graph) collection(op target.Op, loads []*Instr) *code.Const {
	items := g.values(loads)
	if op == target.BuildSet {
		return g.frozenSet(items)
	}
	return g.pool.Tuple(items)
}

// frozenSet makes a frozenset of items.
func (g *Graph) frozenSet(items []*code.Const) *code.Const {
	return g.pool.FrozenSet(constant.Distinct(items))
}
