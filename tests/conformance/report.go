package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler"
)

// report prints the counts and the first failures.
func (r *round) report() {
	var counts [numVerdicts]int
	for _, o := range r.outcomes {
		counts[o.verdict]++
	}
	good := counts[identical] + counts[settled] + counts[sameObjects]
	compiled := good + counts[differs] + counts[notCompiled] + counts[panicked]
	fmt.Printf("%s -O%d %s: %d of %d identical%s\n", r.in.Version, r.level, r.mode, good, compiled, details(counts))
	r.reasons()
	shown := 0
	for i, o := range r.outcomes {
		if o.verdict < differs {
			continue
		}
		switch {
		case shown < r.show:
			fmt.Println(indent(r.describe(i)))
			shown++
		case r.list:
			fmt.Printf("  %s: %s\n", r.files[i].name, verdictText[o.verdict])
		}
	}
}

var verdictText = [numVerdicts]string{
	settled:      "as a new CPython process writes, not a shared one",
	sameObjects:  "with equal code objects in other bytes",
	rejected:     "rejected by both",
	rejectedElse: "rejected by both with another text",
	differs:      "different bytes",
	wrongLine:    "rejected on another line",
	notRejected:  "rejected by CPython only",
	notCompiled:  "rejected by us only",
	panicked:     "panics",
}

func details(counts [numVerdicts]int) string {
	var parts []string
	for v := settled; v < numVerdicts; v++ {
		if counts[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[v], verdictText[v]))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// reasons counts the texts with which we reject files that CPython compiles.
func (r *round) reasons() {
	counts := map[string]int{}
	for _, o := range r.outcomes {
		if o.verdict == notCompiled || o.verdict == panicked {
			counts[reason(o.err)]++
		}
	}
	texts := make([]string, 0, len(counts))
	for text := range counts {
		texts = append(texts, text)
	}
	sort.Slice(texts, func(i, j int) bool {
		a, b := texts[i], texts[j]
		return counts[a] > counts[b] || counts[a] == counts[b] && a < b
	})
	for _, text := range texts[:min(len(texts), 2*r.show)] {
		fmt.Printf("  %d files: %s\n", counts[text], text)
	}
}

// reason is the text of an error without what differs from file to file.
func reason(err error) string {
	var internal *compiler.InternalError
	if errors.As(err, &internal) {
		return fmt.Sprintf("internal error: %v", internal.Cause)
	}
	return err.Error()
}

// describe says all about one failure.
func (r *round) describe(i int) string {
	f, o := r.files[i], r.outcomes[i]
	text := fmt.Sprintf("%s: %s\n", f.path, verdictText[o.verdict])
	if o.verdict == differs {
		return text + r.difference(f, o)
	}
	if o.err != nil {
		text += "ours:    " + ourError(o.err) + "\n"
	}
	if e := o.theirErr; e != nil {
		text += fmt.Sprintf("CPython: %s: %s (line %d, column %d)\n", e.Class, e.Message, e.Line, e.Column)
	}
	return text
}

func ourError(err error) string {
	var e *compiler.SyntaxError
	var internal *compiler.InternalError
	switch {
	case errors.As(err, &e):
		return fmt.Sprintf("%v: %s (line %d, column %d)", e.Class, e.Msg, e.Line, e.Col)
	case errors.As(err, &internal):
		return internal.Error() + "\n" + string(internal.Stack)
	}
	return err.Error()
}

func (r *round) difference(f file, o outcome) string {
	if o.theirs == nil {
		return "not looked at; a greater --settle does\n"
	}
	text := r.keepFiles(f, o)
	return text + explain(o.theirs, o.ours)
}

// keepFiles writes both files of a difference and says where.
func (r *round) keepFiles(f file, o outcome) string {
	if r.keep == "" {
		return ""
	}
	base := filepath.Join(r.keep, fmt.Sprintf("%s-O%d-%s", strings.ReplaceAll(f.name, "/", "."), r.level, r.in.Version))
	err := errors.Join(os.MkdirAll(r.keep, 0o777),
		os.WriteFile(base+".cpython.pyc", o.theirs, 0o666),
		os.WriteFile(base+".ours.pyc", o.ours, 0o666))
	if err != nil {
		return err.Error() + "\n"
	}
	return fmt.Sprintf("kept as %s.{cpython,ours}.pyc\n", base)
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ")
}
