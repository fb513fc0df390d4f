"""Compiles with the real CPython what actions compile, and compares.

Reads what `pyc query --output=json` says from standard input.
"""

import json
import os
import py_compile
import sys
import tempfile


def flags(action):
    """Returns the flags in an action's parameter file."""
    (content,) = action["params"].values()
    lines = content.splitlines()
    return dict(zip(lines[::2], lines[1::2]))


def compiled(flag, directory):
    """Returns the bytes that CPython writes, or none if it rejects the source."""
    cfile = os.path.join(directory, "out.pyc")
    mode = py_compile.PycInvalidationMode[flag["--invalidation_mode"].upper()]
    dfile = os.path.join(flag.get("--destdir", ""), flag["--src_name"])
    source = flag["--src"]
    try:
        py_compile.compile(source, cfile, dfile, True, int(flag["--optimize"]), mode)
    except py_compile.PyCompileError:
        if flag.get("--on_error") == "skip":
            return b""
        raise
    with open(cfile, "rb") as file:
        return file.read()


def main():
    version = "%d.%d" % sys.version_info[:2]
    different = 0
    compared = 0
    with tempfile.TemporaryDirectory() as directory:
        for action in json.load(sys.stdin):
            if action["mnemonic"] != "PyCompile":
                continue
            flag = flags(action)
            if flag["--python_version"] != version:
                print("not compared:", flag["--pyc"], "is for", flag["--python_version"])
                different += 1
                continue
            with open(flag["--pyc"], "rb") as file:
                ours = file.read()
            compared += 1
            if ours != compiled(flag, directory):
                print("different:", flag["--pyc"])
                different += 1
    print("%d of %d files are identical" % (compared - different, compared))
    sys.exit(different > 0 or compared < 20)


main()
