package source

import (
	"bytes"
	"strconv"
)

// idnaDecoder returns a decoder for the codec of host names. It takes ASCII for
// itself; names with "xn--" would need all of RFC 3490, which no source has asked
// for yet. Old states of the codec count an error's position within the label.
func idnaDecoder(perLabel bool) decoder {
	return func(in []byte) ([]byte, error) {
		if _, err := decodeASCII(in); err != nil {
			e := err.(*decodeError)
			if !perLabel {
				e.codec = "idna"
				return nil, e
			}
			label := bytes.LastIndexByte(in[:e.start], '.') + 1
			return nil, &decodeError{"ascii", in[label:], e.start - label, e.end - label, e.reason}
		}
		if at := bytes.Index(bytes.ToLower(in), []byte("xn--")); at >= 0 {
			return nil, &decodeError{"idna", in, at, at + 4, "internationalized names are not supported in source"}
		}
		return in, nil
	}
}

// decodePunycode is for the codec of RFC 3492. It always fails, because a source
// ends with a line end, which is no digit of it.
func decodePunycode(in []byte) ([]byte, error) {
	dash := bytes.LastIndexByte(in, '-')
	if dash > 0 {
		if _, err := decodeASCII(in[:dash]); err != nil {
			err.(*decodeError).in = in
			return nil, err
		}
	}
	at := dash + 1
	for at < len(in)-1 && isAlnum(in[at]) {
		at++
	}
	return nil, &decodeError{"punycode", in, at, at + 1,
		"Invalid extended code point '" + strconv.Itoa(int(bytes.ToUpper(in[at : at+1])[0])) + "'"}
}
