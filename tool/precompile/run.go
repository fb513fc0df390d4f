package precompile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/rules-pyc/rules_pyc/compiler"
	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/source"
	"github.com/rules-pyc/rules_pyc/tool/atomicfile"
)

// The exit statuses of Main, apart from 0.
const (
	exitFailure = 1
	exitUsage   = 2
)

// Main does what a command line says and returns the exit status. Relative paths
// are relative to dir, or to the working directory if dir is empty.
func Main(args []string, dir string, stderr io.Writer) int {
	req, err := Parse(args, func(name string) ([]byte, error) { return os.ReadFile(join(dir, name)) })
	if err != nil {
		io.WriteString(stderr, "pyc compile: "+err.Error()+"\n")
		return exitUsage
	}
	if !req.Run(dir, stderr) {
		return exitFailure
	}
	return 0
}

// Run compiles all sources of a request, several at once, and writes to stderr
// what goes wrong, in the order of the sources. It tells whether all were
// compiled. dir stands in front of relative paths, or is empty.
func (r *Request) Run(dir string, stderr io.Writer) bool {
	if r.Skip || r.Report != "" {
		return r.runReporting(dir, stderr)
	}
	if len(r.Jobs) == 1 {
		text, ok := r.compile(&r.Jobs[0], dir)
		stderr.Write(text)
		return ok
	}
	results := make([]result, len(r.Jobs))
	for i := range results {
		results[i].done = make(chan struct{})
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(r.Jobs)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(r.Jobs)); i = next.Add(1) - 1 {
				res := &results[i]
				res.text, res.ok = r.compile(&r.Jobs[i], dir)
				close(res.done)
			}
		})
	}
	ok := true
	for i := range results {
		<-results[i].done
		stderr.Write(results[i].text)
		ok = ok && results[i].ok
	}
	workers.Wait()
	return ok
}

type result struct {
	done chan struct{}
	text []byte
	ok   bool
}

// compile does one job and returns what there is to say about it.
func (r *Request) compile(job *Job, dir string) (text []byte, ok bool) {
	warn := func(w source.Warning) { text = append(text, w.Format(job.CoFilename)...) }
	err := r.write(job, dir, warn)
	if err == nil {
		return text, true
	}
	return append(text, errorText(job, err)...), false
}

// errorText is CPython's own form for an error in the source, and a line for
// anything else.
func errorText(job *Job, err error) string {
	var bad *source.SyntaxError
	if errors.As(err, &bad) {
		return strings.TrimSuffix(bad.Format(), "\n") + "\n"
	}
	var internal *compiler.InternalError
	if errors.As(err, &internal) {
		return "pyc: " + internal.Error() + "\n" + string(internal.Stack)
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return "pyc: " + path.Path + ": " + path.Err.Error() + "\n"
	}
	return "pyc: " + job.Source + ": " + err.Error() + "\n"
}

func (r *Request) write(job *Job, dir string, warn func(source.Warning)) error {
	output := join(dir, job.Output)
	if err := atomicfile.Replaceable(output); err != nil {
		return err
	}
	src, info, err := readSource(join(dir, job.Source))
	if err != nil {
		return err
	}
	data, err := compiler.Compile(src, compiler.Options{
		Target:       r.Target,
		Filename:     job.CoFilename,
		Optimize:     r.Optimize,
		Invalidation: r.Mode,
		Timestamp:    pyc.Timestamp{Mtime: info.ModTime().Unix(), Size: info.Size()},
		Warn:         warn,
	})
	if err != nil {
		return err
	}
	return writeOutput(output, data, info.Mode())
}

func join(dir, path string) string {
	if dir == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// readSource reads a file and asks for its time and permissions, of the same
// file even if another takes its name meanwhile.
func readSource(path string) ([]byte, fs.FileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	data := make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			return data, info, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

// writeOutput writes a .pyc file with the source's permission bits and always
// writable, as importlib does (_calc_mode). It makes the folder if there is none.
func writeOutput(path string, data []byte, mode fs.FileMode) error {
	perm := mode&0o666 | 0o200
	err := atomicfile.Write(path, data, perm)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return atomicfile.Write(path, data, perm)
}
