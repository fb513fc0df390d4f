// Package precompile is `pyc compile`: it compiles the sources that a command
// line names, one output each, with the flags that the precompiler of
// rules_python takes.
package precompile

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/rules-pyc/rules_pyc/compiler/pyc"
	"github.com/rules-pyc/rules_pyc/compiler/target"
)

// Request is what one command line asks for.
type Request struct {
	Target   *target.Version
	Optimize int
	Mode     pyc.Mode
	Jobs     []Job
	// Skip lets a source that is not valid Python pass: its output is an empty file
	// then, and the report says why. The rules ask for this with on_error = "skip".
	Skip   bool
	Report string // path of the report, or empty
}

// Job is one source to compile.
type Job struct {
	Source     string // path of the source
	CoFilename string // what the code object says of it
	Output     string // path of the .pyc file
}

// Parse reads a command line. readFile reads the files that stand in it as
// @file, one argument a line; relative paths are its business.
func Parse(args []string, readFile func(string) ([]byte, error)) (*Request, error) {
	args, err := expand(args, readFile)
	if err != nil {
		return nil, err
	}
	p := parser{optimize: "0", mode: pyc.CheckedHash.String()}
	if err := p.parse(args); err != nil {
		return nil, err
	}
	return p.request()
}

// expand puts the lines of parameter files in their place.
func expand(args []string, readFile func(string) ([]byte, error)) ([]string, error) {
	var out []string
	for i, arg := range args {
		if !strings.HasPrefix(arg, "@") {
			if out != nil {
				out = append(out, arg)
			}
			continue
		}
		data, err := readFile(arg[1:])
		if err != nil {
			return nil, fmt.Errorf("cannot read the parameter file: %w", err)
		}
		if out == nil {
			out = append(out, args[:i]...)
		}
		out = appendLines(out, string(data))
	}
	if out == nil {
		return args, nil
	}
	return out, nil
}

func appendLines(out []string, text string) []string {
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		out = append(out, strings.TrimSuffix(line, "\r"))
		text = rest
	}
	return out
}

// parser collects what the flags say.
type parser struct {
	src, srcName, out []string
	plain             []string // arguments that are no flags
	version           string
	optimize          string
	mode              string
	destDir           string
	onError, report   string
}

func (p *parser) parse(args []string) error {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			p.plain = append(p.plain, args[i+1:]...)
			return nil
		}
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			p.plain = append(p.plain, arg)
			continue
		}
		flag, value, hasValue := strings.Cut(arg, "=")
		name := strings.ReplaceAll(strings.TrimLeft(flag, "-"), "-", "_")
		set := p.flag(name)
		if set == nil {
			return fmt.Errorf("unknown flag %s: see pyc help compile", flag)
		}
		if !hasValue {
			if i++; i == len(args) {
				return fmt.Errorf("flag %s needs a value: %s=VALUE", flag, flag)
			}
			value = args[i]
		}
		set(value)
	}
	return nil
}

// flag returns what to do with the value of a flag, or nil if there is no such flag.
func (p *parser) flag(name string) func(string) {
	list := func(l *[]string) func(string) { return func(v string) { *l = append(*l, v) } }
	last := func(s *string) func(string) { return func(v string) { *s = v } }
	switch name {
	case "src":
		return list(&p.src)
	case "src_name":
		return list(&p.srcName)
	case "pyc":
		return list(&p.out)
	case "python_version":
		return last(&p.version)
	case "optimize":
		return last(&p.optimize)
	case "invalidation_mode":
		return last(&p.mode)
	case "destdir":
		return last(&p.destDir)
	case "on_error":
		return last(&p.onError)
	case "report":
		return last(&p.report)
	}
	return nil
}

// request checks what the flags say together.
func (p *parser) request() (*Request, error) {
	r := &Request{Skip: p.onError == "skip", Report: p.report}
	if !r.Skip && p.onError != "" && p.onError != "fail" {
		return nil, fmt.Errorf("--on_error=%s: use fail or skip", p.onError)
	}
	var err error
	if r.Optimize, err = parseOptimize(p.optimize); err != nil {
		return nil, err
	}
	if r.Mode, err = pyc.ParseMode(p.mode); err != nil {
		return nil, err
	}
	if r.Target, err = parseVersion(p.version); err != nil {
		return nil, err
	}
	if len(p.src) != len(p.srcName) || len(p.src) != len(p.out) {
		return nil, fmt.Errorf("%d --src, %d --src_name, %d --pyc: give one of each for every source", len(p.src), len(p.srcName), len(p.out))
	}
	for i := range p.src {
		r.Jobs = append(r.Jobs, Job{p.src[i], p.coFilename(p.srcName[i]), p.out[i]})
	}
	for _, src := range p.plain {
		r.Jobs = append(r.Jobs, Job{src, p.coFilename(src), pyc.CachePath(src, r.Target, r.Optimize)})
	}
	if len(r.Jobs) == 0 {
		return nil, errors.New("no sources: give FILE arguments, or --src, --src_name and --pyc for each")
	}
	return r, nil
}

// coFilename joins the destination folder and a source's name as
// os.path.join does.
func (p *parser) coFilename(name string) string {
	switch {
	case p.destDir == "" || strings.HasPrefix(name, "/"):
		return name
	case strings.HasSuffix(p.destDir, "/"):
		return p.destDir + name
	}
	return p.destDir + "/" + name
}

func parseOptimize(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < -1 || n > 2 {
		return 0, fmt.Errorf("--optimize=%s: use -1, 0, 1 or 2", text)
	}
	return max(n, 0), nil
}

func parseVersion(name string) (*target.Version, error) {
	if name == "" {
		return nil, fmt.Errorf("no target: give --python_version=%s", versionNames())
	}
	if v := target.Lookup(name); v != nil {
		return v, nil
	}
	return nil, fmt.Errorf("--python_version=%s is not supported: use %s", name, versionNames())
}

func versionNames() string {
	var names []string
	for _, v := range target.Versions {
		names = append(names, v.Name)
	}
	return strings.Join(names, "|")
}
