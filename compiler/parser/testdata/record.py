"""Prints what the Python that runs it makes of the sources in cases.txt.

    python3.13 record.py > results-3.13.txt

The sources are divided by lines of three dashes, and so are the results: a tree, as
asttest.Dump writes it, or an error; and below it the warnings.
"""

import ast
import os
import sys
import tempfile
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.stdout.reconfigure(encoding="utf-8")
sys.path.insert(0, os.path.join(HERE, "..", "..", "internal", "asttest", "testdata"))
import dump  # noqa: E402


def result(source, filename):
    # The file has to be there, since CPython shows lines of it and counts columns in them.
    with open(filename, "wb") as f:
        f.write(source.encode())
    try:
        tree = compile(source.encode(), filename, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as e:
        return f"{type(e).__name__} {e.lineno}.{e.offset}-{e.end_lineno}.{e.end_offset} {e.msg}\n"
    except Exception as e:
        return f"{type(e).__name__} {e}\n"
    return "".join(map(dump.tree_text, tree.body))


def main():
    with open(os.path.join(HERE, "cases.txt"), encoding="utf-8", newline="") as f:
        cases = f.read().split("\n---\n")
    with tempfile.TemporaryDirectory() as folder:
        for source in cases:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                text = result(source, os.path.join(folder, "source.py"))
            for w in caught:
                text += f"{w.category.__name__} {w.lineno} {w.message}\n"
            print(text, end="---\n")


main()
