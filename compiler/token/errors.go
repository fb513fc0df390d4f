package token

import "github.com/rules-pyc/rules_pyc/compiler/source"

// stop ends the list with an Error token for an error.
func (s *scanner) stop(err *source.SyntaxError) {
	s.err = err
	s.addBare(Error)
	s.done = true
	if n := len(s.brackets); n > 0 {
		open := s.brackets[n-1]
		msg := "'" + string(open.char) + "' was never closed"
		s.unclosed = s.file.ErrorAt(source.Syntax, msg, int(open.line), int(open.col), int(open.line), -1)
		s.unclosed.EndCol = 0
	}
}

// fail reports a SyntaxError at the character before pos, as the tokenizer of
// CPython does (Parser/tokenizer/helpers.c, _syntaxerror_range).
func (s *scanner) fail(msg string) {
	col := s.chars(s.pos)
	s.raise(msg, col, col)
}

// failRange is fail for what stands from one offset to the character before another.
func (s *scanner) failRange(msg string, start, end int) {
	if s.tgt.RangesInCharacters {
		s.raise(msg, s.chars(start)+1, s.chars(end))
	} else {
		s.raise(msg, start+1-s.bols, end-s.bols)
	}
}

// raise is fail for a range of characters of the line, from 1.
func (s *scanner) raise(msg string, col, endCol int) {
	s.later = s.file.Error(source.Syntax, msg, int(s.line), col, int(s.line), endCol)
	s.stop(s.later)
}

// warn warns about the token that is being scanned.
func (s *scanner) warn(category, msg string) {
	s.warnings = append(s.warnings, Warning{category, msg, int(s.line), len(s.toks)})
}

// failAt reports an error that CPython's parser words, at a column of the line in
// bytes, from 0.
func (s *scanner) failAt(class source.ErrorClass, msg string, col int) {
	err := s.file.ErrorAt(class, msg, int(s.line), col, int(s.line), -1)
	err.EndCol = 0
	s.stop(err)
}

// failHere reports an error that CPython's parser places at the last token read,
// which is the one that could not be.
func (s *scanner) failHere(class source.ErrorClass, msg string) {
	s.stop(s.file.ErrorAt(class, msg, int(s.line), s.pos-s.bols-1, int(s.line), -1))
}

func (s *scanner) failTabs() bool {
	s.failAt(source.Tab, "inconsistent use of tabs and spaces in indentation", 0)
	return false
}

// failUnclosed reports the innermost open bracket at the end of the text.
func (s *scanner) failUnclosed() {
	s.stop(nil)
	s.err = s.unclosed
}

// chars returns how many characters the current line has before an offset.
func (s *scanner) chars(pos int) int { return s.file.CharOffset(int(s.line), pos-s.bols) }
