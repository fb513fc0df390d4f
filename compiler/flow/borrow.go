package flow

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// ref is a value on the stack: which instruction of the block has pushed it, or
// None, and which local it is read from, or None.
type ref struct{ by, local int32 }

// anyRef is a value of which nothing is known.
var anyRef = ref{None, None}

// borrower is the state of borrowLoads within a block.
type borrower struct {
	refs []ref // the top of the stack, as far as the block has made it
	// kept is set for an instruction whose value must own its reference: it
	// outlives its local or the block, or becomes a local itself.
	kept []bool
}

// borrowLoads makes LOAD_FAST_BORROW of a LOAD_FAST whose value is consumed, in
// the same block, before its local changes. It follows the stack through each
// block (CPython: optimize_load_fast).
func (g *Graph) borrowLoads() error {
	g.clearVisited()
	g.visit(0)
	for len(g.stack) > 0 {
		g.borrowIn(g.pop())
	}
	return nil
}

func (g *Graph) borrowIn(id int32) {
	b := &g.Blocks[id]
	s := &g.borrower
	s.reset(len(b.Instrs))
	for i := range b.Instrs {
		g.follow(&b.Instrs[i], int32(i))
	}
	if b.Next != None && g.fallsThrough(b) && !(len(b.Instrs) == 0 && g.tgt.Flow.BorrowOversights) {
		g.visit(b.Next)
	}
	for _, r := range s.refs {
		s.keep(r)
	}
	for i := range b.Instrs {
		if s.kept[i] {
			continue
		}
		switch in := &b.Instrs[i]; in.Op {
		case target.LoadFast:
			in.Op = target.LoadFastBorrow
		case target.LoadFastLoadFast:
			in.Op = target.LoadFastBorrowLoadFastBorrow
		}
	}
}

// follow does to the stack of refs what an instruction does to the stack.
func (g *Graph) follow(in *Instr, at int32) {
	s := &g.borrower
	switch in.Op {
	case target.DeleteFast:
		s.kill(in.Arg)
	case target.LoadFast:
		s.push(ref{at, in.Arg})
	case target.LoadFastAndClear:
		s.kill(in.Arg)
		s.push(ref{at, in.Arg})
	case target.LoadFastLoadFast:
		s.push(ref{at, in.Arg >> 4})
		s.push(ref{at, in.Arg & 15})
	case target.StoreFast:
		s.store(in.Arg)
	case target.StoreFastLoadFast:
		s.store(in.Arg >> 4)
		s.push(ref{at, in.Arg & 15})
	case target.StoreFastStoreFast:
		s.store(in.Arg >> 4)
		s.store(in.Arg & 15)
	case target.Copy:
		s.push(s.at(in.Arg))
	case target.Swap:
		s.swap(in.Arg)
	case target.LoadAttr, target.LoadSuperAttr:
		self := s.pop()
		if in.Op == target.LoadSuperAttr {
			s.drop(2)
		}
		s.push(ref{at, None})
		if in.Arg&1 != 0 {
			s.push(self) // a method: what it is called on may stay
		}
	case target.EndSend, target.SetFunctionAttribute:
		top := s.pop()
		s.drop(g.tgt.StackUse(in.Op).Pop.Of(in.Arg) - 1)
		s.push(top)
	case target.CheckExcMatch:
		s.pop()
		s.push(ref{at, None})
	case target.LoadSpecial, target.PushExcInfo:
		top := s.pop()
		s.push(ref{at, None})
		s.push(top)
	case target.ForIter:
		g.visit(in.Target)
		s.push(ref{at, None})
	case target.Send:
		g.visit(in.Target)
		s.pop()
		s.push(ref{at, None})
	default:
		g.followRest(in, at)
	}
}

// followRest does it for an operation of which it is enough to know how many
// values it takes and leaves.
func (g *Graph) followRest(in *Instr, at int32) {
	s := &g.borrower
	use := g.tgt.StackUse(in.Op)
	pops, pushes := use.Pop.Of(in.Arg), use.Push.Of(in.Arg)
	if g.flags[in.Op]&target.HasTarget != 0 {
		g.visit(in.Target)
	}
	if leavesOperands(in.Op) || in.Op == target.GetIter && pushes > pops {
		// What it looks at stays: it only adds or only takes away.
		both := min(pops, pushes)
		pops, pushes = pops-both, pushes-both
		if g.tgt.Flow.BorrowOversights {
			at = 0
		}
	}
	s.drop(pops)
	for range pushes {
		s.push(ref{at, None})
	}
}

// leavesOperands tells whether the values that an operation both pops and pushes
// are the same ones.
func leavesOperands(op target.Op) bool {
	switch op {
	case target.FormatSimple, target.GetAnext, target.GetLen, target.GetYieldFromIter,
		target.ImportFrom, target.MatchKeys, target.MatchMapping, target.MatchSequence, target.WithExceptStart,
		target.DictMerge, target.DictUpdate, target.ListAppend, target.ListExtend, target.MapAdd,
		target.Reraise, target.SetAdd, target.SetUpdate:
		return true
	}
	return false
}

func (s *borrower) reset(instrs int) {
	s.refs = s.refs[:0]
	if cap(s.kept) < instrs {
		s.kept = make([]bool, instrs+instrs/4)
	}
	s.kept = s.kept[:instrs]
	clear(s.kept)
}

func (s *borrower) push(r ref) { s.refs = append(s.refs, r) }

func (s *borrower) pop() ref {
	if len(s.refs) == 0 {
		return anyRef
	}
	r := s.refs[len(s.refs)-1]
	s.refs = s.refs[:len(s.refs)-1]
	return r
}

func (s *borrower) drop(n int) { s.refs = s.refs[:max(len(s.refs)-n, 0)] }

// at returns the nth value from the top, counted from 1.
func (s *borrower) at(n int32) ref {
	if i := len(s.refs) - int(n); i >= 0 && i < len(s.refs) {
		return s.refs[i]
	}
	return anyRef
}

// swap swaps the nth value from the top with the top.
func (s *borrower) swap(n int32) {
	if deeper := int(n) - len(s.refs); deeper > 0 {
		s.refs = slices.Insert(s.refs, 0, slices.Repeat([]ref{anyRef}, deeper)...)
	}
	top := len(s.refs) - 1
	i := len(s.refs) - int(n)
	s.refs[i], s.refs[top] = s.refs[top], s.refs[i]
}

func (s *borrower) keep(r ref) {
	if r.by != None {
		s.kept[r.by] = true
	}
}

// kill notes that a local changes: what has been read from it must be kept.
func (s *borrower) kill(local int32) {
	for _, r := range s.refs {
		if r.local == local {
			s.keep(r)
		}
	}
}

// store takes the top of the stack as the new value of a local.
func (s *borrower) store(local int32) {
	r := s.pop()
	s.kill(local)
	s.keep(r)
}
