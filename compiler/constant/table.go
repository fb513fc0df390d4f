package constant

import (
	"hash/maphash"
	"math/bits"
	"slices"

	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// table is a set of constants by a hash of what makes two of them equal. Unlike a Go map
// it is emptied at once, however much it holds, and needs no keys of its own.
type table struct {
	slots []slot // a power of two
	used  int
	round uint32 // the mark of slots that are in use
}

type slot struct {
	hash, round uint32
	c           *code.Const
	group       span // for groups
}

// span is a part of Pool.members.
type span struct{ from, to int32 }

const firstSlots = 256

func newTable() table { return table{slots: make([]slot, firstSlots), round: 1} }

// reset empties the table.
func (t *table) reset() {
	t.used = 0
	if t.round++; t.round == 0 { // all rounds have been
		clear(t.slots)
		t.round = 1
	}
}

// first returns the place at which a search for a hash begins, and next the place to go on.
// It ends at a slot that is not in use.
func (t *table) first(hash uint32) uint32 { return hash & uint32(len(t.slots)-1) }
func (t *table) next(i uint32) uint32     { return (i + 1) & uint32(len(t.slots)-1) }

// text returns the constant of a kind that has a text, or nil.
func (t *table) text(hash uint32, kind code.Kind, text string) *code.Const {
	for i := t.first(hash); ; i = t.next(i) {
		s := &t.slots[i]
		if s.round != t.round {
			return nil
		}
		if s.hash == hash && s.c.Text == text && s.c.Kind == kind {
			return s.c
		}
	}
}

// group returns the constant of a kind whose members are the same, or nil.
func (t *table) group(hash uint32, kind code.Kind, members, all []int32) *code.Const {
	for i := t.first(hash); ; i = t.next(i) {
		s := &t.slots[i]
		if s.round != t.round {
			return nil
		}
		if s.hash == hash && s.c.Kind == kind && slices.Equal(members, all[s.group.from:s.group.to]) {
			return s.c
		}
	}
}

// add adds a constant that is not in the table.
func (t *table) add(hash uint32, c *code.Const, group span) {
	if t.used*4 >= len(t.slots)*3 {
		t.grow()
	}
	t.used++
	t.put(slot{hash, t.round, c, group})
}

func (t *table) put(s slot) {
	i := t.first(s.hash)
	for t.slots[i].round == t.round {
		i = t.next(i)
	}
	t.slots[i] = s
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, 2*len(old))
	for _, s := range old {
		if s.round == t.round {
			t.put(s)
		}
	}
}

var seed = maphash.MakeSeed()

func hashText(text string) uint32 {
	h := maphash.String(seed, text)
	return uint32(h ^ h>>32)
}

// hashIDs mixes the numbers of constants.
func hashIDs(kind code.Kind, ids []int32) uint32 {
	const odd = 0x9E3779B97F4A7C15 // 2^64 over the golden ratio
	h := uint64(kind) + 1
	for _, id := range ids {
		h = bits.RotateLeft64((h^uint64(uint32(id)))*odd, 31)
	}
	return uint32(h * odd >> 32)
}
