package marshal

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
)

// FormatError says where and why data is not what CPython 3.11 or later writes
// into a .pyc file.
type FormatError struct {
	Offset int
	Msg    string
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("bad marshal data at offset %d: %s", e.Offset, e.Msg)
}

// Load reads one object, the whole of data, in the form of CPython 3.11 to 3.15.
// What the data share is one *Const. The result has no cycles, but an object may
// be held so often that writing it out in full would take forever.
func Load(data []byte) (*code.Const, error) {
	return load(data, -1, nil)
}

// load is Load that also notes in found where the byte at offset watch belongs.
func load(data []byte, watch int, found *Place) (*code.Const, error) {
	r := reader{data: data, pool: constant.NewPool(), watch: watch, found: found}
	c := r.object(1)
	if r.err == nil && r.pos != len(data) {
		r.fail(r.pos, "more data after the end")
	}
	if r.err != nil {
		return nil, r.err
	}
	return c, nil
}

type reader struct {
	data []byte
	pos  int
	pool *constant.Pool
	refs []*code.Const // nil: the object is not complete yet
	err  error

	path  []Step
	watch int
	found *Place
}

// fail keeps the first error and moves to the end, where all reading fails.
func (r *reader) fail(offset int, msg string) {
	if r.err == nil {
		r.err = &FormatError{offset, msg}
	}
	r.pos = len(r.data)
}

func (r *reader) object(depth int) *code.Const {
	start := r.pos
	if depth > maxDepth {
		r.fail(start, ErrDepth.Error())
		return nil
	}
	kind := r.byte()
	if kind == typeRef {
		n := r.long()
		r.note(start, "")
		c := r.ref(start, n)
		r.noteObject(start, c)
		return c
	}
	slot := -1
	if kind&flagRef != 0 {
		slot = len(r.refs)
		r.refs = append(r.refs, nil)
	}
	c := r.value(kind&^flagRef, start, depth)
	if r.err != nil {
		return nil
	}
	if slot >= 0 {
		r.refs[slot] = c
		c.Static = c.Kind == code.Str && !c.Interned && isStatic(c.Text)
	}
	r.noteObject(start, c)
	return c
}

// isStatic tells whether a marked string is one of those that the interpreter holds
// without interning them.
func isStatic(text string) bool {
	switch text {
	case "<module>", "<lambda>", "<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>":
		return true
	}
	return isLatin1Char(text)
}

func (r *reader) ref(start int, n int32) *code.Const {
	if n < 0 || int(n) >= len(r.refs) || r.refs[n] == nil {
		r.fail(start, "reference to no object")
		return nil
	}
	return r.refs[n]
}

func (r *reader) value(kind byte, start, depth int) *code.Const {
	switch kind {
	case typeTuple, typeSmallTuple, typeFrozenSet, typeSlice:
		return r.group(kind, start, depth)
	case typeCode:
		return r.code(start, depth)
	}
	c := r.atom(kind, start)
	r.note(start, "")
	return c
}

func (r *reader) atom(kind byte, start int) *code.Const {
	switch kind {
	case typeNone:
		return r.pool.None
	case typeTrue:
		return r.pool.True
	case typeFalse:
		return r.pool.False
	case typeEllipsis:
		return r.pool.Ellipsis
	case typeInt:
		return r.pool.Int(int64(r.long()))
	case typeLong:
		return r.bigInt(start)
	case typeFloat:
		return r.pool.Float(r.float())
	case typeComplex:
		re := r.float()
		return r.pool.Complex(re, r.float())
	case typeBytes:
		return r.pool.Bytes(r.text(r.size()))
	case typeStr, typeASCII:
		return r.pool.NewStr(r.text(r.size()))
	case typeShortASCII:
		return r.pool.NewStr(r.text(int(r.byte())))
	case typeInterned, typeASCIIInterned:
		return r.pool.Name(r.text(r.size()))
	case typeShortASCIIInterned:
		return r.pool.Name(r.text(int(r.byte())))
	}
	if r.err == nil {
		r.fail(start, fmt.Sprintf("unknown type %q", kind))
	}
	return nil
}

func (r *reader) bigInt(start int) *code.Const {
	n := int(r.long())
	count := n
	if n < 0 {
		count = -n
	}
	if count > (len(r.data)-r.pos)/2 {
		r.fail(start, "integer longer than the data")
		return nil
	}
	octets := make([]byte, 0, count*digitBits/8+1)
	var bits uint
	var pending uint32
	for range count {
		digit := r.short()
		if digit >= 1<<digitBits {
			r.fail(start, "digit out of range in integer")
			return nil
		}
		pending |= uint32(digit) << bits
		for bits += digitBits; bits >= 8; bits -= 8 {
			octets = append(octets, byte(pending))
			pending >>= 8
		}
	}
	octets = append(octets, byte(pending))
	slices.Reverse(octets)
	value := new(big.Int).SetBytes(octets)
	if n < 0 {
		value.Neg(value)
	}
	return r.pool.BigInt(value)
}

