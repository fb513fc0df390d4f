// Regen asks real CPythons for the answers of the golden cases:
//
//	go run ./tests/golden/regen [VERSION...]
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/rules-pyc/rules_pyc/tests/golden"
	"github.com/rules-pyc/rules_pyc/tests/reference"
)

func main() {
	versions := os.Args[1:]
	if len(versions) == 0 {
		versions = reference.Versions
	}
	for _, version := range versions {
		if err := regenerate(version); err != nil {
			fmt.Fprintln(os.Stderr, "regen:", err)
			os.Exit(1)
		}
	}
}

const testdata = "tests/golden/testdata"

func regenerate(version string) error {
	cases, err := golden.Cases(os.DirFS(filepath.Join(testdata, "sources")))
	if err != nil {
		return err
	}
	in, err := reference.Find(version, "")
	if err != nil {
		return err
	}
	process, err := in.Start()
	if err != nil {
		return err
	}
	defer process.Close()
	var out []byte
	for i := range cases {
		answers, err := ask(process, &cases[i], !in.Pyodide)
		if err != nil {
			return err
		}
		out = golden.AppendAnswers(out, cases[i].Name, answers)
	}
	fmt.Printf("%s: %d answers of %s\n", version, len(cases), in)
	return os.WriteFile(filepath.Join(testdata, version+".txt"), out, 0o666)
}

// ask returns the answers at all levels.
func ask(process *reference.Process, c *golden.Case, fresh bool) (*[golden.Levels]golden.Answer, error) {
	f, err := os.CreateTemp("", "golden*.py")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(c.Source); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	answers := new([golden.Levels]golden.Answer)
	for level := range answers {
		result, err := process.Compile(reference.Request{
			Path: f.Name(), Name: c.Filename(), Optimize: level, Mode: "unchecked_hash", Data: true,
			Fresh: fresh, // a string that one source makes an interned one stays so for the next
		})
		if err != nil {
			return nil, err
		}
		answers[level].Pyc = result.Data
		if e := result.Error; e != nil {
			answers[level].Error = golden.ErrorText(e.Class, e.Line, e.Column, e.Message)
		}
	}
	return answers, nil
}
