"""Prints the syntax tree of a Python file as the JSON that package asttest reads.

    python3 dump.py [--optimize LEVEL] FILE
    python3 dump.py --cases FILE

With --optimize the tree is the one that the compiler folded (3.13 and later).
--cases prints the folded trees of many small sources, divided by lines of three
dashes, as asttest.Dump writes them.
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


# What package ast calls otherwise than Python's ast does.
CLASSES = {"Expr": "ExprStmt", "AsyncFunctionDef": "FunctionDef", "AsyncFor": "For",
           "AsyncWith": "With", "TryStar": "Try", "comprehension": "Comprehension",
           "arguments": "Arguments", "arg": "Arg", "keyword": "Keyword", "alias": "Alias",
           "withitem": "WithItem", "match_case": "MatchCase"}
FIELDS = {"decoratorlist": "decorators", "contextexpr": "context", "optionalvars": "vars",
          "isasync": "async", "islazy": "lazy", "defaultvalue": "default"}
# The order of the fields where it is not Python's.
ORDER = {
    "FunctionDef": ["async", "name", "args", "body", "decorators", "returns", "typeparams"],
    "ClassDef": ["name", "bases", "keywords", "body", "decorators", "typeparams"],
    "For": ["async", "target", "iter"],
    "With": ["async", "items"],
    "Import": ["names", "lazy"],
    "ImportFrom": ["module", "names", "level", "lazy"],
    "BoolOp": ["op", "values"],
    "BinOp": ["op", "left", "right"],
    "TypeAlias": ["name", "typeparams", "value"],
    "Try": ["star"],
}
NUMBERS = {name: i for names in (
    "Load Store Del", "And Or",
    "Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv",
    "Invert Not UAdd USub", "Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn",
) for i, name in enumerate(names.split())}


def quoted(data):
    text = "".join(chr(c) if 32 <= c < 127 and c not in b"'\\" else f"\\x{c:02x}" for c in data[:100])
    return f"'{text}'" if len(data) <= 100 else f"'{text}...' of {len(data)}"


def constant_text(value):
    match constant(value):
        case [kind]:
            return kind
        case ["int", text]:
            return "int:" + text.replace("0x", "")
        case ["str" | "bytes" as kind, text]:
            return f"{kind}:{quoted(bytes.fromhex(text))}"
        case ["tuple", _]:
            return "tuple:[" + ", ".join(map(constant_text, value)) + "]"
        case ["frozenset", _]:
            return "frozenset:[" + ", ".join(sorted(map(constant_text, value))) + "]"
        case [kind, text]:
            return f"{kind}:{text}"


def value_text(value):
    if isinstance(value, list):
        return "[" + ", ".join(map(value_text, value)) + "]"
    if isinstance(value, ast.AST):
        name = type(value).__name__
        return str(NUMBERS[name]) if name in NUMBERS else f"({node_text(value)[0]})"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def node_text(n):
    """The text of a node, and the lists of statements and the like below it."""
    name = type(n).__name__
    fields = {}
    for field, value in ast.iter_fields(n):
        field = field.replace("_", "")
        fields[FIELDS.get(field, "name" if name == "arg" and field == "arg" else field)] = value
    if name.startswith("Async") or name == "TryStar":
        fields["star" if name == "TryStar" else "async"] = True
    if name in ("comprehension", "Import", "ImportFrom", "AnnAssign"):
        for field in ("async", "lazy", "simple"):
            if field in fields:
                fields[field] = bool(fields[field])
    name = CLASSES.get(name, name)
    text = name
    if hasattr(n, "lineno"):
        text += f"@{n.lineno}.{n.col_offset}-{n.end_lineno}.{n.end_col_offset}"
    nested = []
    for field in sorted(fields, key=lambda f: (ORDER.get(name, []).index(f) if f in ORDER.get(name, []) else 99)):
        value = fields[field]
        if field == "kind" and name == "Constant":
            continue
        if name in ("Constant", "MatchSingleton") and field == "value" or field == "str":
            text += f" {field}={constant_text(value)}"
        elif isinstance(value, list) and value and isinstance(value[0], (ast.stmt, ast.ExceptHandler, ast.match_case)):
            nested.append(value)
        elif isinstance(value, ast.AST) and NUMBERS.get(type(value).__name__) == 0:
            pass
        elif value is not None and value is not False and value != [] and value != 0:
            text += f" {field}={value_text(value)}"
    return text, nested


def tree_text(n, depth=0):
    text, nested = node_text(n)
    return "  " * depth + text + "\n" + "".join(tree_text(s, depth + 1) for body in nested for s in body)


def cases(text):
    for source in text.split("\n---\n"):
        try:
            flags = ast.PyCF_OPTIMIZED_AST
            parsed = compile(source, "<source>", "exec", flags, dont_inherit=True, optimize=0)
            print("".join(map(tree_text, parsed.body)), end="---\n")
        except SyntaxError:
            print("SyntaxError\n---")


def main(args):
    sys.setrecursionlimit(20000)
    if args[0] == "--cases":
        with open(args[1]) as f:
            return cases(f.read())
    optimize = None
    if args[0] == "--optimize":
        optimize = int(args[1])
        args = args[2:]
    with open(args[0], "rb") as f:
        print(tree(f.read(), optimize, args[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
