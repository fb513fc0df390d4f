"""Writes what CPython makes of source.py, one JSON object a line.

Run it with each version that has _testinternalcapi (a debug build is not
needed):

    python3.13 dump.py > python313.jsonl

Every chunk is compiled as a module. For it and all code in it, "in" are the
instructions that codegen makes and "out" those that the flow graph leaves; for
modules, "code" and so on is what the code object has. Functions have constants
of which only the truth and the identity matter, since CPython does not tell
theirs.
"""

import ast
import json
import opcode
import sys
import warnings

import _opcode_metadata
import _testinternalcapi

NAMES = {number: name for name, number in _opcode_metadata.opmap.items()}
FAST = {"LOAD_FAST", "STORE_FAST", "DELETE_FAST", "LOAD_FAST_AND_CLEAR", "STORE_FAST_MAYBE_NULL"}


def instructions(sequence):
    return [[NAMES[op], arg or 0, *span] for op, arg, *span in sequence.get_instructions()]


def constant(value):
    if isinstance(value, (tuple, frozenset)):
        return {type(value).__name__: sorted(map(constant, value), key=str) if type(value) is frozenset
                else list(map(constant, value))}
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return {type(value).__name__: ""}


def greatest(insts, ops):
    return max((arg for op, arg, *_ in insts if op in ops), default=-1)


def unit(name, sequence, consts=None, **more):
    before = instructions(sequence)
    if consts is None:
        count = greatest(before, {"LOAD_CONST"}) + 1
        consts = [None if i == 1 else "" if i == 4 else 1000 + i for i in range(count)]
    record = {"name": name, "in": before, "consts": list(map(constant, consts))}
    record["locals"] = greatest(before, FAST) + 1
    for i, nested in enumerate(sequence.get_nested()):
        unit(f"{name}.{i}", nested)
    after = _testinternalcapi.optimize_cfg(sequence, consts, record["locals"])
    record["out"] = instructions(after)
    record["outconsts"] = list(map(constant, consts))
    print(json.dumps(record | more, separators=(",", ":")))


def main():
    warnings.simplefilter("ignore")
    for chunk in open("source.py").read().split("# ---- ")[1:]:
        name, _, source = chunk.partition("\n")
        sequence, meta = _testinternalcapi.compiler_codegen(ast.parse(source), "source.py", 0)
        code = compile(source, "source.py", "exec")
        unit(
            name, sequence, list(meta["consts"]), names=code.co_names, varnames=code.co_varnames,
            code=code.co_code.hex(), lines=code.co_linetable.hex(), excepts=code.co_exceptiontable.hex(),
            depth=code.co_stacksize)


main()
