// Package console shows how a build gets on: one live line on a terminal, plain
// lines elsewhere.
package console

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"
)

// Console writes to one stream, from any goroutine.
type Console struct {
	mu       sync.Mutex
	out      io.Writer
	terminal bool
	width    int
	total    int
	done     int
	last     time.Time
	started  time.Time
	live     bool // a live line is on the screen
}

// New returns a console. width is that of the terminal, 0 if out is none.
func New(out io.Writer, width int) *Console {
	return &Console{out: out, terminal: width > 0, width: width, started: time.Now()}
}

// How often the live line changes, and a plain one is added.
const (
	liveInterval  = 50 * time.Millisecond
	plainInterval = 5 * time.Second
)

// Start says how many steps there are.
func (c *Console) Start(total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total, c.done, c.last = total, 0, time.Now()
}

// Step says that a step is done, and which one.
func (c *Console) Step(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done++
	interval := plainInterval
	if c.terminal {
		interval = liveInterval
	}
	if now := time.Now(); now.Sub(c.last) >= interval {
		c.last = now
		c.show(fmt.Sprintf("[%d/%d] %s", c.done, c.total, text))
	}
}

func (c *Console) show(line string) {
	if !c.terminal {
		fmt.Fprintln(c.out, line)
		return
	}
	if len(line) >= c.width {
		line = line[:c.width-1]
	}
	fmt.Fprint(c.out, "\r\x1b[K"+line)
	c.live = true
}

// Print writes lines that stay.
func (c *Console) Print(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var b bytes.Buffer
	if c.live {
		b.WriteString("\r\x1b[K")
		c.live = false
	}
	b.WriteString(text)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		b.WriteByte('\n')
	}
	c.out.Write(b.Bytes())
}

// Elapsed returns the time since the console was made.
func (c *Console) Elapsed() time.Duration { return time.Since(c.started) }
