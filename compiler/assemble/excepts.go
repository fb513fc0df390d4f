package assemble

import "github.com/rules-pyc/rules_pyc/compiler/flow"

// sameHandler tells whether two blocks stand at the same place, as they do if one
// of them is empty.
func (e *Env) sameHandler(a, b int32) bool {
	return a != flow.None && b != flow.None && e.places[a].index == e.places[b].index
}

// exceptEntry adds to the exception table that a handler covers the code units
// from start to end (CPython: Objects/exception_handling_notes.txt).
func (e *Env) exceptEntry(handler, start, end int32) {
	if handler == flow.None {
		return
	}
	b := &e.graph.Blocks[handler]
	depth := b.Depth - 1 // without the exception
	lasti := int32(0)
	if b.KeepLasti {
		lasti = 1
		depth--
	}
	w := &e.writer
	w.exceptItem(start, 0x80)
	w.exceptItem(end-start, 0)
	w.exceptItem(e.places[handler].offset, 0)
	w.exceptItem(max(depth, 0)<<1|lasti, 0)
}

// exceptItem writes six bits a byte, the high ones first; a further bit says that
// more follow. first goes into the first byte.
func (w *writer) exceptItem(n int32, first byte) {
	const more = 64
	for shift := 24; shift > 0; shift -= 6 {
		if n >= 1<<shift {
			w.excepts = append(w.excepts, byte(n>>shift)&63|more|first)
			first = 0
		}
	}
	w.excepts = append(w.excepts, byte(n&63)|first)
}
