package codegen

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// commonConstant returns the argument of LOAD_COMMON_CONSTANT for a builtin, or -1.
func (g *generator) commonConstant(name string) int { return slices.Index(g.tgt.CommonConstants, name) }

// builtinLoop is what stands for the call of a builtin function with a generator
// expression. A collection is built by add and build; the others stop at the first
// value that is stopAt.
type builtinLoop struct {
	name   string
	stopAt bool
	build  target.Op // 0 for all and any
	add    target.Op
}

var builtinLoops = [...]builtinLoop{
	{name: "all", stopAt: false},
	{name: "any", stopAt: true},
	{"tuple", false, target.BuildList, target.ListAppend},
	{"list", false, target.BuildList, target.ListAppend},
	{"set", false, target.BuildSet, target.SetAdd},
}

// inlineBuiltin emits a loop for all(...) and its like, which goes to end, if the
// function on top of the stack is the builtin one:
//
//	[function] -> [result] or, if it is another one, [function]
//
// It tells whether it has emitted anything.
func (g *generator) inlineBuiltin(e *ast.Call, end instr.Label) bool {
	loop, constant := g.builtinLoop(e)
	if loop == nil {
		return false
	}
	span := *e.Func.Pos()
	other, start, cleanup := g.label(), g.label(), g.label()
	g.opArg(target.Copy, 1, span)
	g.opArg(target.LoadCommonConstant, constant, span)
	g.compareOp(ast.Is, span)
	g.jump(target.PopJumpIfFalse, other, span)
	g.op(target.PopTop, span)
	if loop.build != 0 {
		g.opArg(loop.build, 0, span)
	}
	g.expr(e.Args[0])
	g.pushIndex(span)

	g.use(start)
	g.jump(target.ForIter, cleanup, span)
	g.builtinLoopBody(loop, start, span)
	g.op(target.PopIter, instr.NoLocation)
	if loop.build == 0 {
		g.loadConst(g.Pool.Bool(loop.stopAt), span)
	}
	g.jump(target.Jump, end, span)

	g.use(cleanup)
	g.endFor(instr.NoLocation)
	switch {
	case loop.build == 0:
		g.loadConst(g.Pool.Bool(!loop.stopAt), span)
	case loop.name == "tuple":
		g.listToTuple(span)
	}
	g.jump(target.Jump, end, span)
	g.use(other)
	return true
}

// builtinLoop returns the loop that may stand for a call, or nil, and the function as
// LOAD_COMMON_CONSTANT has it.
func (g *generator) builtinLoop(e *ast.Call) (loop *builtinLoop, constant int) {
	name, ok := e.Func.(*ast.Name)
	if !ok || len(e.Args) != 1 || len(e.Keywords) != 0 {
		return nil, 0
	}
	gen, ok := e.Args[0].(*ast.GeneratorExp)
	if !ok || g.table.Blocks[symtable.Key{Node: gen}].Coroutine {
		return nil, 0
	}
	text := g.name(name.ID)
	for i := range builtinLoops {
		if builtinLoops[i].name == text {
			if constant := g.commonConstant(text); constant >= 0 {
				return &builtinLoops[i], constant
			}
		}
	}
	return nil, 0
}

// builtinLoopBody takes one value and goes on; it falls through where the loop stops.
func (g *generator) builtinLoopBody(loop *builtinLoop, start instr.Label, span ast.Span) {
	if loop.build == 0 {
		g.toBool(span)
		g.jump(popJump(!loop.stopAt), start, span)
		return
	}
	depth := 2
	if g.tgt.IterIndex {
		depth++
	}
	g.opArg(loop.add, depth, span)
	g.jump(target.Jump, start, span)
}
