package source

import "strings"

// iso2022 is one of the encodings that switch between character sets by escape
// sequences (RFC 1468, 1554, 1557, 2237).
type iso2022 struct {
	name string
	// sets are the final bytes of the sets that it may designate beside ASCII; those
	// of two bytes have the high bit.
	sets   string
	shifts bool // SO and SI switch between G1 and G0
	g2     bool // ESC N takes one character from G2
	prefix bool // ESC & @ may stand in front of JIS X 0208
}

// Final bytes of sets.
const (
	setLatin1    = 'A'
	setASCII     = 'B'
	setGreek     = 'F'
	setKatakana  = 'I'
	setRoman     = 'J'
	setGB2312    = 'A' | 0x80
	setJIS0208   = 'B' | 0x80
	setKSX1001   = 'C' | 0x80
	setJIS0212   = 'D' | 0x80
	setJIS2000a  = 'O' | 0x80
	setJIS0213b  = 'P' | 0x80
	setJIS2004a  = 'Q' | 0x80
	setJIS0208of = '@' | 0x80 // of 1978
)

var iso2022Codecs = [...]iso2022{
	{name: "iso2022_kr", sets: "\xc3", shifts: true},
	{name: "iso2022_jp", sets: "\xc2J\xc0", prefix: true},
	{name: "iso2022_jp_1", sets: "\xc2\xc4J\xc0", prefix: true},
	{name: "iso2022_jp_2", sets: "\xc2\xc4\xc3\xc1J\xc0AF", prefix: true, g2: true},
	{name: "iso2022_jp_2004", sets: "\xc2\xd1\xd0", prefix: true},
	{name: "iso2022_jp_3", sets: "\xc2\xcf\xd0", prefix: true},
	{name: "iso2022_jp_ext", sets: "\xc2\xc4JI\xc0", prefix: true},
}

func iso2022Decoder(name string) decoder {
	for i := range iso2022Codecs {
		if iso2022Codecs[i].name == name {
			return iso2022Codecs[i].decode
		}
	}
	return func([]byte) ([]byte, error) { return nil, codecError("unknown encoding: " + name) }
}

// iso2022State is where a decoder is.
type iso2022State struct {
	*iso2022
	g       [3]byte // the sets designated to G0, G1 and G2
	shifted bool    // G1 is in use
	foreign bool    // in an escape sequence that is not of ISO 2022
	out     []byte
}

func (c *iso2022) decode(in []byte) ([]byte, error) {
	s := iso2022State{iso2022: c, g: [3]byte{setASCII, setASCII, setASCII}, out: make([]byte, 0, len(in)+len(in)/4)}
	for at := 0; at < len(in); {
		size, err := s.step(in[at:])
		if err != 0 {
			return nil, err.in(c.name, in, at)
		}
		at += size
	}
	return s.out, nil
}

// step takes the next character or escape sequence.
func (s *iso2022State) step(in []byte) (size int, err multibyteError) {
	const (
		lineFeed = 0x0A
		shiftOut = 0x0E
		shiftIn  = 0x0F
		escape   = 0x1B
	)
	switch c := in[0]; {
	case s.foreign:
		s.foreign = !endsEscape(c)
		s.out = appendChar(s.out, rune(c))
		return 1, 0
	case c == escape:
		return s.escape(in)
	case s.shifts && (c == shiftIn || c == shiftOut):
		s.shifted = c == shiftOut
		return 1, 0
	case c >= 0x80:
		return 0, 1
	case c < 0x20:
		s.shifted = s.shifted && c != lineFeed
		s.out = append(s.out, c)
		return 1, 0
	}
	set := s.g[0]
	if s.shifted {
		set = s.g[1]
	}
	return s.character(set, in)
}

// character decodes a character of a set.
func (s *iso2022State) character(set byte, in []byte) (size int, err multibyteError) {
	size = 1
	if set >= 0x80 {
		size = 2
	}
	if len(in) < size {
		return 0, incomplete
	}
	v := s.lookup(set, in)
	if v == 0 {
		return 0, multibyteError(size)
	}
	s.out = appendCell(s.out, v)
	return size, 0
}

