package pytext

import (
	"os"

	"github.com/rules-pyc/rules_pyc/compiler/source"
)

// Warning returns what CPython prints on standard error for a warning about a
// file. Like CPython it shows the source line only if a file of that name is
// there to be read, and says nothing of what CPython ignores by default.
func Warning(w source.Warning, filename string) string {
	if w.Category == "DeprecationWarning" {
		return ""
	}
	if _, err := os.Stat(filename); err != nil {
		w.Text = ""
	}
	return w.Format(filename)
}
