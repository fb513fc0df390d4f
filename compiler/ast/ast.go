// Package ast holds the syntax tree of a Python module (CPython:
// Parser/Python.asdl). The nodes carry the names that Python's own ast module
// gives them. One tree serves every version: what only some versions can write
// simply does not occur in the others.
package ast

import "github.com/rules-pyc/rules_pyc/compiler/code"

// Span is where a node stands in the source: lines from 1, columns from 0 in
// bytes of the UTF-8 text, the end exclusive. CPython keeps the same four numbers.
type Span struct {
	Line, EndLine, Col, EndCol int32
}

// Pos returns the span itself; nodes inherit it.
func (s *Span) Pos() *Span { return s }

// Node is anything with a place in the source.
type Node interface{ Pos() *Span }

// Expr is an expression.
type Expr interface {
	Node
	expr()
}

// Stmt is a statement.
type Stmt interface {
	Node
	stmt()
}

// Pattern is a pattern of a match statement (PEP 634).
type Pattern interface {
	Node
	pattern()
}

// TypeParam is a type parameter (PEP 695).
type TypeParam interface {
	Node
	typeParam()
}

// Module is the root.
type Module struct {
	Body []Stmt
}

// Context says what happens to the thing that an expression names.
type Context uint8

// The contexts of Name, Attribute, Subscript, Starred, List and Tuple.
const (
	Load Context = iota
	Store
	Del
)

// Operator is a binary arithmetic operator.
type Operator uint8

// The binary operators, in the order of CPython's ASDL.
const (
	Add Operator = iota
	Sub
	Mult
	MatMult
	Div
	Mod
	Pow
	LShift
	RShift
	BitOr
	BitXor
	BitAnd
	FloorDiv
)

// BoolOperator is `and` or `or`.
type BoolOperator uint8

// The boolean operators.
const (
	And BoolOperator = iota
	Or
)

// UnaryOperator is an operator in front of one operand.
type UnaryOperator uint8

// The unary operators.
const (
	Invert UnaryOperator = iota
	Not
	UAdd
	USub
)

// CmpOperator is a comparison.
type CmpOperator uint8

// The comparisons, in the order of CPython's ASDL.
const (
	Eq CmpOperator = iota
	NotEq
	Lt
	LtE
	Gt
	GtE
	Is
	IsNot
	In
	NotIn
)

