package worker

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// protoCodec reads and writes protocol buffers, each after its length. It knows
// the two messages by hand: generated code would cost more time at start-up than a
// compilation takes.
type protoCodec struct {
	in  *bufio.Reader
	out io.Writer
	buf []byte
}

// maxMessage is the greatest request that is believed in. The longest part of one
// is its list of inputs.
const maxMessage = 256 << 20

var errMessage = errors.New("the work request is not well-formed")

// The fields of WorkRequest and WorkResponse.
const (
	fieldArguments  = 1
	fieldRequestID  = 3
	fieldCancel     = 4
	fieldSandboxDir = 6

	fieldExitCode     = 1
	fieldOutput       = 2
	fieldResponseID   = 3
	fieldWasCancelled = 4
)

// The wire types, which are the low three bits of a field's tag.
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

func (c *protoCodec) read(req *Request) error {
	size, err := binary.ReadUvarint(c.in)
	if err != nil {
		return err
	}
	if size > maxMessage {
		return errMessage
	}
	if uint64(cap(c.buf)) < size {
		c.buf = make([]byte, size)
	}
	c.buf = c.buf[:size]
	if _, err := io.ReadFull(c.in, c.buf); err != nil {
		return err
	}
	return decodeRequest(c.buf, req)
}

func decodeRequest(data []byte, req *Request) error {
	for len(data) > 0 {
		f, rest, ok := cutField(data)
		if !ok {
			return errMessage
		}
		data = rest
		switch f.number {
		case fieldArguments:
			req.Arguments = append(req.Arguments, string(f.bytes))
		case fieldSandboxDir:
			req.SandboxDir = string(f.bytes)
		case fieldRequestID:
			req.ID = int32(f.varint)
		case fieldCancel:
			req.Cancel = f.varint != 0
		}
	}
	return nil
}

// field is one field of a message; it has a value of its wire type, or none that
// matters here.
type field struct {
	number uint64
	varint uint64
	bytes  []byte
}

// cutField returns the first field of a message, and the rest.
func cutField(data []byte) (f field, rest []byte, ok bool) {
	tag, n := binary.Uvarint(data)
	if n <= 0 {
		return f, nil, false
	}
	data = data[n:]
	f.number = tag >> 3
	size := uint64(0)
	switch tag & 7 {
	case wireVarint:
		f.varint, n = binary.Uvarint(data)
		if n <= 0 {
			return f, nil, false
		}
		size = uint64(n)
	case wireBytes:
		length, n := binary.Uvarint(data)
		if n <= 0 {
			return f, nil, false
		}
		data = data[n:]
		size = length
	case wireFixed64:
		size = 8
	case wireFixed32:
		size = 4
	default:
		return f, nil, false
	}
	if size > uint64(len(data)) {
		return f, nil, false
	}
	if tag&7 == wireBytes {
		f.bytes = data[:size]
	}
	return f, data[size:], true
}

func (c *protoCodec) write(resp *Response) error {
	msg := encodeResponse(resp)
	_, err := c.out.Write(append(binary.AppendUvarint(nil, uint64(len(msg))), msg...))
	return err
}

// encodeResponse leaves out what is zero, as protocol buffers do.
func encodeResponse(resp *Response) []byte {
	b := appendVarint(nil, fieldExitCode, resp.ExitCode)
	if resp.Output != "" {
		b = appendBytes(b, fieldOutput, resp.Output)
	}
	b = appendVarint(b, fieldResponseID, resp.ID)
	if resp.WasCancelled {
		b = appendVarint(b, fieldWasCancelled, 1)
	}
	return b
}

func appendVarint(b []byte, number uint64, value int32) []byte {
	if value == 0 {
		return b
	}
	b = binary.AppendUvarint(b, number<<3|wireVarint)
	return binary.AppendUvarint(b, uint64(int64(value)))
}

func appendBytes(b []byte, number uint64, value string) []byte {
	b = binary.AppendUvarint(b, number<<3|wireBytes)
	b = binary.AppendUvarint(b, uint64(len(value)))
	return append(b, value...)
}
