// Package constant makes the constants of one compilation and decides which of
// them are one object.
//
// CPython's marshal format shows which constants are shared: an object that is
// held once is written plain, one that is held again is written with a mark and
// then by number. So the compiler has to share exactly what CPython shares:
//
//   - names, and string literals made of ASCII letters, digits and underscores,
//     are interned: one object for one text (Name, Str);
//   - small integers, one-character Latin-1 strings, bytes of length 0 and 1 and
//     the empty tuple are singletons of the interpreter;
//   - everything else is a new object when it is made and becomes one with its
//     equals where the compiler puts it through its cache of constants (Merge;
//     CPython: merge_consts_recursive in Python/compile.c).
package constant

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// Pool owns the constants of one compilation. It is not safe for concurrent use.
type Pool struct {
	None, True, False, Ellipsis *code.Const
	EmptyTuple                  *code.Const

	// PlainStatics says that the interpreter does not intern strings of its own:
	// those of one character up to U+00FF and the names of code objects that have
	// none in the source.
	PlainStatics bool
	statics      map[string]*code.Const

	slabs    [][]code.Const // all that there are
	used     int            // how many of them are in use
	slab     []code.Const   // what is left of the last one in use
	count    int32
	smallInt [maxSmallInt - minSmallInt + 1]*code.Const
	// MaxSmallInt is the greatest integer of which there is one object.
	MaxSmallInt int64
	names       table                  // interned strings
	singles     map[string]*code.Const // bytes of length 0 and 1

	// The cache of constants: what Merge has seen.
	numbers map[numberKey]*code.Const
	bigs    map[string]*code.Const // integers beyond 64 bits, by their digits
	texts   table                  // strings and bytes
	groups  table                  // tuples and frozensets
	members []int32                // the IDs of what is in them, frozensets' in order
	slices  map[string]*code.Const // by what they hold
	codes   map[codeKey]*code.Const
	twins   map[int32]int32 // by ID of a string: ID of the first one with its text, if that is another
	scratch []byte
}

// The integers of which CPython keeps one object each; how far they go depends on
// the version.
const (
	minSmallInt = -5
	maxSmallInt = 1024
)

type numberKey struct {
	kind code.Kind
	a, b uint64
}

// codeKey holds what CPython compares of two code objects, but for the bytecode:
// not the file name and not the qualified name.
type codeKey struct {
	argCount, posOnly, kwOnly, firstLine   int32
	flags                                  code.Flags
	name, consts, names, locals, line, exc int32
	variant                                int32 // of several that differ in their bytecode only
}

// NewPool returns an empty pool.
func NewPool() *Pool {
	p := &Pool{}
	p.newMaps()
	p.allocSingletons()
	return p
}

func (p *Pool) newMaps() {
	p.names, p.texts, p.groups = newTable(), newTable(), newTable()
	p.singles = map[string]*code.Const{}
	p.statics = map[string]*code.Const{}
	p.numbers = map[numberKey]*code.Const{}
	p.bigs = map[string]*code.Const{}
	p.slices = map[string]*code.Const{}
	p.codes = map[codeKey]*code.Const{}
	p.twins = map[int32]int32{}
}

func (p *Pool) allocSingletons() {
	p.MaxSmallInt = 256
	p.None = p.alloc(code.None)
	p.True = p.alloc(code.True)
	p.False = p.alloc(code.False)
	p.Ellipsis = p.alloc(code.Ellipsis)
	p.EmptyTuple = p.alloc(code.Tuple)
}

// maxKept is the greatest number of constants whose room is kept for the next
// compilation: to clear a great map costs as much as to fill it.
const maxKept = 1 << 13

// Reset makes the pool as good as new. Its constants must not be used any more:
// their room is used again.
func (p *Pool) Reset() {
	if p.count > maxKept {
		*p = Pool{}
		p.newMaps()
	} else {
		p.clear()
	}
	p.allocSingletons()
}

