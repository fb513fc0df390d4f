package token

import (
	"unicode"
	"unicode/utf8"
)

// checkIdentifier checks a name with characters outside ASCII, which ends at pos.
func (s *scanner) checkIdentifier(start int) bool {
	name := s.src[start:s.pos]
	for i := 0; i < len(name); {
		r, size := utf8.DecodeRuneInString(name[i:])
		ok := s.isIdentifierPart(r)
		if i == 0 {
			ok = s.isIdentifierStart(r)
		}
		if !ok {
			s.pos = start + i + size
			s.failCharacter(r)
			return false
		}
		i += size
	}
	return true
}

func (s *scanner) isIdentifierStart(r rune) bool { return unicode.IsLetter(r) || r == '_' }

func (s *scanner) isIdentifierPart(r rune) bool {
	return unicode.In(r, unicode.L, unicode.Nd, unicode.Mn, unicode.Mc, unicode.Pc)
}

// failCharacter reports a character that no identifier may hold; pos is behind it.
func (s *scanner) failCharacter(r rune) {
	if unicode.IsPrint(r) {
		s.fail("invalid character '" + string(r) + "' (U+" + hex4(r) + ")")
	} else {
		s.fail("invalid non-printable character U+" + hex4(r))
	}
}
