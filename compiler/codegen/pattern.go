package codegen

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// pattern compiles a pattern: it consumes the subject on top of the stack.
func (m *matcher) pattern(p ast.Pattern) {
	if m.err != nil {
		return
	}
	m.at(*p.Pos())
	switch p := p.(type) {
	case *ast.MatchValue:
		m.value(p)
	case *ast.MatchSingleton:
		m.loadConst(p.Value, p.Span)
		m.compareOp(ast.Is, p.Span)
		m.jumpToFail(target.PopJumpIfFalse, p.Span)
	case *ast.MatchSequence:
		m.sequence(p)
	case *ast.MatchMapping:
		m.mapping(p)
	case *ast.MatchClass:
		m.class(p)
	case *ast.MatchStar:
		m.capture(p.Name, p.Span)
	case *ast.MatchAs:
		m.as(p)
	case *ast.MatchOr:
		m.or(p)
	}
}

// value compiles a pattern that is compared with ==.
func (m *matcher) value(p *ast.MatchValue) {
	if !isLiteralOrAttribute(p.Value) {
		m.fail(p.Span, "patterns may only match literals and attribute lookups")
		return
	}
	m.expr(p.Value)
	m.compareOp(ast.Eq, p.Span)
	m.toBool(p.Span)
	m.jumpToFail(target.PopJumpIfFalse, p.Span)
}

// isLiteralOrAttribute tells whether an expression may stand in a pattern. Literals
// with a sign or an imaginary part have been folded to constants.
func isLiteralOrAttribute(e ast.Expr) bool {
	switch e.(type) {
	case *ast.Constant, *ast.Attribute:
		return true
	}
	return false
}

// as compiles a capture, a wildcard, or a pattern whose subject is captured.
func (m *matcher) as(p *ast.MatchAs) {
	if p.Pattern == nil {
		if !m.irrefutable {
			m.failIrrefutable(p)
			return
		}
		m.capture(p.Name, p.Span)
		return
	}
	m.onTop++
	m.opArg(target.Copy, 1, p.Span)
	m.pattern(p.Pattern)
	m.onTop--
	m.capture(p.Name, p.Span)
}

func (m *matcher) failIrrefutable(p *ast.MatchAs) {
	what := "wildcard"
	if p.Name != 0 {
		what = "name capture " + reprName(m.name(p.Name))
	}
	m.fail(p.Span, what+" makes remaining patterns unreachable")
}

// sequence compiles a sequence pattern.
func (m *matcher) sequence(p *ast.MatchSequence) {
	star, starWildcard, onlyWildcards, ok := m.surveySequence(p)
	if !ok {
		return
	}
	size := len(p.Patterns)
	m.onTop++
	m.op(target.MatchSequence, p.Span)
	m.jumpToFail(target.PopJumpIfFalse, p.Span)
	if star < 0 {
		m.checkLength(size, ast.Eq, p)
	} else if size > 1 {
		m.checkLength(size-1, ast.GtE, p)
	}
	m.onTop--
	switch {
	case onlyWildcards:
		m.op(target.PopTop, p.Span)
	case starWildcard:
		m.sequenceBySubscript(p, star)
	default:
		m.sequenceByUnpacking(p, star)
	}
}

// surveySequence finds the starred pattern of a sequence and its wildcards.
func (m *matcher) surveySequence(p *ast.MatchSequence) (star int, starWildcard, onlyWildcards, ok bool) {
	star, onlyWildcards = -1, true
	for i, sub := range p.Patterns {
		starred, isStar := sub.(*ast.MatchStar)
		if !isStar {
			onlyWildcards = onlyWildcards && isWildcard(sub)
			continue
		}
		if star >= 0 {
			m.fail(p.Span, "multiple starred names in sequence pattern")
			return 0, false, false, false
		}
		star, starWildcard = i, starred.Name == 0
		onlyWildcards = onlyWildcards && starWildcard
	}
	return star, starWildcard, onlyWildcards, true
}

// checkLength compares the subject's length with a number.
func (m *matcher) checkLength(n int, op ast.CmpOperator, p ast.Pattern) {
	span := *p.Pos()
	m.op(target.GetLen, span)
	m.loadInt(n, span)
	m.compareOp(op, span)
	m.jumpToFail(target.PopJumpIfFalse, span)
}

// sequenceByUnpacking pushes all items of the subject and matches one after the other.
func (m *matcher) sequenceByUnpacking(p *ast.MatchSequence, star int) {
	size := len(p.Patterns)
	switch {
	case star < 0:
		m.opArg(target.UnpackSequence, size, p.Span)
	case star >= maxBeforeStar || size-star-1 >= maxAfterStar:
		m.fail(p.Span, "too many expressions in star-unpacking sequence pattern")
		return
	default:
		m.opArg(target.UnpackEx, star|(size-star-1)<<8, p.Span)
	}
	m.onTop += size
	for _, sub := range p.Patterns {
		m.onTop--
		m.subpattern(sub)
	}
}

