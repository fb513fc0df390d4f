package source

import (
	"bytes"
	_ "embed"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rules-pyc/rules_pyc/compiler/target"
	"github.com/rules-pyc/rules_pyc/compiler/unicodedata"
)

// decoder turns bytes into UTF-8. Surrogates are encoded like other characters;
// some codecs make them, and decodeWith refuses them.
type decoder func(in []byte) ([]byte, error)

// decodeError is Python's UnicodeDecodeError.
type decodeError struct {
	codec      string
	in         []byte
	start, end int // what cannot be decoded
	reason     string
}

// Error is Python's str() of the exception.
func (e *decodeError) Error() string {
	b := append([]byte{'\''}, e.codec...)
	if e.end == e.start+1 {
		const hex = "0123456789abcdef"
		c := e.in[e.start]
		b = append(b, "' codec can't decode byte 0x"...)
		b = append(b, hex[c>>4], hex[c&15])
		b = append(b, " in position "...)
		b = strconv.AppendInt(b, int64(e.start), 10)
	} else {
		b = append(b, "' codec can't decode bytes in position "...)
		b = strconv.AppendInt(b, int64(e.start), 10)
		b = append(b, '-')
		b = strconv.AppendInt(b, int64(e.end-1), 10)
	}
	return string(append(append(b, ": "...), e.reason...))
}

// codecError is any other exception of a codec.
type codecError string

func (e codecError) Error() string { return string(e) }

// decodeWith decodes text with the codec of a cookie.
func decodeWith(cookie string, text []byte, tgt *target.Version) ([]byte, error) {
	name, isText := findCodec(cookie, tgt.Source.CodecNames)
	if name == "" {
		return nil, codecError("unknown encoding: " + cookie)
	}
	if !isText {
		return nil, codecError("'" + cookie + "' is not a text encoding; use codecs.decode() to handle arbitrary codecs")
	}
	out, err := newDecoder(name, tgt)(text)
	if err != nil {
		return nil, err
	}
	return out, refuseSurrogates(out)
}

// aliases has on each line a codec, with a "!" in front if it is no text encoding,
// and its other names. A name@0-2 is of the states 0 to 2 of Python's
// encodings.aliases only: see target.Source.CodecNames.
//
//go:embed aliases.txt
var aliases string

// findCodec returns the codec that a cookie names, or "" (CPython: the registry in
// Python/codecs.c and Lib/encodings/__init__.py).
func findCodec(cookie string, state uint8) (name string, isText bool) {
	wanted := normalizeCodec(cookie)
	underscored := strings.ReplaceAll(wanted, ".", "_")
	for line := range strings.Lines(aliases) {
		names := strings.Fields(line)
		codec, special := strings.CutPrefix(names[0], "!")
		if codec == wanted {
			name, isText = codec, !special
		}
		for _, alias := range names[1:] {
			alias, states, _ := strings.Cut(alias, "@")
			if alias != underscored {
				continue
			}
			if states == "" || states[0]-'0' <= state && state <= states[2]-'0' {
				return codec, !special // an alias is before a codec's own name
			}
		}
	}
	return name, isText
}

// normalizeCodec makes letters small, and "_" of all between letters, digits and
// dots.
func normalizeCodec(cookie string) string {
	out := make([]byte, 0, len(cookie))
	gap := false
	for i := range len(cookie) {
		c := cookie[i]
		if !isAlnum(c) && c != '.' {
			gap = true
			continue
		}
		if gap && len(out) > 0 {
			out = append(out, '_')
		}
		gap = false
		out = append(out, lower(c))
	}
	return string(out)
}

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= lower(c) && lower(c) <= 'z'
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// newDecoder returns the decoder of a codec of aliases.
func newDecoder(name string, tgt *target.Version) decoder {
	switch name {
	case "utf_8", "utf_8_sig":
		return decodeUTF8
	case "ascii":
		return decodeASCII
	case "latin_1", "charmap":
		return decodeLatin1
	case "utf_7":
		return decodeUTF7
	case "utf_16", "utf_16_le":
		return utf16Decoder("utf-16-le", 0)
	case "utf_16_be":
		return utf16Decoder("utf-16-be", 1)
	case "utf_32", "utf_32_le":
		return utf32Decoder("utf-32-le")
	case "utf_32_be":
		return utf32Decoder("utf-32-be")
	case "unicode_escape":
		return unicodeEscapeDecoder(unicodedata.For(tgt.Unicode))
	case "raw_unicode_escape":
		return decodeRawUnicodeEscape
	case "idna":
		return idnaDecoder(tgt.Source.CodecNames == 0)
	case "punycode":
		return punycodeDecoder(&tgt.Source)
	case "undefined":
		return func([]byte) ([]byte, error) {
			return nil, pythonCodecError(name, "undefined encoding", tgt.Source.WrapCodecErrors)
		}
	}
	if table := findCharmap(name); table != "" {
		return charmapDecoder(table)
	}
	return multibyteDecoder(name)
}

func decodeUTF8(in []byte) ([]byte, error) {
	if err := utf8Error(in); err != nil {
		return nil, err
	}
	return in, nil
}

func decodeASCII(in []byte) ([]byte, error) {
	for i, c := range in {
		if c >= 0x80 {
			return nil, &decodeError{"ascii", in, i, i + 1, "ordinal not in range(128)"}
		}
	}
	return in, nil
}

func decodeLatin1(in []byte) ([]byte, error) {
	out := make([]byte, 0, len(in)+len(in)/8)
	for _, c := range in {
		out = appendChar(out, rune(c))
	}
	return out, nil
}

// appendChar appends a character or surrogate.
func appendChar(out []byte, r rune) []byte {
	switch {
	case r < 0x80:
		return append(out, byte(r))
	case r < 0x800:
		return append(out, 0xC0|byte(r>>6), 0x80|byte(r&0x3F))
	case r < 0x10000:
		return append(out, 0xE0|byte(r>>12), 0x80|byte(r>>6&0x3F), 0x80|byte(r&0x3F))
	}
	return append(out, 0xF0|byte(r>>18), 0x80|byte(r>>12&0x3F), 0x80|byte(r>>6&0x3F), 0x80|byte(r&0x3F))
}

// refuseSurrogates returns the error of Python's text.encode("utf-8").
func refuseSurrogates(text []byte) error {
	first := nextSurrogate(text)
	if first < 0 {
		return nil
	}
	n := 1
	for nextSurrogate(text[first+3*n:]) == 0 {
		n++
	}
	position := utf8.RuneCount(text[:first])
	if n > 1 {
		return codecError("'utf-8' codec can't encode characters in position " + strconv.Itoa(position) + "-" +
			strconv.Itoa(position+n-1) + ": surrogates not allowed")
	}
	r := 0xD000 | int64(text[first+1]&0x3F)<<6 | int64(text[first+2]&0x3F)
	return codecError(`'utf-8' codec can't encode character '\u` + strconv.FormatInt(r, 16) + "' in position " +
		strconv.Itoa(position) + ": surrogates not allowed")
}

// nextSurrogate returns the offset of the first surrogate, or -1.
func nextSurrogate(text []byte) int {
	for at := 0; ; at++ {
		i := bytes.IndexByte(text[at:], 0xED)
		if i < 0 {
			return -1
		}
		if at += i; at+1 < len(text) && text[at+1] >= 0xA0 {
			return at
		}
	}
}
