package worker

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

// echo fails for requests that have no argument.
func echo(args []string, dir string, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprintln(stderr, "nothing to do")
		return 2
	}
	fmt.Fprintf(stderr, "%s:%s", dir, strings.Join(args, ","))
	return 0
}

func encodeRequest(req Request) []byte {
	var b []byte
	for _, arg := range req.Arguments {
		b = appendBytes(b, fieldArguments, arg)
	}
	b = appendBytes(b, 2, "an input, which nobody reads")
	b = appendVarint(b, fieldRequestID, req.ID)
	b = binary.AppendUvarint(b, 99<<3|wireFixed32)
	b = append(b, 7, 0, 0, 0)
	b = appendBytes(b, fieldSandboxDir, req.SandboxDir)
	return append(binary.AppendUvarint(nil, uint64(len(b))), b...)
}

// TestWire has messages as protoc --encode writes them.
func TestWire(t *testing.T) {
	var req Request
	if err := decodeRequest([]byte("\x0a\x05--a=b\x0a\x00\x12\x06\x0a\x01p\x12\x01d\x18\xac\x02\x20\x01\x28\x0a\x32\x02sd"), &req); err != nil {
		t.Fatal(err)
	}
	if want := (Request{Arguments: []string{"--a=b", ""}, ID: 300, Cancel: true, SandboxDir: "sd"}); !reflect.DeepEqual(req, want) {
		t.Errorf("request %+v, want %+v", req, want)
	}
	got := encodeResponse(&Response{ExitCode: -1, Output: "no\n", ID: 300, WasCancelled: true})
	if want := "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x12\x03no\n\x18\xac\x02\x20\x01"; string(got) != want {
		t.Errorf("response %q, want %q", got, want)
	}
}

// decodeResponse is the reverse of encodeResponse.
func decodeResponse(t *testing.T, r *bufio.Reader) Response {
	size, err := binary.ReadUvarint(r)
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(r, data); err != nil {
		t.Fatal(err)
	}
	var resp Response
	for len(data) > 0 {
		f, rest, ok := cutField(data)
		if !ok {
			t.Fatalf("damaged response %q", data)
		}
		data = rest
		switch f.number {
		case fieldExitCode:
			resp.ExitCode = int32(f.varint)
		case fieldOutput:
			resp.Output = string(f.bytes)
		case fieldResponseID:
			resp.ID = int32(f.varint)
		case fieldWasCancelled:
			resp.WasCancelled = f.varint != 0
		}
	}
	return resp
}

func TestProto(t *testing.T) {
	var in, out bytes.Buffer
	want := map[int32]Response{0: {ExitCode: 2, Output: "nothing to do\n"}}
	in.Write(encodeRequest(Request{}))
	for id := range int32(100) {
		id++
		dir := fmt.Sprint("dir", id)
		in.Write(encodeRequest(Request{Arguments: []string{"a", strings.Repeat("b", int(id))}, ID: id, SandboxDir: dir}))
		want[id] = Response{Output: dir + ":a," + strings.Repeat("b", int(id)), ID: id}
	}
	if err := Serve(&in, &out, echo); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(&out)
	for range len(want) {
		got := decodeResponse(t, r)
		if got != want[got.ID] {
			t.Errorf("response %+v, want %+v", got, want[got.ID])
		}
		delete(want, got.ID)
	}
	if len(want) > 0 || r.Buffered() > 0 {
		t.Errorf("%d requests without response, %d bytes too many", len(want), r.Buffered())
	}
}

func TestJSON(t *testing.T) {
	in := strings.NewReader(`{"arguments":["a"],"inputs":[{"path":"p","digest":"d"}],"verbosity":1}` + "\n" + `{"requestId":7}`)
	var out bytes.Buffer
	if err := Serve(in, &out, echo); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"exitCode":0,"output":":a","requestId":0,"wasCancelled":false}`,
		`{"exitCode":2,"output":"nothing to do\n","requestId":7,"wasCancelled":false}`,
	} {
		if !strings.Contains(out.String(), want+"\n") {
			t.Errorf("no response %s in %s", want, &out)
		}
	}
}

func TestCancel(t *testing.T) {
	pr, pw := io.Pipe()
	var out bytes.Buffer
	started, proceed := make(chan bool), make(chan bool)
	done := make(chan error)
	go func() {
		done <- Serve(pr, &out, func([]string, string, io.Writer) int {
			started <- true
			<-proceed
			return 0
		})
	}()
	io.WriteString(pw, `{"requestId":3}`)
	<-started
	io.WriteString(pw, `{"requestId":3,"cancel":true}{"requestId":4,"cancel":true}`)
	pw.Close()
	close(proceed)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.HasPrefix(got, `{"exitCode":0,"output":"","requestId":3,"wasCancelled":`) || strings.Count(got, "\n") != 1 {
		t.Errorf("responses %s", got)
	}
}

func TestDamaged(t *testing.T) {
	for _, in := range []string{"\x05\x0a", "\xff\xff\xff\xff\xff\x0f", "\x02\x0a\x07", "\x01\xff", `{"arguments":7}`} {
		if err := Serve(strings.NewReader(in), io.Discard, echo); err == nil {
			t.Errorf("Serve(%q) succeeded", in)
		}
	}
	if err := Serve(strings.NewReader(""), io.Discard, echo); err != nil {
		t.Errorf("no request at all: %v", err)
	}
}
