// Package pytext puts file names and operating system errors into the words
// that Python uses for them, for commands whose output people compare with
// Python's.
package pytext

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/tool/atomicfile"
)

// Repr returns repr() of a str. Bytes that are not UTF-8 stand as the lone
// surrogates that Python's surrogateescape makes of them (PEP 383).
func Repr(s string) string {
	quote := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	b := append(make([]byte, 0, len(s)+2), quote)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			b = appendEscape(b, 0xDC00+rune(s[i]))
		} else {
			b = appendRepr(b, r, quote)
		}
		i += size
	}
	return string(append(b, quote))
}

func appendRepr(b []byte, r rune, quote byte) []byte {
	switch {
	case r == rune(quote) || r == '\\':
		return append(b, '\\', byte(r))
	case r == '\n':
		return append(b, `\n`...)
	case r == '\r':
		return append(b, `\r`...)
	case r == '\t':
		return append(b, `\t`...)
	case r == ' ' || r < utf8.RuneSelf && r > ' ' && r != 0x7F || r >= utf8.RuneSelf && unicode.IsPrint(r):
		return utf8.AppendRune(b, r)
	}
	return appendEscape(b, r)
}

// appendEscape writes the shortest of \xNN, \uNNNN and \UNNNNNNNN that holds r.
func appendEscape(b []byte, r rune) []byte {
	digits, letter := 2, byte('x')
	if r > 0xFFFF {
		digits, letter = 8, 'U'
	} else if r > 0xFF {
		digits, letter = 4, 'u'
	}
	b = append(b, '\\', letter)
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[r>>shift&15])
	}
	return b
}

// osClasses are the exceptions that Python raises for an errno (PEP 3151).
var osClasses = map[syscall.Errno]string{
	syscall.ENOENT:  "FileNotFoundError",
	syscall.EACCES:  "PermissionError",
	syscall.EPERM:   "PermissionError",
	syscall.EEXIST:  "FileExistsError",
	syscall.EISDIR:  "IsADirectoryError",
	syscall.ENOTDIR: "NotADirectoryError",
	syscall.EINTR:   "InterruptedError",
	syscall.EAGAIN:  "BlockingIOError",
}

// OSError returns the class of the exception that Python raises for a failed
// file operation, and str() of it.
func OSError(err error) (class, msg string) {
	var irregular *atomicfile.IrregularError
	if errors.As(err, &irregular) {
		return "FileExistsError", irregular.Error()
	}
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return "OSError", err.Error()
	}
	class = osClasses[errno]
	if class == "" {
		class = "OSError"
	}
	msg = "[Errno " + strconv.Itoa(int(errno)) + "] " + strerror(errno)
	var path *fs.PathError
	if errors.As(err, &path) {
		msg += ": " + Repr(path.Path)
	}
	return class, msg
}

// strerror is the C library's text: Go's begins with a small letter.
func strerror(errno syscall.Errno) string {
	text := errno.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}

// FSDecode returns the str that Python makes of a file name, as the compiler
// takes it: what is not UTF-8 becomes lone surrogates (PEP 383), in WTF-8.
func FSDecode(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	var b []byte
	for i := 0; i < len(name); {
		r, size := utf8.DecodeRuneInString(name[i:])
		if r == utf8.RuneError && size == 1 {
			low := name[i] // U+DC80 to U+DCFF
			b = append(b, 0xED, 0xB0|low>>6, 0x80|low&0x3F)
		} else {
			b = append(b, name[i:i+size]...)
		}
		i += size
	}
	return string(b)
}
