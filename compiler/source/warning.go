package source

// Warning is something that CPython's compiler warns about.
type Warning struct {
	Category string // "SyntaxWarning" or "DeprecationWarning"
	Msg      string
	Line     int
}

// Warn adds a warning.
func (f *File) Warn(category, msg string, line int) {
	f.Warnings = append(f.Warnings, Warning{category, msg, line})
}
