// Package codegen turns a module's tree and its symbol table into instruction
// sequences, one unit for each code object (CPython: Python/compile.c up to
// 3.13, Python/codegen.c and Python/compile.c from 3.14 on).
//
// It emits what CPython emits before any optimisation, pseudo operations
// included: package flow does the rest. A unit is handed to Env.Finish as soon as
// it is complete, the inner ones first, because the code object of an inner unit
// is a constant of the outer one.
//
// There is one file for each construct of the language. Pictures of the value
// stack in comments grow to the right: [a, b] has b on top.
//
// Nesting is not checked here: package symtable has visited every node before
// and has refused a tree that is too deep.
package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/compiler/unicodedata"
)

// Env is what a compilation shares between its stages.
type Env struct {
	File     *source.File
	Target   *target.Version
	Pool     *constant.Pool
	Idents   *ast.Idents
	Optimize int // 0, 1 (-O) or 2 (-OO)
	Future   symtable.Future
	// Finish makes a code object of a unit. It must not keep the unit or its
	// slices: they are used again.
	Finish func(*instr.Unit) (*code.Const, error)
	// Room is memory that an earlier compilation may have left, or nil.
	Room *Room
}

// Room is the memory of units. One compilation at a time may use it.
type Room struct{ free []*unit }

// Module compiles a module and returns its code object. The error is a
// *source.SyntaxError, or one of Env.Finish.
func Module(mod *ast.Module, table *symtable.Table, env *Env) (*code.Const, error) {
	g := &generator{Env: env, table: table, tgt: env.Target, known: internKnown(env.Idents)}
	if env.Room != nil {
		g.free, env.Room.free = env.Room.free, nil
	}
	g.futureAnnotations = env.Future.Flags&code.FutureAnnotations != 0
	g.top = g.enter(moduleScope, g.Pool.Static("<module>"), table.Top, 1)
	g.moduleBody(mod.Body)
	u := g.leave(true)
	if g.err != nil {
		return nil, g.err
	}
	c := u.code
	g.release(u)
	if env.Room != nil {
		env.Room.free = g.free
	}
	return c, nil
}

// generator is the state of one compilation.
type generator struct {
	*Env
	table             *symtable.Table
	tgt               *target.Version
	known             known
	futureAnnotations bool

	top  *unit   // the module's
	unit *unit   // the innermost open one
	free []*unit // closed ones, to be used again
	// err is the first error. After it nothing is visited any more.
	err error
}

// fail reports an error at a place, unless there has been one already. CPython
// counts the columns of the compiler's errors in bytes (compiler_error).
func (g *generator) fail(span ast.Span, msg string) {
	if g.err == nil {
		span = g.here(span)
		g.err = g.File.LateError(source.Syntax, msg, int(span.Line), int(span.Col)+1, int(span.EndLine), int(span.EndCol)+1)
	}
}

// failWith reports an error that has no place.
func (g *generator) failWith(class source.ErrorClass, msg string) {
	if g.err == nil {
		g.err = &source.SyntaxError{Class: class, Msg: msg, File: g.File.Name, Bare: true}
	}
}

// warn reports a SyntaxWarning.
func (g *generator) warn(span ast.Span, msg string) {
	if g.err == nil {
		g.File.Warn("SyntaxWarning", msg, int(g.here(span).Line))
	}
}

// chars returns the target's knowledge of characters.
func (g *generator) chars() *unicodedata.Data { return unicodedata.For(g.tgt.Unicode) }

// name returns the text of an identifier.
func (g *generator) name(id ast.Ident) string { return g.Idents.Name(id) }

// nameConst returns the string object of an identifier.
func (g *generator) nameConst(id ast.Ident) *code.Const { return g.Pool.Name(g.Idents.Name(id)) }

// constName is nameConst for an identifier that is to be a constant.
func (g *generator) constName(id ast.Ident) *code.Const {
	c := g.nameConst(id)
	c.FromName = c.FromName || !c.Merged
	return c
}

// str returns one of the compiler's own strings, which CPython interns.
func (g *generator) str(text string) *code.Const { return g.Pool.Name(text) }

// known are the names that the compiler itself uses.
type known struct {
	empty, dotZero, dotTypeParams, dotGenericBase    ast.Ident
	self, super, join, returnName, future            ast.Ident
	annotate, annotateFunc, annotations, conditional ast.Ident
	class, classCell, classDict                      ast.Ident
	classDictCell, debug, doc, firstLineno, module   ast.Ident
	nameName, qualname, staticAttributes, typeParams ast.Ident
}

func internKnown(t *ast.Idents) known {
	return known{
		empty:            t.Intern(""),
		dotZero:          t.Intern(".0"),
		dotTypeParams:    t.Intern(".type_params"),
		dotGenericBase:   t.Intern(".generic_base"),
		self:             t.Intern("self"),
		super:            t.Intern("super"),
		join:             t.Intern("join"),
		returnName:       t.Intern("return"),
		future:           t.Intern("__future__"),
		annotate:         t.Intern("__annotate__"),
		annotateFunc:     t.Intern("__annotate_func__"),
		annotations:      t.Intern("__annotations__"),
		conditional:      t.Intern("__conditional_annotations__"),
		class:            t.Intern("__class__"),
		classCell:        t.Intern("__classcell__"),
		classDict:        t.Intern("__classdict__"),
		classDictCell:    t.Intern("__classdictcell__"),
		debug:            t.Intern("__debug__"),
		doc:              t.Intern("__doc__"),
		firstLineno:      t.Intern("__firstlineno__"),
		module:           t.Intern("__module__"),
		nameName:         t.Intern("__name__"),
		qualname:         t.Intern("__qualname__"),
		staticAttributes: t.Intern("__static_attributes__"),
		typeParams:       t.Intern("__type_params__"),
	}
}
