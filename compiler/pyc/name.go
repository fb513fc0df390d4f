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
	return cacheName("", "", source, tgt, optimize)
}

// CachePath returns the path of the .pyc file in the CacheDir beside a source.
// Folders are separated by slashes.
func CachePath(source string, tgt *target.Version, optimize int) string {
	slash := strings.LastIndexByte(source, '/') + 1
	return cacheName(source[:slash], CacheDir+"/", source[slash:], tgt, optimize)
}

// cacheName returns CacheName behind two strings, all in one piece of memory: to find
// thousands of files up to date takes little more than this.
func cacheName(parent, dir, source string, tgt *target.Version, optimize int) string {
	base, dot := source, ""
	if i := strings.LastIndexByte(source, '.'); i >= 0 {
		base, dot = source[:i], "."
		if base == "" {
			base = source[1:]
		}
	}
	level := ""
	if optimize > 0 {
		level = ".opt-" + strconv.Itoa(optimize)
	}
	return parent + dir + base + dot + tgt.Tag + level + ".pyc"
}
