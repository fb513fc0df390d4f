package parser

import "github.com/rules-pyc/rules_pyc/compiler/unicodedata"

// unicode returns the characters as the target knows them.
func (p *parser) unicode() *unicodedata.Data { return unicodedata.For(p.tgt.Unicode) }

// lookupName returns the character that \N{name} stands for.
func (p *parser) lookupName(name string) (string, bool) {
	r, ok := p.unicode().LookupName(name)
	return string(r), ok
}
