package source

import (
	"bytes"
	"strconv"

	"github.com/rules-pyc/rules_pyc/compiler/target"
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

// punycodeDecoder returns a decoder for the codec of RFC 3492. It always fails,
// because a source ends with a line end, which is no digit of it.
func punycodeDecoder(how *target.Source) decoder {
	return func(in []byte) ([]byte, error) {
		dash := bytes.LastIndexByte(in, '-')
		if dash > 0 {
			if _, err := decodeASCII(in[:dash]); err != nil {
				return nil, err
			}
		}
		digits := in[dash+1:]
		bad := 0
		for bad < len(digits) && isAlnum(digits[bad]) {
			bad++
		}
		if bad == len(digits) {
			return nil, codecError("incomplete punycode string")
		}
		if how.CodecNames == 0 {
			return nil, oldPunycodeError(digits, bad, how.WrapCodecErrors)
		}
		at := dash + 1 + bad
		return nil, &decodeError{"punycode", in, at, at + 1, "Invalid extended code point '" + strconv.Itoa(int(in[at])) + "'"}
	}
}

// oldPunycodeError is what the codec said when it took the digits for ASCII first.
func oldPunycodeError(digits []byte, bad int, wrap bool) error {
	if _, err := decodeASCII(digits); err != nil {
		return err
	}
	return pythonCodecError("punycode", "Invalid extended code point '"+string(digits[bad:bad+1])+"'", wrap)
}

// pythonCodecError returns a UnicodeError of a codec that is written in Python.
func pythonCodecError(codec, msg string, wrap bool) error {
	if wrap {
		msg = "decoding with '" + codec + "' codec failed (UnicodeError: " + msg + ")"
	}
	return codecError(msg)
}
