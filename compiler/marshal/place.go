package marshal

import (
	"strconv"

	"github.com/rules-pyc/rules_pyc/compiler/code"
)

// Step leads from an object to one that it holds.
type Step struct {
	Field string // of a code object, or "" for an item
	Index int
}

// Place says what stands at an offset of the data.
type Place struct {
	// Path leads from the top to the innermost object that the byte belongs to
	// itself.
	Path []Step
	// Part is the number of a code object that the byte is of, such as
	// "stacksize", or "".
	Part string
	// Start is the offset where the object, or its part, begins.
	Start int
	// Object is the object, and Number the part's value.
	Object *code.Const
	Number int32
	// Reference says that the object stands there as a reference only, Shared
	// that it is marked for references.
	Reference, Shared bool
}

// String returns the place in Python's terms, for example
// "consts[2].names[0]".
func (p *Place) String() string {
	var s []byte
	for _, step := range p.Path {
		if step.Field == "" {
			s = append(s, '[')
			s = strconv.AppendInt(s, int64(step.Index), 10)
			s = append(s, ']')
			continue
		}
		if len(s) > 0 {
			s = append(s, '.')
		}
		s = append(s, step.Field...)
	}
	if p.Part != "" {
		if len(s) > 0 {
			s = append(s, '.')
		}
		s = append(s, p.Part...)
	}
	return string(s)
}

// Locate returns the place of the byte at an offset of data that Load accepts.
func Locate(data []byte, offset int) (*Place, error) {
	place := &Place{Start: -1}
	if _, err := load(data, offset, place); err != nil {
		return nil, err
	}
	return place, nil
}

// note notes the place if the watched byte stands in what has been read from
// start on.
func (r *reader) note(start int, part string) {
	if r.watch < start || r.watch >= r.pos || r.found == nil {
		return
	}
	r.found.Path = append([]Step(nil), r.path...)
	r.found.Part = part
	r.found.Start = start
	if part == "" {
		r.found.Reference = r.data[start] == typeRef
		r.found.Shared = r.data[start]&flagRef != 0
	}
}

// noteObject completes the note of the place where an object began.
func (r *reader) noteObject(start int, c *code.Const) {
	if r.found != nil && r.found.Start == start && r.found.Part == "" {
		r.found.Object = c
	}
}
