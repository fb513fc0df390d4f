package parser

// slab hands out nodes of one type from chunks, which grow with the tree.
type slab[T any] struct {
	free []T
	size int
}

const maxChunk = 256

// put returns the place of a copy of v.
func (s *slab[T]) put(v T) *T {
	if len(s.free) == 0 {
		s.size = min(max(2*s.size, 8), maxChunk)
		s.free = make([]T, s.size)
	}
	n := &s.free[0]
	s.free = s.free[1:]
	*n = v
	return n
}

// seq builds slices whose length is not known beforehand: items are pushed on a
// stack, and take cuts off what was pushed since a mark.
type seq[T any] struct {
	stack []T
	free  []T
	size  int
}

func (s *seq[T]) mark() int { return len(s.stack) }

func (s *seq[T]) push(v T) { s.stack = append(s.stack, v) }

// take returns the items pushed since mark, or nil if there are none.
func (s *seq[T]) take(mark int) []T {
	n := len(s.stack) - mark
	if n == 0 {
		return nil
	}
	out := s.make(n)
	copy(out, s.stack[mark:])
	clear(s.stack[mark:])
	s.stack = s.stack[:mark]
	return out
}

// make returns a slice of n items that grows into nobody else's.
func (s *seq[T]) make(n int) []T {
	if n > len(s.free) {
		if n > maxChunk/4 {
			return make([]T, n)
		}
		s.size = min(max(2*s.size, 16), maxChunk)
		s.free = make([]T, max(s.size, n))
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

// one returns a slice of one item.
func (s *seq[T]) one(v T) []T {
	out := s.make(1)
	out[0] = v
	return out
}

// drop forgets the items pushed since a mark.
func (s *seq[T]) drop(mark int) {
	clear(s.stack[mark:])
	s.stack = s.stack[:mark]
}
