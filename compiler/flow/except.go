package flow

import "github.com/rules-pyc/rules_pyc/compiler/target"

// exceptNode is one handler in a stack of handlers. The stacks of all blocks
// share their lower parts, so that a block's stack is one number.
type exceptNode struct {
	handler int32 // block
	under   int32 // index of the handler around it, or None
	depth   int32 // how many there are, with this one
}

// resumeAtStart is the argument of the RESUME that begins a function.
const resumeAtStart = 0

// labelExceptionTargets walks through the blocks with the stack of handlers that
// SETUP_... and POP_BLOCK make, and notes with every instruction which handler
// covers it. POP_BLOCK has done its work then.
func (g *Graph) labelExceptionTargets() error {
	if !g.pushes {
		return nil
	}
	g.clearVisited()
	g.visit(0)
	for len(g.stack) > 0 {
		id := g.pop()
		stack := g.labelBlock(id)
		b := &g.Blocks[id]
		if b.Next != None && g.fallsThrough(b) && !g.Blocks[b.Next].visited {
			g.Blocks[b.Next].except = stack
			g.visit(b.Next)
		}
	}
	return nil
}

// labelBlock labels one block and returns the stack of handlers at its end.
func (g *Graph) labelBlock(id int32) int32 {
	b := &g.Blocks[id]
	stack := b.except
	handler := g.handlerOf(stack)
	yieldDepth := None // of handlers at the last YIELD_VALUE
	for i := range b.Instrs {
		in := &b.Instrs[i]
		switch {
		case g.flags[in.Op]&target.IsBlockPush != 0:
			g.reach(in.Target, stack)
			if in.Op != target.SetupFinally {
				g.Blocks[in.Target].KeepLasti = true
			}
			stack = g.pushHandler(in.Target, stack)
			handler = in.Target
			continue
		case in.Op == target.PopBlock:
			if stack != None {
				stack = g.excepts[stack].under
			}
			handler = g.handlerOf(stack)
			if !g.tgt.Flow.LatePopBlock {
				in.setOp(target.Nop)
			}
			continue
		case g.flags[in.Op]&target.IsJump != 0:
			g.reach(in.Target, stack)
		case in.Op == target.YieldValue:
			yieldDepth = g.exceptDepth(stack)
			if g.tgt.Flow.YieldDepth {
				in.Arg = yieldDepth
			}
		case in.Op == target.Resume:
			if in.Arg != resumeAtStart {
				if yieldDepth == 1 {
					in.Arg |= g.tgt.Flow.ResumeDepth1
				}
				yieldDepth = None
			}
		case in.Op == target.ReturnGenerator:
			continue
		}
		in.Except = handler
	}
	return stack
}

// reach visits a block with a stack of handlers, unless it has been visited.
func (g *Graph) reach(id, stack int32) {
	if !g.Blocks[id].visited {
		g.Blocks[id].except = stack
		g.visit(id)
	}
}

func (g *Graph) pushHandler(handler, under int32) int32 {
	g.excepts = append(g.excepts, exceptNode{handler, under, g.exceptDepth(under) + 1})
	return int32(len(g.excepts) - 1)
}

func (g *Graph) handlerOf(stack int32) int32 {
	if stack == None {
		return None
	}
	return g.excepts[stack].handler
}

func (g *Graph) exceptDepth(stack int32) int32 {
	if stack == None {
		return 0
	}
	return g.excepts[stack].depth
}
