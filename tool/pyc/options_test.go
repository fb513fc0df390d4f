package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestOptions reads command lines as Python's argparse does.
func TestOptions(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"", "q0 f[] n[]"},
		{"a b", "q0 f[] n[] a b"},
		{"-q a -qq", "q3 f[] n[] a"},
		{"-qn5 a", "q1 f[] n[5] a"},
		{"-qn 5 a", "q1 f[] n[5] a"},
		{"-n=5", "q0 f[] n[5]"},
		{"-n -1 -n-1", "q0 f[] n[-1 -1]"},
		{"--file=", "q0 f[] n[]"},
		{"--file=x --nu 3", "q0 f[x] n[3]"},
		{"--file-list z", "q0 f[] n[] list z"},
		{"--file_l=z", "q0 f[] n[] list z"},
		{"-f - a", "q0 f[-] n[] a"},
		{"-f=-x", "q0 f[-x] n[]"},
		{"-fn", "q0 f[n] n[]"},
		{"- a", "q0 f[] n[] - a"},
		{"-5 -.5 a", "q0 f[] n[] -5 -.5 a"},
		{"-q -- -q --nonsense", "q1 f[] n[] -q --nonsense"},
		// A blank, for which · stands here, makes an argument of what is no option.
		{"-f x·y", "q0 f[x·y] n[]"},
		{"-z·z", "q0 f[] n[] -z·z"},
		{"-f -x·y", "q0 f[-x·y] n[]"},
		{"-n ·7·", "q0 f[] n[7]"},

		{"-h", "help requested"},
		{"--help --nonsense", "help requested"},
		{"--he", "help requested"},
		{"--hel=5", "option --hel takes no value"},
		{"-qh", "help requested"},
		{"-n", "option -n needs a value"},
		{"-qn -q", "option -n needs a value"},
		{"-f -- a", "option -f needs a value"},
		{"-f --quiet", "option -f needs a value"},
		{"--number x", `option --number cannot be "x"`},
		{"-5.", "unknown option -5"},
		{"-qz", "unknown option -z"},
		{"--nonsense=5", "unknown option --nonsense"},
		{"--quiet=5", "option --quiet takes no value"},
		{"--f", "--f may be --file or --file-list"},
	} {
		var quiet int
		var file, list string
		var numbers []int
		var o options
		o.count(&quiet, "quiet", 'q')
		o.text(&file, "file", 'f')
		o.text(&list, "file-list", 0)
		o.number("number", 'n', func(n int) { numbers = append(numbers, n) })
		args := strings.Fields(c.line)
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "·", " ")
		}
		arguments, err := o.parse(args)
		got := fmt.Sprintf("q%d f[%s] n%d", quiet, file, numbers)
		if list != "" {
			arguments = append([]string{"list", list}, arguments...)
		}
		got = strings.Join(append([]string{got}, arguments...), " ")
		if err != nil {
			got = err.Error()
		}
		if want := strings.ReplaceAll(c.want, "·", " "); got != want {
			t.Errorf("%s: %s\nnot %s", c.line, got, want)
		}
	}
}

// TestCompileallUsage names all options in the usage, and nothing else.
func TestCompileallUsage(t *testing.T) {
	var shown []string
	for _, word := range strings.Fields(compileallUsage) {
		if name, ok := strings.CutPrefix(strings.TrimSuffix(word, ","), "--"); ok && name != "" {
			name, _, _ = strings.Cut(name, "=")
			shown = append(shown, strings.TrimSuffix(strings.TrimSuffix(name, ":"), ";"))
		}
	}
	var names []string
	for _, opt := range compileallOptions(&compileallFlags{}) {
		names = append(names, opt.name)
		if letter := fmt.Sprintf("-%c, --%s", opt.letter, opt.name); opt.letter != 0 && !strings.Contains(compileallUsage, letter) {
			t.Errorf("the usage does not show %s", letter)
		}
	}
	slices.Sort(shown)
	slices.Sort(names)
	if shown = slices.Compact(shown); !slices.Equal(shown, names) {
		t.Errorf("the usage shows\n%q, not\n%q", shown, names)
	}
}
