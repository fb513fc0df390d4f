package codegen

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// mapping compiles a mapping pattern.
func (m *matcher) mapping(p *ast.MatchMapping) {
	size := len(p.Keys)
	m.onTop++
	m.op(target.MatchMapping, p.Span)
	m.jumpToFail(target.PopJumpIfFalse, p.Span)
	if size == 0 && p.Rest == 0 {
		m.onTop--
		m.op(target.PopTop, p.Span)
		return
	}
	if size > 0 {
		m.checkLength(size, ast.GtE, p)
	}
	if !m.mappingKeys(p) {
		return
	}
	m.opArg(target.BuildTuple, size, p.Span)
	m.op(target.MatchKeys, p.Span) // [subject, keys, values or None]
	m.onTop += 2
	m.failIfNone(p.Span)
	m.opArg(target.UnpackSequence, size, p.Span)
	m.onTop += size - 1
	for _, sub := range p.Patterns {
		m.onTop--
		m.subpattern(sub)
	}
	m.onTop -= 2
	if p.Rest == 0 {
		m.op(target.PopTop, p.Span)
		m.op(target.PopTop, p.Span)
		return
	}
	m.mappingRest(p)
}

// mappingKeys pushes the keys, after a look for those that are given twice.
func (m *matcher) mappingKeys(p *ast.MatchMapping) bool {
	seen := map[string]bool{}
	for _, key := range p.Keys {
		switch key := key.(type) {
		case *ast.Constant:
			k := equalityKey(key.Value)
			if seen[k] {
				m.fail(p.Span, "mapping pattern checks duplicate key ("+m.repr(key.Value)+")")
				return false
			}
			seen[k] = true
		case *ast.Attribute:
		default:
			m.fail(p.Span, "mapping pattern keys may only match literals and attribute lookups")
			return false
		}
		m.expr(key)
	}
	return true
}

// mappingRest captures a dict of the items that no key has taken:
//
//	[subject, keys] -> [copy, keys] -> [copy, key...] -> [copy]
func (m *matcher) mappingRest(p *ast.MatchMapping) {
	size := len(p.Keys)
	m.opArg(target.BuildMap, 0, p.Span)
	m.opArg(target.Swap, 3, p.Span)
	m.opArg(target.DictUpdate, 2, p.Span)
	m.opArg(target.UnpackSequence, size, p.Span)
	for ; size > 0; size-- {
		m.opArg(target.Copy, 1+size, p.Span)
		m.opArg(target.Swap, 2, p.Span)
		m.op(target.DeleteSubscr, p.Span)
	}
	m.capture(p.Rest, p.Span)
}
