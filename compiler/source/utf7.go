package source

import "unicode/utf16"

// decodeUTF7 decodes RFC 2152 as CPython does, which takes all of ASCII for
// itself.
func decodeUTF7(in []byte) ([]byte, error) {
	out := make([]byte, 0, len(in))
	for at := 0; at < len(in); {
		switch c := in[at]; {
		case c >= 0x80:
			return nil, &decodeError{"utf7", in, at, at + 1, "unexpected special character"}
		case c != '+':
			out = append(out, c)
			at++
		case at+1 < len(in) && in[at+1] == '-':
			out = append(out, '+')
			at += 2
		case at+1 < len(in) && sixBits(in[at+1]) < 0:
			return nil, &decodeError{"utf7", in, at, at + 2, "ill-formed sequence"}
		default:
			shifted := utf7Shift{out: out}
			size, err := shifted.decode(in, at)
			if err != nil {
				return nil, err
			}
			out = shifted.out
			at += size
		}
	}
	return out, nil
}

// utf7Shift is a sequence in base 64.
type utf7Shift struct {
	out  []byte
	bits int  // how many bits of acc wait
	acc  uint // what was read and has not made 16 bits yet
	high rune // a high surrogate that waits for its low one, or 0
}

// decode decodes the sequence that begins with the "+" at a place, and returns its
// length.
func (s *utf7Shift) decode(in []byte, at int) (size int, err error) {
	i := at + 1
	for ; i < len(in); i++ {
		n := sixBits(in[i])
		if n < 0 {
			break
		}
		s.acc = s.acc<<6 | uint(n)
		if s.bits += 6; s.bits >= 16 {
			s.bits -= 16
			s.unit(rune(s.acc >> s.bits))
			s.acc &= 1<<s.bits - 1
		}
	}
	if i == len(in) {
		if s.high != 0 || s.bits >= 6 || s.acc != 0 {
			return 0, &decodeError{"utf7", in, at, len(in), "unterminated shift sequence"}
		}
		return i - at, nil
	}
	switch {
	case s.bits >= 6:
		return 0, &decodeError{"utf7", in, at, i + 1, "partial character in shift sequence"}
	case s.acc != 0:
		return 0, &decodeError{"utf7", in, at, i + 1, "non-zero padding bits in shift sequence"}
	}
	if s.high != 0 && in[i] < 0x80 {
		s.out = appendChar(s.out, s.high)
	}
	if in[i] == '-' {
		i++
	}
	return i - at, nil
}

// unit takes 16 bits.
func (s *utf7Shift) unit(r rune) {
	if s.high != 0 {
		pair := utf16.DecodeRune(s.high, r)
		if pair != 0xFFFD {
			s.out = appendChar(s.out, pair)
			s.high = 0
			return
		}
		s.out = appendChar(s.out, s.high)
		s.high = 0
	}
	if 0xD800 <= r && r < 0xDC00 {
		s.high = r
		return
	}
	s.out = appendChar(s.out, r)
}

// sixBits returns the value of a digit of base 64, or -1.
func sixBits(c byte) int {
	switch {
	case 'A' <= c && c <= 'Z':
		return int(c - 'A')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 26
	case '0' <= c && c <= '9':
		return int(c-'0') + 52
	case c == '+':
		return 62
	case c == '/':
		return 63
	}
	return -1
}
