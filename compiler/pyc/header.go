// Package pyc knows what stands around the code in a .pyc file: the header of
// PEP 552 with the source hash, and the file names of PEP 3147 and 488.
package pyc

import (
	"encoding/binary"
	"errors"
	"strconv"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// Mode says how an interpreter finds out whether a .pyc file is out of date.
type Mode uint8

// The modes, named as in py_compile.PycInvalidationMode.
const (
	CheckedHash   Mode = iota // compare the hash of the source
	UncheckedHash             // never
	TimestampMode             // compare the time and the size of the source
)

var modeNames = [...]string{"checked_hash", "unchecked_hash", "timestamp"}

// String returns the name of the mode as it stands on the command line.
func (m Mode) String() string { return modeNames[m] }

// ParseMode finds a mode by its name, in any case, with - or _.
func ParseMode(name string) (Mode, error) {
	for m, want := range modeNames {
		if sameName(name, want) {
			return Mode(m), nil
		}
	}
	return 0, ModeError(name)
}

// ModeError is a name that is none of a Mode.
type ModeError string

// Error names the modes.
func (e ModeError) Error() string {
	return strconv.Quote(string(e)) + " is no invalidation mode: use checked_hash, unchecked_hash or timestamp"
}

func sameName(name, want string) bool {
	if len(name) != len(want) {
		return false
	}
	for i := range len(name) {
		c := name[i]
		switch {
		case c == '-':
			c = '_'
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		if c != want[i] {
			return false
		}
	}
	return true
}

// HeaderSize is the length of a header in bytes.
const HeaderSize = 16

// The bits of the header's flags (PEP 552).
const (
	flagHash    = 1 << 0
	flagChecked = 1 << 1
)

// Timestamp is what a .pyc file of mode TimestampMode says of its source. The
// format keeps both numbers modulo 2**32.
type Timestamp struct {
	Mtime int64 // seconds since 1970
	Size  int64 // in bytes
}

// Header is the first part of a .pyc file.
type Header struct {
	Magic uint16
	Mode  Mode
	// Stamp is of mode TimestampMode only.
	Stamp Timestamp
	// Hash is SourceHash of the source. Hash modes only.
	Hash uint64
}

// AppendHeader appends the header of the .pyc file for a source. Mode
// TimestampMode takes stamp, the others source.
func AppendHeader(dst []byte, tgt *target.Version, mode Mode, stamp Timestamp, source []byte) []byte {
	h := Header{Magic: tgt.Magic, Mode: mode, Stamp: stamp}
	if mode != TimestampMode {
		h.Hash = SourceHash(source, tgt)
	}
	return h.Append(dst)
}

// Append appends the header's bytes.
func (h *Header) Append(dst []byte) []byte {
	le := binary.LittleEndian
	dst = append(le.AppendUint16(dst, h.Magic), '\r', '\n')
	switch h.Mode {
	case TimestampMode:
		dst = le.AppendUint32(dst, 0)
		dst = le.AppendUint32(dst, uint32(h.Stamp.Mtime))
		return le.AppendUint32(dst, uint32(h.Stamp.Size))
	case CheckedHash:
		dst = le.AppendUint32(dst, flagHash|flagChecked)
	case UncheckedHash:
		dst = le.AppendUint32(dst, flagHash)
	}
	return le.AppendUint64(dst, h.Hash)
}

// What ParseHeader finds wrong.
var (
	ErrShort = errors.New("not a .pyc file: shorter than the header")
	ErrMagic = errors.New("not a .pyc file: no magic number")
	ErrFlags = errors.New("not a .pyc file of Python 3.7 or later: unknown flags")
)

// ParseHeader reads the header of a .pyc file. It does not ask whether the magic
// number is one that package target knows.
func ParseHeader(data []byte) (Header, error) {
	if len(data) < HeaderSize {
		return Header{}, ErrShort
	}
	if data[2] != '\r' || data[3] != '\n' {
		return Header{}, ErrMagic
	}
	le := binary.LittleEndian
	h := Header{Magic: le.Uint16(data)}
	switch le.Uint32(data[4:]) {
	case 0:
		h.Mode = TimestampMode
		h.Stamp = Timestamp{int64(le.Uint32(data[8:])), int64(le.Uint32(data[12:]))}
		return h, nil
	case flagHash:
		h.Mode = UncheckedHash
	case flagHash | flagChecked:
		h.Mode = CheckedHash
	default:
		return Header{}, ErrFlags
	}
	h.Hash = le.Uint64(data[8:])
	return h, nil
}

// SourceHash returns the hash of a source file's bytes that a version's .pyc
// files carry (CPython: _imp.source_hash). Its key is the magic number with the
// two bytes that follow it.
func SourceHash(source []byte, tgt *target.Version) uint64 {
	key := uint64(tgt.Magic) | '\r'<<16 | '\n'<<24
	return sipHash13(key, 0, source)
}
