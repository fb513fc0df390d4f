package unicodedata

import "strings"

// Hangul syllables are computed: The Unicode Standard, section 3.12.
const (
	syllableBase  = 0xAC00
	leadBase      = 0x1100
	vowelBase     = 0x1161
	tailBase      = 0x11A7
	leadCount     = 19
	vowelCount    = 21
	tailCount     = 28
	syllableCount = leadCount * vowelCount * tailCount
)

// The short names of the jamo (Jamo.txt).
var (
	leadNames  = [leadCount]string{"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"}
	vowelNames = [vowelCount]string{"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU", "YI", "I"}
	tailNames  = [tailCount]string{"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H"}
)

// syllable returns the Hangul syllable with a name.
func syllable(name string) (rune, bool) {
	lead, name := longest(leadNames[:], name)
	vowel, name := longest(vowelNames[:], name)
	tail, name := longest(tailNames[:], name)
	if lead < 0 || vowel < 0 || tail < 0 || name != "" {
		return 0, false
	}
	return rune(syllableBase + (lead*vowelCount+vowel)*tailCount + tail), true
}

// longest returns the index of the longest of some parts that name begins with, or
// -1, and what follows it.
func longest(parts []string, name string) (index int, rest string) {
	index = -1
	for i, p := range parts {
		if strings.HasPrefix(name, p) && (index < 0 || len(p) > len(parts[index])) {
			index = i
		}
	}
	if index < 0 {
		return index, name
	}
	return index, name[len(parts[index]):]
}
