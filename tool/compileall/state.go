package compileall

import (
	"io/fs"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
)

// fileState is what the system says of a file.
type fileState struct {
	mode     fs.FileMode
	size     int64
	modified instant
}

// instant is a time since 1970. Unlike time.Time it takes no place for a zone.
type instant struct{ sec, nsec int64 }

// timestamp is what the bytecode of a source in this state holds of it.
func (s *fileState) timestamp() pyc.Timestamp {
	return pyc.Timestamp{Mtime: s.modified.sec, Size: s.size}
}