// Expressions.
type (
	// BoolOp is a chain of one boolean operator.
	BoolOp struct {
		Span
		Op     BoolOperator
		Values []Expr
	}
	// NamedExpr is Target := Value.
	NamedExpr struct {
		Span
		Target Expr
		Value  Expr
	}
	// BinOp is Left Op Right.
	BinOp struct {
		Span
		Op    Operator
		Left  Expr
		Right Expr
	}
	// UnaryOp is Op Operand.
	UnaryOp struct {
		Span
		Op      UnaryOperator
		Operand Expr
	}
	// Lambda is lambda Args: Body.
	Lambda struct {
		Span
		Args *Arguments
		Body Expr
	}
	// IfExp is Body if Test else OrElse.
	IfExp struct {
		Span
		Test, Body, OrElse Expr
	}
	// Dict is a dictionary display; the key of a ** entry is nil.
	Dict struct {
		Span
		Keys   []Expr
		Values []Expr
	}
	// Set is a set display.
	Set struct {
		Span
		Elts []Expr
	}
	// ListComp is [Elt for ...].
	ListComp struct {
		Span
		Elt        Expr
		Generators []*Comprehension
	}
	// SetComp is {Elt for ...}.
	SetComp struct {
		Span
		Elt        Expr
		Generators []*Comprehension
	}
	// DictComp is {Key: Value for ...}; Value is nil for {**Key for ...} (PEP 798).
	DictComp struct {
		Span
		Key        Expr
		Value      Expr
		Generators []*Comprehension
	}
	// GeneratorExp is (Elt for ...).
	GeneratorExp struct {
		Span
		Elt        Expr
		Generators []*Comprehension
	}
	// Await is await Value.
	Await struct {
		Span
		Value Expr
	}
	// Yield is yield Value; Value may be nil.
	Yield struct {
		Span
		Value Expr
	}
	// YieldFrom is yield from Value.
	YieldFrom struct {
		Span
		Value Expr
	}
	// Compare is Left Ops[0] Comparators[0] Ops[1] ...
	Compare struct {
		Span
		Left        Expr
		Ops         []CmpOperator
		Comparators []Expr
	}
	// Call is Func(Args, Keywords).
	Call struct {
		Span
		Func     Expr
		Args     []Expr
		Keywords []*Keyword
	}
	// FormattedValue is a replacement field of an f-string. Conversion is 's',
	// 'r', 'a' or -1; FormatSpec is nil or a JoinedStr.
	FormattedValue struct {
		Span
		Value      Expr
		Conversion int32
		FormatSpec Expr
	}
	// Interpolation is a replacement field of a t-string (PEP 750); Str is the
	// source text of the expression.
	Interpolation struct {
		Span
		Value      Expr
		Str        *code.Const
		Conversion int32
		FormatSpec Expr
	}
	// JoinedStr is an f-string.
	JoinedStr struct {
		Span
		Values []Expr
	}
	// TemplateStr is a t-string.
	TemplateStr struct {
		Span
		Values []Expr
	}
	// Constant is a literal. U is set for a string with a u prefix.
	Constant struct {
		Span
		Value *code.Const
		U     bool
	}
	// Attribute is Value.Attr.
	Attribute struct {
		Span
		Value Expr
		Attr  Ident
		Ctx   Context
	}
	// Subscript is Value[Slice].
	Subscript struct {
		Span
		Value Expr
		Slice Expr
		Ctx   Context
	}
	// Starred is *Value.
	Starred struct {
		Span
		Value Expr
		Ctx   Context
	}
	// Name is an identifier.
	Name struct {
		Span
		ID  Ident
		Ctx Context
	}
	// List is a list display or target.
	List struct {
		Span
		Elts []Expr
		Ctx  Context
	}
	// Tuple is a tuple display or target.
	Tuple struct {
		Span
		Elts []Expr
		Ctx  Context
	}
	// Slice is Lower:Upper:Step; each may be nil.
	Slice struct {
		Span
		Lower, Upper, Step Expr
	}
)

