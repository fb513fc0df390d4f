package instr

import (
	"slices"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// sequence returns five NOPs with the arguments 0 to 4, and a label in front of each
// and at the end.
func sequence() (*Sequence, []Label) {
	s := &Sequence{}
	labels := make([]Label, 6)
	for i := range labels {
		labels[i] = s.NewLabel()
		s.Use(labels[i])
		if i < 5 {
			s.Add(target.Nop, int32(i), ast.Span{})
		}
	}
	return s, labels
}

func expect(t *testing.T, s *Sequence, args []int32, labels []Label, places ...int32) {
	t.Helper()
	var got, at []int32
	for _, in := range s.Instrs {
		got = append(got, in.Arg)
	}
	for _, l := range labels {
		at = append(at, s.Place(l))
	}
	if !slices.Equal(got, args) || !slices.Equal(at, places) {
		t.Errorf("%d with labels at %d, want %d at %d", got, at, args, places)
	}
}

func TestInsert(t *testing.T) {
	s, labels := sequence()
	s.Insert(2, target.Nop, 9, NoLocation)
	expect(t, s, []int32{0, 1, 9, 2, 3, 4}, labels, 0, 1, 3, 4, 5, 6)
}

func TestMoveTail(t *testing.T) {
	s, labels := sequence()
	start := len(s.Instrs)
	s.Add(target.Nop, 7, NoLocation)
	s.Add(target.Nop, 8, NoLocation)
	s.MoveTail(start, 1)
	expect(t, s, []int32{0, 7, 8, 1, 2, 3, 4}, labels, 0, 3, 4, 5, 6, 7)
}

func TestEndsWith(t *testing.T) {
	s := &Sequence{}
	if s.EndsWith(target.Nop) {
		t.Error("an empty sequence ends with an instruction")
	}
	before, after := s.NewLabel(), s.NewLabel()
	s.Use(before)
	s.Add(target.Nop, 0, NoLocation)
	if !s.EndsWith(target.Nop) || s.EndsWith(target.PopTop) {
		t.Error("the last instruction")
	}
	s.Use(after)
	if s.EndsWith(target.Nop) {
		t.Error("a label behind the last instruction")
	}
}

func TestReset(t *testing.T) {
	s, _ := sequence()
	s.Reset()
	if l := s.NewLabel(); len(s.Instrs) != 0 || s.Place(l) != -1 || l == 0 {
		t.Errorf("%v, label %d at %d", s.Instrs, l, s.Place(l))
	}
}
