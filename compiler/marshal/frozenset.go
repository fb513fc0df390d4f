package marshal

import (
	"bytes"
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// maxNestedSets bounds how deep frozensets nest, since each level doubles the
// work. The compiler makes none inside another.
const maxNestedSets = 4

// numbering gives objects their numbers in one stream.
type numbering struct {
	number []int32 // by ID: 1 + the object's number, or 0
	given  []int32 // the IDs that have a number
	next   int32   // number of the next shared object
}

func (n *numbering) reset(ids int) {
	n.number = slices.Grow(n.number[:0], ids)[:ids]
	clear(n.number)
	n.given, n.next = n.given[:0], 0
}

func (n *numbering) give(id int32) {
	n.next++
	n.number[id] = n.next
	n.given = append(n.given, id)
}

// forget makes the numbering new again, at the price of what it has given.
func (n *numbering) forget() {
	for _, id := range n.given {
		n.number[id] = 0
	}
	n.given, n.next = n.given[:0], 0
}

// frozenSet writes the items in the order of their own marshalled forms, each
// dumped as if it stood alone (CPython: bpo-37596).
func (w *writer) frozenSet(items []*code.Const, flag byte, depth int) {
	w.byte(typeFrozenSet | flag)
	w.long(int32(len(items)))
	if len(items) > 1 {
		items = w.sorted(items)
	}
	w.items(items, depth, true)
}

func (w *writer) sorted(items []*code.Const) []*code.Const {
	if w.nested >= maxNestedSets {
		w.err = ErrDepth
		return nil
	}
	inner := &w.dumps[w.nested]
	w.nested++
	inner.reset(int(w.holders.ids))
	outer, start := w.refs, len(w.out)
	w.refs = inner
	ends := make([]int, len(items))
	for i, item := range items {
		w.object(item, 1, w.tgt.SetDumpHoldsItem)
		ends[i] = len(w.out)
		inner.forget()
	}
	w.nested--
	w.refs = outer
	sorted := sortByForm(items, w.out[start:], ends, start)
	w.out = w.out[:start]
	return sorted
}

// sortByForm sorts items by their forms, which stand one after the other; ends
// tells where, with an offset.
func sortByForm(items []*code.Const, forms []byte, ends []int, offset int) []*code.Const {
	type pair struct {
		form []byte
		item *code.Const
	}
	pairs := make([]pair, len(items))
	start := 0
	for i, item := range items {
		end := ends[i] - offset
		pairs[i] = pair{forms[start:end], item}
		start = end
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return bytes.Compare(a.form, b.form) })
	sorted := make([]*code.Const, len(items))
	for i := range pairs {
		sorted[i] = pairs[i].item
	}
	return sorted
}
