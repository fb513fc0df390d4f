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

// utf8Error returns Python's error for text that is not UTF-8, or nil.
func utf8Error(text []byte) error {
	at := firstInvalid(text)
	if at < 0 {
		return nil
	}
	bad := text[at:]
	size, reason := charSize(bad), "invalid continuation byte"
	switch {
	case bad[0] < 0xC2 || bad[0] > 0xF4:
		reason = "invalid start byte"
	case size == len(bad):
		reason = "unexpected end of data"
	}
	return &decodeError{"utf-8", text, at, at + size, reason}
}

// UTF8Error returns the text of the UnicodeDecodeError that Python raises for a
// piece of source that is not UTF-8, such as a name or string, or "".
func UTF8Error(text []byte) string {
	if err := utf8Error(text); err != nil {
		return err.Error()
	}
	return ""
}

// firstInvalid returns the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

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
