package pytext

import (
	"bufio"
	"os"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/source"
)

// Warning returns what CPython prints on standard error for a warning about a
// file: the place, and the line if a file of that name is there to be read
// (CPython: Lib/warnings.py, linecache). It is empty for the warnings that
// CPython ignores by default.
func Warning(w source.Warning, filename string) string {
	if w.Category == "DeprecationWarning" {
		return ""
	}
	text := w.Format(filename)
	if line := strings.TrimSpace(fileLine(filename, w.Line)); line != "" {
		text += "  " + line + "\n"
	}
	return text
}

func fileLine(filename string, n int) string {
	f, err := os.Open(filename)
	if err != nil {
		return ""
	}
	defer f.Close()
	r := bufio.NewReader(f)
	for {
		line, err := r.ReadString('\n')
		if n--; n == 0 {
			return line
		}
		if err != nil {
			return ""
		}
	}
}
