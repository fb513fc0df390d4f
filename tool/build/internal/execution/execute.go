package execution

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rules-pyc/rules_pyc/tool/atomicfile"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/analysis"
	"github.com/rules-pyc/rules_pyc/tool/build/internal/cache"
)

// exitError is a command that did not succeed.
type exitError struct {
	status int
	stderr string
}

func (e *exitError) Error() string { return fmt.Sprintf("exit status %d", e.status) }

// execute runs a command in a directory that holds its declared inputs and
// nothing else, and returns what it left there.
func (r *run) execute(a *analysis.Action) (*cache.Result, error) {
	box, err := r.sandbox(a)
	if err != nil {
		return nil, err
	}
	defer r.leave(box)
	if err := box.stage(a, r.Root); err != nil {
		return nil, err
	}
	stderr, err := r.command(a, box.dir)
	if err != nil {
		return nil, err
	}
	result := &cache.Result{Stderr: stderr}
	for _, f := range a.Outputs {
		output, err := readOutput(filepath.Join(box.dir, f.Path))
		if err != nil {
			return nil, fmt.Errorf("it did not make %s: %w", f.Path, err)
		}
		result.Outputs = append(result.Outputs, output)
	}
	return result, nil
}

// command runs the command of an action in a directory.
func (r *run) command(a *analysis.Action, dir string) ([]byte, error) {
	var stderr bytes.Buffer
	if a.Tool.File == nil && r.InProcess != nil {
		if status := r.InProcess(dir, a.Args, &stderr); status != 0 {
			return nil, &exitError{status, stderr.String()}
		}
		return stderr.Bytes(), nil
	}
	program := a.Tool.Path
	if a.Tool.File != nil {
		program = filepath.Join(dir, a.Tool.File.Path)
	}
	cmd := exec.CommandContext(r.ctx, program, a.Args...)
	cmd.Dir, cmd.Env, cmd.Stderr, cmd.Stdout = dir, append([]string{}, a.Env...), &stderr, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && r.ctx.Err() == nil {
		return nil, &exitError{exit.ExitCode(), stderr.String()}
	}
	return stderr.Bytes(), err
}

func readOutput(path string) (cache.Output, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return cache.Output{}, err
	}
	if !info.Mode().IsRegular() {
		return cache.Output{}, fmt.Errorf("it is no regular file")
	}
	data, err := os.ReadFile(path)
	return cache.Output{Data: data, Executable: info.Mode()&0o100 != 0}, err
}

// install writes the outputs of an action.
func (r *run) install(n *node, key Digest, result *cache.Result) error {
	digests := make([]Digest, len(result.Outputs))
	for i, output := range result.Outputs {
		digest, err := r.put(n.action.Outputs[i].Path, output, key)
		if err != nil {
			return err
		}
		digests[i] = digest
	}
	r.record(n.action, digests)
	return nil
}

// put writes one output: whole, or not at all.
func (r *run) put(path string, output cache.Output, key Digest) (Digest, error) {
	full := filepath.Join(r.Root, path)
	if err := r.clear(path); err != nil {
		return Digest{}, err
	}
	perm := os.FileMode(0o666)
	if output.Executable {
		perm = 0o777
	}
	if err := atomicfile.Write(full, output.Data, perm); err != nil {
		return Digest{}, err
	}
	digest := sha256.Sum256(output.Data)
	return digest, r.state.made(r.Root, path, digest, key)
}

// clear makes the directory of an output. What earlier builds left in its way
// is removed.
func (r *run) clear(path string) error {
	full := filepath.Join(r.Root, path)
	dir := filepath.Dir(full)
	if info, err := os.Lstat(full); err == nil {
		if info.IsDir() {
			return os.RemoveAll(full)
		}
		return nil
	}
	if os.MkdirAll(dir, 0o777) == nil {
		return nil
	}
	for up := filepath.Dir(path); up != "." && up != r.OutputDir; up = filepath.Dir(up) {
		if info, err := os.Lstat(filepath.Join(r.Root, up)); err == nil && !info.IsDir() {
			if err := os.Remove(filepath.Join(r.Root, up)); err != nil {
				return err
			}
		}
	}
	return os.MkdirAll(dir, 0o777)
}

// direct carries out an action that starts nothing.
func (r *run) direct(n *node, key Digest) error {
	a := n.action
	output := cache.Output{Data: a.Content, Executable: a.Executable}
	if a.Kind == analysis.Symlink {
		var err error
		if output, err = r.content(a.Target); err != nil {
			return err
		}
	}
	return r.install(n, key, &cache.Result{Outputs: []cache.Output{output}})
}

// content returns what a file holds.
func (r *run) content(f *analysis.File) (cache.Output, error) {
	if f.Content != nil {
		return cache.Output{Data: f.Content}, nil
	}
	full := filepath.Join(r.Root, f.Path)
	info, err := os.Stat(full)
	if err != nil {
		return cache.Output{}, err
	}
	data, err := os.ReadFile(full)
	return cache.Output{Data: data, Executable: info.Mode()&0o100 != 0}, err
}

// commandLine returns a command as one types it, with the content of parameter
// files in their place.
func commandLine(a *analysis.Action) string {
	params := map[string]string{}
	for _, p := range a.Params {
		params["@"+p.Path] = p.Content
	}
	var words []string
	for _, arg := range a.CommandLine() {
		if content, ok := params[arg]; ok {
			for line := range strings.Lines(content) {
				words = append(words, quote(strings.TrimSuffix(line, "\n")))
			}
			continue
		}
		words = append(words, quote(arg))
	}
	return strings.Join(words, " ")
}

// quote quotes a word for a shell if it needs that.
func quote(word string) string {
	plain := word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%") == ""
	if plain {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
