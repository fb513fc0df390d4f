package pyc

import (
	"strconv"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// CacheDir is the folder beside a source that holds its .pyc files (PEP 3147).
const CacheDir = "__pycache__"

// CacheName returns the name of the .pyc file for a source file's name without
// folders: spam.py gives spam.cpython-313.pyc, and with optimisation level 2
// spam.cpython-313.opt-2.pyc (PEP 488; importlib.util.cache_from_source).
func CacheName(source string, tgt *target.Version, optimize int) string {
	base, dot := source, ""
	if i := strings.LastIndexByte(source, '.'); i >= 0 {
		base, dot = source[:i], "."
		if base == "" {
			base = source[1:]
		}
	}
	name := base + dot + tgt.Tag
	if optimize > 0 {
		name += ".opt-" + strconv.Itoa(optimize)
	}
	return name + ".pyc"
}

// CachePath returns the path of the .pyc file in the CacheDir beside a source.
// Folders are separated by slashes.
func CachePath(source string, tgt *target.Version, optimize int) string {
	slash := strings.LastIndexByte(source, '/') + 1
	return source[:slash] + CacheDir + "/" + CacheName(source[slash:], tgt, optimize)
}
