package parser

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// maxDigits is how many digits a decimal integer may have (CPython:
// _PY_LONG_DEFAULT_MAX_STR_DIGITS).
const maxDigits = 4300

// number parses a NUMBER token, which the tokenizer has checked.
func (p *parser) number() ast.Expr {
	start := p.pos
	text := p.textAt(start)
	p.next()
	if len(text) == 1 {
		return p.constant(start, p.pool.Int(int64(text[0]-'0')))
	}
	if strings.IndexByte(text, '_') >= 0 {
		text = strings.ReplaceAll(text, "_", "")
	}
	return p.constant(start, p.numberConst(start, text))
}

// numberConst returns the constant of a number without underscores.
func (p *parser) numberConst(at int, text string) *code.Const {
	last := text[len(text)-1]
	if text[0] == '0' && len(text) > 2 {
		switch text[1] | 0x20 {
		case 'x':
			return p.integer(text[2:], 16)
		case 'o':
			return p.integer(text[2:], 8)
		case 'b':
			return p.integer(text[2:], 2)
		}
	}
	if last|0x20 == 'j' {
		return p.pool.Complex(0, parseFloat(text[:len(text)-1]))
	}
	if strings.ContainsAny(text, ".eE") {
		return p.pool.Float(parseFloat(text))
	}
	if digits := strings.TrimLeft(text, "0"); len(digits) > maxDigits {
		p.failDigits(at, len(text))
	}
	return p.integer(text, 10)
}

func (p *parser) integer(digits string, base int) *code.Const {
	if n, err := strconv.ParseInt(digits, base, 64); err == nil {
		return p.pool.Int(n)
	}
	n, _ := new(big.Int).SetString(digits, base)
	return p.pool.BigInt(n)
}

// parseFloat converts a float; one that is too great is infinite.
func parseFloat(text string) float64 {
	f, _ := strconv.ParseFloat(text, 64)
	return f
}

// failDigits reports an integer of too many digits, without columns.
func (p *parser) failDigits(at, digits int) {
	err := p.errorAtToken(at, 0, "Exceeds the limit ("+strconv.Itoa(maxDigits)+" digits) for integer string conversion: value has "+
		strconv.Itoa(digits)+" digits; use sys.set_int_max_str_digits() to increase the limit"+
		" - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.")
	err.Col, err.EndCol = 0, 0
	p.raise(err)
}
