// Package flow turns the instruction sequence of a code unit into a graph of
// basic blocks, runs the passes that the target's compiler runs, and leaves the
// instructions that package assemble writes (CPython: Python/flowgraph.c).
//
// Which passes run, in which order, is data of the target (target.Flow). Every
// pass is a method of Graph; passes.go ties them to their names.
//
// Blocks and instructions refer to blocks by number, so that the instructions,
// which are many, hold no pointers.
package flow

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// None is the number of no block.
const None int32 = -1

// Instr is an instruction in a block.
type Instr struct {
	Op     target.Op
	Arg    int32
	Target int32 // the block that a jump or a block push names, or None
	Except int32 // the block that handles an exception here, or None
	Span   ast.Span
}

// setOp makes the instruction another one that has no argument.
func (in *Instr) setOp(op target.Op) { in.Op, in.Arg = op, 0 }

// Block is a basic block: only its first instruction can be jumped to, and only
// its last one can jump. Block pushes are no jumps: control goes to their label
// from anywhere in the block.
type Block struct {
	Instrs []Instr
	Next   int32 // the next block in the order of the code
	Depth  int32 // of the stack at the start; StackDepth finds it
	// KeepLasti is set on a handler that wants the offset of the raising
	// instruction on the stack.
	KeepLasti bool

	labelled bool // a jump or block push leads here
	handler  bool // a block push leads here
	visited  bool // scratch of the passes
	cold     bool // only reached through an exception
	warm     bool // certainly reached otherwise
	preds    int32
	except   int32  // index into Graph.excepts: the handlers around the block's start
	unsafe   uint64 // locals that may be unset at the start, one bit each
}

// Graph is the flow graph of one code unit. It is reused for one unit after the
// other, with its memory.
type Graph struct {
	Blocks   []Block // by number; the code's order is that of Next, from number 0
	MaxDepth int     // of the stack
	// The fast locals, cells and free variables, each name once; PrepareLocals
	// finds them.
	LocalNames []ast.Ident
	LocalKinds []code.LocalKind

	prefixed bool // the prefix of the function is there

	tgt   *target.Version
	flags [256]target.OpFlags // by operation
	pool  *constant.Pool
	unit  *instr.Unit

	pushes bool // the unit has handlers

	slab    []Instr // instructions of new or longer blocks come from here
	chunk   []Instr // the largest slab so far, for the next unit
	stack   []int32 // blocks to visit
	excepts []exceptNode
	numbers []int32 // scratch
	starts  []int32 // block number by position in the sequence
	byAge   []int32 // the blocks of the sequence, oldest first, where that matters

	constIndex []int32 // 1 + index in unit.Consts by code.Const.ID, while indexed
	indexed    int     // how many of unit.Consts constIndex knows
	varIndex   []int32 // 1 + index in unit.VarNames by Ident, while indexed
	supers     [256]bool
	borrower   borrower
}

// New returns a graph for the units of one compilation.
func New(tgt *target.Version, pool *constant.Pool) *Graph {
	g := &Graph{tgt: tgt, pool: pool}
	for op := range g.flags {
		g.flags[op] = tgt.Flags(target.Op(op))
	}
	for _, s := range tgt.Flow.Supers {
		g.supers[s.First] = true
	}
	return g
}

// Run builds the graph of a unit and runs all passes over it. It may change the
// unit's constants. The blocks are valid until the next Run.
func (g *Graph) Run(u *instr.Unit) error {
	g.unit = u
	if err := g.build(&u.Seq); err != nil {
		return err
	}
	for _, p := range g.tgt.Flow.Passes {
		if err := passes[p](g); err != nil {
			return err
		}
	}
	return nil
}

// last returns the last instruction of a block, or nil.
func (b *Block) last() *Instr {
	if n := len(b.Instrs); n > 0 {
		return &b.Instrs[n-1]
	}
	return nil
}

// lastFlags returns the flags of a block's last instruction.
func (g *Graph) lastFlags(b *Block) target.OpFlags {
	if in := b.last(); in != nil {
		return g.flags[in.Op]
	}
	return 0
}

// fallsThrough tells whether control can reach the next block from the end of b.
func (g *Graph) fallsThrough(b *Block) bool { return g.lastFlags(b)&target.NoFallthrough == 0 }

// insertBlock adds an empty block after another one. It may move all blocks.
func (g *Graph) insertBlock(after int32) int32 {
	id := int32(len(g.Blocks))
	g.Blocks = append(g.Blocks, Block{Next: g.Blocks[after].Next, except: None})
	g.Blocks[after].Next = id
	return id
}

// nonEmpty returns the first block that has instructions, from id onwards.
func (g *Graph) nonEmpty(id int32) int32 {
	for id != None && len(g.Blocks[id].Instrs) == 0 {
		id = g.Blocks[id].Next
	}
	return id
}

// blank is what stands in the room behind a block's instructions.
var blank = Instr{Target: None, Except: None}

// alloc returns an empty list with room for n instructions. What is in the room
// is not defined.
func (g *Graph) alloc(n int) []Instr {
	if n > len(g.slab) {
		g.slab = make([]Instr, max(n, 256))
	}
	list := g.slab[:0:n]
	g.slab = g.slab[n:]
	return list
}

// room makes sure that n instructions can be appended to a block in place. It
// keeps what is left of removed instructions: see spare.
func (g *Graph) room(b *Block, n int) {
	need := len(b.Instrs) + n
	if need <= cap(b.Instrs) {
		return
	}
	used := cap(b.Instrs)
	list := g.alloc(need + need/2)
	all := list[:cap(list)]
	copy(all, b.Instrs[:used])
	for i := used; i < len(all); i++ {
		all[i] = blank
	}
	b.Instrs = all[:len(b.Instrs)]
}

// append adds an instruction to a block.
func (g *Graph) append(b *Block, in Instr) {
	g.room(b, 1)
	b.Instrs = append(b.Instrs, in)
}

// spare returns the handler that the instruction appended next gets, where CPython
// forgets to set it: that of the instruction that stood there before, if some have
// been removed from the block.
func (g *Graph) spare(b *Block) int32 {
	if n := len(b.Instrs); g.tgt.Flow.StaleHandlers && n < cap(b.Instrs) {
		return b.Instrs[:n+1][n].Except
	}
	return None
}

// clearVisited prepares a walk: no block is visited, none is on the stack.
func (g *Graph) clearVisited() {
	for i := range g.Blocks {
		g.Blocks[i].visited = false
	}
	g.stack = g.stack[:0]
}

// visit puts a block on the stack unless it has been there.
func (g *Graph) visit(id int32) {
	if b := &g.Blocks[id]; !b.visited {
		b.visited = true
		g.stack = append(g.stack, id)
	}
}

// pop takes a block from the stack.
func (g *Graph) pop() int32 {
	id := g.stack[len(g.stack)-1]
	g.stack = g.stack[:len(g.stack)-1]
	return id
}

// constAt returns the constant that a LOAD_CONST argument names.
func (g *Graph) constAt(arg int32) *code.Const { return g.unit.Consts[arg] }
