package target

import (
	_ "embed"
	"strings"
)

// interned has a line for each word that a Python process which compiles one file
// has interned before it does so: the word, a space, and the last digits of the
// versions. gen/interned.py finds them.
//
//go:embed interned.txt
var interned string

// Interns tells whether the interpreter has interned a word before it compiles
// anything: because it is in the interpreter itself, or in a module that py_compile
// imports.
func (v *Version) Interns(word string) bool {
	line := "\n" + word + " "
	at := strings.Index(interned, line)
	if at < 0 {
		return false
	}
	digits, _, _ := strings.Cut(interned[at+len(line):], "\n")
	return strings.IndexByte(digits, v.Name[len(v.Name)-1]) >= 0
}
