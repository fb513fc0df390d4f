// Suite runs part of CPython's own test suite twice: from the bytecode that
// CPython wrote for its standard library, and from bytecode that only pyc wrote.
// The results of every single test must be the same.
//
//	go run ./tests/suite [--python_version 3.13,3.14] [--pyc BINARY] [--few] [TEST...]
//
// Without names it runs some 60 modules, those of the language among them; with
// --few a handful.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

func main() {
	versions := flag.String("python_version", strings.Join(reference.Versions, ","), "the CPythons to run, with commas between")
	binary := flag.String("pyc", "", "the pyc binary; built from this checkout if empty")
	few := flag.Bool("few", false, "run only a handful of modules")
	flag.Parse()
	tests := flag.Args()
	switch {
	case len(tests) > 0:
	case *few:
		tests = fewModules
	default:
		tests = modules
	}
	if err := run(strings.Split(*versions, ","), *binary, tests); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(versions []string, binary string, tests []string) error {
	work, err := os.MkdirTemp("", "suite")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if binary == "" {
		binary = filepath.Join(work, "pyc")
		build := exec.Command("go", "build", "-o", binary, "github.com/rules-pyc/rules_pyc/tool/pyc")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return err
		}
	}
	failed := 0
	for _, version := range versions {
		python, err := reference.FindToRun(version, "")
		if err != nil && !reference.InstallableToRun(version) {
			fmt.Printf("%sCPython %s's own tests: %v\n", reference.NotRun, version, err)
			continue
		} else if err != nil {
			return err
		}
		s := &suite{python: python, pyc: binary, home: filepath.Join(work, version)}
		same, err := s.compare(tests)
		if err != nil {
			return fmt.Errorf("%s: %w", version, err)
		}
		if !same {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("suite: %d of %d versions differ", failed, len(versions))
	}
	return nil
}

// fewModules are for every run of tests/run.
var fewModules = strings.Fields(`test_grammar test_generators test_patma test_fstring
	test_coroutines test_except_star test_type_params test_listcomps`)

// modules are the language's own tests first, then users of all of it.
var modules = strings.Fields(`
	test_grammar test_syntax test_compile test_code test_dis test_peepholer
	test_generators test_genexps test_coroutines test_asyncgen test_pep380
	test_contextlib test_contextlib_async test_with test_raise
	test_exceptions test_except_star test_exception_group test_traceback
	test_fstring test_string_literals test_unicode_identifiers test_source_encoding
	test_patma test_named_expressions test_positional_only_arg test_keywordonlyarg
	test_scope test_super test_class test_descr test_property test_decorators
	test_unpack test_unpack_ex test_extcall test_call test_global
	test_type_params test_type_aliases test_type_annotations test_typing
	test_listcomps test_dictcomps test_setcomps test_iter test_enumerate
	test_int test_long test_float test_complex test_bool test_slice
	test_tuple test_list test_dict test_set test_bytes
	test_dataclasses test_enum test_functools test_itertools test_inspect
	test_json test_textwrap test_string test_types test_ast test_symtable
	test_tokenize test_builtin test_augassign test_opcodes test_future_stmt`)
