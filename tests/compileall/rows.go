package main

import (
	"os"
	"path/filepath"
)

// row is one comparison: commands that run one after the other on the same tree.
type row struct {
	name    string
	prepare func(root string) // changes the tree first
	runs    []invocation
}

// invocation is one command. module is compileall where it is empty.
type invocation struct {
	module string
	args   []string
	env    []string
	stdin  string
	// lines tells that the order of the output lines does not count, because
	// CPython's workers print as they come.
	lines bool
	// status tells that only the exit status counts: the texts of wrong command
	// lines are each program's own.
	status bool
}

func one(args ...string) []invocation { return []invocation{{args: args}} }

// tree is what every row starts with.
var tree = map[string]string{
	"pkg/__init__.py":     "",
	"pkg/mod.py":          "\"\"\"Doc.\"\"\"\ndef f(x):\n    assert x\n    return x + 1\n",
	"pkg/plain.py":        "a = 0\n",
	"pkg/warns.py":        "x = 'a\\d'\n",
	"pkg/data.txt":        "no source\n",
	"pkg/sub/__init__.py": "x = 1\n",
	"pkg/sub/deep/a.py":   "y = 2\n",
	"pkg/sub/deep/b.py":   "z = 'é'\n",
	"bad/bad.py":          "def f(:\n  pass\n",
	"bad/good.py":         "ok = True\n",
	"bad/indent.py":       "if x:\npass\n",
	"bad/null.py":         "x = 1\x00\n",
	"bad/enc.py":          "# coding: nonsense\n",
	"bad/utf8.py":         "x = '\xff'\n",
	"odd/it's.py":         "q = 1\n",
	"odd/tab\t.py":        "q = 1\n",
	"odd/\xff.py":         "q = 1\n",
	"odd/名.py":            "q = 1\n",
	"odd/script":          "q = 1\n",
	"odd/x.PY":            "q = 1\n",
	"list.txt":            "pkg/mod.py\n  bad/good.py  \npkg/sub\n",
	"top.py":              "t = 1\n",
}

func symlink(old, name string) func(string) {
	return func(root string) { os.Symlink(old, filepath.Join(root, name)) }
}

