package token

import "strings"

// stringMode is the state of one f-string or t-string that is being scanned (PEP
// 701; CPython: tokenizer_mode).
type stringMode struct {
	start   int // offset, line and line's offset of its first token
	line    int32
	bols    int
	quote   byte
	size    int // number of quotes, 1 or 3
	raw     bool
	tstring bool
	depth   int  // brackets opened in it and not closed
	fields  int  // replacement fields open in it: one, or more in format specs
	inField bool // the next token is code, not text
	inSpec  bool // the text is a format spec's
}

func (m *stringMode) name() string {
	if m.tstring {
		return "t-string"
	}
	return "f-string"
}

// openString scans the start of an f-string or t-string.
func (s *scanner) openString(start, quotePos int, prefixes uint8) {
	quote := s.src[quotePos]
	size := 1
	if strings.HasPrefix(s.src[quotePos+1:], string([]byte{quote, quote})) {
		size = 3
	}
	s.pos = quotePos + size
	if s.mode+2 >= maxStrings {
		if s.tgt.TemplateStrings {
			s.fail("too many nested f-strings or t-strings")
		} else {
			s.fail("too many nested f-strings")
		}
		return
	}
	kind := FStringStart
	if prefixes&prefixT != 0 {
		kind = TStringStart
	}
	s.add(kind, start)
	s.mode++
	s.modes = append(s.modes[:s.mode], stringMode{
		start: start, line: s.line, bols: s.bols,
		quote: quote, size: size,
		raw: prefixes&prefixR != 0, tstring: prefixes&prefixT != 0,
	})
}

// endsField handles what ":", "!", "}" and "{" mean in a replacement field; pos
// is behind c. It tells whether c is a ":" that starts the format spec.
func (s *scanner) endsField(c byte) bool {
	m := &s.modes[s.mode]
	if c != ':' || m.fields == 0 || m.depth != m.fields {
		return false
	}
	m.inField = false
	m.inSpec = true
	return true
}

// openField switches to code for a replacement field whose "{" is at pos.
func (s *scanner) openField(m *stringMode) bool {
	m.fields++
	if m.fields > maxFields {
		s.fail(m.name() + ": expressions nested too deeply")
		return false
	}
	m.inField = true
	return true
}

// scanStringPart scans text of an f-string, up to a replacement field, a doubled
// brace, or the end.
func (s *scanner) scanStringPart() {
	src := s.src
	m := &s.modes[s.mode]
	start, line, bols := s.pos, s.line, s.bols
	if src[start:] != "" && src[start] == '{' && src[start+1] != '{' {
		s.openField(m)
		return
	}
	if s.atQuotes(m, start) {
		s.pos += m.size
		s.add(m.kind(FStringEnd), start)
		s.mode--
		return
	}
	end, ok := s.scanText(m)
	if !ok {
		return
	}
	s.toks = append(s.toks, Token{
		Pos: Pos{
			Line: line, EndLine: s.line,
			Col: int32(start - bols), EndCol: int32(s.pos - s.bols),
		},
		Start: int32(start), End: int32(end),
		Kind: m.kind(FStringMiddle), Level: uint8(len(s.brackets)),
	})
}

// kind returns an f-string's kind, or the t-string's that corresponds.
func (m *stringMode) kind(k Kind) Kind {
	if m.tstring {
		return k + (TStringStart - FStringStart)
	}
	return k
}

// atQuotes tells whether the quotes that end the string are at an offset.
func (s *scanner) atQuotes(m *stringMode, pos int) bool {
	if pos+m.size > len(s.src) {
		return false
	}
	for i := range m.size {
		if s.src[pos+i] != m.quote {
			return false
		}
	}
	return true
}

// scanText moves pos behind a piece of text and returns where the text itself
// ends, which is one less where pos is behind a doubled brace.
func (s *scanner) scanText(m *stringMode) (end int, ok bool) {
	src := s.src
	named := false // inside \N{...}
	for s.pos < len(src) {
		c := src[s.pos]
		switch {
		case c == m.quote && s.atQuotes(m, s.pos):
			return s.pos, true
		case c == '\n':
			if m.size == 1 {
				return s.newlineInText(m)
			}
			s.pos++
			s.newline()
			continue
		case c == '{':
			if src[s.pos+1] == '{' && !m.inSpec {
				s.pos += 2
				return s.pos - 1, true
			}
			return s.pos, s.openField(m)
		case c == '}':
			switch {
			case named:
				s.pos++
				return s.pos, true
			case src[s.pos+1] == '}' && !m.inSpec && m.depth == 0:
				s.pos += 2
				return s.pos - 1, true
			}
			m.inField = true
			return s.pos, true
		case c == '\\':
			named = s.skipEscape(m) || named
			continue
		}
		s.pos++
	}
	s.failString(m)
	return 0, false
}

// skipEscape moves pos behind a backslash and what it escapes, but before a
// brace. It tells whether that is the start of a \N{...}.
func (s *scanner) skipEscape(m *stringMode) (named bool) {
	s.pos++
	if s.pos >= len(s.src) {
		return false
	}
	c := s.src[s.pos]
	switch {
	case c == '{' || c == '}':
		if !m.raw {
			s.warnEscape(c)
		}
		return false
	case c == '\n':
		s.pos++
		s.newline()
		return false
	case c == 'N' && !m.raw && s.src[s.pos+1] == '{':
		s.pos += 2
		return true
	}
	s.pos++
	return false
}

// newlineInText handles the end of a line in an f-string with single quotes. It
// ends a format spec, so that the parser finds the closing brace missing.
func (s *scanner) newlineInText(m *stringMode) (int, bool) {
	if m.inSpec {
		if s.tgt.NoNewlineInSpec {
			s.pos++
			s.fail(m.name() + ": newlines are not allowed in format specifiers for single quoted " + m.name() + "s")
			return 0, false
		}
		m.inField = true
		m.inSpec = false
		return s.pos, true
	}
	s.failString(m)
	return 0, false
}

// failString reports that an f-string does not end.
func (s *scanner) failString(m *stringMode) {
	detected := s.line
	if s.pos >= len(s.src) {
		detected = s.lastLine()
	}
	s.pos, s.line, s.bols = m.start+1, m.line, m.bols
	msg := "unterminated " + m.name() + " literal (detected at line "
	if m.size == 3 {
		msg = "unterminated triple-quoted " + m.name() + " literal (detected at line "
	}
	s.fail(msg + itoa(detected) + ")")
}

// warnEscape warns about a backslash in front of a brace.
func (s *scanner) warnEscape(c byte) {
	msg := "invalid escape sequence '\\" + string(c) + "'"
	if s.tgt.EscapeHints {
		msg = "\"\\" + string(c) + "\" is an invalid escape sequence. Such sequences will not work in the future. " +
			"Did you mean \"\\\\" + string(c) + "\"? A raw string is also an option."
	}
	s.warn("SyntaxWarning", msg)
}
