package parser

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/token"
)

// When a file does not parse, it is parsed twice more to find out what to say. Both
// passes try the alternatives of the grammar in the order in which CPython's parser
// does. The first of them, which is quiet, finds out how far that parser comes; the
// other looks at every place for mistakes that have a message of their own (CPython:
// the rules named invalid_ in Grammar/python.gram).
//
// In these passes an operator without its operand, or a call with bad
// arguments, is no failure but the end of the expression in front of it, as it is
// for a parser that goes back; what has been parsed is remembered, so that going
// back costs little.

// diagnosis is the state of these passes.
type diagnosis struct {
	seen  int  // how many tokens have been looked at
	quiet bool // do not look for mistakes
	memo  map[memoKey]memoEntry
	// blocks remembers blocks of statements; nil is one that cannot be parsed.
	blocks   map[int32]*blockEntry
	patterns map[int32]patternEntry
}

// rule is something whose outcome is remembered.
type rule uint8

const (
	ruleExpression rule = iota
	ruleNamedCheck
	ruleDisjunction
	ruleBitwiseOr
	ruleSum
	rulePrimary
	ruleTarget
	ruleStrings
)

type memoKey struct {
	rule rule
	pos  int32
}

type memoEntry struct {
	node ast.Expr
	end  int32
	ok   bool
}

type patternEntry struct {
	pattern ast.Pattern // nil: there is none
	end     int
}

type blockEntry struct {
	body []ast.Stmt
	end  int
}

// diagnose returns the error of a file that does not parse. The statements that are
// good are not looked at again.
func (p *parser) diagnose(good progress) *source.SyntaxError {
	p.file.Warnings = p.file.Warnings[:good.warnings]
	return p.passes(good.pos, p.firstDoubtful(good.pos), func() {
		p.barry = good.barry
		p.diagStatements(token.EndMarker)
		p.fail()
	})
}

// firstDoubtful returns the index of the token where the second of the passes has to
// start: the first statement of the module in which CPython may see a mistake where
// there is none. That is so for the names of statements of Python 2, and for type
// statements, which it tries to read as expressions first.
func (p *parser) firstDoubtful(end int) int {
	start, depth := 0, 0
	for i := 0; i < end; i++ {
		switch p.toks[i].Kind {
		case token.Indent:
			depth++
		case token.Dedent, token.Newline:
			if p.toks[i].Kind == token.Dedent {
				depth--
			}
			if next := p.toks[i+1].Kind; depth == 0 && next != token.Indent && !continuesStmt(next) {
				start = i + 1
			}
		case token.Name:
			next := p.toks[i+1].Kind
			if p.isWord(i, "type") && next == token.Name ||
				next != token.LParen && (p.isWord(i, "print") || p.isWord(i, "exec")) {
				return start
			}
		}
	}
	return end
}

// continuesStmt tells whether a keyword at the start of a line goes on with the statement
// before.
func continuesStmt(k token.Kind) bool {
	return k == token.Elif || k == token.Else || k == token.Except || k == token.Finally
}

// passes parses the tokens quietly, and if they do not parse again, to return the
// error. Each pass starts at a token of its own.
func (p *parser) passes(first, second int, parse func()) *source.SyntaxError {
	p.diag = &diagnosis{seen: first}
	ok, err := p.pass(true, first, parse)
	if ok {
		return nil
	}
	last := p.lastSeen()
	if err == nil {
		_, err = p.pass(false, second, parse)
	}
	seen := p.diag.seen
	if err == nil {
		err = p.generic(last)
	}
	if p.readsOn(err) {
		seen = len(p.toks)
		err = p.precede(err)
	}
	p.addWarnings(seen)
	return err
}

// pass parses the tokens once.
func (p *parser) pass(quiet bool, from int, parse func()) (ok bool, err *source.SyntaxError) {
	p.diag.quiet = quiet
	p.diag.memo = map[memoKey]memoEntry{}
	p.diag.blocks = map[int32]*blockEntry{}
	p.diag.patterns = map[int32]patternEntry{}
	p.seek(from)
	return p.catch(parse)
}

const (
	unexpectedIndent = "unexpected indent"
	unexpectedDedent = "unexpected unindent"
)

// generic is the error at the token where the first pass ended, about which
// nothing particular is known.
func (p *parser) generic(last int) *source.SyntaxError {
	msg := ""
	switch p.toks[last].Kind {
	case token.Indent:
		msg = unexpectedIndent
	case token.Dedent:
		msg = unexpectedDedent
	default:
		return p.errorIn(source.Syntax, p.at(last), "invalid syntax")
	}
	return p.errorAtToken(p.lastSeen(), source.Indentation, msg)
}

// readsOn tells whether the rest of the file is looked at in search of an error that
// comes before a certain one.
func (p *parser) readsOn(err *source.SyntaxError) bool {
	switch err.Class {
	case source.Indentation:
		if err.Msg == unexpectedIndent || err.Msg == unexpectedDedent {
			return false
		}
	case source.Syntax, source.Tab:
	default:
		return false
	}
	return p.lastSeen() < len(p.toks)-1
}

