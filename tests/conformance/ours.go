package main

import (
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/rules-pyc/rules_pyc/compiler/source"
)

// panicError is a panic of the compiler, which must not happen on any input.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// compileOurs compiles a source with this project's compiler.
func (r *round) compileOurs(text []byte, name string) (data []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{v, debug.Stack()}
		}
	}()
	return nil, errors.New("the compiler is not there yet")
}

// className is the Python name of the exception.
func className(class source.ErrorClass) string {
	switch class {
	case source.Indentation:
		return "IndentationError"
	case source.Tab:
		return "TabError"
	case source.Value:
		return "ValueError"
	case source.UnicodeDecode:
		return "UnicodeDecodeError"
	case source.Recursion:
		return "RecursionError"
	case source.Overflow:
		return "OverflowError"
	case source.Memory:
		return "MemoryError"
	}
	return "SyntaxError"
}
