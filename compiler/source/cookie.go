package source

import "bytes"

// findCookie returns the encoding that the first two lines of a text declare (PEP
// 263), under CPython's name if it is UTF-8 or Latin-1, and the line. It
// is "" if there is none (CPython: _PyTokenizer_check_coding_spec in
// Parser/tokenizer/helpers.c).
func findCookie(text []byte) (cookie string, line int) {
	for line = 1; line <= 2; line++ {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			break
		}
		comment, isBlank := commentLine(text[:end])
		if cookie := cookieIn(comment); cookie != "" {
			return cookie, line
		}
		if !isBlank {
			break
		}
		text = text[end+1:]
	}
	return "", 0
}

// commentLine returns the comment of a line that has nothing else, and whether
// the line has nothing else.
func commentLine(line []byte) (comment []byte, isBlank bool) {
	rest := bytes.TrimLeft(line, " \t\f")
	if len(rest) == 0 {
		return nil, true
	}
	if rest[0] != '#' {
		return nil, false
	}
	return rest, true
}

var codingWord = []byte("coding")

// cookieIn returns the encoding that a comment declares, or "".
func cookieIn(comment []byte) string {
	for {
		i := bytes.Index(comment, codingWord)
		if i < 0 {
			return ""
		}
		comment = comment[i+len(codingWord):]
		if len(comment) == 0 || comment[0] != ':' && comment[0] != '=' {
			continue
		}
		name := bytes.TrimLeft(comment[1:], " \t")
		end := 0
		for end < len(name) && (isAlnum(name[end]) || bytes.IndexByte([]byte("-_."), name[end]) >= 0) {
			end++
		}
		if end > 0 {
			return normalCookie(string(name[:end]))
		}
	}
}

// normalCookie returns "utf-8" or "iso-8859-1" for the usual spellings of these,
// also with something behind, such as "utf-8-unix". It returns others as they are.
func normalCookie(cookie string) string {
	const considered = 12 // bytes
	start := []byte(cookie[:min(len(cookie), considered)])
	for i, c := range start {
		if start[i] = lower(c); c == '_' {
			start[i] = '-'
		}
	}
	for _, known := range []string{"utf-8", "latin-1", "iso-8859-1", "iso-latin-1"} {
		n := len(known)
		if len(start) < n || string(start[:n]) != known || len(start) > n && start[n] != '-' {
			continue
		}
		if known == "utf-8" {
			return known
		}
		return "iso-8859-1"
	}
	return cookie
}
