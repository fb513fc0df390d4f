// Package worker speaks Bazel's persistent worker protocol: requests on standard
// input, responses on standard output, one process for many actions
// (https://bazel.build/remote/creating). Both encodings are understood, length
// prefixed protocol buffers and JSON; the first bytes tell which.
package worker

import (
	"bufio"
	"bytes"
	"io"
	"runtime"
	"sync"
)

// Request is what Bazel asks for (src/main/protobuf/worker_protocol.proto).
type Request struct {
	Arguments  []string `json:"arguments"`
	ID         int32    `json:"requestId"`
	Cancel     bool     `json:"cancel"`
	SandboxDir string   `json:"sandboxDir"`
}

// Response is the answer.
type Response struct {
	ExitCode     int32  `json:"exitCode"`
	Output       string `json:"output"`
	ID           int32  `json:"requestId"`
	WasCancelled bool   `json:"wasCancelled"`
}

// Handler does the work of a request: it returns the exit status, and writes to
// stderr what people shall see. Relative paths are relative to dir, or to the working
// directory if dir is empty. Several may run at once.
type Handler func(args []string, dir string, stderr io.Writer) int

// codec is an encoding of requests and responses.
type codec interface {
	// read returns io.EOF at the end of the input.
	read(*Request) error
	write(*Response) error
}

// Serve handles requests until the input ends. The error is one of the
// connection; what goes wrong with a request is in its response.
func Serve(in io.Reader, out io.Writer, handle Handler) error {
	buffered := bufio.NewReader(in)
	s := server{
		codec:   newCodec(buffered, out),
		handle:  handle,
		slots:   make(chan struct{}, runtime.GOMAXPROCS(0)),
		running: map[int32]*job{},
	}
	err := s.readAll()
	s.jobs.Wait()
	if err == nil {
		err = s.err
	}
	return err
}

// newCodec looks at the first bytes. A JSON request begins with {" or {}; a
// protocol buffer of 123 bytes, which is {, goes on with the tag of a field, and "
// and } are none of WorkRequest's.
func newCodec(in *bufio.Reader, out io.Writer) codec {
	if first, err := in.Peek(2); err == nil && first[0] == '{' && (first[1] == '"' || first[1] == '}') {
		return newJSONCodec(in, out)
	}
	return &protoCodec{in: in, out: out}
}

type server struct {
	codec  codec
	handle Handler
	slots  chan struct{} // one for each request that may be worked on
	jobs   sync.WaitGroup

	mu      sync.Mutex // guards writing and what follows
	running map[int32]*job
	err     error
}

// job is a request that has no response yet.
type job struct{ cancelled bool }

func (s *server) readAll() error {
	for {
		var req Request
		if err := s.codec.read(&req); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if req.Cancel {
			s.cancel(req.ID)
			continue
		}
		s.slots <- struct{}{}
		j := s.begin(req.ID)
		s.jobs.Go(func() {
			s.run(&req, j)
			<-s.slots
		})
	}
}

func (s *server) begin(id int32) *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := &job{}
	s.running[id] = j
	return j
}

// cancel marks a request as cancelled. A compilation takes milliseconds, so it is
// let come to its end; Bazel throws the outputs away.
func (s *server) cancel(id int32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j := s.running[id]; j != nil {
		j.cancelled = true
	}
}

func (s *server) run(req *Request, j *job) {
	var stderr bytes.Buffer
	status := s.handle(req.Arguments, req.SandboxDir, &stderr)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, req.ID)
	resp := Response{ExitCode: int32(status), Output: stderr.String(), ID: req.ID, WasCancelled: j.cancelled}
	if err := s.codec.write(&resp); err != nil && s.err == nil {
		s.err = err
	}
}
