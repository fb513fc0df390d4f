package source

import (
	"bytes"
	"strconv"
)

// decodeIDNA is for the codec of host names. It takes ASCII for itself; names with
// "xn--" would need all of RFC 3490, which no source has asked for yet.
func decodeIDNA(in []byte) ([]byte, error) {
	if out, err := decodeASCII(in); err != nil {
		err.(*decodeError).codec = "idna"
		return out, err
	}
	if at := bytes.Index(bytes.ToLower(in), []byte("xn--")); at >= 0 {
		return nil, &decodeError{"idna", in, at, at + 4, "internationalized names are not supported in source"}
	}
	return in, nil
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