var rows = []row{
	{name: "directory", runs: one("pkg")},
	{name: "file", runs: one("top.py")},
	{name: "several", runs: one("pkg/sub", "top.py", "bad/good.py")},
	{name: "directory with slash", runs: one("pkg/")},
	{name: "dot", runs: one(".")},
	{name: "no such", runs: one("nosuch")},
	{name: "no such, -q", runs: one("-q", "nosuch")},
	{name: "no such, -qq", runs: one("-qq", "nosuch")},
	{name: "not a source", runs: one("pkg/data.txt")},
	{name: "errors", runs: one("bad")},
	{name: "errors -q", runs: one("-q", "bad")},
	{name: "errors -qq", runs: one("-qq", "bad")},
	{name: "odd names", runs: one("odd")},
	{name: "-l", runs: one("-l", "pkg")},
	{name: "-r 0", runs: one("-r", "0", "pkg")},
	{name: "-r 1", runs: one("-r", "1", "pkg")},
	{name: "-r1 -l", runs: one("-r1", "-l", "pkg")},
	{name: "-r with blank", runs: one("-r 2", "pkg")},
	{name: "-f", runs: []invocation{{args: []string{"pkg"}}, {args: []string{"-f", "pkg"}}}},
	{name: "up to date", runs: []invocation{{args: []string{"pkg"}}, {args: []string{"pkg"}}}},
	{name: "-q", runs: one("-q", "pkg")},
	{name: "-b", runs: one("-b", "pkg")},
	{name: "-b up to date", runs: []invocation{{args: []string{"-b", "pkg"}}, {args: []string{"-b", "pkg"}}}},
	{name: "-d", runs: one("-d", "/dst", "pkg")},
	{name: "-d file", runs: one("-d", "/dst", "pkg/mod.py")},
	{name: "-d empty", runs: one("-d", "", "pkg")},
	{name: "-d errors", runs: one("-d", "dst", "bad")},
	{name: "-d slash", runs: one("-d", "/dst/", "pkg/")},
	{name: "-s", runs: one("-s", "pkg", "pkg")},
	{name: "-s not there", runs: one("-s", "other", "pkg")},
	{name: "-s not there -q", runs: one("-q", "-s", "other", "pkg")},
	{name: "-s not there -qq", runs: one("-qq", "-s", "other", "pkg")},
	{name: "-s empty", runs: one("-s", "", "pkg")},
	{name: "-p", runs: one("-p", "/opt", "pkg")},
	{name: "-s -p", runs: one("-s", "pkg", "-p", "/opt", "pkg/sub")},
	{name: "-s -p file", runs: one("-s", "pkg", "-p", "/opt", "pkg/sub/deep/a.py")},
	{name: "-p empty", runs: one("-p", "", "pkg")},
	{name: "-x", runs: one("-x", "deep|mod", "pkg")},
	{name: "-x end", runs: one("-x", `a[^\\/]*$`, "pkg")},
	{name: "-x class", runs: one("-x", `/[\w]+n\w*\.py\Z`, "pkg")},
	{name: "-i", runs: one("-i", "list.txt")},
	{name: "-i and arguments", runs: one("-i", "list.txt", "top.py")},
	{name: "-i no such", runs: one("-i", "nolist", "pkg")},
	{name: "-i no such -qq", runs: one("-qq", "-i", "nolist", "pkg")},
	{name: "-i -", runs: []invocation{{args: []string{"-i", "-"}, stdin: "top.py\npkg/sub\n"}}},
	{name: "-i - empty line", runs: []invocation{{args: []string{"-i", "-"}, stdin: "\ntop.py"}}},
	{name: "-j 2", runs: []invocation{{args: []string{"-j", "2", "pkg"}, lines: true}}},
	{name: "-j0", runs: []invocation{{args: []string{"-j0", "pkg", "bad"}, lines: true}}},
	{name: "--workers", runs: []invocation{{args: []string{"--workers=2", "-q", "pkg"}, lines: true}}},
	{name: "--work", runs: []invocation{{args: []string{"--work", "2", "-q", "pkg"}, lines: true}}},
	{name: "-o 0", runs: one("-o", "0", "pkg")},
	{name: "-o1", runs: one("-o1", "pkg")},
	{name: "-o 2", runs: one("-o", "2", "pkg")},
	{name: "-o -1", runs: one("-o", "-1", "pkg")},
	{name: "-o all", runs: one("-o", "2", "-o", "0", "-o1", "-o", "2", "pkg")},
	{name: "-o 3", runs: one("-o", "3", "top.py")},
	{name: "-o with -b", runs: one("-b", "-o", "0", "-o", "2", "pkg")},
	{name: "-e", prepare: symlink("../top.py", "pkg/out.py"), runs: one("-e", "pkg", "pkg")},
	{name: "-e inside", prepare: symlink("mod.py", "pkg/in.py"), runs: one("-e", "pkg", "pkg")},
	{name: "-e empty", prepare: symlink("../top.py", "pkg/out.py"), runs: one("-e", "", "pkg")},
	{name: "hardlinks", runs: one("-o", "0", "-o", "1", "-o", "2", "--hardlink-dupes", "pkg")},
	{name: "hardlinks again", runs: []invocation{
		{args: []string{"-q", "-o", "0", "-o", "1", "--hardlink-dupes", "pkg"}},
		{args: []string{"-f", "-o", "0", "-o", "2", "--hardlink-dupes", "pkg"}}}},
	{name: "hardlinks of one level", runs: []invocation{{args: []string{"-o", "1", "--hardlink-dupes", "pkg"}, status: true}}},
	{name: "checked-hash", runs: one("--invalidation-mode", "checked-hash", "pkg")},
	{name: "unchecked-hash", runs: one("--invalidation-mode=unchecked-hash", "pkg")},
	{name: "timestamp", runs: []invocation{{args: []string{"--inval", "timestamp", "pkg"}, env: []string{"SOURCE_DATE_EPOCH=1"}}}},
	{name: "SOURCE_DATE_EPOCH", runs: []invocation{{args: []string{"pkg"}, env: []string{"SOURCE_DATE_EPOCH=123"}}}},
	{name: "SOURCE_DATE_EPOCH empty", runs: []invocation{{args: []string{"pkg"}, env: []string{"SOURCE_DATE_EPOCH="}}}},
	{name: "PYTHONOPTIMIZE", runs: []invocation{{args: []string{"pkg"}, env: []string{"PYTHONOPTIMIZE=2"}}}},
	{name: "PYTHONPYCACHEPREFIX", runs: []invocation{{args: []string{"pkg"}, env: []string{"PYTHONPYCACHEPREFIX=cache"}}}},
	{name: "mode conflict", runs: []invocation{{args: []string{"-d", "x", "-s", "y", "pkg"}, status: true}}},
	{name: "bad mode", runs: []invocation{{args: []string{"--invalidation-mode", "never", "pkg"}, status: true}}},
	{name: "bad number", runs: []invocation{{args: []string{"-r", "x", "pkg"}, status: true}}},
	{name: "unknown option", runs: []invocation{{args: []string{"-z", "pkg"}, status: true}}},
	{name: "letters together", runs: one("-lqbo1", "pkg")},
	{name: "options around arguments", runs: one("-q", "pkg", "top.py", "-l")},
	{name: "-o=1", runs: one("-o=1", "-o", "0", "top.py")},
	{name: "-o -1", runs: one("-o", "-1", "-o2", "top.py")},
	{name: "--", runs: one("-q", "--", "pkg", "-q")},
	{name: "negative number", runs: one("-5", "top.py")},
	{name: "number with a dot", runs: one("-.5", "top.py")},
	{name: "argument with a blank", runs: one("-z z", "top.py")},
	{name: "empty argument", runs: one("")},
	{name: "empty value", runs: one("--invalidation-mode=timestamp", "-d", "", "top.py")},
	{name: "value like an option", runs: []invocation{{args: []string{"pkg", "-d", "-q"}, status: true}}},
	{name: "value like no option", runs: one("pkg", "-d", "-z z")},
	{name: "value behind =", runs: one("top.py", "-d=-q")},
	{name: "switch with a value", runs: []invocation{{args: []string{"--hardlink-dupes=1", "pkg"}, status: true}}},
	{name: "--h", runs: []invocation{{args: []string{"--h", "pkg"}, status: true}}},
	{name: "missing value", runs: []invocation{{args: []string{"pkg", "-d"}, status: true}}},
	{name: "-fqq", runs: one("-fqq", "pkg", "bad")},
	{name: "-lfq", runs: one("-lfq", "pkg")},
	{name: "double dash", runs: one("-q", "--", "pkg")},
	{name: "symlink to directory", prepare: symlink("sub", "pkg/link"), runs: one("pkg")},
	{name: "symlink loop", prepare: symlink(".", "pkg/loop"), runs: one("pkg")},
	{name: "broken symlink", prepare: symlink("nowhere.py", "pkg/broken.py"), runs: one("pkg")},
	{name: "symlinked source", prepare: symlink("mod.py", "pkg/alias.py"), runs: one("pkg")},
	{name: "argument is a symlink", prepare: symlink("pkg", "alias"), runs: one("alias")},
	{name: "output is a symlink", prepare: outputLink, runs: one("-b", "pkg/plain.py")},
	{name: "output is a directory", prepare: outputDir, runs: one("-b", "pkg/plain.py")},
	{name: "cache is a file", prepare: cacheFile, runs: one("pkg/plain.py")},
	{name: "permission bits", prepare: permissions, runs: one("pkg")},
	{name: "source changed", runs: []invocation{{args: []string{"-q", "pkg"}}, {args: []string{"pkg"}, stdin: "touch pkg/mod.py"}}},

	{name: "py_compile", runs: []invocation{{module: "py_compile", args: []string{"top.py", "pkg/mod.py"}}}},
	{name: "py_compile error", runs: []invocation{{module: "py_compile", args: []string{"top.py", "bad/bad.py", "pkg/mod.py"}}}},
	{name: "py_compile -q", runs: []invocation{{module: "py_compile", args: []string{"-q", "bad/bad.py"}}}},
	{name: "py_compile no such", runs: []invocation{{module: "py_compile", args: []string{"nosuch.py"}}}},
	{name: "py_compile -", runs: []invocation{{module: "py_compile", args: []string{"-"}, stdin: "top.py\nodd/script\n"}}},
	{name: "py_compile directory", runs: []invocation{{module: "py_compile", args: []string{"pkg"}}}},
	{name: "py_compile nothing", runs: []invocation{{module: "py_compile", status: true}}},
	{name: "py_compile warning", runs: []invocation{{module: "py_compile", args: []string{"pkg/warns.py"}}}},
}

func outputLink(root string) { os.Symlink("mod.py", filepath.Join(root, "pkg/plain.pyc")) }

func outputDir(root string) { os.Mkdir(filepath.Join(root, "pkg/plain.pyc"), 0o777) }

func cacheFile(root string) { os.WriteFile(filepath.Join(root, "pkg/__pycache__"), nil, 0o666) }

func permissions(root string) {
	os.Chmod(filepath.Join(root, "pkg/mod.py"), 0o400)
	os.Chmod(filepath.Join(root, "pkg/plain.py"), 0o755)
	os.Chmod(filepath.Join(root, "pkg/__init__.py"), 0o666)
}
