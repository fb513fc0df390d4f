package pyc

import (
	"strconv"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// CacheDir is the folder beside a source that holds its .pyc files (PEP 3147).
const CacheDir = "__pycache__"

// CacheName returns the name of the .pyc file for a source file's name without
// folders: spam.py gives spam.cpython-313.pyc, and with optimisation level 2
// spam.cpython-313.opt-2.pyc (PEP 488; importlib.util.cache_from_source).
func CacheName(source string, tgt *target.Version, optimize int) string {
	return string(appendCacheName(make([]byte, 0, 128), source, tgt, optimize))
}

// CachePath returns the path of the .pyc file in the CacheDir beside a source.
// Folders are separated by slashes.
func CachePath(source string, tgt *target.Version, optimize int) string {
	return string(AppendCachePath(make([]byte, 0, 128), source, tgt, optimize))
}

// AppendCachePath appends CachePath. To find thousands of files up to date takes little
// more than this, so it needs no memory of its own.
func AppendCachePath[Path string | []byte](b []byte, source Path, tgt *target.Version, optimize int) []byte {
	name := lastIndexByte(source, '/') + 1
	b = append(b, source[:name]...)
	b = append(b, CacheDir+"/"...)
	return appendCacheName(b, source[name:], tgt, optimize)
}

func appendCacheName[Path string | []byte](b []byte, source Path, tgt *target.Version, optimize int) []byte {
	switch dot := lastIndexByte(source, '.'); {
	case dot > 0:
		b = append(b, source[:dot+1]...)
	case dot == 0: // a name that is nothing but an extension
		b = append(append(b, source[1:]...), '.')
	default:
		b = append(b, source...)
	}
	b = append(b, tgt.Tag...)
	if optimize > 0 {
		b = append(b, ".opt-"...)
		b = strconv.AppendInt(b, int64(optimize), 10)
	}
	return append(b, ".pyc"...)
}

func lastIndexByte[Path string | []byte](path Path, c byte) int {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == c {
			return i
		}
	}
	return -1
}