func (p *Pool) clear() {
	for _, slab := range p.slabs[:p.used] {
		clear(slab)
	}
	p.used, p.slab, p.count, p.PlainStatics = 0, nil, 0, false
	clear(p.smallInt[:])
	p.names.reset()
	p.texts.reset()
	p.groups.reset()
	p.members = p.members[:0]
	clear(p.singles)
	clear(p.statics)
	clear(p.numbers)
	clear(p.bigs)
	clear(p.slices)
	clear(p.codes)
	clear(p.twins)
}

// Len returns one more than the greatest ID that the pool has given out.
func (p *Pool) Len() int { return int(p.count) }

func (p *Pool) alloc(kind code.Kind) *code.Const {
	if len(p.slab) == 0 {
		p.nextSlab()
	}
	c := &p.slab[0]
	p.slab = p.slab[1:]
	c.Kind = kind
	c.ID = p.count
	p.count++
	return c
}

// slabSize is how many constants are allocated at once.
const slabSize = 64

func (p *Pool) nextSlab() {
	if p.used == len(p.slabs) {
		p.slabs = append(p.slabs, make([]code.Const, slabSize))
	}
	p.slab = p.slabs[p.used]
	p.used++
}

// Bool returns True or False.
func (p *Pool) Bool(b bool) *code.Const {
	if b {
		return p.True
	}
	return p.False
}

// Int returns an integer.
func (p *Pool) Int(n int64) *code.Const {
	if n < minSmallInt || n > min(p.MaxSmallInt, maxSmallInt) {
		c := p.alloc(code.Int)
		c.Int = n
		return c
	}
	slot := &p.smallInt[n-minSmallInt]
	if *slot == nil {
		*slot = p.alloc(code.Int)
		(*slot).Int = n
	}
	return *slot
}

// BigInt returns an integer of any size; the pool keeps n.
func (p *Pool) BigInt(n *big.Int) *code.Const {
	if n.IsInt64() {
		return p.Int(n.Int64())
	}
	c := p.alloc(code.Int)
	c.Big = n
	return c
}

// Float returns a float.
func (p *Pool) Float(f float64) *code.Const {
	c := p.alloc(code.Float)
	c.Float = f
	return c
}

// Complex returns a complex number.
func (p *Pool) Complex(re, im float64) *code.Const {
	c := p.alloc(code.Complex)
	c.Float, c.Imag = re, im
	return c
}

// Name returns the interned string with a text in UTF-8.
func (p *Pool) Name(text string) *code.Const {
	hash := hashText(text)
	if c := p.names.text(hash, code.Str, text); c != nil {
		return c
	}
	if p.PlainStatics && isLatin1Char(text) && !looksLikeName(text) {
		return p.Intern(p.Static(text)) // one character is one object, interned or not
	}
	c := p.alloc(code.Str)
	c.Text = text
	c.Interned = true
	p.names.add(hash, c, span{})
	if !looksLikeName(text) {
		p.pair(c, p.texts.text(hash, code.Str, text))
	}
	return c
}

// Intern makes a string an interned one, unless another one with its text is
// interned already: it returns that one then.
func (p *Pool) Intern(c *code.Const) *code.Const {
	if c.Interned {
		return c
	}
	hash := hashText(c.Text)
	if old := p.names.text(hash, code.Str, c.Text); old != nil {
		return old
	}
	c.Interned = true
	p.names.add(hash, c, span{})
	p.pair(c, p.texts.text(hash, code.Str, c.Text))
	return c
}

// Static returns a string that belongs to the interpreter.
func (p *Pool) Static(text string) *code.Const {
	if !p.PlainStatics || looksLikeName(text) {
		return p.Name(text)
	}
	if c, ok := p.statics[text]; ok {
		return c
	}
	c := p.NewStr(text)
	c.Static = true
	p.statics[text] = c
	return c
}

// Str returns the object of a string literal (WTF-8): the interned one where
// CPython interns constants, else a new one.
func (p *Pool) Str(text string) *code.Const {
	if looksLikeName(text) {
		return p.Name(text)
	}
	if isLatin1Char(text) {
		return p.Static(text)
	}
	return p.NewStr(text)
}

