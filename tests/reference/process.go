package reference

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

//go:embed compile.py
var compileScript string

//go:embed pyodide.mjs
var pyodideScript string

// Request asks for one compilation.
type Request struct {
	Path     string `json:"path"`     // the file to compile
	Name     string `json:"name"`     // the co_filename
	Optimize int    `json:"optimize"` // 0, 1 or 2
	Mode     string `json:"mode"`     // PEP 552's: "unchecked_hash", "checked_hash", "timestamp"
	Data     bool   `json:"data"`     // whether the bytes are wanted, not only their sum
	Fresh    bool   `json:"fresh"`    // compile in a process of its own; not for Pyodide
}

// Result is what CPython made of a source.
type Result struct {
	Sum   string `json:"sum,omitempty"`  // SHA-256 of the .pyc file
	Size  int    `json:"size,omitempty"` // its length
	Data  []byte `json:"data,omitempty"` // its bytes, if the request wanted them
	Error *Error `json:"error,omitempty"`
}

// Error is the exception that a source raised. Lines and columns count from 1,
// 0 stands for unknown.
type Error struct {
	Class     string `json:"class"`
	Message   string `json:"message"`
	Line      int    `json:"line,omitempty"`
	Column    int    `json:"column,omitempty"`
	EndLine   int    `json:"end_line,omitempty"`
	EndColumn int    `json:"end_column,omitempty"`
	Text      string `json:"text,omitempty"`
}

// Process is a running interpreter that compiles one request after the other.
type Process struct {
	interpreter *Interpreter
	cmd         *exec.Cmd
	in          io.WriteCloser
	out         *bufio.Reader
}

// Start runs an interpreter.
func (in *Interpreter) Start() (*Process, error) {
	cmd := in.command(compileScript)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &Process{in, cmd, stdin, bufio.NewReaderSize(stdout, 1<<16)}, nil
}

// Compile lets the interpreter compile a file.
func (p *Process) Compile(r Request) (*Result, error) {
	line, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	if _, err := p.in.Write(append(line, '\n')); err != nil {
		return nil, fmt.Errorf("%s died before %s: %w", p.interpreter, r.Path, err)
	}
	answer, err := p.out.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("%s died over %s: %w", p.interpreter, r.Path, err)
	}
	result := &Result{}
	return result, json.Unmarshal(answer, result)
}

// Close ends the interpreter.
func (p *Process) Close() error {
	p.in.Close()
	return p.cmd.Wait()
}

// freshScript is the least that compiles a file with a name of its own.
const freshScript = `import py_compile, sys
py_compile.compile(sys.argv[1], sys.argv[2], sys.argv[3], True, int(sys.argv[4]), py_compile.PycInvalidationMode[sys.argv[5]])`

// CompileFresh returns what a new process makes of one file that CPython
// compiles. A process that has compiled other files before, or loaded other
// modules, holds more strings, and CPython's marshal writes whether an object has
// other holders.
func (in *Interpreter) CompileFresh(r Request) ([]byte, error) {
	dir, err := os.MkdirTemp("", "fresh")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	output := filepath.Join(dir, "out.pyc")
	cmd := in.command(freshScript, r.Path, output, r.Name, strconv.Itoa(r.Optimize), strings.ToUpper(r.Mode))
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %s: %w\n%s", in, r.Path, err, text)
	}
	return os.ReadFile(output)
}
