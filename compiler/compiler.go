// Package compiler compiles Python source to the bytes that CPython would write
// to its .pyc file. It is pure: no files, no clock, no environment, no state
// that outlives a call.
package compiler

import (
	"bytes"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/rules-pyc/rules_pyc/compiler/assemble"
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/codegen"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/marshal"
	"github.com/rules-pyc/rules_pyc/compiler/optimize"
	"github.com/rules-pyc/rules_pyc/compiler/parser"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// Options say what to make of a source.
type Options struct {
	// Target is the Python version to compile for.
	Target *target.Version
	// Filename is the co_filename of the code, and stands in error messages.
	Filename string
	// Optimize is the level of optimisation: 1 leaves out assert statements, 2
	// docstrings as well; -1 means 0.
	Optimize int
	// Invalidation is how the interpreter will find out that the bytecode is
	// out of date. The zero Mode is CheckedHash.
	Invalidation pyc.Mode
	// Timestamp goes into the header with pyc.TimestampMode.
	Timestamp pyc.Timestamp
	// Warn is called for each warning, in CPython's order; it may be nil. A
	// source with an error has the warnings that came before it.
	Warn func(source.Warning)
}

// SyntaxError is the error of a source that CPython rejects as well.
type SyntaxError = source.SyntaxError

// InternalError is a fault of this compiler. It is no fault of the source.
type InternalError struct {
	File  string
	Cause any    // what was passed to panic
	Stack []byte // where
}

// Error asks for a report.
func (e *InternalError) Error() string {
	return fmt.Sprintf("%s: internal error of the compiler, please report it: %v", e.File, e.Cause)
}

// Compile returns the .pyc file of a source. It may be called by many
// goroutines at once. The error is a *SyntaxError if CPython would not compile
// the source either.
func Compile(src []byte, opts Options) ([]byte, error) {
	c := compilers.Get().(*Compiler)
	defer compilers.Put(c)
	return c.Compile(src, opts)
}

var compilers = sync.Pool{New: func() any { return &Compiler{} }}

// Compiler does what Compile does, for one goroutine at a time. It keeps its
// memory from one source to the next, and nothing else. The zero Compiler is
// ready.
type Compiler struct{ session *session }

// Compile returns the .pyc file of a source.
func (c *Compiler) Compile(src []byte, opts Options) (data []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			data, err = nil, &InternalError{opts.Filename, cause, debug.Stack()}
			c.session = nil // in no known state
		}
	}()
	if c.session == nil {
		c.session = &session{pool: constant.NewPool(), idents: ast.NewIdents()}
	}
	data, err = c.session.compile(src, opts)
	c.session.reset()
	return data, err
}

// session is what a compilation leaves to a later one: room, and nothing in it.
type session struct {
	pool      *constant.Pool
	idents    *ast.Idents
	assembler *assemble.Env // nil, or ready to be reset
	tree      parser.Room
	units     codegen.Room
	buffer    []byte // where the .pyc file grows
}

func (s *session) reset() {
	s.pool.Reset()
	s.idents.Reset()
	s.tree.Reset()
}

// compile returns the .pyc file of a source.
func (s *session) compile(src []byte, opts Options) ([]byte, error) {
	module, err := s.module(src, opts)
	if err != nil {
		return nil, err
	}
	b := pyc.AppendHeader(s.buffer[:0], opts.Target, opts.Invalidation, opts.Timestamp, src)
	b, err = marshal.Append(b, module, opts.Target)
	s.buffer = b
	if err != nil { // CPython's is a ValueError, too
		return nil, &SyntaxError{Class: source.Value, Msg: err.Error(), File: opts.Filename, Bare: true}
	}
	return bytes.Clone(b), nil
}

// module returns the code object of a module.
func (s *session) module(src []byte, opts Options) (*code.Const, error) {
	tgt := opts.Target
	file, err := source.Decode(src, opts.Filename, tgt)
	if err != nil {
		return nil, err
	}
	if opts.Warn != nil {
		defer func() {
			for _, w := range file.Warnings {
				opts.Warn(w)
			}
		}()
	}
	pool, idents := s.pool, s.idents
	pool.PlainStatics = !tgt.InternedStatics
	pool.MaxSmallInt = tgt.MaxSmallInt
	module, err := parser.Parse(file, tgt, pool, idents, &s.tree)
	if err != nil {
		return nil, err
	}
	future, err := symtable.ParseFuture(module, file, idents, tgt)
	if err != nil {
		return nil, err
	}
	level := max(opts.Optimize, 0)
	if err := optimize.Tree(module, tgt, pool, idents, level, future.Flags, file); err != nil {
		return nil, err
	}
	table, err := symtable.Build(module, file, tgt, idents, future)
	if err != nil {
		return nil, err
	}
	filename := pool.NewStr(opts.Filename)
	if tgt.InternedCodeNames {
		filename = pool.Name(opts.Filename)
	}
	assembler := s.assemblerFor(tgt, filename)
	c, err := codegen.Module(module, table, &codegen.Env{
		File:     file,
		Target:   tgt,
		Pool:     pool,
		Idents:   idents,
		Optimize: level,
		Future:   future,
		Finish: func(u *instr.Unit) (*code.Const, error) {
			return assemble.Code(u, assembler)
		},
		Room: &s.units,
	})
	if err == nil {
		s.assembler = assembler
	}
	return c, err
}

// assemblerFor returns the assembler that the last compilation has left, if it had
// the same target, else a new one. It leaves none itself.
func (s *session) assemblerFor(tgt *target.Version, filename *code.Const) *assemble.Env {
	e := s.assembler
	s.assembler = nil
	if e == nil || e.Target() != tgt {
		return assemble.NewEnv(tgt, s.pool, s.idents, filename)
	}
	e.Reset(filename)
	return e
}
