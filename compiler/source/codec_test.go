package source

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// eachLine calls f with the lines of a file of testdata that are no comments.
func eachLine(t *testing.T, name string, f func(line string)) {
	t.Helper()
	in, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		if !strings.HasPrefix(lines.Text(), "#") {
			f(lines.Text())
			n++
		}
	}
	if n == 0 || lines.Err() != nil {
		t.Fatalf("%s: %d lines, %v", name, n, lines.Err())
	}
}

// TestCodecDigests compares what the codecs make of all bytes and pairs of bytes
// with what CPython's make of them, see testdata/codecs.py.
func TestCodecDigests(t *testing.T) {
	eachLine(t, "codecs.txt", func(line string) {
		f := strings.Fields(line)
		sum := sha256.New()
		decode := newDecoder(f[0], target.Python313)
		separator := ""
		ask := func(in []byte) {
			sum.Write([]byte(separator))
			separator = "\n"
			out, err := decode(in)
			if err == nil {
				err = refuseSurrogates(out)
			}
			if err != nil {
				out = []byte(err.Error())
			}
			sum.Write(out)
		}
		for a := range 256 {
			ask([]byte{byte(a)})
		}
		for prefix := range strings.SplitSeq(f[1], ",") {
			if prefix == "none" {
				continue
			}
			in, _ := hex.DecodeString(strings.TrimPrefix(prefix, "-"))
			for i := range 1 << 16 {
				ask(append(in[:len(in):len(in)], byte(i>>8), byte(i)))
			}
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != f[2] {
			t.Errorf("%s differs from CPython's", f[0])
		}
	})
}

// Every codec that has a name must have a decoder that survives anything.
func TestEveryCodecDecodes(t *testing.T) {
	for line := range strings.Lines(aliases) {
		name := strings.Fields(line)[0]
		if strings.HasPrefix(name, "!") {
			continue
		}
		decode := newDecoder(name, target.Python313)
		for _, in := range []string{"", "#", "\\", "\\N{", "+", "~", "\x1b", "\x1b$", "\xa4\xd4", "\x81", "\x810\x81", "-", "\xd8", "abcdefg"} {
			if _, err := decode([]byte(in)); err != nil && strings.HasPrefix(err.Error(), "unknown encoding") {
				t.Errorf("%s has no decoder", name)
			}
		}
	}
}

func TestFindCodec(t *testing.T) {
	for _, c := range []struct {
		cookie string
		state  uint8
		want   string
	}{
		{"latin9", 0, "iso8859_15"},
		{"Latin.9", 2, ""},
		{"Latin--9", 3, "iso8859_15"},
		{"-windows__1252-", 0, "cp1252"},
		{"windows.1252", 0, "cp1252"},
		{"cp1252", 0, "cp1252"},
		{"cp.1252", 0, ""},
		{"korean", 2, "euc_kr"},
		{"korean", 3, "cp949"},
		{"palmos", 0, "palmos-c1"},
		{"palmos", 1, "palmos"},
		{"palmos-c1", 1, ""},
		{"mbcs", 0, ""},
		{"aliases", 0, ""},
		{"", 0, ""},
		{"-", 0, ""},
		{".", 0, ""},
	} {
		if got, _ := findCodec(c.cookie, c.state); got != c.want {
			t.Errorf("findCodec(%q, %d) = %q, want %q", c.cookie, c.state, got, c.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("#coding: utf-7\nx = '+AOk-'\n"))
	f.Add([]byte("# -*- coding: iso2022_jp_2 -*-\n\x1b$B0!\x1b.A\x1bNi\x1b(B\n"))
	f.Add([]byte("\xef\xbb\xbf\n#coding=unicode_escape\\N{BELL}\\ud800\r\n"))
	f.Add([]byte("#coding:gb18030\n\x81\x30\x81\x30\n"))
	f.Add([]byte("#coding:hz\n~{VP~}~\n\xff"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, tgt := range []*target.Version{target.Python311, target.Python313, target.Python315} {
			file, err := Decode(raw, "f.py", tgt)
			if err != nil {
				err.(*SyntaxError).Format()
				continue
			}
			if n := len(file.Text); n > 0 && file.Text[n-1] != '\n' {
				t.Error("no line end at the end")
			}
			for n := range min(file.Lines()+2, 10) {
				file.ErrorAt(Syntax, "m", n, n, n, 2*n).Format()
				file.LateError(Syntax, "m", n, n, n+1, 2*n).Format()
			}
		}
	})
}
