package parser

// chunks hands out memory for values of one type in pieces that grow with the
// tree, and again after a reset.
type chunks[T any] struct {
	all  [][]T
	used int // how many of them
}

// maxChunk is the greatest number of values in a piece, and maxKept that of the
// pieces that are kept for the next tree.
const (
	maxChunk = 256
	maxKept  = 8
)

// next returns a piece of zero values.
func (c *chunks[T]) next() []T {
	if c.used == len(c.all) {
		c.all = append(c.all, make([]T, min(8<<min(c.used, 5), maxChunk)))
	}
	c.used++
	return c.all[c.used-1]
}

// reset takes all pieces back.
func (c *chunks[T]) reset() {
	if c.used > maxKept {
		clear(c.all[maxKept:])
		c.all, c.used = c.all[:maxKept], maxKept
	}
	for _, piece := range c.all[:c.used] {
		clear(piece)
	}
	c.used = 0
}

// slab hands out nodes of one type.
type slab[T any] struct {
	free   []T
	chunks chunks[T]
}

// put returns the place of a copy of v.
func (s *slab[T]) put(v T) *T {
	if len(s.free) == 0 {
		s.free = s.chunks.next()
	}
	n := &s.free[0]
	s.free = s.free[1:]
	*n = v
	return n
}

func (s *slab[T]) reset() {
	s.free = nil
	s.chunks.reset()
}

// seq builds slices whose length is not known beforehand: items are pushed on a
// stack, and take cuts off what was pushed since a mark.
type seq[T any] struct {
	stack  []T
	free   []T
	chunks chunks[T]
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
	s.drop(mark)
	return out
}

// make returns a slice of n items that grows into nobody else's.
func (s *seq[T]) make(n int) []T {
	if n > maxChunk/4 {
		return make([]T, n)
	}
	for n > len(s.free) {
		s.free = s.chunks.next()
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

func (s *seq[T]) reset() {
	s.drop(0)
	if cap(s.stack) > maxChunk*maxKept {
		s.stack = nil
	}
	s.free = nil
	s.chunks.reset()
}
