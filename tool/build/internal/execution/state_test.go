package execution

import (
	"maps"
	"os"
	"path/filepath"
	"testing"
)

func TestState(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state")
	want := map[string]known{
		"":          {},
		"a/b":       {Stamp: stamp{1, -2, 3, 4}, Digest: Digest{5}, Key: Digest{31: 6}},
		"größe x\n": {Stamp: stamp{Size: 1 << 62, Inode: 1 << 63}},
	}
	s := &state{file: file, files: want, changed: true}
	if err := s.write(); err != nil {
		t.Fatal(err)
	}
	if got := readState(file); !maps.Equal(got.files, want) {
		t.Errorf("read %v, want %v", got.files, want)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{nil, data[:40], data[:len(data)-1], append(data, 0)} {
		if err := os.WriteFile(file, bad, 0o666); err != nil {
			t.Fatal(err)
		}
		if got := readState(file); len(got.files) > 0 {
			t.Errorf("read %v from a damaged file", got.files)
		}
	}
	for _, bad := range []string{"\x05abc", "\x01a", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01a", "\xff"} {
		if _, _, _, ok := cutKnown([]byte(bad)); ok {
			t.Errorf("cutKnown(%q) succeeded", bad)
		}
	}
}
