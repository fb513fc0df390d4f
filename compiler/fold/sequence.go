package fold

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/code"
	"github.com/rules-pyc/rules_pyc/compiler/constant"
)

// binarySequence evaluates an operator where an operand is no number: that is,
// concatenation and repetition.
func binarySequence(p *constant.Pool, op ast.Operator, l, r *code.Const) *code.Const {
	switch {
	case op == ast.Add && l.Kind == r.Kind:
		return concatenate(p, l, r)
	case op == ast.Mult:
		if n, ok := asInt(r); ok {
			return repeat(p, l, n)
		}
		if n, ok := asInt(l); ok {
			return repeat(p, r, n)
		}
	}
	return nil
}

func concatenate(p *constant.Pool, l, r *code.Const) *code.Const {
	switch l.Kind {
	case code.Str:
		return p.Str(l.Text + r.Text)
	case code.Bytes:
		return p.Bytes(l.Text + r.Text)
	case code.Tuple:
		items := make([]*code.Const, 0, len(l.Items)+len(r.Items))
		return p.Tuple(append(append(items, l.Items...), r.Items...))
	}
	return nil
}

// repeat is seq * n.
func repeat(p *constant.Pool, seq *code.Const, n integer) *code.Const {
	if n.big != nil {
		return nil
	}
	limit := int64(maxStrSize)
	if seq.Kind == code.Tuple {
		limit = maxItems
	}
	size := int64(length(seq))
	if size < 0 || size > 0 && (n.small < 0 || n.small > limit/size) {
		return nil
	}
	count := 0
	if size > 0 {
		count = int(n.small)
	}
	switch seq.Kind {
	case code.Str:
		return p.Str(strings.Repeat(seq.Text, count))
	case code.Bytes:
		return p.Bytes(strings.Repeat(seq.Text, count))
	}
	if count > 0 && complexity(seq, maxTotalItems/count) < 0 {
		return nil
	}
	items := make([]*code.Const, 0, int(size)*count)
	for range count {
		items = append(items, seq.Items...)
	}
	return p.Tuple(items)
}

// complexity takes the number of items of a tuple, and of the tuples in it, off a
// limit.
func complexity(c *code.Const, limit int) int {
	if c.Kind != code.Tuple {
		return limit
	}
	limit -= len(c.Items)
	for _, item := range c.Items {
		if limit < 0 {
			break
		}
		limit = complexity(item, limit)
	}
	return limit
}

// length is len(seq) for a sequence, and -1 for anything else.
func length(seq *code.Const) int {
	switch seq.Kind {
	case code.Str:
		return strLen(seq.Text)
	case code.Bytes:
		return len(seq.Text)
	case code.Tuple:
		return len(seq.Items)
	}
	return -1
}

// strLen counts the characters of WTF-8 text, in which a lone surrogate is one
// character of three bytes.
func strLen(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if utf8.RuneStart(s[i]) {
			n++
		}
	}
	return n
}

// Subscript returns seq[index], or nil. index may be a slice.
func Subscript(p *constant.Pool, seq, index *code.Const) *code.Const {
	size := length(seq)
	if size < 0 {
		return nil
	}
	if index.Kind == code.Slice {
		return subscriptSlice(p, seq, size, index)
	}
	n, ok := asInt(index)
	if !ok || n.big != nil || n.small >= int64(size) || n.small < -int64(size) {
		return nil
	}
	at := int(n.small)
	if at < 0 {
		at += size
	}
	switch seq.Kind {
	case code.Str:
		return p.Str(characters(seq.Text, []int{at}))
	case code.Bytes:
		return p.Int(int64(seq.Text[at]))
	}
	return seq.Items[at]
}

func subscriptSlice(p *constant.Pool, seq *code.Const, size int, slice *code.Const) *code.Const {
	at, ok := slicePositions(slice, size)
	if !ok {
		return nil
	}
	switch seq.Kind {
	case code.Str:
		return p.Str(characters(seq.Text, at))
	case code.Bytes:
		b := make([]byte, len(at))
		for i, n := range at {
			b[i] = seq.Text[n]
		}
		return p.Bytes(string(b))
	}
	items := make([]*code.Const, len(at))
	for i, n := range at {
		items[i] = seq.Items[n]
	}
	return p.Tuple(items)
}

// slicePositions lists what range(*slice.indices(size)) does.
func slicePositions(slice *code.Const, size int) ([]int, bool) {
	step, ok := slicePart(slice.Items[2], 1)
	if !ok || step == 0 {
		return nil, false
	}
	first, last := 0, size // bounds of start and stop
	start, stop := 0, size
	if step < 0 {
		first, last = -1, size-1
		start, stop = last, first
	}
	start, ok1 := sliceBound(slice.Items[0], start, size, first, last)
	stop, ok2 := sliceBound(slice.Items[1], stop, size, first, last)
	if !ok1 || !ok2 {
		return nil, false
	}
	var at []int
	if step > 0 {
		for i := start; i < stop; i += min(step, size) {
			at = append(at, i)
		}
		return at, true
	}
	for i := start; i > stop; i += max(step, -size) {
		at = append(at, i)
	}
	return at, true
}

func sliceBound(c *code.Const, missing, size, first, last int) (int, bool) {
	n, ok := slicePart(c, missing)
	if c.Kind != code.None {
		if n < 0 {
			n += size
		}
		n = min(max(n, first), last)
	}
	return n, ok
}

// slicePart returns one of the three numbers of a slice, cut to the range in
// which it makes a difference.
func slicePart(c *code.Const, missing int) (int, bool) {
	if c.Kind == code.None {
		return missing, true
	}
	n, ok := asInt(c)
	switch {
	case n.big != nil && n.big.Sign() < 0 || n.small < math.MinInt32:
		return math.MinInt32, ok
	case n.big != nil || n.small > math.MaxInt32:
		return math.MaxInt32, ok
	}
	return int(n.small), ok
}

// characters returns those characters of a text that stand at some positions.
func characters(text string, at []int) string {
	starts := make([]int, 0, len(text)+1)
	for i := 0; i < len(text); i++ {
		if utf8.RuneStart(text[i]) {
			starts = append(starts, i)
		}
	}
	starts = append(starts, len(text))
	var b strings.Builder
	for _, n := range at {
		b.WriteString(text[starts[n]:starts[n+1]])
	}
	return b.String()
}