// startItems is the most room that a group gets before its items are there:
// what a damaged file claims is not believed.
const startItems = 64

func (r *reader) group(kind byte, start, depth int) *code.Const {
	n := 3
	switch kind {
	case typeSmallTuple:
		n = int(r.byte())
	case typeTuple, typeFrozenSet:
		n = r.size()
	}
	r.note(start, "")
	items := make([]*code.Const, 0, min(n, startItems))
	for i := 0; i < n && r.err == nil; i++ {
		r.path = append(r.path, Step{Index: i})
		items = append(items, r.object(depth+1))
		r.path = r.path[:len(r.path)-1]
	}
	if r.err != nil {
		return nil
	}
	switch kind {
	case typeFrozenSet:
		return r.pool.FrozenSet(items)
	case typeSlice:
		return r.pool.Slice(items[0], items[1], items[2])
	}
	return r.pool.Tuple(items)
}

func (r *reader) code(start, depth int) *code.Const {
	r.note(start, "")
	o := &code.Object{
		ArgCount:        r.number("argcount"),
		PosOnlyArgCount: r.number("posonlyargcount"),
		KwOnlyArgCount:  r.number("kwonlyargcount"),
		StackSize:       r.number("stacksize"),
		Flags:           code.Flags(r.number("flags")),
		Code:            r.field("code", code.Bytes, depth),
		Consts:          r.field("consts", code.Tuple, depth),
		Names:           r.names("names", depth),
		LocalsPlusNames: r.names("localsplusnames", depth),
		LocalsPlusKinds: r.field("localspluskinds", code.Bytes, depth),
		Filename:        r.field("filename", code.Str, depth),
		Name:            r.field("name", code.Str, depth),
		QualName:        r.field("qualname", code.Str, depth),
		FirstLine:       r.number("firstlineno"),
		LineTable:       r.field("linetable", code.Bytes, depth),
		ExceptionTable:  r.field("exceptiontable", code.Bytes, depth),
	}
	if r.err == nil && len(o.LocalsPlusKinds.Text) != len(o.LocalsPlusNames.Items) {
		r.fail(start, "localsplusnames and localspluskinds differ in length")
	}
	if r.err != nil {
		return nil
	}
	return r.pool.Code(o)
}

func (r *reader) number(name string) int32 {
	start := r.pos
	n := r.long()
	r.note(start, name)
	if r.found != nil && r.found.Start == start {
		r.found.Number = n
	}
	return n
}

func (r *reader) field(name string, kind code.Kind, depth int) *code.Const {
	start := r.pos
	r.path = append(r.path, Step{Field: name})
	c := r.object(depth + 1)
	r.path = r.path[:len(r.path)-1]
	if r.err == nil && c.Kind != kind {
		r.fail(start, "wrong type of "+name)
	}
	return c
}

// names is field for a tuple of strings.
func (r *reader) names(name string, depth int) *code.Const {
	start := r.pos
	c := r.field(name, code.Tuple, depth)
	if r.err == nil && slices.ContainsFunc(c.Items, notStr) {
		r.fail(start, "item that is no string in "+name)
	}
	return c
}

func notStr(c *code.Const) bool { return c.Kind != code.Str }

// take returns the next n bytes, or nil at the end of the data.
func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.data)-r.pos {
		r.fail(len(r.data), "it ends too early")
		return nil
	}
	b := r.data[r.pos : r.pos+n]
	r.pos += n
	return b
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) short() uint16 {
	if b := r.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *reader) long() int32 {
	if b := r.take(4); b != nil {
		return int32(binary.LittleEndian.Uint32(b))
	}
	return 0
}

func (r *reader) float() float64 {
	if b := r.take(8); b != nil {
		return math.Float64frombits(binary.LittleEndian.Uint64(b))
	}
	return 0
}

// size reads how many bytes or objects follow; an object takes at least one byte.
func (r *reader) size() int {
	start := r.pos
	n := int(r.long())
	if n < 0 || n > len(r.data)-r.pos {
		r.fail(start, "size out of range")
		return 0
	}
	return n
}

func (r *reader) text(n int) string { return string(r.take(n)) }
