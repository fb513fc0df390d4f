// Package instr holds what codegen hands to flow: instruction sequences with
// labels, and what else has to be known of a code unit before it can become a
// code object (CPython: Include/internal/pycore_instruction_sequence.h and
// _PyCompile_CodeUnitMetadata).
package instr

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// Label names a place in a Sequence. The zero Label is no label.
type Label int32

// Instr is one instruction. Arg is a Label if Op is a jump or sets up an
// exception handler, an index into Unit.Consts for LOAD_CONST, an index into
// Unit.Names for operations on names, and so on as in CPython's compiler.
type Instr struct {
	Op   target.Op
	Arg  int32
	Span ast.Span
}

// NoLocation is the span of an instruction that belongs to no source text.
var NoLocation = ast.Span{Line: -1, EndLine: -1, Col: -1, EndCol: -1}

// NextLocation is the span of an instruction that takes the location of the
// instruction after it.
var NextLocation = ast.Span{Line: -2, EndLine: -2, Col: -2, EndCol: -2}

// Sequence is a list of instructions and the places of its labels.
type Sequence struct {
	Instrs []Instr
	labels []labelInfo // by Label
	uses   int32       // of labels
}

// labelInfo is what a Sequence knows of a label.
type labelInfo struct {
	place int32 // index of the instruction that follows it, or -1
	made  int32 // how many instructions there were when it was made
	used  int32 // how many uses of labels there had been when it was used
}

// NewLabel returns a label that stands nowhere yet.
func (s *Sequence) NewLabel() Label {
	if len(s.labels) == 0 {
		s.labels = append(s.labels, labelInfo{place: -1})
	}
	s.labels = append(s.labels, labelInfo{place: -1, made: int32(len(s.Instrs))})
	return Label(len(s.labels) - 1)
}

// Use puts a label in front of the next instruction to be added.
func (s *Sequence) Use(l Label) {
	s.uses++
	s.labels[l].place, s.labels[l].used = int32(len(s.Instrs)), s.uses
}

// Place returns the index of the instruction after the label, or -1.
func (s *Sequence) Place(l Label) int32 { return s.labels[l].place }

// Made returns how many instructions there were when the label was made.
func (s *Sequence) Made(l Label) int32 { return s.labels[l].made }

// UsedAfter tells whether one label was used after another one.
func (s *Sequence) UsedAfter(l, other Label) bool { return s.labels[l].used > s.labels[other].used }

// Labels returns one more than the greatest label.
func (s *Sequence) Labels() int { return len(s.labels) }

// Add appends one instruction.
func (s *Sequence) Add(op target.Op, arg int32, span ast.Span) {
	s.Instrs = append(s.Instrs, Instr{op, arg, span})
}

// EndsWith tells whether the last instruction is of a kind, and no label stands behind it.
func (s *Sequence) EndsWith(op target.Op) bool {
	n := len(s.Instrs)
	return n > 0 && s.Instrs[n-1].Op == op &&
		!slices.ContainsFunc(s.labels, func(l labelInfo) bool { return l.place == int32(n) })
}

// Insert puts an instruction in front of the i-th one. Labels that stand there
// stand behind it afterwards.
func (s *Sequence) Insert(i int, op target.Op, arg int32, span ast.Span) {
	s.Instrs = slices.Insert(s.Instrs, i, Instr{op, arg, span})
	for l := range s.labels {
		if s.labels[l].place >= int32(i) {
			s.labels[l].place++
		}
	}
}

// MoveTail moves the instructions from start on in front of the i-th one. No label
// stands in them. Labels at the end stay there.
func (s *Sequence) MoveTail(start, i int) {
	tail := slices.Clone(s.Instrs[start:])
	copy(s.Instrs[i+len(tail):], s.Instrs[i:start])
	copy(s.Instrs[i:], tail)
	for l := range s.labels {
		if s.labels[l].place >= int32(i) {
			s.labels[l].place += int32(len(tail))
		}
	}
}

// Reset empties the sequence and keeps its memory.
func (s *Sequence) Reset() { s.Instrs, s.labels, s.uses = s.Instrs[:0], s.labels[:0], 0 }

// Unit is one code object in the making.
type Unit struct {
	Name     *code.Const
	QualName *code.Const

	ArgCount        int32
	PosOnlyArgCount int32
	KwOnlyArgCount  int32
	FirstLine       int32
	Flags           code.Flags

	Seq    Sequence
	Consts []*code.Const // merged by the pool; flow may add and drop some
	Names  []ast.Ident

	VarNames []ast.Ident // fast locals, arguments first
	CellVars []ast.Ident
	FreeVars []ast.Ident
	Hidden   []ast.Ident // locals of inlined comprehensions, hidden from locals()
	// NestedAnnotations and other parts that only some versions have are added
	// here, each with the feature of target that needs it.
}
