package unicodedata

import (
	"slices"
	"unicode/utf8"
)

// composite is a character that two others compose to.
type composite struct{ first, second, whole rune }

// NFKC returns the normalisation form KC of s (Unicode Standard Annex 15), which
// Python gives to identifiers. Characters that the version does not have stay
// as they are. It returns s itself where nothing changes.
func (d *Data) NFKC(s string) string {
	if d.quickCheck(s) {
		return s
	}
	runes := make([]rune, 0, len(s))
	for _, r := range s {
		runes = d.appendDecomposed(runes, r)
	}
	d.reorder(runes)
	if t := string(d.compose(runes)); t != s {
		return t
	}
	return s
}

// quickCheck tells whether every character stays as it is wherever it stands.
func (d *Data) quickCheck(s string) bool {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !d.inert(r) {
			return false
		}
		i += size
	}
	return true
}

// inert tells whether r neither decomposes nor moves nor composes with what
// stands in front of it.
func (d *Data) inert(r rune) bool {
	if isJamo(r) || isSyllable(r) || class(r) != 0 {
		return false
	}
	if _, found := slices.BinarySearch(decompKeys[:], r); found {
		return false
	}
	i := firstComposite(r)
	return i == len(composites) || composites[i].second != r
}

func isSyllable(r rune) bool { return syllableBase <= r && r < syllableBase+syllableCount }

// isJamo is for vowels and tails.
func isJamo(r rune) bool { return vowelBase <= r && r < tailBase+tailCount }

// appendDecomposed appends the full compatibility decomposition of r.
func (d *Data) appendDecomposed(buf []rune, r rune) []rune {
	if isSyllable(r) {
		i := r - syllableBase
		buf = append(buf, leadBase+i/(vowelCount*tailCount), vowelBase+i/tailCount%vowelCount)
		if tail := i % tailCount; tail != 0 {
			buf = append(buf, tailBase+tail)
		}
		return buf
	}
	i, found := slices.BinarySearch(decompKeys[:], r)
	if !found || !d.assigned(r) {
		return append(buf, r)
	}
	from := uint16(0)
	if i > 0 {
		from = decompEnds[i-1]
	}
	for _, c := range decompText[from:decompEnds[i]] {
		buf = append(buf, c)
	}
	return buf
}

// class returns the canonical combining class of r in the newest version.
func class(r rune) uint8 {
	if r < 0x300 {
		return 0
	}
	return uint8(classRuns[find(classRuns[:], uint32(r)<<8|0xFF)])
}

// class returns the canonical combining class of r.
func (d *Data) class(r rune) uint8 {
	if c := class(r); c == 0 || d.assigned(r) {
		return c
	}
	return 0
}

// reorder sorts each run of combining characters by their classes.
func (d *Data) reorder(runes []rune) {
	for i := 0; i < len(runes); i++ {
		if d.class(runes[i]) == 0 {
			continue
		}
		start := i
		for i < len(runes) && d.class(runes[i]) != 0 {
			i++
		}
		slices.SortStableFunc(runes[start:i], func(x, y rune) int { return int(d.class(x)) - int(d.class(y)) })
	}
}

// compose composes what it can, in place, and returns the rest.
func (d *Data) compose(runes []rune) []rune {
	out := runes[:0]
	starter := -1       // index in out of the last character of class 0
	blocked := uint8(0) // class of the last character kept behind it
	for _, r := range runes {
		c := d.class(r)
		adjacent := starter == len(out)-1
		if starter >= 0 && (adjacent || blocked < c) {
			if whole, ok := d.pair(out[starter], r); ok {
				out[starter] = whole
				continue
			}
		}
		if c == 0 {
			starter = len(out)
		}
		blocked = c
		out = append(out, r)
	}
	return out
}

// pair returns what two characters compose to.
func (d *Data) pair(first, second rune) (rune, bool) {
	if isJamo(second) {
		return pairJamo(first, second)
	}
	for i := firstComposite(second); i < len(composites) && composites[i].second == second; i++ {
		if c := &composites[i]; c.first == first {
			return c.whole, d.assigned(c.whole)
		}
	}
	return 0, false
}

func pairJamo(first, second rune) (rune, bool) {
	switch {
	case leadBase <= first && first < leadBase+leadCount && second < vowelBase+vowelCount:
		return syllableBase + ((first-leadBase)*vowelCount+second-vowelBase)*tailCount, true
	case isSyllable(first) && (first-syllableBase)%tailCount == 0 && second > tailBase:
		return first + second - tailBase, true
	}
	return 0, false
}

// firstComposite returns the index of the first composite whose second part is
// not below r.
func firstComposite(r rune) int {
	i, _ := slices.BinarySearchFunc(composites[:], r, func(c composite, r rune) int { return int(c.second - r) })
	return i
}
