package worker

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
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
	text := func(field protowire.Number, s string) {
		b = protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), s)
	}
	for _, arg := range req.Arguments {
		text(fieldArguments, arg)
	}
	text(2, "an input, which nobody reads")
	b = protowire.AppendVarint(protowire.AppendTag(b, fieldRequestID, protowire.VarintType), uint64(req.ID))
	b = protowire.AppendFixed32(protowire.AppendTag(b, 99, protowire.Fixed32Type), 7)
	text(fieldSandboxDir, req.SandboxDir)
	return append(binary.AppendUvarint(nil, uint64(len(b))), b...)
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
		field, kind, n := protowire.ConsumeTag(data)
		data = data[n:]
		if kind == protowire.BytesType {
			value, n := protowire.ConsumeString(data)
			resp.Output, data = value, data[n:]
			continue
		}
		value, n := protowire.ConsumeVarint(data)
		data = data[n:]
		switch field {
		case fieldExitCode:
			resp.ExitCode = int32(value)
		case fieldResponseID:
			resp.ID = int32(value)
		case fieldWasCancelled:
			resp.WasCancelled = value != 0
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
