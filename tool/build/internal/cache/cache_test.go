package cache

import (
	"reflect"
	"testing"
)

func TestEncode(t *testing.T) {
	for _, want := range []*Result{
		{Outputs: []Output{{Data: []byte("one")}}, Stderr: []byte{}},
		{Outputs: []Output{{Data: []byte{}}, {Data: []byte("two"), Executable: true}}, Stderr: []byte("a warning\n")},
	} {
		data := encode(want)
		got, err := decode(data)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
		for i := range data {
			data[i] ^= 0x10
			if _, err := decode(data); err == nil {
				t.Errorf("a change of byte %d is not seen", i)
			}
			data[i] ^= 0x10
			if _, err := decode(data[:i]); err == nil {
				t.Errorf("the first %d bytes are taken for all", i)
			}
		}
	}
}

func TestGetPut(t *testing.T) {
	c, err := Open(t.TempDir(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Get(Key{1}); ok {
		t.Error("an empty cache has a result")
	}
	want := &Result{Outputs: []Output{{Data: []byte("x")}}, Stderr: []byte{}}
	if err := c.Put(Key{1}, want); err != nil {
		t.Fatal(err)
	}
	if got, ok := c.Get(Key{1}); !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, ok, want)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
