package main

import (
	"context"
	"os"
	"os/signal"
	"sync"
)

// interruptible is a context that Ctrl-C ends. It begins to listen for that when it is
// first asked: for signals the Go runtime makes goroutines and threads, which is a tenth
// of all the time in which pyc compileall finds a small tree up to date.
type interruptible struct {
	context.Context
	listen func() context.Context
}

func newInterruptible() interruptible {
	return interruptible{context.Background(), sync.OnceValue(func() context.Context {
		ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt) // as long as the process is there
		return ctx
	})}
}

func (c interruptible) Done() <-chan struct{} { return c.listen().Done() }
func (c interruptible) Err() error            { return c.listen().Err() }
