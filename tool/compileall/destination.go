package compileall

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
)

// root is an argument of a run. It says what co_filename its files get.
type root struct {
	destDir           *string // in front of the base name: a file given by name
	strip, prependDir *string
	number            int // among the arguments
	isFile            bool
}

// fileRoot is a file that was named itself.
func (r *run) fileRoot() *root {
	return &root{destDir: r.DestDir, strip: r.StripDir, prependDir: r.PrependDir, isFile: true}
}

// dirRoot is a directory. For what stands below, DestDir takes the directory's place.
func (r *run) dirRoot(dir string, number int) *root {
	if r.DestDir != nil {
		return &root{strip: &dir, prependDir: r.DestDir, number: number}
	}
	return &root{strip: r.StripDir, prependDir: r.PrependDir, number: number}
}

// coFilename returns the co_filename of a source. badStrip tells that the
// directory to be stripped is not in front of it; it is ignored then, as CPython
// ignores it (compile_file in compileall.py).
func (r *root) coFilename(source string) (name string, badStrip bool) {
	name = source
	stripped := false
	if r.destDir != nil {
		name = joinPath(*r.destDir, path.Base(source))
		stripped = true
	}
	if r.strip != nil {
		rest, ok := stripPrefix(source, *r.strip)
		if ok {
			name, stripped = rest, true
		}
		badStrip = !ok
	}
	if r.prependDir != nil {
		if !stripped {
			name = source
		}
		name = joinPath(*r.prependDir, name)
	}
	return name, badStrip
}

// stripPrefix takes the components of dir from the front of source. They are
// compared as written: "a/" has an empty last component, which no path has.
func stripPrefix(source, dir string) (rest string, ok bool) {
	if source == dir {
		return "", true
	}
	rest, ok = strings.CutPrefix(source, dir)
	if !ok || !strings.HasPrefix(rest, "/") {
		return "", false
	}
	parts := strings.Split(rest[1:], "/")
	rest = ""
	for _, part := range parts {
		rest = joinPath(rest, part)
	}
	return rest, true
}

// joinPath is os.path.join of two parts: unlike filepath.Join it cleans nothing.
func joinPath(dir, name string) string {
	switch {
	case strings.HasPrefix(name, "/") || dir == "":
		return name
	case strings.HasSuffix(dir, "/"):
		return dir + name
	}
	return dir + "/" + name
}

// output is the path of the bytecode of a source at one level.
func (r *run) output(source string, level int) string {
	return string(appendOutput(make([]byte, 0, 256), r, source, level))
}

// appendOutput appends output.
func appendOutput[Path string | []byte](b []byte, r *run, source Path, level int) []byte {
	if r.Legacy {
		return append(append(b, source...), 'c')
	}
	if level < 0 {
		level = r.DefaultOptimize
	}
	if r.CachePrefix != "" {
		mirrored := underPrefix(r.CachePrefix, string(source))
		b = append(append(b, path.Dir(mirrored)...), '/')
		return append(b, pyc.CacheName(path.Base(mirrored), r.Target, level)...)
	}
	return pyc.AppendCachePath(b, source, r.Target, level)
}

// underPrefix mirrors a source's absolute path below prefix (PEP 3147 and
// sys.pycache_prefix).
func underPrefix(prefix, source string) string {
	if !strings.HasPrefix(source, "/") {
		if wd, err := os.Getwd(); err == nil {
			source = filepath.Join(wd, source)
		}
	}
	return joinPath(prefix, strings.TrimLeft(path.Clean(source), "/"))
}
