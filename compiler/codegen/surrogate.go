package codegen

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/source"
)

// refuseSurrogates fails if a docstring to be cleaned holds a lone surrogate:
// CPython takes it through UTF-8, which has none. It has expanded the tabs before.
func (g *generator) refuseSurrogates(doc string) {
	if strings.IndexByte(doc, 0xED) < 0 {
		return
	}
	doc = expandTabs(doc)
	if at, n := surrogates(doc); n > 0 {
		g.failWith(source.UnicodeEncode, surrogateMessage(doc, at, n))
	}
}

// surrogates finds the first run of lone surrogates in WTF-8: where it begins and
// how many there are.
func surrogates(s string) (at, n int) {
	for at = strings.IndexByte(s, 0xED); at >= 0; {
		for isSurrogate(s[at+3*n:]) {
			n++
		}
		if n > 0 {
			return at, n
		}
		next := strings.IndexByte(s[at+1:], 0xED)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return -1, 0
}

func isSurrogate(s string) bool { return len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 }

// surrogateMessage is the text of the UnicodeEncodeError for n surrogates at an
// offset of s.
func surrogateMessage(s string, at, n int) string {
	first := 0
	for i := 0; i < at; first++ {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	what := "character '\\u" + strconv.FormatInt(int64(0xD000|int(s[at+1]&0x3F)<<6|int(s[at+2]&0x3F)), 16) +
		"' in position " + strconv.Itoa(first)
	if n > 1 {
		what = "characters in position " + strconv.Itoa(first) + "-" + strconv.Itoa(first+n-1)
	}
	return "'utf-8' codec can't encode " + what + ": surrogates not allowed"
}
