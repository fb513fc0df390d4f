package source

import (
	"strconv"
	"strings"
)

// Warning is something that CPython's compiler warns about.
type Warning struct {
	Category string // "SyntaxWarning" or "DeprecationWarning"
	Msg      string
	Line     int
	Text     string // the line that Line names
}

// Format returns what CPython prints on standard error when it compiles a file of
// that name (CPython: warnings.formatwarning).
func (w Warning) Format(file string) string {
	s := file + ":" + strconv.Itoa(w.Line) + ": " + w.Category + ": " + w.Msg + "\n"
	if text := strings.TrimSpace(w.Text); text != "" {
		s += "  " + text + "\n"
	}
	return s
}

// Warn adds a warning.
func (f *File) Warn(category, msg string, line int) {
	f.Warnings = append(f.Warnings, Warning{category, msg, line, string(f.Line(line))})
}