// NewStr returns a new string that is not interned, whatever its text.
func (p *Pool) NewStr(text string) *code.Const {
	c := p.alloc(code.Str)
	c.Text = text
	return c
}

// Bytes returns a bytes object.
func (p *Pool) Bytes(text string) *code.Const {
	if len(text) > 1 {
		c := p.alloc(code.Bytes)
		c.Text = text
		return c
	}
	c, ok := p.singles[text]
	if !ok {
		c = p.alloc(code.Bytes)
		c.Text = text
		p.singles[text] = c
	}
	return c
}

// Tuple returns a tuple; the pool keeps items.
func (p *Pool) Tuple(items []*code.Const) *code.Const {
	if len(items) == 0 {
		return p.EmptyTuple
	}
	return p.group(code.Tuple, items)
}

// FrozenSet returns a frozenset; the pool keeps items, which must differ from
// each other.
func (p *Pool) FrozenSet(items []*code.Const) *code.Const { return p.group(code.FrozenSet, items) }

// Slice returns slice(start, stop, step).
func (p *Pool) Slice(start, stop, step *code.Const) *code.Const {
	return p.group(code.Slice, []*code.Const{start, stop, step})
}

func (p *Pool) group(kind code.Kind, items []*code.Const) *code.Const {
	c := p.alloc(kind)
	c.Items = items
	return c
}

// Code returns a code object as a constant.
func (p *Pool) Code(o *code.Object) *code.Const {
	c := p.alloc(code.Code)
	c.Code = o
	return c
}

// Merge returns the one object of the compilation that stands for c and all
// constants equal to it, in type as in value: 1, 1.0 and True stay three, and so
// do 0.0 and -0.0. The first to come is the one that stays; the items of a group
// that stays are replaced by theirs.
func (p *Pool) Merge(c *code.Const) *code.Const {
	if c.Merged {
		return c
	}
	switch c.Kind {
	case code.Int:
		if c.Big != nil {
			return mergeIn(p.bigs, c.Big.Text(16), c)
		}
		return mergeIn(p.numbers, numberKey{code.Int, uint64(c.Int), 0}, c)
	case code.Float, code.Complex:
		// NaN equals nothing, itself included: only the very object is one with it.
		if c.Float != c.Float || c.Imag != c.Imag {
			return c
		}
		return mergeIn(p.numbers, numberKey{c.Kind, floatKey(c.Float), floatKey(c.Imag)}, c)
	case code.Str, code.Bytes:
		return p.mergeText(c)
	case code.Tuple, code.FrozenSet:
		return p.mergeGroup(c)
	case code.Slice:
		return p.mergeSlice(c)
	case code.Code:
		return p.mergeCode(c)
	}
	return c
}

func mergeIn[K comparable](m map[K]*code.Const, key K, c *code.Const) *code.Const {
	if old, ok := m[key]; ok {
		return old
	}
	m[key] = c
	c.Merged = true
	return c
}

func (p *Pool) mergeText(c *code.Const) *code.Const {
	hash := hashText(c.Text)
	if old := p.texts.text(hash, c.Kind, c.Text); old != nil {
		return old
	}
	p.texts.add(hash, c, span{})
	c.Merged = true
	if c.Kind == code.Str && !c.Interned {
		p.pair(c, p.names.text(hash, code.Str, c.Text))
	}
	return c
}

// pair notes that a new string has a twin, unless that is nil: another object with
// the same text, of which one is a name and the other a literal.
func (p *Pool) pair(c, twin *code.Const) {
	if twin != nil && twin != c {
		p.twins[c.ID] = twin.ID
	}
}

// MergeBytes returns what Merge does for a new bytes object.
func (p *Pool) MergeBytes(b []byte) *code.Const {
	text := string(b)
	if c := p.texts.text(hashText(text), code.Bytes, text); c != nil {
		return c
	}
	return p.Merge(p.Bytes(text))
}

