package source

// multibyteError is why a multi-byte decoder stops: 0, or the number of bytes that
// are illegal, or incomplete.
type multibyteError int

const incomplete multibyteError = -1

// next decodes the first character of in, which is not empty.
type next func(in []byte) (v rune, size int, err multibyteError)

// multibyteDecoder returns the decoder of a multi-byte codec (CPython:
// Modules/cjkcodecs).
func multibyteDecoder(name string) decoder {
	switch name {
	case "big5":
		return stateless(name, twoBytes(big5()))
	case "big5hkscs":
		return stateless(name, twoBytes(big5hkscs()))
	case "cp950":
		return stateless(name, twoBytes(cp950()))
	case "cp949":
		return stateless(name, twoBytes(cp949()))
	case "johab":
		return stateless(name, twoBytes(johab()))
	case "gb2312":
		return stateless(name, twoBytes(gb2312()))
	case "gbk":
		return stateless(name, twoBytes(gbk()))
	case "gb18030":
		return stateless(name, nextGB18030)
	case "euc_kr":
		return stateless(name, nextEUCKR)
	case "euc_jp":
		return stateless(name, nextEUCJP)
	case "euc_jis_2004":
		return stateless(name, eucJIS2004(false))
	case "euc_jisx0213":
		return stateless(name, eucJIS2004(true))
	case "shift_jis":
		return stateless(name, nextShiftJIS)
	case "cp932":
		return stateless(name, nextCP932)
	case "shift_jis_2004":
		return stateless(name, shiftJIS2004(false))
	case "shift_jisx0213":
		return stateless(name, shiftJIS2004(true))
	case "hz":
		return decodeHZ
	}
	return iso2022Decoder(name)
}

// stateless returns a decoder that takes one character after the other.
func stateless(name string, next next) decoder {
	return func(in []byte) ([]byte, error) {
		out := make([]byte, 0, len(in)+len(in)/4)
		for at := 0; at < len(in); {
			v, size, err := next(in[at:])
			if err != 0 {
				return nil, err.in(name, in, at)
			}
			out = appendCell(out, v)
			at += size
		}
		return out, nil
	}
}

// in returns the error as Python has it.
func (e multibyteError) in(codec string, text []byte, at int) error {
	if e == incomplete {
		return &decodeError{codec, text, at, len(text), "incomplete multibyte sequence"}
	}
	return &decodeError{codec, text, at, at + int(e), "illegal multibyte sequence"}
}

// twoBytes decodes ASCII and one set.
func twoBytes(set *charset) next {
	return func(in []byte) (rune, int, multibyteError) {
		if in[0] < 0x80 {
			return rune(in[0]), 1, 0
		}
		return lookup(set, in)
	}
}

// lookup decodes two bytes.
func lookup(set *charset, in []byte) (rune, int, multibyteError) {
	if len(in) < 2 {
		return 0, 0, incomplete
	}
	if v := set[cell(in[0], in[1])]; v != 0 {
		return v, 2, 0
	}
	return 0, 0, 1
}

// decodeHZ decodes RFC 1843.
func decodeHZ(in []byte) ([]byte, error) {
	set := gb2312()
	out := make([]byte, 0, len(in)+len(in)/4)
	chinese := false
	for at := 0; at < len(in); {
		c := in[at]
		if c == '~' || chinese && c < 0x80 {
			if at+1 == len(in) {
				return nil, incomplete.in("hz", in, at)
			}
		}
		switch {
		case c == '~':
			switch d := in[at+1]; {
			case d == '~' && !chinese:
				out = append(out, '~')
			case d == '{' && !chinese:
				chinese = true
			case d == '}' && chinese:
				chinese = false
			case d != '\n' || chinese:
				return nil, multibyteError(1).in("hz", in, at)
			}
			at += 2
		case c >= 0x80:
			return nil, multibyteError(1).in("hz", in, at)
		case !chinese:
			out = append(out, c)
			at++
		default:
			v := set[cell(c, in[at+1]|0x80)]
			if v == 0 || in[at+1] >= 0x80 {
				return nil, multibyteError(1).in("hz", in, at)
			}
			out = appendCell(out, v)
			at += 2
		}
	}
	return out, nil
}
