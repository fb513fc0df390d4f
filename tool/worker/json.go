package worker

import (
	"encoding/json"
	"io"
)

// jsonCodec reads and writes JSON objects, one after the other.
type jsonCodec struct {
	in  *json.Decoder
	out *json.Encoder
}

func newJSONCodec(in io.Reader, out io.Writer) *jsonCodec {
	return &jsonCodec{json.NewDecoder(in), json.NewEncoder(out)}
}

func (c *jsonCodec) read(req *Request) error { return c.in.Decode(req) }

func (c *jsonCodec) write(resp *Response) error { return c.out.Encode(resp) }
