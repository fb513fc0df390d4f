package pytext

import (
	"io/fs"
	"syscall"
	"testing"
)

func TestRepr(t *testing.T) {
	for in, want := range map[string]string{
		"a b":        `'a b'`,
		"it's":       `"it's"`,
		`'"`:         `'\'"'`,
		"a\\b\n\t\r": `'a\\b\n\t\r'`,
		"\x00\x7f":   `'\x00\x7f'`,
		"é中😀":        `'é中😀'`,
		"\xff.py":    `'\udcff.py'`,
		"\u00a0":     `'\xa0'`,
		"\u2028":     `'\u2028'`,
	} {
		if got := Repr(in); got != want {
			t.Errorf("Repr(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestOSError(t *testing.T) {
	class, msg := OSError(&fs.PathError{Op: "open", Path: "a'b", Err: syscall.EACCES})
	if class != "PermissionError" || msg != `[Errno 13] Permission denied: "a'b"` {
		t.Errorf("got %s: %s", class, msg)
	}
}

func TestFSDecode(t *testing.T) {
	if got := FSDecode("a\xffé\x80"); got != "a\xed\xb3\xbfé\xed\xb2\x80" {
		t.Errorf("got %q", got)
	}
}
