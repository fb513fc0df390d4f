package unicodedata

import (
	"strings"
	"testing"
)

func TestFor(t *testing.T) {
	if d := For("13.0.0"); d != nil {
		t.Errorf("there is data for 13.0.0")
	}
	if d := For("15.1.0"); d == nil || d.version != "15.1.0" {
		t.Errorf("For(15.1.0) = %v", d)
	}
}

func TestLookupName(t *testing.T) {
	for _, c := range []struct {
		version, name string
		want          rune // 0: none
	}{
		{"15.1.0", "LATIN SMALL LETTER A", 'a'},
		{"15.1.0", "latin Small letter a", 'a'},
		{"15.1.0", "LATIN_SMALL_LETTER_A", 0},
		{"15.1.0", "BELL", 0x1F514},
		{"15.1.0", "ALERT", 7},
		{"15.1.0", "", 0},
		{"15.1.0", "KEYCAP NUMBER SIGN", 0}, // a named sequence
		{"15.1.0", "<control>", 0},
		{"15.1.0", "SHAKING FACE", 0x1FAE8},
		{"14.0.0", "SHAKING FACE", 0},
		{"15.1.0", "HANGUL SYLLABLE GAGG", 0xAC02},
		{"15.1.0", "hangul syllable gagg", 0xAC02},
		{"14.0.0", "hangul syllable gagg", 0},
		{"15.1.0", "HANGUL SYLLABLE", 0},
		{"15.1.0", "HANGUL SYLLABLE ", 0},
		{"15.1.0", "CJK UNIFIED IDEOGRAPH-4E00", 0x4E00},
		{"15.1.0", "CJK UNIFIED IDEOGRAPH-04E00", 0},
		{"14.0.0", "CJK UNIFIED IDEOGRAPH-04E00", 0x4E00},
		{"15.1.0", "CJK UNIFIED IDEOGRAPH-2EBF0", 0x2EBF0},
		{"15.0.0", "CJK UNIFIED IDEOGRAPH-2EBF0", 0},
		{"15.1.0", "CJK UNIFIED IDEOGRAPH-E000", 0},
		{"15.1.0", "CJK COMPATIBILITY IDEOGRAPH-F900", 0xF900},
		{"15.1.0", strings.Repeat("A", 100000), 0},
	} {
		r, ok := For(c.version).LookupName(c.name)
		if ok != (c.want != 0) || ok && r != c.want {
			t.Errorf("%s: LookupName(%.40q) = %U, %v; want %U", c.version, c.name, r, ok, c.want)
		}
	}
}

func TestNFKC(t *testing.T) {
	d := For("15.1.0")
	for in, want := range map[string]string{
		"":                   "",
		"abc":                "abc",
		"ﬁ":                  "fi",
		"e\u0301":            "é",
		"é":                  "é",
		"ℌ":                  "H",
		"e\u0301\u0323":      "\u1EB9\u0301",
		"\u1100\u1161":       "가",
		"\u1100\u1161\u11A8": "각",
		"\U000105D2\u0307":   "\U000105D2\u0307", // both parts of a character of Unicode 16
	} {
		if got := d.NFKC(in); got != want {
			t.Errorf("NFKC(%+q) = %+q, want %+q", in, got, want)
		}
	}
	if got := For("16.0.0").NFKC("\U000105D2\u0307"); got != "\U000105C9" {
		t.Errorf("Unicode 16 composes to %+q", got)
	}
}

// A long run of marks must not take quadratic time.
func TestNFKCManyMarks(t *testing.T) {
	s := "a" + strings.Repeat("\u0323\u0301", 200_000)
	if got := For("15.1.0").NFKC(s); len(got) != len(s)-len("a\u0323")+len("ạ") {
		t.Errorf("length %d of %d", len(got), len(s))
	}
}

func TestWidth(t *testing.T) {
	d := For("17.0.0")
	for r, want := range map[rune]int{'a': 1, 'é': 1, '漢': 2, '\u0301': 0, '\u200B': 0, '\u00AD': 1, '😀': 2} {
		if got := d.Width(r); got != want {
			t.Errorf("Width(%U) = %d, want %d", r, got, want)
		}
	}
}

func BenchmarkIsIDContinue(b *testing.B) {
	d := For("15.1.0")
	for b.Loop() {
		d.IsIDContinue('漢')
	}
}

func BenchmarkNFKC(b *testing.B) {
	d := For("15.1.0")
	for b.Loop() {
		d.NFKC("größenänderung")
	}
}

func BenchmarkLookupName(b *testing.B) {
	d := For("15.1.0")
	for b.Loop() {
		d.LookupName("LATIN SMALL LETTER A WITH CIRCUMFLEX")
	}
}