// Statements.
type (
	// FunctionDef is def or, with Async, async def.
	FunctionDef struct {
		Span
		Async      bool
		Name       Ident
		Args       *Arguments
		Body       []Stmt
		Decorators []Expr
		Returns    Expr
		TypeParams []TypeParam
	}
	// ClassDef is a class.
	ClassDef struct {
		Span
		Name       Ident
		Bases      []Expr
		Keywords   []*Keyword
		Body       []Stmt
		Decorators []Expr
		TypeParams []TypeParam
	}
	// Return is return Value; Value may be nil.
	Return struct {
		Span
		Value Expr
	}
	// Delete is del Targets.
	Delete struct {
		Span
		Targets []Expr
	}
	// Assign is Targets[0] = Targets[1] = ... = Value.
	Assign struct {
		Span
		Targets []Expr
		Value   Expr
	}
	// TypeAlias is type Name[TypeParams] = Value.
	TypeAlias struct {
		Span
		Name       Expr
		TypeParams []TypeParam
		Value      Expr
	}
	// AugAssign is Target Op= Value.
	AugAssign struct {
		Span
		Target Expr
		Op     Operator
		Value  Expr
	}
	// AnnAssign is Target: Annotation = Value; Value may be nil. Simple is set
	// for a plain name without parentheses.
	AnnAssign struct {
		Span
		Target     Expr
		Annotation Expr
		Value      Expr
		Simple     bool
	}
	// For is for or async for.
	For struct {
		Span
		Async  bool
		Target Expr
		Iter   Expr
		Body   []Stmt
		OrElse []Stmt
	}
	// While is a while loop.
	While struct {
		Span
		Test   Expr
		Body   []Stmt
		OrElse []Stmt
	}
	// If is an if; elif is an If as the only statement of OrElse.
	If struct {
		Span
		Test   Expr
		Body   []Stmt
		OrElse []Stmt
	}
	// With is with or async with.
	With struct {
		Span
		Async bool
		Items []*WithItem
		Body  []Stmt
	}
	// Match is a match statement.
	Match struct {
		Span
		Subject Expr
		Cases   []*MatchCase
	}
	// Raise is raise Exc from Cause; both may be nil.
	Raise struct {
		Span
		Exc   Expr
		Cause Expr
	}
	// Try is try; with Star its handlers are except* (PEP 654).
	Try struct {
		Span
		Star      bool
		Body      []Stmt
		Handlers  []*ExceptHandler
		OrElse    []Stmt
		FinalBody []Stmt
	}
	// Assert is assert Test, Msg; Msg may be nil.
	Assert struct {
		Span
		Test Expr
		Msg  Expr
	}
	// Import is import Names; Lazy is PEP 810's.
	Import struct {
		Span
		Names []*Alias
		Lazy  bool
	}
	// ImportFrom is from Module import Names. Module is 0 for "from . import";
	// Level counts the dots.
	ImportFrom struct {
		Span
		Module Ident
		Names  []*Alias
		Level  int32
		Lazy   bool
	}
	// Global is global Names.
	Global struct {
		Span
		Names []Ident
	}
	// Nonlocal is nonlocal Names.
	Nonlocal struct {
		Span
		Names []Ident
	}
	// ExprStmt is an expression that stands as a statement (ASDL: Expr).
	ExprStmt struct {
		Span
		Value Expr
	}
	// Pass is pass.
	Pass struct{ Span }
	// Break is break.
	Break struct{ Span }
	// Continue is continue.
	Continue struct{ Span }
)

// Parts of expressions and statements.
type (
	// Comprehension is one for clause of a comprehension; it has no span.
	Comprehension struct {
		Target Expr
		Iter   Expr
		Ifs    []Expr
		Async  bool
	}
	// ExceptHandler is one except clause; Type may be nil and Name 0.
	ExceptHandler struct {
		Span
		Type Expr
		Name Ident
		Body []Stmt
	}
	// Arguments are a function's parameters; they have no span. Defaults belong
	// to the last of PosOnlyArgs and Args; KwDefaults has an entry, perhaps nil,
	// for each of KwOnlyArgs.
	Arguments struct {
		PosOnlyArgs []*Arg
		Args        []*Arg
		VarArg      *Arg
		KwOnlyArgs  []*Arg
		KwDefaults  []Expr
		KwArg       *Arg
		Defaults    []Expr
	}
	// Arg is one parameter.
	Arg struct {
		Span
		Name       Ident
		Annotation Expr
	}
	// Keyword is Arg=Value in a call, or **Value with Arg 0.
	Keyword struct {
		Span
		Arg   Ident
		Value Expr
	}
	// Alias is Name as AsName in an import; AsName may be 0. Name holds dots.
	Alias struct {
		Span
		Name   Ident
		AsName Ident
	}
	// WithItem is one context manager; it has no span. Vars may be nil.
	WithItem struct {
		Context Expr
		Vars    Expr
	}
	// MatchCase is one case; it has no span. Guard may be nil.
	MatchCase struct {
		Pattern Pattern
		Guard   Expr
		Body    []Stmt
	}
)

