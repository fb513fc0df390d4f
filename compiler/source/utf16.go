package source

import "unicode/utf16"

// utf16Decoder returns a decoder of UTF-16. A source with a cookie cannot have a BOM
// of UTF-16, so that the byte order is known; high is 1 if the first byte of two is
// the higher one.
func utf16Decoder(name string, bigEndian int) decoder {
	unit := func(in []byte, at int) rune {
		return rune(in[at+1-bigEndian])<<8 | rune(in[at+bigEndian])
	}
	return func(in []byte) ([]byte, error) {
		out := make([]byte, 0, len(in)*3/2)
		for at := 0; at < len(in); at += 2 {
			if at+1 == len(in) {
				return nil, &decodeError{name, in, at, at + 1, "truncated data"}
			}
			r := unit(in, at)
			switch {
			case !utf16.IsSurrogate(r):
				out = appendChar(out, r)
				continue
			case r >= 0xDC00:
				return nil, &decodeError{name, in, at, at + 2, "illegal encoding"}
			case at+3 >= len(in):
				return nil, &decodeError{name, in, at, len(in), "unexpected end of data"}
			}
			pair := utf16.DecodeRune(r, unit(in, at+2))
			if pair == 0xFFFD {
				return nil, &decodeError{name, in, at, at + 2, "illegal UTF-16 surrogate"}
			}
			out = appendChar(out, pair)
			at += 2
		}
		return out, nil
	}
}

// utf32Decoder returns a decoder of UTF-32. It cannot succeed: the cookie itself,
// read as UTF-32, is not made of characters.
func utf32Decoder(name string) decoder {
	return func(in []byte) ([]byte, error) {
		return nil, &decodeError{name, in, 0, 4, "code point not in range(0x110000)"}
	}
}
