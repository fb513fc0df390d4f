package assemble

import (
	"github.com/rules-pyc/rules_pyc/compiler/ast"
	"github.com/rules-pyc/rules_pyc/compiler/flow"
	"github.com/rules-pyc/rules_pyc/compiler/instr"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// writer collects the three tables of a code object.
type writer struct {
	code, lines, excepts []byte
	line                 int32 // of the last entry in lines
}

// write writes the code of the graph and its tables.
func (e *Env) write(firstLine int32) {
	w := &e.writer
	w.code, w.lines, w.excepts = w.code[:0], w.lines[:0], w.excepts[:0]
	w.line = firstLine
	blocks := e.graph.Blocks
	span, spanStart := instr.NoLocation, int32(0) // the location since spanStart
	handler, handlerStart := flow.None, int32(0)  // the handler since handlerStart
	offset := int32(0)                            // in code units
	extended := e.ops[target.ExtendedArg].number
	for id := int32(0); id != flow.None; id = blocks[id].Next {
		list := blocks[id].Instrs
		for i := range list {
			in := &list[i]
			here := in.Span
			if here == instr.NextLocation {
				here = e.nextSpan(id, i)
			}
			if here != span || e.tgt.Flow.LocationPerInstr {
				w.location(&span, offset-spanStart)
				span, spanStart = here, offset
			}
			if in.Except != handler && !e.sameHandler(in.Except, handler) {
				e.exceptEntry(handler, handlerStart, offset)
				handlerStart = offset
			}
			handler = in.Except
			enc := e.ops[in.Op]
			if in.Arg > 0xFF {
				w.extendedArgs(extended, in.Arg)
			}
			w.code = append(w.code, enc.number, byte(in.Arg))
			for range enc.caches {
				w.code = append(w.code, 0, 0)
			}
			offset = int32(len(w.code) / 2)
		}
	}
	w.location(&span, offset-spanStart)
	e.exceptEntry(handler, handlerStart, offset)
}

func (w *writer) extendedArgs(op byte, arg int32) {
	if arg > 0xFFFFFF {
		w.code = append(w.code, op, byte(arg>>24))
	}
	if arg > 0xFFFF {
		w.code = append(w.code, op, byte(arg>>16))
	}
	w.code = append(w.code, op, byte(arg>>8))
}

// nextSpan returns the location of an instruction that has the next one's: it is
// the next one that has one of its own.
func (e *Env) nextSpan(id int32, index int) ast.Span {
	blocks := e.graph.Blocks
	for ; id != flow.None; id, index = blocks[id].Next, 0 {
		for _, in := range blocks[id].Instrs[index:] {
			if in.Span != instr.NextLocation {
				return in.Span
			}
			if e.tgt.Flags(in.Op)&target.IsTerminator != 0 {
				return instr.NoLocation
			}
		}
	}
	return instr.NoLocation
}