// MergeTuple returns what Merge does for a new tuple, but does not merge its items:
// a name in a code object's names stays what it is, even if a literal with the
// same text has been merged (CPython: _PyCompile_ConstCacheMergeOne). It does not
// keep items. made tells whether the tuple is new, and may still be changed.
func (p *Pool) MergeTuple(items []*code.Const) (tuple *code.Const, made bool) {
	if len(items) == 0 {
		return p.EmptyTuple, false
	}
	members, hash, old := p.findGroup(code.Tuple, items)
	if old != nil {
		return old, false
	}
	c := p.Tuple(slices.Clone(items))
	p.groups.add(hash, c, members)
	return c, true
}

// mergeGroup compares groups by the identity of their merged items, frozensets in
// any order of them.
func (p *Pool) mergeGroup(c *code.Const) *code.Const {
	for i, item := range c.Items {
		c.Items[i] = p.Merge(item)
	}
	members, hash, old := p.findGroup(c.Kind, c.Items)
	if old != nil {
		return old
	}
	p.groups.add(hash, c, members)
	return c
}

// findGroup returns the group that is equal, or, to add one, the span of its members.
func (p *Pool) findGroup(kind code.Kind, items []*code.Const) (span, uint32, *code.Const) {
	first := len(p.members)
	for _, item := range items {
		id := item.ID
		if item.Kind == code.Str && len(p.twins) > 0 {
			if twin, ok := p.twins[id]; ok {
				id = twin
			}
		}
		p.members = append(p.members, id)
	}
	members := p.members[first:]
	if kind == code.FrozenSet {
		slices.Sort(members)
	}
	hash := hashIDs(kind, members)
	old := p.groups.group(hash, kind, members, p.members)
	if old != nil {
		p.members = p.members[:first]
	}
	return span{int32(first), int32(len(p.members))}, hash, old
}

// mergeSlice compares slices by value: CPython does not merge what they hold.
func (p *Pool) mergeSlice(c *code.Const) *code.Const {
	p.scratch = appendValue(p.scratch[:0], c)
	if old, ok := p.slices[string(p.scratch)]; ok {
		return old
	}
	p.slices[string(p.scratch)] = c
	return c
}

// appendValue appends bytes that are the same for constants of the same type and
// value only.
func appendValue(b []byte, c *code.Const) []byte {
	b = append(b, byte(c.Kind))
	switch c.Kind {
	case code.Int:
		if c.Big != nil {
			return append(c.Big.Append(b, 16), ';')
		}
		return binary.LittleEndian.AppendUint64(append(b, ':'), uint64(c.Int))
	case code.Float, code.Complex:
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(c.Float))
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(c.Imag))
	case code.Str, code.Bytes:
		b = binary.AppendUvarint(b, uint64(len(c.Text)))
		return append(b, c.Text...)
	case code.Tuple, code.FrozenSet, code.Slice:
		b = binary.AppendUvarint(b, uint64(len(c.Items)))
		for _, item := range c.Items {
			b = appendValue(b, item)
		}
	}
	return b
}

// mergeCode looks a code object up without its bytecode, which hardly ever tells
// two apart, and compares that then.
func (p *Pool) mergeCode(c *code.Const) *code.Const {
	for key := keyOf(c.Code); ; key.variant++ {
		old, ok := p.codes[key]
		if !ok {
			p.codes[key] = c
			return c
		}
		if old.Code.Code.Text == c.Code.Code.Text {
			return old
		}
	}
}

func keyOf(o *code.Object) codeKey {
	return codeKey{
		o.ArgCount, o.PosOnlyArgCount, o.KwOnlyArgCount, o.FirstLine, o.Flags,
		o.Name.ID, o.Consts.ID, o.Names.ID, o.LocalsPlusNames.ID, o.LineTable.ID, o.ExceptionTable.ID, 0,
	}
}

// floatKey tells apart what CPython's constant key tells apart: the two zeros.
func floatKey(f float64) uint64 { return math.Float64bits(f) }

func looksLikeName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

func isLatin1Char(s string) bool {
	return len(s) == 1 || len(s) == 2 && (s[0] == 0xC2 || s[0] == 0xC3)
}
