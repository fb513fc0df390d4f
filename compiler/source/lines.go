package source

import "bytes"

// Lines returns the number of lines.
func (f *File) Lines() int {
	f.indexLines()
	return len(f.lines)
}

// Line returns the text of line n, from 1, without its line end. It is empty if
// there is no such line.
func (f *File) Line(n int) []byte {
	return bytes.TrimSuffix(f.lineWithEnd(n), newline)
}

var newline = []byte("\n")

// lineWithEnd is Line with the line end.
func (f *File) lineWithEnd(n int) []byte {
	f.indexLines()
	n -= f.before
	switch {
	case n < 1 || n > len(f.lines):
		return nil
	case n == len(f.lines):
		return f.Text[f.lines[n-1]:]
	}
	return f.Text[f.lines[n-1]:f.lines[n]]
}

// Position returns the line, from 1, and the column in bytes, from 0, of an
// offset in Text.
func (f *File) Position(offset int) (line, col int) {
	line = bytes.Count(f.Text[:offset], newline) + 1
	return line, offset - (bytes.LastIndexByte(f.Text[:offset], '\n') + 1)
}

func (f *File) indexLines() {
	if f.lines != nil {
		return
	}
	f.lines = make([]int32, 0, bytes.Count(f.Text, newline))
	for at := 0; at < len(f.Text); {
		f.lines = append(f.lines, int32(at))
		end := bytes.IndexByte(f.Text[at:], '\n')
		if end < 0 {
			return
		}
		at += end + 1
	}
}
