package precompile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/tool/atomicfile"
)

// runReporting is Run for a request with a report: one source after the other,
// since the rules give one to each process.
func (r *Request) runReporting(dir string, stderr io.Writer) bool {
	var report bytes.Buffer
	ok := true
	for i := range r.Jobs {
		text, done, err := r.compileOrSkip(&r.Jobs[i], dir)
		stderr.Write(text)
		if err != nil {
			report.WriteString(reportLine(err))
		}
		ok = ok && done
	}
	if r.Report == "" {
		return ok
	}
	if err := atomicfile.Write(join(dir, r.Report), report.Bytes(), 0o666); err != nil {
		fmt.Fprintf(stderr, "pyc: the report: %v\n", err)
		return false
	}
	return ok
}

// compileOrSkip is compile. If the source is not valid Python and that shall do
// no harm, it writes an empty output and returns the error as skipped.
func (r *Request) compileOrSkip(job *Job, dir string) (text []byte, ok bool, skipped *source.SyntaxError) {
	warn := func(w source.Warning) { text = append(text, w.Format(job.CoFilename)...) }
	err := r.write(job, dir, warn)
	if r.Skip && errors.As(err, &skipped) {
		if err = atomicfile.Write(join(dir, job.Output), nil, 0o666); err == nil {
			return text, true, skipped
		}
	}
	if err != nil {
		return append(text, errorText(job, err)...), false, nil
	}
	return text, true, nil
}

// reportLine is what a report says of a source: FILE:LINE: CLASS: MESSAGE.
func reportLine(err *source.SyntaxError) string {
	return fmt.Sprintf("%s:%d: %s: %s\n", err.File, err.Line, err.Class, err.Msg)
}

// JoinReports is `pyc report`: it writes the reports that a command line names
// into the one after --output, in their order.
func JoinReports(args []string, dir string) error {
	args, err := expand(args, func(name string) ([]byte, error) { return os.ReadFile(join(dir, name)) })
	if err != nil {
		return err
	}
	if len(args) < 2 || args[0] != "--output" {
		return errors.New("give --output FILE, and then the reports to join")
	}
	var all bytes.Buffer
	for _, name := range args[2:] {
		f, err := os.Open(join(dir, name))
		if err != nil {
			return err
		}
		_, err = io.Copy(&all, f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return atomicfile.Write(join(dir, args[1]), all.Bytes(), 0o666)
}
