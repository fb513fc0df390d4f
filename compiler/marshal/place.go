package marshal

import "strconv"

// Step leads from an object to one that it holds.
type Step struct {
	Field string // of a code object, or "" for an item
	Index int
}

// Place says what stands at an offset of the data: the path from the top to the
// innermost object that the byte belongs to itself.
type Place struct {
	Path []Step
	// Part is the number of a code object that the byte is of, such as
	// "stacksize", or "reference" if the object is there as a reference only, or
	// "".
	Part string
	// Start is the offset where the object, or its part, begins.
	Start int
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
	if p.Part != "" && p.Part != "reference" {
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
}
