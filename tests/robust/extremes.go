package main

import (
	"bytes"
	"strconv"
	"strings"
)

const million = 1_000_000

// extreme is an input that is large in one way.
type extreme struct {
	name string
	make func() []byte
}

// heavy are the extreme inputs that take minutes and gigabytes, of CPython as well.
var heavy = []extreme{
	{"line_list_100MB", repeat("x = [", 1, strings.Repeat("1,", 50*million)+"]")},
	{"line_sum_100MB", repeat("x = ", 1, strings.Repeat("a+", 50*million)+"a")},
}

var extremes = []extreme{
	{"empty", func() []byte { return nil }},
	{"parentheses_open", repeat("(", million, "")},
	{"parentheses", nested("(", "1", ")", million)},
	{"brackets", nested("[", "", "]", million)},
	{"braces", nested("{", "", "}", million)},
	{"parentheses_199", nested("(", "1", ")", 199)},
	{"brackets_199", nested("[", "1", "]", 199)},
	{"calls_nested", nested("f(", "1", ")", million)},
	{"calls_nested_190", nested("f(", "1", ")", 190)},
	{"subscripts_nested", nested("a[", "1", "]", million)},
	{"closing", repeat(")", million, "")},
	{"sum", repeat("1+", million, "1")},
	{"sum_of_names", repeat("a+", million, "a")},
	{"power", repeat("a**", million, "a")},
	{"minus", repeat("-", million, "1")},
	{"not", repeat("not ", million, "1")},
	{"await", repeat("await ", million, "1")},
	{"lambda", repeat("lambda:", million, "1")},
	{"conditional", repeat("a if b else ", million, "c")},
	{"and", repeat("a and ", million, "a")},
	{"compare", repeat("a<", million, "a")},
	{"attributes", repeat("a.", million, "a")},
	{"calls", repeat("a", 1, strings.Repeat("()", million))},
	{"subscripts", repeat("a", 1, strings.Repeat("[0]", million))},
	{"strings", repeat("'a' ", million, "")},
	{"fstrings", repeat("f'{a}' ", million, "")},
	{"fstring_nested", nested("f'{", "1", "}'", 10000)},
	{"fstring_specs", nested("{a:", "", "}", 10000)},
	{"targets", repeat("a=", million, "1")},
	{"decorators", repeat("@a\n", million, "def f(): pass")},
	{"semicolons", repeat("a;", million, "")},
	{"lines", repeat("a\n", million, "")},
	{"empty_lines", repeat("\n", 10*million, "")},
	{"backslashes", repeat("\\\n", million, "1")},
	{"names", numbered("a%=1\n", million/4)},
	{"constants", numbered("x=%.5\n", million/4)},
	{"dict", wrapped("x={", "%:%,", "}", million/4)},
	{"list", wrapped("x=[", "%,", "]", million)},
	{"tuple_of_names", wrapped("x=(", "a%,", ")", million/4)},
	{"arguments", wrapped("f(", "a%,", ")", million/10)},
	{"keywords", wrapped("f(", "a%=1,", ")", million/20)},
	{"parameters", wrapped("def f(", "a%,", "): pass", million/20)},
	{"globals", numbered("global a%\n", million/10)},
	{"elif", repeat("if a: b\n", 1, strings.Repeat("elif a: b\n", million/100))},
	{"except", repeat("try: a\n", 1, strings.Repeat("except b: c\n", million/100))},
	{"cases", repeat("match a:\n", 1, strings.Repeat(" case 1: b\n", million/100))},
	{"pattern_nested", repeat("match a:\n case "+strings.Repeat("[", 10000), 1, strings.Repeat("]", 10000)+": b\n")},
	{"pattern_or", repeat("match a:\n case ", 1, strings.Repeat("1|", million/10)+"1: b\n")},
	{"for_clauses", wrapped("[a ", "for a in b ", "]", million/10)},
	{"if_clauses", wrapped("[a for a in b ", "if a ", "]", million/10)},
	{"comprehensions_nested", nested("[", "a", " for a in b]", 1000)},
	{"indentation", indented("if a:", 1000)},
	{"indentation_99", indented("if a:", 99)},
	{"loops_nested", indented("for a in b:", 99)},
	{"with_nested", indented("with a:", 99)},
	{"functions_nested", indented("def f():", 99)},
	{"classes_nested", indented("class C:", 99)},
	{"try_finally_nested", tries(99)},
	{"with_items", wrapped("with ", "a%,", "a: pass", 10000)},
	{"import_dots", repeat("from ", 1, strings.Repeat(".", million)+" import a")},
	{"import_path", repeat("import a", 1, strings.Repeat(".a", million))},
	{"digits", repeat("x = ", 1, strings.Repeat("1", million))},
	{"hex_digits", repeat("x = 0x", 1, strings.Repeat("f", million))},
	{"power_of_power", repeat("x = 9**9**9**9", 1, "")},
	{"shift", repeat("x = 1<<1<<1<<9999999999", 1, "")},
	{"repeat_fold", repeat("x = ", 1, strings.Repeat("(", 50)+"'a'*4000"+strings.Repeat(")*4000", 50))},
	{"type_params", wrapped("def f[", "T%,", "](): pass", 10000)},
	{"zeros", func() []byte { return make([]byte, million) }},
	{"ff", repeat("\xff", million, "")},
	{"line_comment_100MB", repeat("# ", 1, strings.Repeat("c", 100*million))},
	{"line_name_100MB", repeat("", 1, strings.Repeat("n", 100*million))},
	{"line_string_100MB", repeat("x = '", 1, strings.Repeat("s", 100*million)+"'")},
	{"line_spaces_100MB", repeat(" ", 100*million, "x")},
	{"line_unterminated_100MB", repeat("x = '", 1, strings.Repeat("s", 100*million))},
	{"line_escapes_100MB", repeat("x = '", 1, strings.Repeat(`\n`, 50*million)+"'")},
}

func repeat(text string, n int, end string) func() []byte {
	return func() []byte { return append(bytes.Repeat([]byte(text), n), end...) }
}

func nested(open, middle, end string, n int) func() []byte {
	return func() []byte {
		return []byte(strings.Repeat(open, n) + middle + strings.Repeat(end, n) + "\n")
	}
}

// numbered repeats a text with the numbers from 0 in place of %.
func numbered(text string, n int) func() []byte { return wrapped("", text, "", n) }

func wrapped(before, text, after string, n int) func() []byte {
	return func() []byte {
		out := []byte(before)
		for i := range n {
			out = append(out, strings.ReplaceAll(text, "%", strconv.Itoa(i))...)
		}
		return append(append(out, after...), '\n')
	}
}

func indented(header string, n int) func() []byte {
	return func() []byte {
		var out []byte
		for i := range n {
			out = append(append(append(out, strings.Repeat(" ", i)...), header...), '\n')
		}
		return append(append(out, strings.Repeat(" ", n)...), "pass\n"...)
	}
}

func tries(n int) func() []byte {
	return func() []byte {
		out := indented("try:", n)()
		for i := n - 1; i >= 0; i-- {
			out = append(append(out, strings.Repeat(" ", i)...), "finally: pass\n"...)
		}
		return out
	}
}
