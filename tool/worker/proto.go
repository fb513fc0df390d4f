package worker

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"google.golang.org/protobuf/encoding/protowire"
)

// protoCodec reads and writes protocol buffers, each after its length. It knows
// the two messages by hand: the reflection of generated code would cost more time at
// start-up than a compilation.
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
	fieldArguments  protowire.Number = 1
	fieldRequestID  protowire.Number = 3
	fieldCancel     protowire.Number = 4
	fieldSandboxDir protowire.Number = 6

	fieldExitCode     protowire.Number = 1
	fieldOutput       protowire.Number = 2
	fieldResponseID   protowire.Number = 3
	fieldWasCancelled protowire.Number = 4
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
		field, kind, n := protowire.ConsumeTag(data)
		if n < 0 {
			return errMessage
		}
		data = data[n:]
		switch {
		case kind == protowire.BytesType:
			value, n := protowire.ConsumeBytes(data)
			if n < 0 {
				return errMessage
			}
			data = data[n:]
			switch field {
			case fieldArguments:
				req.Arguments = append(req.Arguments, string(value))
			case fieldSandboxDir:
				req.SandboxDir = string(value)
			}
		case kind == protowire.VarintType:
			value, n := protowire.ConsumeVarint(data)
			if n < 0 {
				return errMessage
			}
			data = data[n:]
			switch field {
			case fieldRequestID:
				req.ID = int32(value)
			case fieldCancel:
				req.Cancel = value != 0
			}
		default:
			n := protowire.ConsumeFieldValue(field, kind, data)
			if n < 0 {
				return errMessage
			}
			data = data[n:]
		}
	}
	return nil
}

func (c *protoCodec) write(resp *Response) error {
	msg := encodeResponse(resp)
	_, err := c.out.Write(append(binary.AppendUvarint(nil, uint64(len(msg))), msg...))
	return err
}

// encodeResponse leaves out what is zero, as protocol buffers do.
func encodeResponse(resp *Response) []byte {
	var b []byte
	varint := func(field protowire.Number, value uint64) {
		if value != 0 {
			b = protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), value)
		}
	}
	varint(fieldExitCode, uint64(int64(resp.ExitCode)))
	if resp.Output != "" {
		b = protowire.AppendString(protowire.AppendTag(b, fieldOutput, protowire.BytesType), resp.Output)
	}
	varint(fieldResponseID, uint64(int64(resp.ID)))
	if resp.WasCancelled {
		varint(fieldWasCancelled, 1)
	}
	return b
}
