package marshal

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"sync"

	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// writers keeps the tables of finished writers for the next ones.
var writers = sync.Pool{New: func() any { return new(writer) }}

// Append appends what marshal.dumps(c) gives in the version at the moment when
// CPython writes a .pyc file. The only error is ErrDepth.
func Append(dst []byte, c *code.Const, tgt *target.Version) ([]byte, error) {
	w := writers.Get().(*writer)
	defer writers.Put(w)
	w.reset(dst, tgt)
	w.holders.visit(c, 1)
	if w.holders.err != nil {
		return dst, w.holders.err
	}
	w.refs = &w.stream
	w.refs.reset(int(w.holders.ids))
	if tgt.CallerHoldsCode {
		w.holders.count[c.ID]++
	}
	w.object(c, 1, false)
	out := w.out
	w.out = nil
	return out, w.err
}

type writer struct {
	tgt     *target.Version
	out     []byte
	holders holders
	refs    *numbering               // the one in use: stream, or one of dumps
	stream  numbering                // of the whole
	dumps   [maxNestedSets]numbering // of items of frozensets that are being sorted
	nested  int                      // how many of dumps are in use
	err     error
}

func (w *writer) reset(dst []byte, tgt *target.Version) {
	w.tgt, w.out, w.nested, w.err = tgt, dst, 0, nil
	w.holders = holders{count: w.holders.count[:0]}
}

// object writes one object. held says that there is one more holder than the
// graph shows.
func (w *writer) object(c *code.Const, depth int, held bool) {
	if depth > maxDepth {
		w.err = ErrDepth
		return
	}
	switch c.Kind {
	case code.None:
		w.byte(typeNone)
		return
	case code.True:
		w.byte(typeTrue)
		return
	case code.False:
		w.byte(typeFalse)
		return
	case code.Ellipsis:
		w.byte(typeEllipsis)
		return
	}
	flag := byte(0)
	if held || singleton(c, w.tgt) || w.holders.count[c.ID] > 1 {
		if number := w.refs.number[c.ID]; number != 0 {
			w.byte(typeRef)
			w.long(number - 1)
			return
		}
		w.refs.give(c.ID)
		flag = flagRef
	}
	w.value(c, flag, depth)
}

func (w *writer) value(c *code.Const, flag byte, depth int) {
	switch c.Kind {
	case code.Int:
		w.int(c, flag)
	case code.Float:
		w.byte(typeFloat | flag)
		w.float(c.Float)
	case code.Complex:
		w.byte(typeComplex | flag)
		w.float(c.Float)
		w.float(c.Imag)
	case code.Str:
		w.str(c, flag)
	case code.Bytes:
		w.bytes(c.Text, flag)
	case code.Tuple:
		if len(c.Items) < shortLimit {
			w.byte(typeSmallTuple | flag)
			w.byte(byte(len(c.Items)))
		} else {
			w.byte(typeTuple | flag)
			w.long(int32(len(c.Items)))
		}
		w.items(c.Items, depth, false)
	case code.FrozenSet:
		w.frozenSet(c.Items, flag, depth)
	case code.Slice:
		w.byte(typeSlice | flag)
		w.items(c.Items, depth, false)
	case code.Code:
		w.code(c.Code, flag, depth)
	}
}

func (w *writer) items(items []*code.Const, depth int, held bool) {
	for _, item := range items {
		w.object(item, depth+1, held)
	}
}

func (w *writer) code(o *code.Object, flag byte, depth int) {
	w.byte(typeCode | flag)
	w.long(o.ArgCount)
	w.long(o.PosOnlyArgCount)
	w.long(o.KwOnlyArgCount)
	w.long(o.StackSize)
	w.long(int32(o.Flags))
	w.refs.next++
	w.bytes(o.Code.Text, flagRef)
	w.object(o.Consts, depth+1, false)
	w.object(o.Names, depth+1, false)
	w.object(o.LocalsPlusNames, depth+1, false)
	w.kinds(o.LocalsPlusKinds, depth+1)
	w.object(o.Filename, depth+1, true)
	w.object(o.Name, depth+1, false)
	w.object(o.QualName, depth+1, false)
	w.long(o.FirstLine)
	w.object(o.LineTable, depth+1, false)
	w.object(o.ExceptionTable, depth+1, false)
}

// kinds writes the kinds of the locals, which CPython makes for each code object
// anew and fills in later: even a single byte is no singleton then.
func (w *writer) kinds(c *code.Const, depth int) {
	if len(c.Text) == 0 {
		w.object(c, depth, false)
		return
	}
	w.bytes(c.Text, 0)
}

// int writes integers of up to 32 bits as such, others in digits of 15 bits.
func (w *writer) int(c *code.Const, flag byte) {
	if c.Big == nil && int64(int32(c.Int)) == c.Int {
		w.byte(typeInt | flag)
		w.long(int32(c.Int))
		return
	}
	w.byte(typeLong | flag)
	size := len(w.out)
	w.long(0)
	digits, negative := int32(0), c.Int < 0
	if c.Big != nil {
		digits, negative = w.bigDigits(c.Big), c.Big.Sign() < 0
	} else {
		for n := magnitude(c.Int); n != 0; n >>= digitBits {
			w.short(uint16(n & (1<<digitBits - 1)))
			digits++
		}
	}
	if negative {
		digits = -digits
	}
	binary.LittleEndian.PutUint32(w.out[size:], uint32(digits))
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// bigDigits writes the digits of |n|, least first, and returns how many.
func (w *writer) bigDigits(n *big.Int) int32 {
	octets := n.Bytes()
	slices.Reverse(octets)
	var digits int32
	var bits uint
	var pending uint32
	for _, b := range octets {
		pending |= uint32(b) << bits
		bits += 8
		if bits >= digitBits {
			w.short(uint16(pending & (1<<digitBits - 1)))
			pending >>= digitBits
			bits -= digitBits
			digits++
		}
	}
	if pending != 0 {
		w.short(uint16(pending))
		digits++
	}
	return digits
}

func (w *writer) str(c *code.Const, flag byte) {
	var kind byte
	short := false
	switch ascii := isASCII(c.Text); {
	case ascii && len(c.Text) < shortLimit:
		kind, short = typeShortASCII, true
		if c.Interned {
			kind = typeShortASCIIInterned
		}
	case ascii:
		kind = typeASCII
		if c.Interned {
			kind = typeASCIIInterned
		}
	default:
		kind = typeStr
		if c.Interned {
			kind = typeInterned
		}
	}
	w.byte(kind | flag)
	if short {
		w.byte(byte(len(c.Text)))
	} else {
		w.long(int32(len(c.Text)))
	}
	w.out = append(w.out, c.Text...)
}

func (w *writer) bytes(text string, flag byte) {
	w.byte(typeBytes | flag)
	w.long(int32(len(text)))
	w.out = append(w.out, text...)
}

func (w *writer) byte(b byte) { w.out = append(w.out, b) }

func (w *writer) short(n uint16) { w.out = binary.LittleEndian.AppendUint16(w.out, n) }

func (w *writer) long(n int32) { w.out = binary.LittleEndian.AppendUint32(w.out, uint32(n)) }

func (w *writer) float(f float64) {
	w.out = binary.LittleEndian.AppendUint64(w.out, math.Float64bits(f))
}
