package source

import "unicode/utf8"

// countChars returns how many characters Python's text.decode("utf-8",
// "replace") has.
func countChars(text []byte) int {
	n := 0
	for i := 0; i < len(text); n++ {
		i += charSize(text[i:])
	}
	return n
}

// charSize returns the length of the first character of text, or of the piece that
// is not UTF-8 and that Python replaces by one U+FFFD: the longest start of a
// character, else one byte.
func charSize(text []byte) int {
	if text[0] < utf8.RuneSelf {
		return 1
	}
	if r, size := utf8.DecodeRune(text); r != utf8.RuneError || size > 1 {
		return size
	}
	for size := 2; size <= 3 && size <= len(text); size++ {
		if !startsChar(text[:size]) {
			return size - 1
		}
	}
	return min(3, len(text))
}

// startsChar tells whether text, of 2 or 3 bytes, is the start of a longer character.
func startsChar(text []byte) bool { return !utf8.FullRune(text) }

// decodeReplace is Python's text.decode("utf-8", "replace").
func decodeReplace(text []byte) string {
	if utf8.Valid(text) {
		return string(text)
	}
	var out []byte
	for len(text) > 0 {
		size := charSize(text)
		if r, n := utf8.DecodeRune(text); r == utf8.RuneError && n == 1 {
			out = utf8.AppendRune(out, utf8.RuneError)
		} else {
			out = append(out, text[:size]...)
		}
		text = text[size:]
	}
	return string(out)
}
