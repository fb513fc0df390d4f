package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/rules-pyc/rules_pyc/tests/golden"
)

// maxSource is the size over which a file is not mutated: most mutations break
// a file at its beginning, and the rest of it proves nothing.
const maxSource = 40_000

// sources reads the files to mutate, always in the same order.
func (s *settings) sources() ([][]byte, error) {
	if s.corpus == "" {
		return goldenSources()
	}
	var paths []string
	err := filepath.WalkDir(s.corpus, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && strings.HasSuffix(path, ".py") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	sort.Strings(paths)
	var out [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if len(data) > 0 && len(data) <= maxSource {
			out = append(out, data)
		}
	}
	return out, nil
}

func goldenSources() ([][]byte, error) {
	cases, err := golden.Cases(os.DirFS("tests/golden/testdata/sources"))
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for _, c := range cases {
		if len(c.Source) > 0 {
			out = append(out, c.Source)
		}
	}
	return out, nil
}

// mutation makes the mutation with a number.
func mutation(sources [][]byte, number int) []byte {
	r := rand.New(rand.NewPCG(20, uint64(number)))
	text := append([]byte(nil), sources[r.IntN(len(sources))]...)
	for range 1 + r.IntN(3) {
		if len(text) == 0 {
			break
		}
		text = mutators[r.IntN(len(mutators))](r, text)
	}
	return text
}

var mutators = []func(*rand.Rand, []byte) []byte{
	flipBit, setByte, insertByte, deleteToken, deleteToken, duplicateToken, swapTokens,
	insertToken, insertToken, deleteLine, duplicateLine, shiftLine, truncate, cutOut,
}

func flipBit(r *rand.Rand, text []byte) []byte {
	text[r.IntN(len(text))] ^= 1 << r.IntN(8)
	return text
}

func setByte(r *rand.Rand, text []byte) []byte {
	text[r.IntN(len(text))] = byte(r.IntN(256))
	return text
}

func insertByte(r *rand.Rand, text []byte) []byte {
	return splice(text, r.IntN(len(text)+1), 0, []byte{byte(r.IntN(256))})
}

func deleteToken(r *rand.Rand, text []byte) []byte {
	from, to := tokenAt(text, r.IntN(len(text)))
	return splice(text, from, to-from, nil)
}

func duplicateToken(r *rand.Rand, text []byte) []byte {
	from, to := tokenAt(text, r.IntN(len(text)))
	return splice(text, to, 0, append([]byte(" "), text[from:to]...))
}

func swapTokens(r *rand.Rand, text []byte) []byte {
	from, to := tokenAt(text, r.IntN(len(text)))
	token := append([]byte(nil), text[from:to]...)
	from2, to2 := tokenAt(text, r.IntN(len(text)))
	other := append([]byte(nil), text[from2:to2]...)
	if to <= from2 {
		text = splice(text, from2, to2-from2, token)
		return splice(text, from, to-from, other)
	}
	return splice(text, from, to-from, other)
}

// words are what insertToken inserts: every keyword and operator, and some more.
var words = strings.Fields(`False None True and as assert async await break class continue def del elif else
except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield
match case type _ lazy print __debug__ super __class__ self
+ - * / // % ** @ << >> & | ^ ~ := < > <= >= == != -> <> ! $ ? += -= *= @= **= = ; , . ... : ( ) [ ] { } \ #
' " ''' """ f' f" f''' rb' t" {{ }} {x!r} {x=} \N{DASH} \x \u00 0 1 0x 0o8 1e 1_ 1__0 1j 0777 1.5 'a' b'a' é 中 ﬁ`)

func insertToken(r *rand.Rand, text []byte) []byte {
	from, _ := tokenAt(text, r.IntN(len(text)))
	word := words[r.IntN(len(words))]
	if r.IntN(2) == 0 {
		word = " " + word + " "
	}
	return splice(text, from, 0, []byte(word))
}

func deleteLine(r *rand.Rand, text []byte) []byte {
	from, to := lineAt(text, r.IntN(len(text)))
	return splice(text, from, to-from, nil)
}

func duplicateLine(r *rand.Rand, text []byte) []byte {
	from, to := lineAt(text, r.IntN(len(text)))
	at, _ := lineAt(text, r.IntN(len(text)))
	return splice(text, at, 0, append([]byte(nil), text[from:to]...))
}

func shiftLine(r *rand.Rand, text []byte) []byte {
	from, to := lineAt(text, r.IntN(len(text)))
	blanks := []string{" ", "  ", "    ", "\t", "\f", " \t"}
	if r.IntN(2) == 0 {
		return splice(text, from, 0, []byte(blanks[r.IntN(len(blanks))]))
	}
	end := from
	for end < to && (text[end] == ' ' || text[end] == '\t') {
		end++
	}
	return splice(text, from, min(end-from, 1+r.IntN(4)), nil)
}

func truncate(r *rand.Rand, text []byte) []byte { return text[:r.IntN(len(text))] }

func cutOut(r *rand.Rand, text []byte) []byte {
	from := r.IntN(len(text))
	return splice(text, from, min(len(text)-from, r.IntN(200)), nil)
}

// tokenAt finds a name, a number, a run of blanks or one other byte.
func tokenAt(text []byte, at int) (from, to int) {
	kind := kindOf(text[at])
	from, to = at, at+1
	if kind == 0 {
		return from, to
	}
	for from > 0 && kindOf(text[from-1]) == kind {
		from--
	}
	for to < len(text) && kindOf(text[to]) == kind {
		to++
	}
	return from, to
}

func kindOf(c byte) int {
	switch {
	case c == ' ':
		return 1
	case c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z':
		return 2
	}
	return 0
}

func lineAt(text []byte, at int) (from, to int) {
	for from = at; from > 0 && text[from-1] != '\n'; from-- {
	}
	for to = at; to < len(text) && text[to] != '\n'; to++ {
	}
	return from, min(to+1, len(text))
}

// splice replaces n bytes at an offset.
func splice(text []byte, at, n int, by []byte) []byte {
	out := make([]byte, 0, len(text)-n+len(by))
	out = append(out, text[:at]...)
	out = append(out, by...)
	return append(out, text[at+n:]...)
}
