package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const maxRune = 0x10FFFF

// ucd is what we use of the Unicode Character Database.
type ucd struct {
	chars        map[rune]*char
	age          map[rune]string
	idStart      map[rune]bool
	idContinue   map[rune]bool
	wide         map[rune]bool
	noComposites map[rune]bool // Full_Composition_Exclusion
	aliases      []alias
}

// char is one line of UnicodeData.txt.
type char struct {
	name     string
	category string
	class    int // canonical combining class
	compat   bool
	decomp   []rune // of one level
}

type alias struct {
	name string
	char rune
}

func load(folder string) (*ucd, error) {
	u := &ucd{chars: make(map[rune]*char), age: make(map[rune]string)}
	if err := u.loadChars(filepath.Join(folder, "UnicodeData.txt")); err != nil {
		return nil, err
	}
	err := eachRange(filepath.Join(folder, "DerivedAge.txt"), func(r rune, fields []string) {
		u.age[r] = fields[0]
	})
	if err != nil {
		return nil, err
	}
	for _, p := range []struct {
		file  string
		set   *map[rune]bool
		wants []string
	}{
		{"DerivedCoreProperties.txt", &u.idStart, []string{"XID_Start"}},
		{"DerivedCoreProperties.txt", &u.idContinue, []string{"XID_Continue"}},
		{"EastAsianWidth.txt", &u.wide, []string{"W", "F"}},
		{"DerivedNormalizationProps.txt", &u.noComposites, []string{"Full_Composition_Exclusion"}},
	} {
		set := make(map[rune]bool)
		*p.set = set
		err := eachRange(filepath.Join(folder, p.file), func(r rune, fields []string) {
			for _, want := range p.wants {
				if fields[0] == want {
					set[r] = true
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return u, eachLine(filepath.Join(folder, "NameAliases.txt"), func(fields []string) error {
		r, err := parseRune(fields[0])
		u.aliases = append(u.aliases, alias{fields[1], r})
		return err
	})
}

// loadChars reads UnicodeData.txt, where the first and last character of a large
// block stand for all of it.
func (u *ucd) loadChars(file string) error {
	var first rune
	return eachLine(file, func(fields []string) error {
		r, err := parseRune(fields[0])
		if err != nil {
			return err
		}
		c := &char{name: fields[1], category: fields[2]}
		if c.class, err = strconv.Atoi(fields[3]); err != nil {
			return err
		}
		for _, f := range strings.Fields(fields[5]) {
			if f[0] == '<' {
				c.compat = true
				continue
			}
			d, err := parseRune(f)
			if err != nil {
				return err
			}
			c.decomp = append(c.decomp, d)
		}
		switch {
		case strings.HasSuffix(c.name, ", First>"):
			first = r
		case strings.HasSuffix(c.name, ", Last>"):
			for ; first <= r; first++ {
				u.chars[first] = c
			}
		default:
			u.chars[r] = c
		}
		return nil
	})
}

// since returns the index of the first version that has a character.
func (u *ucd) since(r rune) int {
	if u.chars[r] == nil {
		return never
	}
	return sinceOf(u.age[r])
}

// eachRange calls f for every character of every line that begins with a
// character or a range of them.
func eachRange(file string, f func(r rune, fields []string)) error {
	return eachLine(file, func(fields []string) error {
		from, to, isRange := strings.Cut(fields[0], "..")
		first, err := parseRune(from)
		if err != nil {
			return err
		}
		last := first
		if isRange {
			if last, err = parseRune(to); err != nil {
				return err
			}
		}
		for r := first; r <= last; r++ {
			f(r, fields[1:])
		}
		return nil
	})
}

// eachLine calls f with the fields of every line of a file.
func eachLine(file string, f func(fields []string) error) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		fields := strings.Split(line, ";")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		if err := f(fields); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return lines.Err()
}

func parseRune(hex string) (rune, error) {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err == nil && n > maxRune {
		err = fmt.Errorf("%s is no character", hex)
	}
	return rune(n), err
}
