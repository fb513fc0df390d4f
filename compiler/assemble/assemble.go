// Package assemble makes a code object of a unit: it lets package flow optimise
// the unit's instructions and writes what comes out as bytecode, location table
// and exception table (CPython: Python/assemble.c).
package assemble

import (
	"slices"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/flow"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// Env is what the units of one compilation share, with memory that is used for
// one after the other. It is not safe for concurrent use.
type Env struct {
	pool     *constant.Pool
	idents   *ast.Idents
	filename *code.Const
	tgt      *target.Version
	graph    *flow.Graph

	ops    [256]encoding
	places []place              // by block number
	names  []*code.Const        // by Ident, as far as they have been used
	items  []*code.Const        // scratch
	sets   map[*code.Const]bool // the frozensets that a code object has
	writer writer
}

// encoding is how an operation is written.
type encoding struct {
	number uint8
	caches uint8
}

// NewEnv returns the environment of a compilation. All of its code objects hold
// the same file name.
func NewEnv(tgt *target.Version, pool *constant.Pool, idents *ast.Idents, filename *code.Const) *Env {
	e := &Env{
		pool: pool, idents: idents, tgt: tgt,
		graph: flow.New(tgt, pool),
	}
	for op := range e.ops {
		if n, ok := tgt.Number(target.Op(op)); ok && n < 256 {
			e.ops[op] = encoding{uint8(n), uint8(tgt.Caches(target.Op(op)))}
		}
	}
	e.Reset(filename)
	return e
}

// Target returns the version that the environment is for.
func (e *Env) Target() *target.Version { return e.tgt }

// Reset makes the environment ready for another compilation, after one without
// an error, when its pool and its identifiers have been reset.
func (e *Env) Reset(filename *code.Const) {
	e.filename = filename
	clear(e.names)
	clear(e.sets)
	for _, text := range e.tgt.Preinterned {
		e.pool.Name(text)
	}
}

// Code makes the code object of a unit. It may change the unit's constants; it
// keeps neither the unit nor its slices. An error means that the unit is not
// well-formed, which is the fault of the stage that made it.
func Code(u *instr.Unit, e *Env) (*code.Const, error) {
	g := e.graph
	if err := g.Run(u); err != nil {
		return nil, err
	}
	e.resolveJumps()
	e.write(u.FirstLine)
	w := &e.writer
	p := e.pool
	// What is merged with the compilation's constants, and in which order, shows
	// in what marshal writes: the first of equals is the one that stays. The kinds
	// of the locals are never merged.
	exceptionTable := p.MergeBytes(w.excepts)
	lineTable := p.MergeBytes(w.lines)
	names, _ := p.MergeTuple(e.nameConsts(u.Names))
	consts, made := p.MergeTuple(u.Consts)
	if made {
		e.internInSets(consts.Items)
	}
	locals, _ := p.MergeTuple(e.nameConsts(g.LocalNames))
	name, qualName := u.Name, u.QualName
	if e.tgt.InternedCodeNames {
		name, qualName = p.Intern(name), p.Intern(qualName)
	}
	return p.Code(&code.Object{
		ArgCount:        u.PosOnlyArgCount + u.ArgCount,
		PosOnlyArgCount: u.PosOnlyArgCount,
		KwOnlyArgCount:  u.KwOnlyArgCount,
		StackSize:       max(int32(g.MaxDepth), e.tgt.Flow.MinStack),
		Flags:           u.Flags,
		FirstLine:       u.FirstLine,
		Code:            p.Bytes(string(w.code)), // each has its own
		Consts:          consts,
		Names:           names,
		LocalsPlusNames: locals,
		LocalsPlusKinds: p.Bytes(string(g.LocalKinds)),
		Filename:        e.filename,
		Name:            name,
		QualName:        qualName,
		LineTable:       lineTable,
		ExceptionTable:  exceptionTable,
	}), nil
}

// nameConsts returns the string objects of names, until its next call.
func (e *Env) nameConsts(names []ast.Ident) []*code.Const {
	if n := e.idents.Len(); n > len(e.names) {
		e.names = append(e.names, make([]*code.Const, n-len(e.names)+n/4)...)
	}
	e.items = e.items[:0]
	for _, id := range names {
		if e.names[id] == nil {
			e.names[id] = e.pool.Name(e.idents.Name(id))
		}
		e.items = append(e.items, e.names[id])
	}
	return e.items
}

// internInSets replaces frozensets of strings that CPython makes anew for each code
// object: those with a string that is not the interned one with its text (CPython:
// intern_constants in Objects/codeobject.c). The first code object can keep its
// own.
func (e *Env) internInSets(consts []*code.Const) {
	for i, c := range consts {
		if c.Kind != code.FrozenSet {
			continue
		}
		if !e.sets[c] {
			if e.sets == nil {
				e.sets = map[*code.Const]bool{}
			}
			e.sets[c] = true
		} else if slices.ContainsFunc(c.Items, e.internedBefore) {
			consts[i] = e.pool.FrozenSet(c.Items)
		}
	}
}

// internedBefore tells whether the text of a literal that will be interned has been
// interned before as another object. The source's identifiers have, when they were
// parsed, and the words that the interpreter uses itself. A string of one character
// is always the same object, but for some letters.
func (e *Env) internedBefore(c *code.Const) bool {
	if c.Kind != code.Str || !c.Interned || c.FromName {
		return false
	}
	if len(c.Text) < 2 {
		return c.Text != "" && strings.Contains(e.tgt.TwoObjects, c.Text)
	}
	return e.idents.Has(c.Text) || e.tgt.Interns(c.Text)
}
