package token

// Prefix letters of strings.
const (
	prefixB = 1 << iota
	prefixF
	prefixR
	prefixT
	prefixU
)

// prefixLetter maps a letter to its bit.
var prefixLetter = [256]uint8{
	'b': prefixB, 'B': prefixB, 'f': prefixF, 'F': prefixF, 'r': prefixR, 'R': prefixR,
	't': prefixT, 'T': prefixT, 'u': prefixU, 'U': prefixU,
}

// scanPrefixed scans a string whose prefix may be the word from start to quote. It
// tells whether it is one.
func (s *scanner) scanPrefixed(start, quote int) bool {
	seen := uint8(0)
	for _, c := range []byte(s.src[start:quote]) {
		bit := prefixLetter[c]
		if bit == 0 || seen&bit != 0 || bit == prefixT && !s.tgt.TemplateStrings {
			return false
		}
		seen |= bit
	}
	switch seen {
	case prefixB, prefixR, prefixU, prefixB | prefixR:
		s.scanString(start, quote)
		return true
	case prefixF, prefixF | prefixR:
		if s.tgt.NestedFStrings {
			s.openString(start, quote, seen)
		} else {
			s.scanString(start, quote)
		}
		return true
	case prefixT, prefixT | prefixR:
		s.openString(start, quote, seen)
		return true
	}
	if !s.tgt.PrefixErrors {
		return false
	}
	s.pos = quote + 1
	s.failPrefixes(start, seen)
	return true
}

// failPrefixes reports two prefixes that exclude each other.
func (s *scanner) failPrefixes(start int, seen uint8) {
	pairs := [...][2]byte{{'u', 'b'}, {'u', 'r'}, {'u', 'f'}, {'u', 't'}, {'b', 'f'}, {'b', 't'}, {'f', 't'}}
	for _, pair := range pairs {
		if bits := prefixLetter[pair[0]] | prefixLetter[pair[1]]; seen&bits == bits {
			msg := "'" + string(pair[0]) + "' and '" + string(pair[1]) + "' prefixes are incompatible"
			s.failRange(msg, start, s.pos)
			return
		}
	}
}

// scanString scans a string without replacement fields: from start, with its
// opening quote at an offset of its own.
func (s *scanner) scanString(start, quotePos int) {
	src := s.src
	quote := src[quotePos]
	line, bols := s.line, s.bols
	pos := quotePos + 1
	if src[pos] == quote {
		if src[pos+1] != quote {
			s.pos = pos + 1
			s.add(String, start)
			return
		}
		if !s.scanLongString(start, pos+2, quote) {
			return
		}
	} else if !s.scanShortString(start, pos, quote) {
		return
	}
	s.toks = append(s.toks, Token{
		Pos: Pos{
			Line: line, EndLine: s.line,
			Col: int32(start - bols), EndCol: int32(s.pos - s.bols),
		},
		Start: int32(start), End: int32(s.pos),
		Kind: String, Level: uint8(len(s.brackets)),
	})
}

// scanShortString moves pos behind a string with one quote, which it may only
// leave by a backslash at the end of a line.
func (s *scanner) scanShortString(start, pos int, quote byte) bool {
	src := s.src
	line, bols := s.line, s.bols
	escaped := false // the quote was
	for pos < len(src) {
		c := src[pos]
		if c == quote {
			s.pos = pos + 1
			return true
		}
		if c == '\n' {
			break
		}
		pos++
		if c == '\\' {
			escaped = escaped || src[pos] == quote
			if src[pos] == '\n' {
				s.pos = pos + 1
				s.newline()
			}
			pos++
		}
	}
	detected := s.line
	if pos >= len(src) {
		detected = s.lastLine()
	}
	s.pos, s.line, s.bols = start+1, line, bols
	if s.closesString(quote, 1) {
		return false
	}
	msg := "unterminated string literal (detected at line " + itoa(detected) + ")"
	if escaped && s.tgt.EscapedQuoteHint {
		msg += "; perhaps you escaped the end quote?"
	}
	s.fail(msg)
	return false
}

// scanLongString moves pos behind a string with three quotes.
func (s *scanner) scanLongString(start, pos int, quote byte) bool {
	src := s.src
	line, bols := s.line, s.bols
	for pos < len(src) {
		switch c := src[pos]; {
		case c == quote && src[pos+1] == quote && src[pos+2] == quote:
			s.pos = pos + 3
			return true
		case c == '\n':
			s.pos = pos + 1
			s.newline()
		case c == '\\':
			pos++
			if src[pos] == '\n' {
				s.pos = pos + 1
				s.newline()
			}
		}
		pos++
	}
	detected := s.lastLine()
	s.pos, s.line, s.bols = start+1, line, bols
	if s.closesString(quote, 3) {
		return false
	}
	s.fail("unterminated triple-quoted string literal (detected at line " + itoa(detected) + ")")
	return false
}

// lastLine is the number of the last line, when pos has left the text.
func (s *scanner) lastLine() int32 {
	if s.bols >= len(s.src) {
		return s.line - 1
	}
	return s.line
}

// closesString reports a string without an end in a replacement field if its
// quotes are those of the f-string: what is missing then is the field's end.
func (s *scanner) closesString(quote byte, size int) bool {
	if s.mode < 0 {
		return false
	}
	m := &s.modes[s.mode]
	if m.quote != quote || m.size != size {
		return false
	}
	s.fail(m.name() + ": expecting '}'")
	return true
}
