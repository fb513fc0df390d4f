"""Prints CPython's symbol tables of many small sources for TestCases.

    python3.13 scopes.py cases.txt > scopes-3.13.txt

The sources are divided by lines of three dashes, and so is what is printed: the
tables, or the error that a table could not be made for.
"""

import _symtable
import ast
import sys

OFFSET = 12 if sys.version_info >= (3, 12) else 11
SCOPES = ["-", "local", "global", "implicit", "free", "cell"]
FLAGS = {1: "global", 2: "local", 4: "param", 8: "nonlocal", 16: "use", 64: "freeclass", 128: "import",
         256: "annot", 512: "compiter", 1024: "typeparam", 2048: "compcell"}
if OFFSET == 11:
    del FLAGS[2048]
FUNCTION, CLASS, MODULE, ANNOTATION = range(4)
KINDS = ["function", "class", "module", "annotation", "alias", "params", "variable"]
if sys.version_info < (3, 13):
    KINDS[4:] = ["variable", "alias", "params"]


def symbol(name, value):
    flags = [word for bit, word in FLAGS.items() if value & (1 << OFFSET) - 1 & bit]
    return f"{name} {SCOPES[value >> OFFSET]}: {' '.join(flags)}".rstrip()


def show(table, depth=0):
    indent = "  " * depth
    nested = " nested" if table.nested else ""
    name = table.name.strip("<>")
    print(f"{indent}{KINDS[table.type]} {name} {table.lineno}{nested} ({' '.join(table.varnames)})")
    for line in sorted(symbol(*item) for item in table.symbols.items()):
        print(f"{indent}  . {line}")
    for child in table.children:
        show(child, depth + 1)


def parses(source):
    """Whether the parser takes it; 3.14 and later look at __future__ imports at once."""
    try:
        compile(source, "test.py", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as e:
        return e.msg == "not a chance" or e.msg.startswith("future feature")
    return True


def main():
    with open(sys.argv[1]) as f:
        sources = f.read().split("\n---\n")
    for source in sources:
        try:
            if parses(source):
                show(_symtable.symtable(source, "test.py", "exec"))
            else:
                print("not parsed")
        except SyntaxError as e:
            end = f"{e.end_lineno}.{-1 if e.end_offset is None else e.end_offset}"
            print(f"{e.lineno}.{e.offset}-{end} {e.msg}")
        print("---")


main()
