package token

// single are the operators of one byte; EndMarker stands for no operator.
var single = [256]Kind{
	'(': LParen, ')': RParen, '[': LBracket, ']': RBracket, '{': LBrace, '}': RBrace,
	':': Colon, ',': Comma, ';': Semicolon, '.': Dot, '=': Equal, '!': Exclamation,
	'+': Plus, '-': Minus, '*': Star, '@': At, '/': Slash, '%': Percent,
	'|': VBar, '^': Caret, '&': Ampersand, '~': Tilde, '<': Less, '>': Greater,
}

// withEqual are the operators that an "=" behind an operator makes.
var withEqual = [NumKinds]Kind{
	Colon: ColonEqual, Equal: EqEqual, Exclamation: NotEqual,
	Plus: PlusEqual, Minus: MinusEqual, Star: StarEqual, At: AtEqual, Slash: SlashEqual,
	Percent: PercentEqual, DoubleStar: DoubleStarEqual, LeftShift: LeftShiftEqual,
	RightShift: RightShiftEqual, VBar: VBarEqual, Caret: CaretEqual, Ampersand: AmpersandEqual,
	DoubleSlash: DoubleSlashEqual, Less: LessEqual, Greater: GreaterEqual,
}

// doubled are the operators that a byte makes when it stands twice.
var doubled = [256]Kind{'*': DoubleStar, '/': DoubleSlash, '<': LeftShift, '>': RightShift}

// scanOperator scans an operator or a bracket that starts at pos with c.
func (s *scanner) scanOperator(c byte) {
	start := s.pos
	src := s.src
	kind := single[c]
	s.pos++
	if s.mode >= 0 && s.endsField(c) {
		s.add(kind, start)
		return
	}
	next := src[s.pos]
	switch {
	case kind == EndMarker:
		s.unknownByte(c)
		return
	case c == '.':
		if next == '.' && src[s.pos+1] == '.' {
			s.pos += 2
			kind = Ellipsis
		} else if isDigit(next) {
			s.pos = start
			s.scanNumber()
			return
		}
	case c == '-' && next == '>':
		s.pos++
		kind = Arrow
	case c == '<' && next == '>' && !s.tgt.PairedNotEqual:
		s.pos++
		kind = NotEqual
	default:
		if next == c && doubled[c] != EndMarker {
			s.pos++
			kind = doubled[c]
			next = src[s.pos]
		}
		if next == '=' && withEqual[kind] != EndMarker {
			s.pos++
			kind = withEqual[kind]
		}
	}
	switch kind {
	case LParen, LBracket, LBrace:
		if !s.open(c, start) {
			return
		}
	case RParen, RBracket, RBrace:
		if !s.close(c) {
			return
		}
	}
	s.add(kind, start)
}

// unknownByte reports a byte that starts no token.
func (s *scanner) unknownByte(c byte) {
	if c >= ' ' && c < 0x7f {
		s.add(Unknown, s.pos-1)
		return
	}
	s.fail("invalid non-printable character U+" + hex4(rune(c)))
}

// open notes an opening bracket.
func (s *scanner) open(c byte, start int) bool {
	if len(s.brackets) >= maxLevel {
		s.fail("too many nested parentheses")
		return false
	}
	s.brackets = append(s.brackets, bracket{c, s.line, int32(start - s.bols)})
	if s.mode >= 0 {
		s.modes[s.mode].depth++
	}
	return true
}

// close notes a closing bracket, which must match the last one opened.
func (s *scanner) close(c byte) bool {
	var m *stringMode
	if s.mode >= 0 {
		m = &s.modes[s.mode]
		if m.depth == 0 && c == '}' {
			s.fail(m.name() + ": single '}' is not allowed")
			return false
		}
	}
	if len(s.brackets) == 0 {
		s.fail("unmatched '" + string(c) + "'")
		return false
	}
	open := s.brackets[len(s.brackets)-1]
	s.brackets = s.brackets[:len(s.brackets)-1]
	if !matches(open.char, c) {
		s.failMismatch(open, c, m)
		return false
	}
	if m == nil {
		return true
	}
	m.depth--
	if m.depth < 0 {
		s.fail(m.name() + ": unmatched '" + string(c) + "'")
		return false
	}
	if c == '}' && m.depth == m.fields-1 {
		m.fields--
		m.inField = false
		m.inSpec = false
	}
	return true
}

func matches(open, close byte) bool {
	switch open {
	case '(':
		return close == ')'
	case '[':
		return close == ']'
	}
	return close == '}'
}

// failMismatch reports a closing bracket that does not match the opening one.
func (s *scanner) failMismatch(open bracket, c byte, m *stringMode) {
	if m != nil && open.char == '{' && m.depth == m.fields {
		s.fail(m.name() + ": unmatched '" + string(c) + "'")
		return
	}
	msg := "closing parenthesis '" + string(c) + "' does not match opening parenthesis '" + string(open.char) + "'"
	if open.line != s.line {
		msg += " on line " + itoa(open.line)
	}
	s.fail(msg)
}

// hex4 formats a character's number as U+ needs it.
func hex4(r rune) string {
	const digits = "0123456789ABCDEF"
	out := []byte{}
	for shift := 28; shift >= 0; shift -= 4 {
		d := r >> shift & 15
		if d != 0 || len(out) > 0 || shift < 16 {
			out = append(out, digits[d])
		}
	}
	return string(out)
}