// precede returns the error to report in the end: one of the tokenizer in the rest
// of the file comes before a SyntaxError of the parser, and so does a bracket that
// was opened on an earlier line and never closed (CPython:
// _PyPegen_tokenize_full_source_to_check_for_errors).
func (p *parser) precede(err *source.SyntaxError) *source.SyntaxError {
	at := p.lastSeen()
	switch {
	case p.scanned.InString:
		return err
	case p.scanned.Later != nil:
		return p.scanned.Later
	}
	if u := p.scanned.Unclosed; u != nil && int(p.toks[at].Line) > u.Line {
		return u
	}
	return err
}

// lastSeen returns the index of the last token that was looked at.
func (p *parser) lastSeen() int {
	if p.diag == nil {
		return p.pos
	}
	return max(p.diag.seen-1, 0)
}

// look notes that the next token was looked at. One that could not be read ends
// everything.
func (p *parser) look() {
	if p.diag != nil {
		p.lookHard()
	}
}

func (p *parser) lookHard() {
	p.diag.seen = max(p.diag.seen, p.pos+1)
	if p.kind == token.Error {
		panic(p.scanned.Err)
	}
}

// lookBehind notes that the token behind the next one was looked at too.
func (p *parser) lookBehind() {
	if p.diag == nil || p.pos+1 == len(p.toks) {
		return
	}
	p.diag.seen = max(p.diag.seen, p.pos+2)
	if p.peek() == token.Error {
		panic(p.scanned.Err)
	}
}

// checking tells whether to look for mistakes.
func (p *parser) checking() bool { return p.diag != nil && !p.diag.quiet }

// place is where a parser stands, to go back to.
type place struct {
	pos, depth int
	quiet      bool
	marks      [14]int
}

func (p *parser) place() place {
	return place{p.pos, p.depth, p.diag.quiet, [14]int{
		p.exprs.mark(), p.stmts.mark(), p.idList.mark(), p.cmpOps.mark(), p.compList.mark(),
		p.kwList.mark(), p.argList.mark(), p.aliasses.mark(), p.items.mark(), p.handlers.mark(),
		p.cases.mark(), p.patterns.mark(), p.tparams.mark(), p.pieces.mark(),
	}}
}

// goBack returns to a place.
func (p *parser) goBack(to *place) {
	p.seek(to.pos)
	p.depth, p.diag.quiet = to.depth, to.quiet
	p.exprs.drop(to.marks[0])
	p.stmts.drop(to.marks[1])
	p.idList.drop(to.marks[2])
	p.cmpOps.drop(to.marks[3])
	p.compList.drop(to.marks[4])
	p.kwList.drop(to.marks[5])
	p.argList.drop(to.marks[6])
	p.aliasses.drop(to.marks[7])
	p.items.drop(to.marks[8])
	p.handlers.drop(to.marks[9])
	p.cases.drop(to.marks[10])
	p.patterns.drop(to.marks[11])
	p.tparams.drop(to.marks[12])
	p.pieces.drop(to.marks[13])
}

// try runs f, and goes back if it fails. It tells whether f came to its end.
func (p *parser) try(f func()) bool {
	from := p.place()
	ok, err := p.catch(f)
	if err != nil {
		panic(err)
	}
	if !ok {
		p.goBack(&from)
	}
	return ok
}

// matches is try for what is looked at without being read.
func (p *parser) matches(f func()) bool {
	from := p.place()
	ok, err := p.catch(f)
	if err != nil {
		panic(err)
	}
	p.goBack(&from)
	return ok
}

// firstOf looks for the first of some mistakes that matches. Each raises the error it
// stands for, or comes to its end where there is nothing to say after all.
func (p *parser) firstOf(mistakes ...func()) {
	for _, f := range mistakes {
		if p.matches(f) {
			return
		}
	}
}

// expr tries to parse an expression, and returns nil if it fails.
func (p *parser) expr(parse func() ast.Expr) (e ast.Expr) {
	if !p.try(func() { e = parse() }) {
		return nil
	}
	return e
}

// remember parses an expression, or does what was done before at this place.
func (p *parser) remember(r rule, parse func() ast.Expr) ast.Expr {
	key := memoKey{r, int32(p.pos)}
	if m, known := p.diag.memo[key]; known {
		if !m.ok {
			panic(failure{})
		}
		p.seek(int(m.end))
		return m.node
	}
	e := p.expr(parse)
	p.look()
	p.diag.memo[key] = memoEntry{e, int32(p.pos), e != nil}
	if e == nil {
		panic(failure{})
	}
	return e
}

// is tells whether the next token is of a kind. It saves the trouble of trying what
// starts with another.
func (p *parser) is(kind token.Kind) bool {
	p.look()
	return p.kind == kind
}

// next2 tells whether the next two tokens are of certain kinds.
func (p *parser) next2(first, second token.Kind) bool {
	p.look()
	if p.kind != first {
		return false
	}
	p.lookBehind()
	return p.peek() == second
}

// not fails if the next token is of one of some kinds.
func (p *parser) not(kinds ...token.Kind) {
	p.look()
	for _, k := range kinds {
		if p.kind == k {
			p.fail()
		}
	}
}

// need fails unless the next token is of one of some kinds.
func (p *parser) need(kinds ...token.Kind) {
	p.look()
	for _, k := range kinds {
		if p.kind == k {
			return
		}
	}
	p.fail()
}
