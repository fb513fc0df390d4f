package token

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHexDigit(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

// scanNumber scans a number that starts at pos, be it with a digit or a point.
func (s *scanner) scanNumber() {
	start := s.pos
	src := s.src
	ok := true
	if src[start] == '0' {
		switch src[start+1] | 0x20 {
		case 'x':
			ok = s.scanRadix(16, "hexadecimal")
		case 'o':
			ok = s.scanRadix(8, "octal")
		case 'b':
			ok = s.scanRadix(2, "binary")
		default:
			ok = s.scanZero()
		}
	} else {
		ok = (src[start] == '.' || s.scanDigits()) && s.scanFraction()
	}
	if ok {
		s.add(Number, start)
	}
}

// scanRadix scans a number with a prefix.
func (s *scanner) scanRadix(radix byte, name string) bool {
	s.pos += 2
	for {
		if s.src[s.pos] == '_' {
			s.pos++
		}
		if !isRadixDigit(s.src[s.pos], radix) {
			if s.badDigit(radix, name) {
				return false
			}
			s.fail("invalid " + name + " literal")
			return false
		}
		for isRadixDigit(s.src[s.pos], radix) {
			s.pos++
		}
		if s.src[s.pos] != '_' {
			break
		}
	}
	return !s.badDigit(radix, name) && s.checkNumberEnd(name)
}

func isRadixDigit(c, radix byte) bool {
	if radix == 16 {
		return isHexDigit(c)
	}
	return c >= '0' && c < '0'+radix
}

// badDigit reports a decimal digit that is too great for the radix.
func (s *scanner) badDigit(radix byte, name string) bool {
	c := s.src[s.pos]
	if radix == 16 || !isDigit(c) {
		return false
	}
	s.pos++
	s.fail("invalid digit '" + string(c) + "' in " + name + " literal")
	return true
}

// scanDigits scans decimal digits with single underscores between them; pos is
// at the first.
func (s *scanner) scanDigits() bool {
	for {
		for isDigit(s.src[s.pos]) {
			s.pos++
		}
		if s.src[s.pos] != '_' {
			return true
		}
		s.pos++
		if !isDigit(s.src[s.pos]) {
			s.fail("invalid decimal literal")
			return false
		}
	}
}

// scanZero scans a number that starts with 0 and has no radix: zero, or a float or
// imaginary number with leading zeros.
func (s *scanner) scanZero() bool {
	start := s.pos
	for s.src[s.pos] == '0' || s.src[s.pos] == '_' {
		if s.src[s.pos] == '_' && !isDigit(s.src[s.pos+1]) {
			s.pos++
			s.fail("invalid decimal literal")
			return false
		}
		s.pos++
	}
	zeros := s.pos
	nonzero := isDigit(s.src[s.pos])
	if nonzero && !s.scanDigits() {
		return false
	}
	switch s.src[s.pos] {
	case '.', 'e', 'E', 'j', 'J':
		return s.scanFraction()
	}
	if nonzero {
		s.failRange("leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
			start, zeros+1)
		return false
	}
	return s.checkNumberEnd("decimal")
}

// scanFraction scans what may follow a decimal number's integer part: fraction,
// exponent, imaginary unit.
func (s *scanner) scanFraction() bool {
	if s.src[s.pos] == '.' {
		s.pos++
		if isDigit(s.src[s.pos]) && !s.scanDigits() {
			return false
		}
	}
	if c := s.src[s.pos]; c|0x20 == 'e' {
		next := s.src[s.pos+1]
		switch {
		case isDigit(next):
			s.pos++
		case next == '+' || next == '-':
			s.pos += 2
			if !isDigit(s.src[s.pos]) {
				s.fail("invalid decimal literal")
				return false
			}
		default:
			return s.checkNumberEnd("decimal")
		}
		if !s.scanDigits() {
			return false
		}
	}
	if s.src[s.pos]|0x20 == 'j' {
		s.pos++
		return s.checkNumberEnd("imaginary")
	}
	return s.checkNumberEnd("decimal")
}

// checkNumberEnd checks what follows a number. A keyword that may stand there in
// good code is only warned about.
func (s *scanner) checkNumberEnd(name string) bool {
	c := s.src[s.pos]
	if c >= 128 || wordByte[c] == 0 {
		return true
	}
	if s.keywordFollows() {
		s.warn("SyntaxWarning", "invalid "+name+" literal")
		return true
	}
	s.fail("invalid " + name + " literal")
	return false
}

// keywordFollows tells whether one of the keywords that may follow a number
// stands at pos. Those with i are recognised by two letters alone.
func (s *scanner) keywordFollows() bool {
	src := s.src[s.pos:]
	if src[0] == 'i' {
		return src[1] == 'f' || src[1] == 'n' || src[1] == 's'
	}
	for _, word := range [...]string{"and", "else", "for", "or", "not"} {
		if len(src) > len(word) && src[:len(word)] == word {
			return wordByte[src[len(word)]] == 0
		}
	}
	return false
}