// Patterns.
type (
	// MatchValue compares with ==.
	MatchValue struct {
		Span
		Value Expr
	}
	// MatchSingleton compares with is: None, True or False.
	MatchSingleton struct {
		Span
		Value *code.Const
	}
	// MatchSequence is a sequence pattern.
	MatchSequence struct {
		Span
		Patterns []Pattern
	}
	// MatchMapping is a mapping pattern; Rest may be 0.
	MatchMapping struct {
		Span
		Keys     []Expr
		Patterns []Pattern
		Rest     Ident
	}
	// MatchClass is a class pattern.
	MatchClass struct {
		Span
		Cls         Expr
		Patterns    []Pattern
		KwdAttrs    []Ident
		KwdPatterns []Pattern
	}
	// MatchStar is *Name, or *_ with Name 0.
	MatchStar struct {
		Span
		Name Ident
	}
	// MatchAs is Pattern as Name; without Pattern a capture, without both _.
	MatchAs struct {
		Span
		Pattern Pattern
		Name    Ident
	}
	// MatchOr is a choice.
	MatchOr struct {
		Span
		Patterns []Pattern
	}
)

// Type parameters.
type (
	// TypeVar is Name: Bound = Default; both may be nil.
	TypeVar struct {
		Span
		Name    Ident
		Bound   Expr
		Default Expr
	}
	// ParamSpec is **Name = Default.
	ParamSpec struct {
		Span
		Name    Ident
		Default Expr
	}
	// TypeVarTuple is *Name = Default.
	TypeVarTuple struct {
		Span
		Name    Ident
		Default Expr
	}
)

func (*BoolOp) expr()         {}
func (*NamedExpr) expr()      {}
func (*BinOp) expr()          {}
func (*UnaryOp) expr()        {}
func (*Lambda) expr()         {}
func (*IfExp) expr()          {}
func (*Dict) expr()           {}
func (*Set) expr()            {}
func (*ListComp) expr()       {}
func (*SetComp) expr()        {}
func (*DictComp) expr()       {}
func (*GeneratorExp) expr()   {}
func (*Await) expr()          {}
func (*Yield) expr()          {}
func (*YieldFrom) expr()      {}
func (*Compare) expr()        {}
func (*Call) expr()           {}
func (*FormattedValue) expr() {}
func (*Interpolation) expr()  {}
func (*JoinedStr) expr()      {}
func (*TemplateStr) expr()    {}
func (*Constant) expr()       {}
func (*Attribute) expr()      {}
func (*Subscript) expr()      {}
func (*Starred) expr()        {}
func (*Name) expr()           {}
func (*List) expr()           {}
func (*Tuple) expr()          {}
func (*Slice) expr()          {}

func (*FunctionDef) stmt() {}
func (*ClassDef) stmt()    {}
func (*Return) stmt()      {}
func (*Delete) stmt()      {}
func (*Assign) stmt()      {}
func (*TypeAlias) stmt()   {}
func (*AugAssign) stmt()   {}
func (*AnnAssign) stmt()   {}
func (*For) stmt()         {}
func (*While) stmt()       {}
func (*If) stmt()          {}
func (*With) stmt()        {}
func (*Match) stmt()       {}
func (*Raise) stmt()       {}
func (*Try) stmt()         {}
func (*Assert) stmt()      {}
func (*Import) stmt()      {}
func (*ImportFrom) stmt()  {}
func (*Global) stmt()      {}
func (*Nonlocal) stmt()    {}
func (*ExprStmt) stmt()    {}
func (*Pass) stmt()        {}
func (*Break) stmt()       {}
func (*Continue) stmt()    {}

func (*MatchValue) pattern()     {}
func (*MatchSingleton) pattern() {}
func (*MatchSequence) pattern()  {}
func (*MatchMapping) pattern()   {}
func (*MatchClass) pattern()     {}
func (*MatchStar) pattern()      {}
func (*MatchAs) pattern()        {}
func (*MatchOr) pattern()        {}

func (*TypeVar) typeParam()      {}
func (*ParamSpec) typeParam()    {}
func (*TypeVarTuple) typeParam() {}
