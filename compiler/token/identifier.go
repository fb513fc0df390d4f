package token

import (
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/compiler/unicodedata"
)

// checkIdentifier checks a name with characters outside ASCII, which ends at pos.
func (s *scanner) checkIdentifier(start int) bool {
	data := unicodedata.For(s.tgt.Unicode)
	name := s.src[start:s.pos]
	if s.file.Invalid >= 0 {
		if msg := source.UTF8Error([]byte(name)); msg != "" {
			s.failHere(source.Syntax, "(unicode error) "+msg)
			s.later = &source.SyntaxError{Class: source.UnicodeDecode, Msg: msg, File: s.file.Name, Bare: true}
			return false
		}
	}
	for i := 0; i < len(name); {
		r, size := utf8.DecodeRuneInString(name[i:])
		ok := data.IsIDContinue(r)
		if i == 0 {
			ok = data.IsIDStart(r)
		}
		if !ok {
			s.pos = start + i + size
			s.failCharacter(data, r)
			return false
		}
		i += size
	}
	return true
}

// failCharacter reports a character that no identifier may hold; pos is behind it.
func (s *scanner) failCharacter(data *unicodedata.Data, r rune) {
	if data.IsPrintable(r) {
		s.fail("invalid character '" + string(r) + "' (U+" + hex4(r) + ")")
	} else {
		s.fail("invalid non-printable character U+" + hex4(r))
	}
}
