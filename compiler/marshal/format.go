// Package marshal writes and reads CPython's marshal format, version 4 (and 5,
// which adds slices), as far as .pyc files use it (CPython: Python/marshal.c).
//
// The format marks shared objects. When an object is written that something
// else holds as well, its type byte carries a flag and the object gets the next
// number; when it comes again, only its number is written. CPython decides by
// the reference count at that moment, so the marks in a file tell how many
// holders each object had inside the interpreter. Append counts the holders that
// matter, which are the ones inside the code object, and knows the few objects
// that the interpreter holds as well; see holders.
package marshal

import (
	"errors"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// The type bytes.
const (
	typeNone               = 'N'
	typeFalse              = 'F'
	typeTrue               = 'T'
	typeEllipsis           = '.'
	typeInt                = 'i' // 32 bits
	typeLong               = 'l' // digits of 15 bits
	typeFloat              = 'g'
	typeComplex            = 'y'
	typeBytes              = 's'
	typeStr                = 'u' // UTF-8, surrogates as three bytes
	typeInterned           = 't' // the same, interned
	typeASCII              = 'a'
	typeASCIIInterned      = 'A'
	typeShortASCII         = 'z' // length in one byte
	typeShortASCIIInterned = 'Z'
	typeTuple              = '('
	typeSmallTuple         = ')' // length in one byte
	typeFrozenSet          = '>'
	typeSlice              = ':'
	typeCode               = 'c'
	typeRef                = 'r'

	flagRef = 0x80 // with a type: the object gets the next number
)

// maxDepth is how deep CPython nests objects before it gives up, on all systems
// but Windows and WebAssembly.
const maxDepth = 2000

// ErrDepth says that constants are nested too deeply, in CPython's words.
var ErrDepth = errors.New("object too deeply nested to marshal")

// Two numbers of the format.
const (
	shortLimit = 256 // lengths below it take one byte
	digitBits  = 15  // of an integer
)

// singleton tells whether the interpreter itself holds the one object that has
// this value.
func singleton(c *code.Const, tgt *target.Version) bool {
	switch c.Kind {
	case code.Str:
		return c.Interned || c.Static
	case code.Int:
		return c.Big == nil && c.Int >= minSmallInt && c.Int <= tgt.MaxSmallInt
	case code.Bytes:
		return len(c.Text) <= 1
	case code.Tuple:
		return len(c.Items) == 0
	}
	return false
}

// minSmallInt is the least integer that the interpreter keeps one object of.
const minSmallInt = -5

func isLatin1Char(s string) bool {
	return len(s) <= 1 || len(s) == 2 && (s[0] == 0xC2 || s[0] == 0xC3)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
