package compileall

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// GuessVersions returns the Python versions ("3.13") that the places of the
// roots speak of, sorted: a directory lib/python3.13 on the way to one or right
// below it, or the pyvenv.cfg of a virtual environment around it.
func GuessVersions(roots []string) []string {
	var found []string
	for _, root := range roots {
		found = append(found, guessVersions(root)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// libDir matches a library directory. It is made when it is wanted: it would cost
// every start of the program a tenth of a millisecond.
var libDir = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|/)lib(?:64)?/python(3\.\d+)(?:/|$)`)
})

func guessVersions(root string) []string {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil
	}
	if m := libDir().FindAllStringSubmatch(abs, -1); m != nil {
		return []string{m[len(m)-1][1]} // the innermost counts
	}
	for dir := abs; ; dir = filepath.Dir(dir) {
		if v := venvVersion(filepath.Join(dir, "pyvenv.cfg")); v != "" {
			return []string{v}
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	var found []string
	below, _ := filepath.Glob(filepath.Join(abs, "lib*", "python3.*"))
	for _, dir := range below {
		if m := libDir().FindStringSubmatch(dir); m != nil {
			found = append(found, m[1])
		}
	}
	return found
}

// venvVersion reads the version out of a pyvenv.cfg (PEP 405). venv calls it
// version, virtualenv version_info.
func venvVersion(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		key, value, _ := strings.Cut(lines.Text(), "=")
		key = strings.TrimSpace(key)
		parts := strings.SplitN(strings.TrimSpace(value), ".", 3)
		if (key == "version" || key == "version_info") && len(parts) >= 2 {
			return parts[0] + "." + parts[1]
		}
	}
	return ""
}
