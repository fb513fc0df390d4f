"""Prints the syntax tree of a Python file as the JSON that package asttest reads.

    python3 dump.py [--optimize LEVEL] FILE

With --optimize the tree is the one that the compiler folded (3.13 and later).
"""

import ast
import json
import struct
import sys

SPAN = ("lineno", "end_lineno", "col_offset", "end_col_offset")


def constant(value):
    """A constant as [kind, value]; text and numbers so that nothing is lost."""
    match value:
        case None | True | False:
            return [str(value)]
        case int():
            return ["int", hex(value)]
        case float():
            return ["float", struct.pack(">d", value).hex()]
        case complex():
            return ["complex", struct.pack(">dd", value.real, value.imag).hex()]
        case str():
            return ["str", value.encode("utf-8", "surrogatepass").hex()]
        case bytes():
            return ["bytes", value.hex()]
        case tuple():
            return ["tuple", [constant(item) for item in value]]
        case frozenset():
            items = sorted((constant(item) for item in value), key=repr)
            return ["frozenset", items]
        case _ if value is ...:
            return ["Ellipsis"]
    raise TypeError(type(value))


def plain(value):
    if isinstance(value, (ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context)):
        return type(value).__name__
    if isinstance(value, ast.AST):
        return node(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def node(n):
    out = {"": type(n).__name__}
    if hasattr(n, "lineno"):
        out["span"] = [getattr(n, name) for name in SPAN]
    for name, value in ast.iter_fields(n):
        is_constant = (name == "value" and isinstance(n, (ast.Constant, ast.MatchSingleton))
                       or name == "str")
        out[name.replace("_", "")] = constant(value) if is_constant else plain(value)
    return out


def tree(source, optimize=None, filename="<source>"):
    """The JSON of a module's tree."""
    flags = ast.PyCF_ONLY_AST if optimize is None else ast.PyCF_OPTIMIZED_AST
    parsed = compile(source, filename, "exec", flags, dont_inherit=True,
                     optimize=-1 if optimize is None else optimize)
    return json.dumps(node(parsed), separators=(",", ":"))


def main(args):
    sys.setrecursionlimit(20000)
    optimize = None
    if args[0] == "--optimize":
        optimize = int(args[1])
        args = args[2:]
    with open(args[0], "rb") as f:
        print(tree(f.read(), optimize, args[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
