package token

import "github.com/rules-pyc/rules_pyc/compiler/source"

// stop ends the list with an Error token for an error.
func (s *scanner) stop(err *source.SyntaxError) {
	s.err = err
	s.addBare(Error)
	s.done = true
}

// fail reports a SyntaxError at the character before pos, as the tokenizer of
// CPython does (Parser/tokenizer/helpers.c, _syntaxerror_range).
func (s *scanner) fail(msg string) {
	col := s.chars(s.pos)
	s.stop(s.file.Error(source.Syntax, msg, int(s.line), col, int(s.line), col))
}

// failRange is fail for a range of characters of the line, from 1.
func (s *scanner) failRange(msg string, col, endCol int) {
	s.stop(s.file.Error(source.Syntax, msg, int(s.line), col, int(s.line), endCol))
}

// failAt reports an error at a column of the line in bytes, from 0.
func (s *scanner) failAt(class source.ErrorClass, msg string, col int) {
	s.stop(s.file.ErrorAt(class, msg, int(s.line), col, int(s.line), -1))
}

// failHere reports an error that CPython's parser places at the last token read,
// which is the one that could not be.
func (s *scanner) failHere(class source.ErrorClass, msg string) {
	s.failAt(class, msg, s.pos-s.bols-1)
}

func (s *scanner) failTabs() bool {
	s.failAt(source.Tab, "inconsistent use of tabs and spaces in indentation", 0)
	return false
}

// failUnclosed reports the innermost open bracket at the end of the text.
func (s *scanner) failUnclosed() {
	open := s.brackets[len(s.brackets)-1]
	msg := "'" + string(open.char) + "' was never closed"
	s.stop(s.file.ErrorAt(source.Syntax, msg, int(open.line), int(open.col), int(open.line), -1))
	s.unclosed = true
}

// chars returns how many characters the current line has before an offset.
func (s *scanner) chars(pos int) int { return s.file.CharOffset(int(s.line), pos-s.bols) }
