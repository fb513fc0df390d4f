package optimize

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/symtable"
)

// body simplifies the body of a module, class or function. An expression that has
// become a string must not pass for a docstring.
func (o *optimizer) body(list []ast.Stmt) []ast.Stmt {
	docstring := symtable.HasDocstring(list)
	if docstring && o.level >= 2 && o.tgt.TreeLosesDocstrings {
		list = withoutDocstring(list)
		docstring = false
	}
	o.stmts(list)
	if !docstring && symtable.HasDocstring(list) {
		s := list[0].(*ast.ExprStmt)
		s.Value = &ast.JoinedStr{Span: s.Span, Values: []ast.Expr{s.Value}}
	}
	return list
}

// withoutDocstring takes the first statement away, or puts pass in its place if it
// is the only one.
func withoutDocstring(list []ast.Stmt) []ast.Stmt {
	if len(list) > 1 {
		return list[1:]
	}
	span := *list[0].Pos()
	span.EndLine, span.EndCol = span.Line, span.Col+int32(len("pass"))
	return []ast.Stmt{&ast.Pass{Span: span}}
}

func (o *optimizer) stmts(list []ast.Stmt) {
	for _, s := range list {
		o.stmt(s)
	}
}

func (o *optimizer) stmt(s ast.Stmt) {
	if !o.enter() {
		return
	}
	defer o.leave()
	switch s := s.(type) {
	case *ast.ExprStmt:
		s.Value = o.expr(s.Value)
	case *ast.Assign:
		o.exprs(s.Targets)
		s.Value = o.expr(s.Value)
	case *ast.AugAssign:
		s.Target = o.expr(s.Target)
		s.Value = o.expr(s.Value)
	case *ast.AnnAssign:
		s.Target = o.expr(s.Target)
		if o.evaluated() {
			s.Annotation = o.expr(s.Annotation)
		}
		s.Value = o.expr(s.Value)
	case *ast.Return:
		o.exits.note(o, s.Pos(), "return")
		s.Value = o.expr(s.Value)
	case *ast.Break:
		o.exits.note(o, s.Pos(), "break")
	case *ast.Continue:
		o.exits.note(o, s.Pos(), "continue")
	case *ast.Delete:
		o.exprs(s.Targets)
	case *ast.Raise:
		s.Exc = o.expr(s.Exc)
		s.Cause = o.expr(s.Cause)
	case *ast.Assert:
		s.Test = o.expr(s.Test)
		s.Msg = o.expr(s.Msg)
	case *ast.FunctionDef:
		o.functionDef(s)
	case *ast.ClassDef:
		o.typeParams(s.TypeParams)
		o.exprs(s.Bases)
		o.keywords(s.Keywords)
		s.Body = o.body(s.Body)
		o.exprs(s.Decorators)
	case *ast.TypeAlias:
		s.Name = o.expr(s.Name)
		o.typeParams(s.TypeParams)
		s.Value = o.expr(s.Value)
	default:
		o.compound(s)
	}
}

func (o *optimizer) compound(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.For:
		s.Target = o.expr(s.Target)
		s.Iter = o.expr(s.Iter)
		o.loop(s.Body)
		o.stmts(s.OrElse)
		if !s.Async {
			s.Iter = o.iterable(s.Iter)
		}
	case *ast.While:
		s.Test = o.expr(s.Test)
		o.loop(s.Body)
		o.stmts(s.OrElse)
	case *ast.If:
		s.Test = o.expr(s.Test)
		o.stmts(s.Body)
		o.stmts(s.OrElse)
	case *ast.With:
		for _, item := range s.Items {
			item.Context = o.expr(item.Context)
			item.Vars = o.expr(item.Vars)
		}
		o.stmts(s.Body)
	case *ast.Try:
		o.stmts(s.Body)
		for _, h := range s.Handlers {
			h.Type = o.expr(h.Type)
			o.stmts(h.Body)
		}
		o.stmts(s.OrElse)
		o.finally(s.FinalBody)
	case *ast.Match:
		s.Subject = o.expr(s.Subject)
		for _, c := range s.Cases {
			o.pattern(c.Pattern)
			c.Guard = o.expr(c.Guard)
			o.stmts(c.Body)
		}
	}
}

func (o *optimizer) functionDef(s *ast.FunctionDef) {
	o.typeParams(s.TypeParams)
	o.arguments(s.Args)
	outer := o.exits
	o.exits = exits{}
	s.Body = o.body(s.Body)
	o.exits = outer
	o.exprs(s.Decorators)
	if o.evaluated() {
		s.Returns = o.expr(s.Returns)
	}
}

func (o *optimizer) loop(body []ast.Stmt) {
	outer := o.exits
	o.exits.loop = false
	o.stmts(body)
	o.exits = outer
}

func (o *optimizer) finally(body []ast.Stmt) {
	outer := o.exits
	o.exits = exits{function: true, loop: true}
	o.stmts(body)
	o.exits = outer
}

// exits says what would leave a finally block, and so swallow an exception, where
// the walk stands (PEP 765).
type exits struct {
	function bool // return
	loop     bool // break and continue
}

func (x exits) note(o *optimizer, span *ast.Span, word string) {
	leaves := x.loop
	if word == "return" {
		leaves = x.function
	}
	if leaves && o.tgt.WarnsInFinally {
		o.file.Warn("SyntaxWarning", "'"+word+"' in a 'finally' block", int(span.Line))
	}
}

func (o *optimizer) typeParams(list []ast.TypeParam) {
	for _, p := range list {
		switch p := p.(type) {
		case *ast.TypeVar:
			p.Bound = o.expr(p.Bound)
			p.Default = o.expr(p.Default)
		case *ast.ParamSpec:
			p.Default = o.expr(p.Default)
		case *ast.TypeVarTuple:
			p.Default = o.expr(p.Default)
		}
	}
}

func (o *optimizer) pattern(p ast.Pattern) {
	if !o.enter() {
		return
	}
	defer o.leave()
	switch p := p.(type) {
	case *ast.MatchValue:
		p.Value = o.patternValue(p.Value)
	case *ast.MatchSequence:
		o.patterns(p.Patterns)
	case *ast.MatchMapping:
		for i, key := range p.Keys {
			p.Keys[i] = o.patternValue(key)
		}
		o.patterns(p.Patterns)
	case *ast.MatchClass:
		p.Cls = o.expr(p.Cls)
		o.patterns(p.Patterns)
		o.patterns(p.KwdPatterns)
	case *ast.MatchAs:
		if p.Pattern != nil {
			o.pattern(p.Pattern)
		}
	case *ast.MatchOr:
		o.patterns(p.Patterns)
	}
}

func (o *optimizer) patterns(list []ast.Pattern) {
	for _, p := range list {
		o.pattern(p)
	}
}
