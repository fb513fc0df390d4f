// Package golden holds some hundreds of small sources, about one feature of the
// language each, and what real CPythons made of them: the bytes of the .pyc file,
// or the error. So the compiler can be tested where there is no Python.
//
// testdata/sources/*.txt hold the sources, each behind a line "=== name". Behind
// "=== name quoted" stand Go string literals, for bytes that do not show. The
// answers are in testdata/3.13.txt and so on, which `go run ./tests/golden/regen`
// writes.
package golden

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
)

// Case is one source.
type Case struct {
	Name   string // "with/as": the file and the name in it
	Source []byte
}

// Filename is the co_filename that a case is compiled with.
func (c *Case) Filename() string { return c.Name + ".py" }

// Answer is what one CPython made of a case at one level of optimisation.
type Answer struct {
	Pyc   []byte // in mode unchecked_hash
	Error string // if it is rejected: class, line, column and message
}

// ErrorText is how Answer.Error says what a source was rejected for.
func ErrorText(class string, line, column int, message string) string {
	return fmt.Sprintf("%s %d %d %q", class, line, column, message)
}

// Levels are the levels of optimisation.
const Levels = 3

// Cases reads all sources beneath a folder, in order.
func Cases(dir fs.FS) ([]Case, error) {
	names, err := fs.Glob(dir, "*.txt")
	if err != nil {
		return nil, err
	}
	var cases []Case
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		found, err := parse(strings.TrimSuffix(path.Base(name), ".txt"), data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		cases = append(cases, found...)
	}
	return cases, nil
}

func parse(group string, data []byte) ([]Case, error) {
	var cases []Case
	var quoted bool
	seen := map[string]bool{}
	for line := range bytes.Lines(data) {
		if header, ok := bytes.CutPrefix(line, []byte("=== ")); ok {
			name, option, _ := strings.Cut(strings.TrimSpace(string(header)), " ")
			if seen[name] {
				return nil, fmt.Errorf("two cases are named %s", name)
			}
			seen[name] = true
			quoted = option == "quoted"
			cases = append(cases, Case{Name: group + "/" + name})
			continue
		}
		if len(cases) == 0 {
			return nil, fmt.Errorf("does not begin with a line === name")
		}
		c := &cases[len(cases)-1]
		if quoted {
			text, err := strconv.Unquote(strings.TrimSpace(string(line)))
			if err != nil {
				return nil, fmt.Errorf("%s: not a Go string literal: %s", c.Name, line)
			}
			line = []byte(text)
		}
		c.Source = append(c.Source, line...)
	}
	return cases, nil
}

// ReadAnswers reads a file of answers: for each case, one per level.
func ReadAnswers(file string) (map[string]*[Levels]Answer, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	answers := map[string]*[Levels]Answer{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		fields := strings.SplitN(in.Text(), " ", 3)
		if len(fields) < 3 {
			return nil, fmt.Errorf("%s: not an answer: %s", file, in.Text())
		}
		answer, err := parseAnswer(fields[2])
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, fields[0], err)
		}
		if answers[fields[0]] == nil {
			answers[fields[0]] = new([Levels]Answer)
		}
		for _, level := range fields[1] {
			answers[fields[0]][level-'0'] = answer
		}
	}
	return answers, in.Err()
}

func parseAnswer(text string) (Answer, error) {
	if message, ok := strings.CutPrefix(text, "!"); ok {
		return Answer{Error: message}, nil
	}
	data, err := base64.StdEncoding.DecodeString(text)
	return Answer{Pyc: data}, err
}

// AppendAnswers writes the answers of a case as ReadAnswers reads them, equal
// ones together.
func AppendAnswers(dst []byte, name string, answers *[Levels]Answer) []byte {
	var done [Levels]bool
	for i := range answers {
		if done[i] {
			continue
		}
		dst = append(dst, name...)
		dst = append(dst, ' ')
		for j := i; j < Levels; j++ {
			if answers[j].Error == answers[i].Error && bytes.Equal(answers[j].Pyc, answers[i].Pyc) {
				done[j] = true
				dst = append(dst, '0'+byte(j))
			}
		}
		dst = append(dst, ' ')
		if answers[i].Error != "" {
			dst = append(append(dst, '!'), answers[i].Error...)
		} else {
			dst = base64.StdEncoding.AppendEncode(dst, answers[i].Pyc)
		}
		dst = append(dst, '\n')
	}
	return dst
}
