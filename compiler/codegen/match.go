package codegen

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// matcher is the state of the compilation of one case's pattern (CPython:
// pattern_context). Every pattern consumes the subject on top of the stack. Captured
// values wait below whatever else is on the stack until the whole pattern has
// matched.
type matcher struct {
	*generator
	stores      []ast.Ident // the names of the captured values, in the order on the stack
	irrefutable bool        // whether a pattern that always matches is allowed
	onTop       int         // how many values above the captured ones must stay
	// failPop are the labels to jump to on failure: failPop[n] pops n values.
	failPop []instr.Label
}

// match compiles a match statement (PEP 634).
func (g *generator) match(s *ast.Match) {
	g.expr(s.Subject)
	end := g.label()
	cases := s.Cases
	last := cases[len(cases)-1]
	// A wildcard at the end needs no matching.
	hasDefault := isWildcard(last.Pattern) && len(cases) > 1
	if hasDefault {
		cases = cases[:len(cases)-1]
	}
	for i, c := range cases {
		if g.err != nil {
			return
		}
		isLast := i == len(cases)-1
		m := matcher{generator: g, irrefutable: c.Guard != nil || isLast && !hasDefault}
		m.matchCase(c, end, isLast)
	}
	if hasDefault {
		g.defaultCase(last, end)
	}
	g.use(end)
}

// matchCase compiles one case; all but the last one work on a copy of the subject.
func (m *matcher) matchCase(c *ast.MatchCase, end instr.Label, isLast bool) {
	span := *c.Pattern.Pos()
	m.at(span)
	if !isLast {
		m.opArg(target.Copy, 1, span)
	}
	m.pattern(c.Pattern)
	for _, name := range m.stores {
		m.storeName(name, span)
	}
	if c.Guard != nil {
		m.needFailPop(0)
		m.jumpIf(c.Guard, m.failPop[0], false, span)
	}
	if !isLast {
		m.popSubject(span)
	}
	m.stmts(c.Body)
	m.jump(target.Jump, end, instr.NoLocation)
	// The clean-up belongs to the pattern that failed, not to the end of the body.
	m.at(span)
	m.emitFailPop(span)
}

// popSubject drops the subject when its case has been found.
func (m *matcher) popSubject(span ast.Span) {
	if m.tgt.NextLocations {
		span = instr.NextLocation
	}
	m.op(target.PopTop, span)
}

// defaultCase compiles the trailing case _; the NOP shows it to tracing.
func (g *generator) defaultCase(c *ast.MatchCase, end instr.Label) {
	span := *c.Pattern.Pos()
	g.at(span)
	g.op(target.Nop, span)
	if c.Guard != nil {
		g.jumpIf(c.Guard, end, false, span)
	}
	g.stmts(c.Body)
}

func isWildcard(p ast.Pattern) bool {
	as, ok := p.(*ast.MatchAs)
	return ok && as.Name == 0
}

// needFailPop makes sure that there is a label for n values.
func (m *matcher) needFailPop(n int) {
	for len(m.failPop) <= n {
		m.failPop = append(m.failPop, m.label())
	}
}

// jumpToFail jumps to where the values that this pattern has pushed are popped.
func (m *matcher) jumpToFail(op target.Op, span ast.Span) {
	n := m.onTop + len(m.stores)
	m.needFailPop(n)
	m.jump(op, m.failPop[n], span)
}

// emitFailPop emits the places that jumpToFail goes to; each falls into the next.
func (m *matcher) emitFailPop(span ast.Span) {
	for n := len(m.failPop) - 1; n >= 0; n-- {
		m.use(m.failPop[n])
		if n > 0 {
			m.op(target.PopTop, span)
		}
	}
	m.failPop = nil
}

// rotate moves the value on top of the stack below the n-1 values under it.
func (m *matcher) rotate(n int, span ast.Span) {
	for ; n > 1; n-- {
		m.opArg(target.Swap, n, span)
	}
}

// capture keeps the value on top of the stack for a name, or drops it for none.
func (m *matcher) capture(name ast.Ident, span ast.Span) {
	if name == 0 {
		m.op(target.PopTop, span)
		return
	}
	if m.forbidden(name, ast.Store, span) || m.isDuplicate(name, span) {
		return
	}
	m.rotate(m.onTop+len(m.stores)+1, span)
	m.stores = append(m.stores, name)
}

// isDuplicate refuses a name that the pattern has bound already.
func (m *matcher) isDuplicate(name ast.Ident, span ast.Span) bool {
	if !slices.Contains(m.stores, name) {
		return false
	}
	m.fail(span, "multiple assignments to name "+reprName(m.name(name))+" in pattern")
	return true
}

// reprName is Python's repr of an identifier, which needs no escapes.
func reprName(name string) string { return "'" + name + "'" }

// subpattern compiles a pattern within another, where it may match always.
func (m *matcher) subpattern(p ast.Pattern) {
	old := m.irrefutable
	m.irrefutable = true
	m.pattern(p)
	m.irrefutable = old
}
