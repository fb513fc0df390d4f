package compileall

import (
	"fmt"
	"regexp"
	"strings"
)

// SkipPattern compiles an expression of Python's re for Options.Skip. Go's
// engine runs it, which takes time linear in the path and so has no
// back-references and no lookaround; an expression that needs one is refused by
// name. The two languages differ in little else: what differs is rewritten.
func SkipPattern(expr string) (func(path string) bool, error) {
	translated, err := translateRegexp(expr)
	if err != nil {
		return nil, err
	}
	re, err := regexp.Compile(translated)
	if err != nil {
		return nil, fmt.Errorf("-x %s: %w", expr, err)
	}
	return re.MatchString, nil
}

// unsupported are the groups of Python's re that Go's engine cannot run.
var unsupported = []struct{ prefix, name string }{
	{"(?=", "a lookahead (?=...)"},
	{"(?!", "a negative lookahead (?!...)"},
	{"(?<=", "a lookbehind (?<=...)"},
	{"(?<!", "a negative lookbehind (?<!...)"},
	{"(?P=", "a back-reference (?P=...)"},
	{"(?(", "a conditional (?(...)...)"},
	{"(?>", "an atomic group (?>...)"},
	{"(?L", "the locale flag (?L)"},
	{"(?x", "the verbose flag (?x)"},
}

// translateRegexp rewrites what means something else in Go's syntax.
func translateRegexp(expr string) (string, error) {
	var b strings.Builder
	inClass := false
	for i := 0; i < len(expr); {
		size, err := 1, error(nil)
		switch rest := expr[i:]; {
		case rest[0] == '\\' && len(rest) > 1:
			size = 2
			err = translateEscape(&b, rest[:2], inClass)
		case inClass:
			inClass = rest[0] != ']'
			b.WriteByte(rest[0])
		case rest[0] == '[':
			size = translateClassStart(&b, rest)
			inClass = true
		case strings.HasPrefix(rest, "(?"):
			size, err = translateGroup(&b, rest)
		case strings.HasPrefix(rest, "{,"):
			size = 2
			b.WriteString("{0,")
		case rest[0] == '+' && i > 0 && strings.IndexByte("*+?}", expr[i-1]) >= 0 && !escaped(expr, i-1):
			err = errUnsupported(expr, "a possessive quantifier "+expr[i-1:i+1])
		default:
			b.WriteByte(rest[0])
		}
		if err != nil {
			return "", err
		}
		i += size
	}
	return b.String(), nil
}

func errUnsupported(expr, construct string) error {
	return fmt.Errorf("-x %s: %s cannot be used here; leave the files out with simpler expressions joined by |", expr, construct)
}

// escaped tells whether the character at i stands behind an odd number of
// backslashes.
func escaped(expr string, i int) bool {
	n := 0
	for i-n-1 >= 0 && expr[i-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

// translateClassStart copies "[", "[^" and a "]" that comes first and so is a
// member. A "[" inside a class is a member too, in Python.
func translateClassStart(b *strings.Builder, rest string) int {
	size := 1
	if strings.HasPrefix(rest, "[^") {
		size = 2
	}
	b.WriteString(rest[:size])
	if strings.HasPrefix(rest[size:], "]") {
		b.WriteString(`\]`)
		size++
	}
	return size
}

func translateGroup(b *strings.Builder, rest string) (int, error) {
	for _, u := range unsupported {
		if strings.HasPrefix(rest, u.prefix) {
			return 0, errUnsupported(rest, u.name)
		}
	}
	if strings.HasPrefix(rest, "(?#") {
		end := strings.IndexByte(rest, ')')
		if end < 0 {
			return 0, errUnsupported(rest, "a comment that does not end")
		}
		return end + 1, nil
	}
	b.WriteString("(?")
	// The flags a and u choose between ASCII and Unicode classes.
	flags := strings.TrimLeft(rest[2:], "au")
	if len(flags) < len(rest)-2 && (strings.HasPrefix(flags, ")") || flags == "") {
		b.WriteString(":")
		return len(rest) - len(flags), nil
	}
	return 2, nil
}

// translateEscape rewrites an escape of two characters. Python's classes are of
// Unicode, Go's of ASCII.
func translateEscape(b *strings.Builder, escape string, inClass bool) error {
	classes := map[byte]string{'d': `\p{Nd}`, 'w': `\p{L}\p{N}_`, 's': `\s\v\x1c-\x1f\x{85}\p{Z}`}
	c := escape[1]
	if members, ok := classes[c]; ok {
		if !inClass {
			members = "[" + members + "]"
		}
		b.WriteString(members)
		return nil
	}
	if members, ok := classes[c|0x20]; ok && c < 'a' && !inClass {
		b.WriteString("[^" + members + "]")
		return nil
	}
	switch {
	case c == 'Z':
		b.WriteString(`\z`)
	case c >= '1' && c <= '9':
		return errUnsupported(escape, `a back-reference \`+string(c))
	default:
		b.WriteString(escape)
	}
	return nil
}