// sequenceBySubscript takes only those items that are looked at, since nobody wants
// those of the star.
func (m *matcher) sequenceBySubscript(p *ast.MatchSequence, star int) {
	m.onTop++
	for i, sub := range p.Patterns {
		if i == star || isWildcard(sub) {
			continue
		}
		m.opArg(target.Copy, 1, p.Span)
		if i < star {
			m.loadInt(i, p.Span)
		} else {
			// The subject may not know negative indexes.
			m.op(target.GetLen, p.Span)
			m.loadInt(len(p.Patterns)-i, p.Span)
			m.opArg(target.BinaryOp, binaryArgs[ast.Sub], p.Span)
		}
		m.subscriptLoad(p.Span)
		m.subpattern(sub)
	}
	m.onTop--
	m.op(target.PopTop, p.Span)
}

// class compiles a class pattern.
func (m *matcher) class(p *ast.MatchClass) {
	if !m.checkAttributes(p) {
		return
	}
	m.expr(p.Cls)
	names := make([]*code.Const, len(p.KwdAttrs))
	for i, name := range p.KwdAttrs {
		names[i] = m.constName(name)
	}
	m.loadConst(m.Pool.Tuple(names), p.Span)
	m.opArg(target.MatchClass, len(p.Patterns), p.Span)
	m.onTop++
	m.failIfNone(p.Span)
	n := len(p.Patterns) + len(p.KwdPatterns)
	m.opArg(target.UnpackSequence, n, p.Span)
	m.onTop += n - 1
	m.classParts(p.Patterns, p)
	m.classParts(p.KwdPatterns, p)
}

// failIfNone goes on if the value on top of the stack, which stays, is not None.
func (m *matcher) failIfNone(span ast.Span) {
	m.opArg(target.Copy, 1, span)
	m.loadNone(span)
	m.opArg(target.IsOp, 1, span)
	m.jumpToFail(target.PopJumpIfFalse, span)
}

func (m *matcher) classParts(patterns []ast.Pattern, p *ast.MatchClass) {
	for _, sub := range patterns {
		m.onTop--
		if isWildcard(sub) {
			m.op(target.PopTop, p.Span)
		} else {
			m.subpattern(sub)
		}
	}
}

// checkAttributes refuses attributes that are forbidden or looked at twice.
func (m *matcher) checkAttributes(p *ast.MatchClass) bool {
	for i, name := range p.KwdAttrs {
		span := *p.KwdPatterns[i].Pos()
		m.at(span)
		if m.forbidden(name, ast.Store, span) {
			return false
		}
		if j := slices.Index(p.KwdAttrs[i+1:], name); j >= 0 {
			span = *p.KwdPatterns[i+1+j].Pos()
			m.at(span)
			m.fail(span, "attribute name repeated in class pattern: "+m.name(name))
			return false
		}
	}
	m.at(p.Span)
	return true
}

// or compiles alternatives. Each works on a copy of the subject, and each has to leave
// the same captured values in the same order.
func (m *matcher) or(p *ast.MatchOr) {
	end := m.label()
	var control []ast.Ident // the names that the first alternative binds
	for i, alt := range p.Patterns {
		if m.err != nil {
			return
		}
		span := *alt.Pos()
		m.at(span)
		last := i == len(p.Patterns)-1
		inner := matcher{generator: m.generator, irrefutable: last && m.irrefutable}
		inner.opArg(target.Copy, 1, span)
		inner.pattern(alt)
		if i == 0 {
			control = inner.stores
		} else if !inner.reorder(control, span) {
			m.fail(p.Span, "alternative patterns bind different names")
			return
		}
		inner.jump(target.Jump, end, span)
		inner.emitFailPop(span)
	}
	m.op(target.PopTop, p.Span)
	m.jumpToFail(target.Jump, p.Span)

	m.use(end)
	m.takeStores(control, p.Span)
	m.op(target.PopTop, p.Span)
}

// reorder brings the captured values on the stack into the order of control. It
// reports false if the names are not the same.
func (m *matcher) reorder(control []ast.Ident, span ast.Span) bool {
	if len(m.stores) != len(control) {
		return m.err != nil
	}
	for want := len(control) - 1; want >= 0; want-- {
		have := slices.Index(m.stores, control[want])
		if have < 0 {
			return m.err != nil
		}
		if have == want {
			continue
		}
		// stores[:have+1] moves to behind stores[want].
		rotated := slices.Concat(m.stores[have+1:want+1], m.stores[:have+1])
		copy(m.stores, rotated)
		for range have + 1 {
			m.rotate(want+1, span)
		}
	}
	return true
}

// takeStores moves the values that an alternative has captured, which lie on top of
// the copy of the subject, below everything else, to the other captured ones.
func (m *matcher) takeStores(names []ast.Ident, span ast.Span) {
	n := len(names) + 1 + m.onTop + len(m.stores)
	for _, name := range names {
		m.rotate(n, span)
		if m.isDuplicate(name, span) {
			return
		}
		m.stores = append(m.stores, name)
	}
}
