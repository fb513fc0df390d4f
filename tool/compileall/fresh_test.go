package compileall

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The name is found wherever it stands, across the pieces that are read, too.
func TestMatchesFindsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pyc")
	f := &freshness{header: []byte("header"), name: appendMarshalName(nil, "some/long/name.py")}
	for _, at := range []int{0, 1, readSize - 40, readSize - 7, readSize - 6, 2*readSize - 20, 5 * readSize} {
		data := append([]byte("header"), bytes.Repeat([]byte{0}, at)...)
		for _, c := range []struct {
			tail string
			want bool
		}{{string(f.name), true}, {string(f.name[:len(f.name)-1]), false}, {"", false}} {
			if err := os.WriteFile(path, append(data[:len(data):len(data)], c.tail...), 0o666); err != nil {
				t.Fatal(err)
			}
			if got := f.matches(nil, path); got != c.want {
				t.Errorf("%d bytes before %q: %v", at, c.tail, got)
			}
		}
	}
	for _, content := range []string{"", "head", "neader" + string(f.name)} {
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if f.matches(nil, path) {
			t.Errorf("%q matches", content)
		}
	}
	if f.matches(nil, path+"none") {
		t.Error("a missing file matches")
	}
}