// lookup returns what the first bytes of in stand for in a set, or 0.
func (s *iso2022State) lookup(set byte, in []byte) rune {
	switch set {
	case setASCII:
		return rune(in[0])
	case setRoman:
		return roman(in[0])
	case setKatakana:
		if c := in[0] | 0x80; 0xA1 <= c && c <= 0xDF {
			return halfKatakana + rune(c)
		}
		return 0
	case setLatin1, setGreek:
		return 0 // only in G2
	}
	if in[0] <= ' ' || in[1] <= ' ' || in[1] >= 0x80 {
		return 0
	}
	lead, trail := in[0]|0x80, in[1]|0x80
	switch set {
	case setGB2312:
		return gb2312()[cell(lead, trail)]
	case setKSX1001:
		return cp949()[cell(lead, trail)]
	case setJIS0212:
		return jisx0212()[cell(lead, trail)]
	case setJIS2000a, setJIS2004a:
		v, err := planeOne(lead, trail, set == setJIS2000a)
		if err != 0 {
			return 0
		}
		return v
	case setJIS0213b:
		return jisx0213b()[cell(lead, trail)]
	}
	return jisx0208()[cell(lead, trail)]
}

// escape takes what follows an ESC.
func (s *iso2022State) escape(in []byte) (size int, err multibyteError) {
	switch {
	case len(in) < 2:
		return 0, incomplete
	case strings.IndexByte("()$.&", in[1]) >= 0:
		return s.designate(in)
	case s.g2 && in[1] == 'N':
		return s.single(in)
	}
	s.foreign = true
	s.out = append(s.out, in[0])
	return 1, 0
}

// endsEscape tells whether a byte ends an escape sequence.
func endsEscape(c byte) bool { return '@' <= c && c <= 'Z' }

// designate takes an escape sequence that designates a set.
func (s *iso2022State) designate(in []byte) (size int, err multibyteError) {
	const longest = 16
	for i := 1; size == 0; i++ {
		switch {
		case i >= longest:
			return 0, 1
		case i >= len(in):
			return 0, incomplete
		case endsEscape(in[i]):
			size = i + 1
		case s.prefix && in[i] == '&' && i+1 < len(in) && in[i+1] == '@':
			i += 2
		}
	}
	g, set := parseDesignation(string(in[:size]), s.g2, s.prefix)
	if g < 0 || set != setASCII && strings.IndexByte(s.sets, set) < 0 {
		return 0, multibyteError(size)
	}
	s.g[g] = set
	return size, 0
}

// parseDesignation returns which of G0, G1 and G2 an escape sequence designates
// which set to, or -1.
func parseDesignation(esc string, g2, prefix bool) (g int, set byte) {
	last := esc[len(esc)-1]
	switch len(esc) {
	case 3:
		switch {
		case esc[1] == '$':
			return 0, last | 0x80
		case esc[1] == '(':
			return 0, last
		case esc[1] == ')':
			return 1, last
		case esc[1] == '.' && g2:
			return 2, last
		}
	case 4:
		switch esc[1:3] {
		case "$(":
			return 0, last | 0x80
		case "$)":
			return 1, last | 0x80
		}
	case 6:
		if prefix && esc[3:] == "\x1b$B" {
			return 0, setJIS0208
		}
	}
	return -1, 0
}

// single takes ESC N and one character of G2.
func (s *iso2022State) single(in []byte) (size int, err multibyteError) {
	if len(in) < 3 {
		return 0, incomplete
	}
	v := rune(in[2])
	switch s.g[2] {
	case setLatin1:
		v += 0x80
	case setGreek:
		v = greek(in[2] ^ 0x80)
	}
	if in[2] >= 0x80 && s.g[2] != setGreek || v < 0 {
		return 0, 3
	}
	s.out = appendChar(s.out, v)
	return 3, 0
}

// greek is ISO 8859-7 of 1987, and what CPython makes of it; -1 is nothing.
func greek(c byte) rune {
	const same = "\xa0\xa3\xa6\xa7\xa8\xa9\xab\xac\xad\xb0\xb1\xb2\xb3\xb7\xbb\xbd"
	switch {
	case c < 0xA0 || strings.IndexByte(same, c) >= 0:
		return rune(c)
	case c == 0xA1, c == 0xA2:
		return 0x2018 + rune(c) - 0xA1
	case c == 0xAF:
		return 0x2015
	case c >= 0xB4 && c != 0xD2 && c != 0xFF:
		return 0x2D0 + rune(c)
	}
	return -1
}
