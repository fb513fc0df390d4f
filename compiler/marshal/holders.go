package marshal

import "github.com/rules-pyc/rules_pyc/compiler/code"

// holders counts, for each constant, how many slots inside the graph hold it: an
// item of a tuple or a field of a code object is one slot each. That is the
// object's reference count when CPython writes it, with these exceptions, which
// are no matter of counting:
//
//   - singletons and interned strings are always shared, whatever their count;
//   - the bytecode is a bytes object made for the occasion, which the code
//     object keeps: always shared, never met a second time;
//   - the kinds of the locals are made for one code object and never shared;
//   - the file name has a holder in py_compile;
//   - the caller of marshal.dumps holds the top-level code object and, in
//     versions with target.Features.CallerHoldsCode, is seen to;
//   - the items of a frozenset are sorted before they are written, and the list
//     that they are sorted in holds them.
type holders struct {
	count []int32 // by ID
	ids   int32   // more than the greatest ID that was met
	err   error
}

// visit counts a slot that holds c and, for the first of them, the slots in c.
func (h *holders) visit(c *code.Const, depth int) {
	if depth > maxDepth {
		h.err = ErrDepth
		return
	}
	if h.hold(c) > 1 {
		return
	}
	switch c.Kind {
	case code.Tuple, code.FrozenSet, code.Slice:
		for _, item := range c.Items {
			h.visit(item, depth+1)
		}
	case code.Code:
		h.fields(c.Code, depth+1)
	}
}

// hold counts one slot and returns how many there are so far.
func (h *holders) hold(c *code.Const) int32 {
	if int(c.ID) >= len(h.count) {
		h.count = append(h.count, make([]int32, int(c.ID)+1-len(h.count))...)
		h.ids = max(h.ids, c.ID+1)
	}
	h.count[c.ID]++
	return h.count[c.ID]
}

// names is visit for a tuple of names. They are interned, so that their holders
// need no counting.
func (h *holders) names(c *code.Const, depth int) {
	if h.hold(c) > 1 {
		return
	}
	for _, item := range c.Items {
		if item.Interned {
			h.ids = max(h.ids, item.ID+1)
		} else {
			h.visit(item, depth+1)
		}
	}
}

// fields counts what a code object holds and shares with others, which its
// bytecode and the kinds of its locals are not.
func (h *holders) fields(o *code.Object, depth int) {
	h.visit(o.Consts, depth)
	h.names(o.Names, depth)
	h.names(o.LocalsPlusNames, depth)
	if len(o.LocalsPlusKinds.Text) == 0 {
		h.visit(o.LocalsPlusKinds, depth)
	}
	h.visit(o.Filename, depth)
	h.visit(o.Name, depth)
	h.visit(o.QualName, depth)
	h.visit(o.LineTable, depth)
	h.visit(o.ExceptionTable, depth)
}
