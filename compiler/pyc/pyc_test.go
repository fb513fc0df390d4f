package pyc

import (
	"bytes"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// The hashes are what _imp.source_hash(importlib.util._RAW_MAGIC_NUMBER, b) of
// CPython 3.13 returns, as little-endian integers.
func TestSourceHash(t *testing.T) {
	tests := []struct {
		source string
		want   uint64
	}{
		{"", 0x14b8932f316dec27},
		{"x", 0xc2b34403974a1f1f},
		{"x = 1\x0a", 0xe12513689e286e7},
		{"12345678", 0x7983a6a5343ec2e0},
		{"print('hello, world')\x0aprint('hello, world')\x0aprint('hello, world')\x0a", 0x38715d0ae64f774c},
		{"\x00\xff\x80", 0x26b72c597d9a4bd4},
	}
	for _, test := range tests {
		if got := SourceHash([]byte(test.source), target.Python313); got != test.want {
			t.Errorf("SourceHash(%q) = %#x, want %#x", test.source, got, test.want)
		}
	}
}

func TestHeader(t *testing.T) {
	for _, h := range []Header{
		{Magic: 3571, Mode: TimestampMode, Stamp: Timestamp{1 << 31, 17}},
		{Magic: 3571, Mode: CheckedHash, Hash: 0x0123456789abcdef},
		{Magic: 3571, Mode: UncheckedHash, Hash: 1},
	} {
		b := h.Append(nil)
		if len(b) != HeaderSize {
			t.Errorf("%v: header of %d bytes", h, len(b))
		}
		if got, err := ParseHeader(b); err != nil || got != h {
			t.Errorf("ParseHeader(%x) = %v, %v, want %v", b, got, err, h)
		}
	}
	want := []byte("\xf3\x0d\r\n\x03\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08")
	h := Header{Magic: 3571, Mode: CheckedHash, Hash: 0x0807060504030201}
	if got := h.Append(nil); !bytes.Equal(got, want) {
		t.Errorf("header %x, want %x", got, want)
	}
}

func TestParseHeaderRefuses(t *testing.T) {
	for _, test := range []struct {
		data string
		want error
	}{
		{"", ErrShort},
		{"\xf3\x0d\r\n\x03\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07", ErrShort},
		{"#!/usr/bin/python3\n", ErrMagic},
		{"\xf3\x0d\r\n\x02\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08", ErrFlags},
	} {
		if _, err := ParseHeader([]byte(test.data)); err != test.want {
			t.Errorf("ParseHeader(%q): %v, want %v", test.data, err, test.want)
		}
	}
}

func TestParseMode(t *testing.T) {
	for name, want := range map[string]Mode{
		"checked_hash": CheckedHash, "CHECKED-HASH": CheckedHash,
		"unchecked-hash": UncheckedHash, "Timestamp": TimestampMode,
	} {
		if got, err := ParseMode(name); err != nil || got != want {
			t.Errorf("ParseMode(%q) = %v, %v", name, got, err)
		}
	}
	for _, name := range []string{"", "hash", "checked hash", "timestamp_"} {
		if _, err := ParseMode(name); err == nil {
			t.Errorf("ParseMode(%q) succeeded", name)
		}
	}
}

func TestCachePath(t *testing.T) {
	for _, test := range []struct {
		source   string
		optimize int
		want     string
	}{
		{"spam.py", 0, "__pycache__/spam.cpython-313.pyc"},
		{"a/b/spam.py", 1, "a/b/__pycache__/spam.cpython-313.opt-1.pyc"},
		{"/a/spam.eggs.py", 2, "/a/__pycache__/spam.eggs.cpython-313.opt-2.pyc"},
		{"spam", 0, "__pycache__/spamcpython-313.pyc"},
		{"a.b/.py", 0, "a.b/__pycache__/py.cpython-313.pyc"},
	} {
		if got := CachePath(test.source, target.Python313, test.optimize); got != test.want {
			t.Errorf("CachePath(%q, %d) = %q, want %q", test.source, test.optimize, got, test.want)
		}
	}
}
