package flow

import "github.com/rules-pyc/rules_pyc/compiler/target"

// optimizeSwaps shortens runs of SWAPs, and swaps instructions instead of values
// where it can.
func (g *Graph) optimizeSwaps(list []Instr) {
	for i := 0; i < len(list); i++ {
		if list[i].Op == target.Swap {
			i += g.shortenSwaps(list[i:])
			swapStores(list, i)
		}
	}
}

// shortenSwaps replaces the run of SWAPs and NOPs at the start of a list by the
// shortest run of SWAPs that does the same, with NOPs before it. It returns the
// index of the run's last instruction, or 0 if it is one SWAP.
//
// The run is a permutation of the stack's top. Each of its cycles is made by
// swaps with the top, from the end of the run backwards: as many swaps as the
// cycle has places, one less if the top is among them.
func (g *Graph) shortenSwaps(list []Instr) int {
	depth := list[0].Arg
	swaps, n := 1, 1
	for ; n < len(list); n++ {
		if list[n].Op == target.Swap {
			depth = max(depth, list[n].Arg)
			swaps++
		} else if list[n].Op != target.Nop {
			break
		}
	}
	if swaps == 1 {
		return 0
	}
	from := g.scratch(int(depth)) // from[i]: the place whose value ends at place i
	for i := range from {
		from[i] = int32(i)
	}
	for i := range list[:n] {
		if list[i].Op == target.Swap {
			other := list[i].Arg - 1
			from[0], from[other] = from[other], from[0]
		}
	}
	end := n
	swapWith := func(place int32) {
		if place != 0 {
			end--
			list[end].Op, list[end].Arg = target.Swap, place+1
		}
	}
	const done = -1
	for i := range from {
		if from[i] == done || from[i] == int32(i) {
			continue
		}
		place := int32(i)
		for from[place] != done {
			swapWith(place)
			place, from[place] = from[place], done
		}
		swapWith(place)
	}
	for i := range list[:end] {
		list[i].setOp(target.Nop)
	}
	return n - 1
}

// swapStores tries to apply the SWAPs that end at an index by swapping the
// instructions that take the swapped values from the stack: SWAP 2, POP_TOP,
// STORE_FAST becomes STORE_FAST, POP_TOP.
func swapStores(list []Instr, at int) {
	for ; at >= 0; at-- {
		swap := &list[at]
		if swap.Op != target.Swap {
			if swap.Op == target.Nop || onlyPops(swap) {
				continue
			}
			return
		}
		first := nextPop(list, at, -1)
		if first < 0 {
			return
		}
		second := first
		for n := swap.Arg - 1; n > 0; n-- {
			second = nextPop(list, second, list[first].Span.Line)
			if second < 0 {
				return
			}
		}
		if !independent(list[first : second+1]) {
			return
		}
		swap.setOp(target.Nop)
		list[first], list[second] = list[second], list[first]
	}
}

// onlyPops tells whether all that an instruction does is to take the top of the
// stack, and perhaps to keep it in a local.
func onlyPops(in *Instr) bool {
	return in.Op == target.PopTop || storesTo(in) >= 0
}

// storesTo returns the local that an instruction which only pops stores to, or -1.
func storesTo(in *Instr) int32 {
	if in.Op == target.StoreFast || in.Op == target.StoreFastMaybeNull {
		return in.Arg
	}
	return -1
}

// nextPop returns the index of the next instruction after an index if that only
// pops, and stands on a line unless that is negative; else -1. NOPs are skipped.
// A trace function may look at locals between two lines.
func nextPop(list []Instr, at int, line int32) int {
	for at++; at < len(list); at++ {
		in := &list[at]
		if line >= 0 && in.Span.Line != line {
			return -1
		}
		if in.Op == target.Nop {
			continue
		}
		if onlyPops(in) {
			return at
		}
		return -1
	}
	return -1
}

// independent tells whether the first and the last instruction of a list may
// change places: they, and what stands between, store to different locals.
func independent(list []Instr) bool {
	first, last := storesTo(&list[0]), storesTo(&list[len(list)-1])
	if first < 0 && last < 0 {
		return true
	}
	if first == last {
		return false
	}
	for i := 1; i < len(list)-1; i++ {
		if s := storesTo(&list[i]); s >= 0 && (s == first || s == last) {
			return false
		}
	}
	return true
}
