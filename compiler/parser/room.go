package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// Room is the memory of a tree and of the tokens that it was made of. A tree is
// good until the Reset of its room, which leaves the memory to the next tree.
// One compilation at a time may use it; the zero Room is ready.
type Room struct {
	tokens []token.Token
	nodes
	lists
}

// maxTokens is the greatest number of tokens whose memory is kept.
const maxTokens = 1 << 16

// Reset takes all memory back.
func (r *Room) Reset() {
	if cap(r.tokens) > maxTokens {
		r.tokens = nil
	}
	for _, part := range []interface{ reset() }{
		&r.boolOps, &r.namedExprs, &r.binOps, &r.unaryOps, &r.lambdas, &r.ifExps, &r.dicts,
		&r.compares, &r.calls, &r.formattedValues, &r.joinedStrs, &r.constants, &r.attributes,
		&r.subscripts, &r.starreds, &r.names, &r.listExprs, &r.tuples, &r.slices, &r.generators,
		&r.functionDefs, &r.returns, &r.assigns, &r.augAssigns, &r.exprStmts, &r.ifs,
		&r.keywords, &r.arguments, &r.args, &r.aliases,
		&r.exprs, &r.stmts, &r.idList, &r.cmpOps, &r.compList, &r.kwList, &r.argList,
		&r.aliasses, &r.items, &r.handlers, &r.cases, &r.patterns, &r.tparams, &r.pieces,
	} {
		part.reset()
	}
}

// nodes holds the slabs of the nodes.
type nodes struct {
	boolOps         slab[ast.BoolOp]
	namedExprs      slab[ast.NamedExpr]
	binOps          slab[ast.BinOp]
	unaryOps        slab[ast.UnaryOp]
	lambdas         slab[ast.Lambda]
	ifExps          slab[ast.IfExp]
	dicts           slab[ast.Dict]
	compares        slab[ast.Compare]
	calls           slab[ast.Call]
	formattedValues slab[ast.FormattedValue]
	joinedStrs      slab[ast.JoinedStr]
	constants       slab[ast.Constant]
	attributes      slab[ast.Attribute]
	subscripts      slab[ast.Subscript]
	starreds        slab[ast.Starred]
	names           slab[ast.Name]
	listExprs       slab[ast.List]
	tuples          slab[ast.Tuple]
	slices          slab[ast.Slice]
	generators      slab[ast.Comprehension]

	functionDefs slab[ast.FunctionDef]
	returns      slab[ast.Return]
	assigns      slab[ast.Assign]
	augAssigns   slab[ast.AugAssign]
	exprStmts    slab[ast.ExprStmt]
	ifs          slab[ast.If]
	keywords     slab[ast.Keyword]
	arguments    slab[ast.Arguments]
	args         slab[ast.Arg]
	aliases      slab[ast.Alias]
}

// lists holds the stacks of the lists.
type lists struct {
	exprs    seq[ast.Expr]
	stmts    seq[ast.Stmt]
	idList   seq[ast.Ident]
	cmpOps   seq[ast.CmpOperator]
	compList seq[*ast.Comprehension]
	kwList   seq[*ast.Keyword]
	argList  seq[*ast.Arg]
	aliasses seq[*ast.Alias]
	items    seq[*ast.WithItem]
	handlers seq[*ast.ExceptHandler]
	cases    seq[*ast.MatchCase]
	patterns seq[ast.Pattern]
	tparams  seq[ast.TypeParam]
	pieces   seq[piece]
}
