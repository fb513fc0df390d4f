package flow

import (
	"math"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// unknown is the depth of a block that has not been reached.
const unknown = math.MinInt32

// stackDepth finds how deep the stack is at the start of every block, and how
// deep it gets at all.
func (g *Graph) stackDepth() error {
	for i := range g.Blocks {
		g.Blocks[i].Depth = unknown
	}
	g.stack = g.stack[:0]
	start := 0
	if g.unit.Flags&generators != 0 {
		g.MaxDepth = 1
		if g.prefixed {
			start = 1 // what the generator is sent first; the prefix pops it
		}
	}
	if err := g.enter(0, start); err != nil {
		return err
	}
	for len(g.stack) > 0 {
		if err := g.measure(g.pop()); err != nil {
			return err
		}
	}
	return nil
}

// enter notes the depth at which control comes to a block.
func (g *Graph) enter(id int32, depth int) error {
	g.MaxDepth = max(g.MaxDepth, depth)
	b := &g.Blocks[id]
	if b.Depth == unknown {
		b.Depth = int32(depth)
		g.stack = append(g.stack, id)
	} else if int(b.Depth) != depth {
		return errDepth
	}
	return nil
}

// measure follows the depth through a block.
func (g *Graph) measure(id int32) error {
	b := &g.Blocks[id]
	depth := int(b.Depth)
	deepest := depth
	for i := range b.Instrs {
		in := &b.Instrs[i]
		use := g.tgt.StackUse(in.Op)
		after := depth + int(use.Fixed)
		if use.Varies {
			after = depth + use.Net(in.Arg)
		}
		if after < 0 {
			return errUnderflow
		}
		deepest = max(deepest, after)
		// END_ASYNC_FOR does not jump to its label, it finds something there.
		if g.flags[in.Op]&target.HasTarget != 0 && in.Op != target.EndAsyncFor {
			if err := g.enter(in.Target, after+int(use.OnJump)); err != nil {
				return err
			}
		}
		depth = after
	}
	g.MaxDepth = max(g.MaxDepth, deepest)
	if b.Next != None && g.fallsThrough(b) {
		return g.enter(b.Next, depth)
	}
	return nil
}
