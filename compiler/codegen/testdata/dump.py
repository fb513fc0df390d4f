"""Writes the instructions that CPython's code generator makes of source.py.

Run it with each version that has _testinternalcapi (a debug build is not needed):

    python3.13 dump.py > python313.txt

Every chunk is compiled as a module. Its code objects follow, the inner ones first,
and for each of them its instructions: operation, argument, line, end line, column and
end column. The argument of a jump is the index of its target.
"""

import ast
import pathlib
import re
import sys
import warnings

import _opcode
import _opcode_metadata
import _testinternalcapi

NAMES = {number: name for name, number in _opcode_metadata.opmap.items()}
JUMPS = {NAMES[number] for number in NAMES if _opcode.has_jump(number)} | {"SETUP_CLEANUP", "SETUP_FINALLY", "SETUP_WITH"}


def chunks():
    text = pathlib.Path(__file__).with_name("source.py").read_text()
    for chunk in text.split("# ---- ")[1:]:
        title, source = chunk.split("\n", 1)
        name, since = re.fullmatch(r"([^(]+?)(?: \((\d+\.\d+)\))?", title).groups()
        if since and tuple(map(int, since.split("."))) > sys.version_info:
            continue
        yield name, source


def write(sequence):
    for inner in sequence.get_nested():
        write(inner)
    print("unit")
    instructions = [(NAMES[op], arg or 0, *span) for op, arg, *span in sequence.get_instructions()]
    places = [i for i, (name, *_) in enumerate(instructions) if name == "ANNOTATIONS_PLACEHOLDER"]
    for name, arg, *span in instructions:
        if name == "ANNOTATIONS_PLACEHOLDER":  # CPython drops it later
            continue
        if name in JUMPS and places and arg > places[0]:
            arg -= 1
        if name == "GET_ITER" and arg:  # of yield from; CPython's flow graph completes it
            arg = 3
        print(name, arg, *span)


warnings.simplefilter("ignore")
for name, source in chunks():
    print("chunk", name)
    sequence, _ = _testinternalcapi.compiler_codegen(ast.parse(source), "source.py", 0, 0)
    write(sequence)
