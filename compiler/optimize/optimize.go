// Package optimize simplifies the syntax tree before symtable and codegen see it
// (CPython: Python/ast_opt.c, Python/ast_preprocess.c from 3.14 on). Up to 3.13
// that is where constant expressions are folded. Later versions do that in the flow
// graph, and keep here what only the tree can show.
package optimize

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// Tree simplifies a module in place. level is that of -O, and future has the flags
// of the module's __future__ imports.
func Tree(mod *ast.Module, tgt *target.Version, pool *constant.Pool, idents *ast.Idents, level int,
	future code.Flags, f *source.File) error {
	o := &optimizer{
		tgt:    tgt,
		pool:   pool,
		file:   f,
		level:  level,
		debug:  idents.Intern("__debug__"),
		future: future,
	}
	mod.Body = o.body(mod.Body)
	return o.err
}

type optimizer struct {
	tgt    *target.Version
	pool   *constant.Pool
	file   *source.File
	level  int
	debug  ast.Ident
	future code.Flags

	depth     int // of the recursion through the tree
	err       error
	exits     exits
	constants []ast.Constant // slab
}

// enter counts one level of recursion; each true of it wants a leave. After an
// error the walk goes on without effect until it has come back.
func (o *optimizer) enter() bool {
	if o.err != nil {
		return false
	}
	if o.depth >= o.tgt.MaxTreeDepth {
		o.err = symtable.TooDeep(o.file, o.tgt)
		return false
	}
	o.depth++
	return true
}

func (o *optimizer) leave() { o.depth-- }

// constant makes the node of a constant in the place of another node.
func (o *optimizer) constant(span *ast.Span, value *code.Const) ast.Expr {
	if len(o.constants) == 0 {
		o.constants = make([]ast.Constant, 32)
	}
	c := &o.constants[0]
	o.constants = o.constants[1:]
	c.Span = *span
	c.Value = value
	return c
}

// replaced returns the constant in the place of a node, or the node if there is none.
func (o *optimizer) replaced(e ast.Expr, value *code.Const) ast.Expr {
	if value == nil {
		return e
	}
	return o.constant(e.Pos(), value)
}

// evaluated tells whether annotations are code that runs, and not strings (PEP 563).
func (o *optimizer) evaluated() bool { return o.future&code.FutureAnnotations == 0 }
