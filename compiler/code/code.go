// Package code holds what a compilation produces: the code object and the
// constants that it may hold. It has no behaviour; package marshal writes these
// values and package assemble makes them.
//
// Identity matters here. CPython's marshal format marks an object that is held
// more than once, so two constants that CPython would share must be one *Const
// and two that it would not share must be two, although they are equal. See
// Pool for the rules of sharing.
package code

import "math/big"

// Kind says which Python type a Const is, and so which of its fields count.
type Kind uint8

// The kinds of constants, in no order that reaches the output.
const (
	None Kind = iota
	True
	False
	Ellipsis
	Int       // Int, or Big where the value does not fit an int64
	Float     // Float
	Complex   // Float and Imag
	Str       // Text, UTF-8 with lone surrogates encoded as three bytes each (WTF-8)
	Bytes     // Text, the raw bytes
	Tuple     // Items
	FrozenSet // Items, in the order in which they are marshalled
	Slice     // Items: start, stop, step
	Code      // Code
)

// Const is one immutable Python object.
type Const struct {
	Kind Kind
	// Interned is set on a Str that CPython keeps in its table of interned
	// strings: names, and literals that look like names.
	Interned bool
	// Static is set on a Str that is not interned but belongs to the interpreter,
	// which holds it, too.
	Static bool
	// Merged says that this is the object that constant.Pool.Merge keeps of all
	// equal ones, and FromName that it was not a literal that made it so, but a
	// name.
	Merged, FromName bool
	// ID is the number that Pool gave to the object, dense from 0.
	ID    int32
	Int   int64
	Float float64
	Imag  float64
	Text  string
	Big   *big.Int
	Items []*Const
	Code  *Object
}

// Object is a code object (CPython: PyCodeObject). What CPython holds as an
// object of its own, and may therefore share, is a *Const.
type Object struct {
	ArgCount        int32
	PosOnlyArgCount int32
	KwOnlyArgCount  int32
	StackSize       int32
	Flags           Flags
	FirstLine       int32

	Code            *Const // Bytes: the instructions, caches included
	Consts          *Const // Tuple
	Names           *Const // Tuple of Str
	LocalsPlusNames *Const // Tuple of Str
	LocalsPlusKinds *Const // Bytes: LocalKind per name
	Filename        *Const // Str
	Name            *Const // Str
	QualName        *Const // Str
	LineTable       *Const // Bytes: PEP 626 and 657 locations
	ExceptionTable  *Const // Bytes
}

// Flags are the CO_ bits of a code object (CPython: Include/cpython/code.h).
type Flags uint32

// The flags that the compiler sets. The CO_FUTURE_ bits have stood where they
// are since 3.9.
const (
	Optimized         Flags = 0x1
	NewLocals         Flags = 0x2
	VarArgs           Flags = 0x4
	VarKeywords       Flags = 0x8
	Nested            Flags = 0x10
	Generator         Flags = 0x20
	Coroutine         Flags = 0x80
	IterableCoroutine Flags = 0x100
	AsyncGenerator    Flags = 0x200

	FutureDivision        Flags = 0x20000
	FutureAbsoluteImport  Flags = 0x40000
	FutureWithStatement   Flags = 0x80000
	FuturePrintFunction   Flags = 0x100000
	FutureUnicodeLiterals Flags = 0x200000
	FutureBarryAsBDFL     Flags = 0x400000
	FutureGeneratorStop   Flags = 0x800000
	FutureAnnotations     Flags = 0x1000000

	HasDocstring Flags = 0x4000000 // 3.14: the first constant is a docstring
	Method       Flags = 0x8000000 // 3.14: defined in a class body
)

// LocalKind is one byte of LocalsPlusKinds (CPython: CO_FAST_ in
// Include/internal/pycore_code.h).
type LocalKind = byte

// The kinds of fast locals; they may be combined. The argument bits exist from
// 3.14 on.
const (
	LocalArgPos LocalKind = 0x02
	LocalArgKw  LocalKind = 0x04
	LocalArgVar LocalKind = 0x08
	LocalHidden LocalKind = 0x10
	LocalFast   LocalKind = 0x20
	LocalCell   LocalKind = 0x40
	LocalFree   LocalKind = 0x80
)
