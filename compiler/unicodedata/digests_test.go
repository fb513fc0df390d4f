package unicodedata

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var dump = flag.String("dump", "", "write all names of names.bin to this `file`")

// allNames returns the names of names.bin.
func allNames() []string {
	count := int(binary.LittleEndian.Uint32([]byte(names[:4])))
	rest := names[4+4*((count+blockSize-1)/blockSize):]
	all := make([]string, count)
	for i := range all {
		shared, n := int(rest[0]), int(rest[1])
		if shared > 0 {
			all[i] = all[i-1][:shared]
		}
		all[i] += rest[2 : 2+n]
		rest = rest[5+n:]
	}
	return all
}

// TestDigests compares what the tables say of every character and name with what
// real Python versions said, see testdata/digests.py.
func TestDigests(t *testing.T) {
	ask := map[string]func(*Data, func(string)){"flags": askFlags, "nfkc": askNFKC, "names": askNames}
	in, err := os.Open("testdata/digests.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	versions := map[string]bool{}
	for lines := bufio.NewScanner(in); lines.Scan(); {
		f := strings.Fields(lines.Text())
		versions[f[0]] = true
		d := For(f[0])
		if d == nil {
			t.Errorf("no data for Unicode %s", f[0])
			continue
		}
		var answers []string
		ask[f[1]](d, func(s string) { answers = append(answers, s) })
		sum := sha256.Sum256([]byte(strings.Join(answers, "\n")))
		if got := hex.EncodeToString(sum[:]); got != f[2] {
			t.Errorf("Unicode %s: %s differ from Python's", f[0], f[1])
		}
	}
	if len(versions) != len(all) {
		t.Errorf("testdata has %d versions of %d", len(versions), len(all))
	}
}

// eachCharacter calls f for all characters but surrogates.
func eachCharacter(f func(r rune)) {
	for r := rune(0); r < 0x110000; r++ {
		if r < 0xD800 || r >= 0xE000 {
			f(r)
		}
	}
}

func askFlags(d *Data, answer func(string)) {
	eachCharacter(func(r rune) {
		b := []byte("000")
		for i, is := range []bool{d.IsIdentifier(string(r)), d.IsIdentifier("a" + string(r)), d.IsPrintable(r)} {
			if is {
				b[i] = '1'
			}
		}
		answer(string(b))
	})
}

func askNFKC(d *Data, answer func(string)) {
	eachCharacter(func(r rune) {
		s := string(r)
		n := d.NFKC(s)
		answer(n)
		if n != s || d.class(r) != 0 {
			answer(d.NFKC("e\u0323\u0301" + s + "\u0301\u0323" + s + "\u1161\u11a8"))
		}
	})
}

func askNames(d *Data, answer func(string)) {
	lookup := func(name string) {
		if r, ok := d.LookupName(name); ok {
			answer(fmt.Sprintf("%X", r))
		} else {
			answer("-")
		}
	}
	for _, name := range allNames() {
		lookup(name)
	}
	for c := 0x3400; c < 0x33480; c += 7 {
		for _, prefix := range []string{"CJK UNIFIED IDEOGRAPH-", "TANGUT IDEOGRAPH-", "cjk unified ideograph-"} {
			for _, form := range []string{"%X", "%x", "%05X"} {
				lookup(prefix + fmt.Sprintf(form, c))
			}
		}
	}
	for i := range syllableCount {
		name := "HANGUL SYLLABLE " + leadNames[i/tailCount/vowelCount] + vowelNames[i/tailCount%vowelCount] + tailNames[i%tailCount]
		lookup(name)
		lookup(strings.ToLower(name))
		lookup(name + "A")
	}
}

func TestNames(t *testing.T) {
	all := allNames()
	if *dump != "" {
		if err := os.WriteFile(*dump, []byte(strings.Join(all, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	newest := For("17.0.0")
	for _, name := range all {
		if len(name) >= longestName {
			t.Errorf("%q is longer than longestName", name)
		}
		if _, ok := newest.LookupName(strings.ToLower(name)); !ok {
			t.Errorf("%q is not found in lower case", name)
		}
		for _, bad := range []string{name + " ", name + "~", " " + name, name[1:] + "\x00"} {
			if r, ok := newest.LookupName(bad); ok {
				t.Errorf("%q is found as %U", bad, r)
			}
		}
	}
}
