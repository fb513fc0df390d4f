// Package parser turns tokens into the syntax tree (CPython: Grammar/python.gram).
//
// It is a recursive descent parser over the flat slice of tokens that package
// token makes, with precedence climbing for binary operators. Where Python's
// grammar cannot be decided by the next token or two, an expression is parsed and
// then turned into what it proves to be (assignment targets), or the tokens
// ahead are scanned (with statements, match statements).
//
// A span in the tree always runs from the first to the last token of a node, so
// that functions remember the index of the token they started at.
package parser

import (
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// Parse parses a module. Constants are made in pool, names in idents, the nodes
// of the tree in room. The error is a *source.SyntaxError.
func Parse(f *source.File, tgt *target.Version, pool *constant.Pool, idents *ast.Idents, room *Room) (*ast.Module, error) {
	toks := token.Scan(f, tgt, room.tokens)
	room.tokens = toks.List
	start := parser{
		file: f, tgt: tgt, pool: pool, idents: idents,
		src: toks.Text, scanned: toks, toks: toks.List, depth: statementDepth, Room: room,
	}
	p := start
	var mod *ast.Module
	ok, err := p.catch(func() { mod = p.module() })
	switch {
	case ok:
		p.addWarnings(len(toks.List))
		return mod, nil
	case err != nil && err.Class == source.Memory:
		return nil, err
	}
	return nil, start.diagnose(p.good)
}

// addWarnings puts the tokenizer's warnings about the first tokens among those of
// the parser.
func (p *parser) addWarnings(tokens int) {
	if len(p.scanned.Warnings) == 0 {
		return
	}
	for _, w := range p.scanned.Warnings {
		if w.Token < tokens {
			p.file.Warn(w.Category, w.Msg, w.Line)
		}
	}
	slices.SortStableFunc(p.file.Warnings, func(a, b source.Warning) int { return a.Line - b.Line })
}

type parser struct {
	file    *source.File
	tgt     *target.Version
	pool    *constant.Pool
	idents  *ast.Idents
	src     string
	scanned token.Tokens

	toks   []token.Token
	pos    int                 // index of the next token
	kind   token.Kind          // its kind
	depth  int                 // see enter
	diag   *diagnosis          // of the second pass, or nil
	good   progress            // of the module's statements
	barry  bool                // from __future__ import barry_as_FLUFL
	inSpec bool                // text of a format spec is decoded
	text   []byte              // scratch for decoded strings
	blamed *source.SyntaxError // see textString.blame

	*Room
}

// progress is how far a module has been parsed without an error: up to the last
// statement but one, since the last may be to blame for what follows it.
type progress struct {
	pos      int // the next token
	warnings int // what the file had then
	barry    bool
}

// module parses the whole file.
func (p *parser) module() *ast.Module {
	p.seek(0)
	next := progress{}
	for p.kind != token.EndMarker {
		p.good, next = next, progress{p.pos, len(p.file.Warnings), p.barry}
		p.statement()
	}
	return &ast.Module{Body: p.stmts.take(0)}
}

// seek makes the token with an index the next one.
func (p *parser) seek(pos int) {
	p.pos = pos
	p.kind = p.toks[pos].Kind
}

// next moves to the next token.
func (p *parser) next() {
	p.pos++
	p.kind = p.toks[p.pos].Kind
	if p.diag != nil {
		p.diag.seen = max(p.diag.seen, p.pos)
	}
}

// peek returns the kind of the token behind the next one.
func (p *parser) peek() token.Kind {
	if p.pos+1 < len(p.toks) {
		return p.toks[p.pos+1].Kind
	}
	return token.EndMarker
}

// got moves behind the next token if it is of a kind.
func (p *parser) got(kind token.Kind) bool {
	if p.kind != kind {
		p.look()
		return false
	}
	p.next()
	return true
}

// expect moves behind the next token, which must be of a kind.
func (p *parser) expect(kind token.Kind) {
	if p.kind != kind {
		p.fail()
	}
	p.next()
}

// span returns the span from the token with index start to the last one read.
func (p *parser) span(start int) ast.Span {
	a, b := &p.toks[start], &p.toks[p.pos-1]
	return ast.Span{Line: a.Line, EndLine: b.EndLine, Col: a.Col, EndCol: b.EndCol}
}

// stmtSpan is span for a compound statement, which ends before the tokens that
// only lines and indentation make.
func (p *parser) stmtSpan(start int) ast.Span {
	last := p.pos - 1
	for last > start && isLayout(p.toks[last].Kind) {
		last--
	}
	a, b := &p.toks[start], &p.toks[last]
	return ast.Span{Line: a.Line, EndLine: b.EndLine, Col: a.Col, EndCol: b.EndCol}
}

func isLayout(k token.Kind) bool {
	return k == token.Newline || k == token.Indent || k == token.Dedent
}

// textAt returns the text of the token with an index.
func (p *parser) textAt(pos int) string {
	t := &p.toks[pos]
	return p.src[t.Start:t.End]
}

// isWord tells whether the token with an index is a name with a text: a soft
// keyword.
func (p *parser) isWord(pos int, word string) bool {
	t := &p.toks[pos]
	return t.Kind == token.Name && int(t.End-t.Start) == len(word) && p.src[t.Start:t.End] == word
}

// ident reads a name.
func (p *parser) ident() ast.Ident {
	if p.kind != token.Name {
		p.fail()
	}
	id := p.intern(p.textAt(p.pos))
	p.next()
	return id
}

// intern returns the identifier with a text, in the normal form that Python
// compares names in (PEP 3131).
func (p *parser) intern(name string) ast.Ident {
	for i := 0; i < len(name); i++ {
		if name[i] >= 0x80 {
			return p.idents.Intern(p.unicode().NFKC(name))
		}
	}
	return p.idents.Intern(name)
}

// name reads a name as an expression.
func (p *parser) name(ctx ast.Context) *ast.Name {
	start := p.pos
	id := p.ident()
	return p.names.put(ast.Name{Span: p.span(start), ID: id, Ctx: ctx})
}

func (p *parser) constant(start int, c *code.Const) *ast.Constant {
	return p.constants.put(ast.Constant{Span: p.span(start), Value: c})
}

// CPython's parser gives up when 6000 of its functions are active (MAXSTACK in
// Parser/parser.c), one for each rule of the grammar. These are the rules that a
// construct passes, so that this parser gives up at the same depth.
const (
	maxDepth        = 6000
	statementDepth  = 31 // the first operand of an expression statement
	blockDepth      = 6
	elifDepth       = 4 // the first of an if; each further one is one rule
	bracketDepth    = 28
	lambdaDepth     = 2
	defaultDepth    = 8
	operandDepth    = 2 // of "and" and "or"
	comparisonDepth = 3
	powerDepth      = 2
	unaryDepth      = 1
	patternDepth    = 10
)

// enter notes that so many more rules are active; leave takes it back.
func (p *parser) enter(rules int) {
	p.depth += rules
	if p.depth > maxDepth {
		p.overflow()
	}
}

func (p *parser) overflow() {
	err := &source.SyntaxError{Class: source.Memory, File: p.file.Name, Bare: true}
	if p.tgt.OverflowMessage {
		err.Msg = "Parser stack overflowed - Python source too complex to parse"
	}
	p.raise(err)
}

func (p *parser) leave(rules int) { p.depth -= rules }
