package source

import (
	"compress/flate"
	_ "embed"
	"io"
	"strings"
	"sync"
	"unicode/utf8"
)

// packedCharmaps is deflated: for each single-byte codec its name, a NUL, and 256
// characters of two little-endian bytes. gen/charsets.py wrote it.
//
//go:embed charmaps.bin
var packedCharmaps string

var charmaps = sync.OnceValue(func() string { return inflate(packedCharmaps) })

// inflate is for what gen/charsets.py packed, which has no errors.
func inflate(packed string) string {
	var text strings.Builder
	if _, err := io.Copy(&text, flate.NewReader(strings.NewReader(packed))); err != nil {
		panic("source: damaged table: " + err.Error())
	}
	return text.String()
}

const (
	charmapSize      = 512
	undefinedInCodec = 0xFFFE
)

// findCharmap returns the table of a single-byte codec, or "".
func findCharmap(name string) string {
	for rest := charmaps(); rest != ""; {
		end := strings.IndexByte(rest, 0)
		table := rest[end+1 : end+1+charmapSize]
		if rest[:end] == name {
			return table
		}
		rest = rest[end+1+charmapSize:]
	}
	return ""
}

func charmapDecoder(table string) decoder {
	return func(in []byte) ([]byte, error) {
		out := make([]byte, 0, len(in)+len(in)/4)
		for i, c := range in {
			r := rune(table[2*int(c)]) | rune(table[2*int(c)+1])<<8
			if r == undefinedInCodec {
				return nil, &decodeError{"charmap", in, i, i + 1, "character maps to <undefined>"}
			}
			out = utf8.AppendRune(out, r)
		}
		return out, nil
	}
}
