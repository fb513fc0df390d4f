package optimize

import (
	"strconv"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
)

// format turns '...%s...' % (a, b) into the f-string that does the same, if all
// conversions are simple and there is one for each operand.
func (o *optimizer) format(e *ast.BinOp, text string, operands []ast.Expr) ast.Expr {
	for _, operand := range operands {
		if _, ok := operand.(*ast.Starred); ok {
			return e
		}
	}
	values := make([]ast.Expr, 0, 2*len(operands)+1)
	for {
		literal, doubled, rest := cutLiteral(text)
		if doubled {
			// What str.replace makes is a new string even if it is one character.
			values = append(values, o.constant(&noSpan, o.pool.NewStr(literal)))
		} else if literal != "" {
			values = append(values, o.constant(&noSpan, o.pool.Str(literal)))
		}
		if rest == "" {
			break
		}
		conversion, spec, rest, ok := cutConversion(rest[1:])
		if !ok || len(operands) == 0 {
			return e
		}
		values = append(values, o.formatted(operands[0], conversion, spec))
		operands = operands[1:]
		text = rest
	}
	if len(operands) > 0 {
		return e
	}
	return &ast.JoinedStr{Span: e.Span, Values: values}
}

// noSpan is the place of a node that stands nowhere in the source.
var noSpan = ast.Span{Line: -1, EndLine: -1, Col: -1, EndCol: -1}

func (o *optimizer) formatted(value ast.Expr, conversion byte, spec string) ast.Expr {
	f := &ast.FormattedValue{Span: *value.Pos(), Value: value, Conversion: int32(conversion)}
	if spec != "" {
		f.FormatSpec = o.constant(&noSpan, o.pool.Str(spec))
	}
	return f
}

// cutLiteral returns the text before the first conversion, whether it had doubled
// percent signs, and the rest, which begins with the conversion's percent sign.
func cutLiteral(text string) (literal string, doubled bool, rest string) {
	end := 0
	for end < len(text) {
		if text[end] == '%' {
			if end+1 == len(text) || text[end+1] != '%' {
				break
			}
			doubled = true
			end++
		}
		end++
	}
	literal, rest = text[:end], text[end:]
	if doubled {
		literal = strings.ReplaceAll(literal, "%%", "%")
	}
	return literal, doubled, rest
}

// maxDigits is one more than the digits that a width or precision may have.
const maxDigits = 3

// cutConversion reads what stands behind a percent sign: flags, width, precision and
// the letter. It returns the letter, the format specification that does the same, and the
// rest. Only %s, %r and %a are simple enough, with any flags, though - alone counts.
func cutConversion(s string) (letter byte, spec, rest string, ok bool) {
	left := false
	i := 0
	for i < len(s) && strings.IndexByte("-+ #0", s[i]) >= 0 {
		left = left || s[i] == '-'
		i++
	}
	width, i, ok := cutNumber(s, i)
	if !ok {
		return 0, "", "", false
	}
	precision := -1
	if i < len(s) && s[i] == '.' {
		if precision, i, ok = cutNumber(s, i+1); !ok {
			return 0, "", "", false
		}
		precision = max(precision, 0)
	}
	if i == len(s) || s[i] != 's' && s[i] != 'r' && s[i] != 'a' {
		return 0, "", "", false
	}
	return s[i], formatSpec(left, width, precision), s[i+1:], true
}

// cutNumber reads digits; without any the number is -1.
func cutNumber(s string, i int) (n, end int, ok bool) {
	end = i
	for end < len(s) && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	if end == i {
		return -1, end, true
	}
	if end-i >= maxDigits {
		return 0, end, false
	}
	n, err := strconv.Atoi(s[i:end])
	return n, end, err == nil
}

// formatSpec writes a width and a precision, each -1 if there is none. The %
// operator aligns to the right by default, and format() strings to the left.
func formatSpec(left bool, width, precision int) string {
	spec := ""
	if !left && width > 0 {
		spec = ">"
	}
	if width >= 0 {
		spec += strconv.Itoa(width)
	}
	if precision >= 0 {
		spec += "." + strconv.Itoa(precision)
	}
	return spec
}
