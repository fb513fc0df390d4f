r"""Prints what TestErrors expects of the Python version that runs it.

    python3.X errors.py FOLDER >errors-3.X.txt

FOLDER is for a file to compile. Each line has, as JSON, the source in Latin-1,
the attributes of its SyntaxError (null if it was decoded without error), and what
py_compile says.
"""

import json
import pathlib
import py_compile
import sys
import warnings

HEADS = [
    "", "#coding: ascii", "# -*- coding: latin-1 -*-", "#\n# vim: set fileencoding=cp1252 :", "\f \t#coding=Latin_1-unix",
    "\n\n#coding: ascii", "x\n#coding: ascii", "x #coding: ascii", "'''\n#coding: ascii'''", "#coding : ascii", "#coding:ascii!",
    "#coding:coding: ascii", "#coding=", "#Coding: ascii", "#coding: utf8", "#coding: UTF_8-sig", "#coding: utf-88", "#coding: nil",
    "#coding: rot13", "#coding: hex", "#coding: utf-16", "#coding: utf-32", "#coding: undefined", "#coding: idna", "#coding: mbcs",
    "#coding: utf-7", "#coding: big5", "#coding: korean", "#coding: csGBK", "#coding: cp00858", "#coding: palmos", "#coding: punycode",
    "\xef\xbb\xbf", "\xef\xbb\xbf#coding: utf-8", "\xef\xbb\xbf#coding: utf8", "\xef\xbb\xbf\n#coding: latin1", "\xef\xbb#coding: ascii",
    "#coding: unicode_escape", "#coding: cp424",
]
BODIES = ["x = '\xe9'\n", "x = '\xc3\xa9'", "x = 1\0", "x = '+2AA-'\r\n", "x = '\\ud800\\udc00'\r"]
BROKEN = [
    "x = 1 1\n", "\tx = '\t' 1\n", "  \fx = (\n", "if x:\npass", "if x:\n\t\ty\n        z\n", "x = '\xc3\xa9\xe6\xbc\xa2' 1\n",
    "\xe6\xbc\xa2 = '\xf0\x9f\x98\x80' ?\n", "return 1\n", "f(a=1, a=2)\n", "x = '''\n\n", "x = 'abc\n", "x = \xe2\x80\x8b1\n", "\n\n   x\n",
    "def f(): nonlocal x\n", "(a, b) = 1 = c\n", "f(x for x in y, 1)\n", "(a\n b)\n", "\xef\xbb\xbfx = \xc3\xa9 1\n", "x = \\ 1\n", "break", "x = 0777\n",
    "from __future__ import braces\n", "x = f'{a b}'\n", "e\xcc\x81 = \xc3\xa9 $\n", "('\xe6\xbc\xa2\xe5\xad\x97' 1\n",
]


def message(source, file):
    file.write_bytes(source)
    try:
        compile(source, str(file), "exec", dont_inherit=True)
    except Exception as e:
        text = str(py_compile.PyCompileError(type(e), e, "f.py")).replace(str(file), "f.py").replace(file.name, "f.py")
        return e, text
    return None, None


def main():
    warnings.simplefilter("ignore")
    file = pathlib.Path(sys.argv[1], "errors_test_source.py")
    sources = [h + "\n" + b for h in HEADS for b in BODIES] + BROKEN
    for source in sources:
        error, text = message(source.encode("latin-1"), file)
        if source in BROKEN:
            if "Did you mean" not in text:  # Python's own spelling correction, not its compiler's
                attributes = [type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset,
                              error.text.rstrip("\n")]
                print(json.dumps([source, attributes, text]))
        elif error is None:
            print(json.dumps([source, None, None]))
        elif isinstance(error, SyntaxError) and (not error.lineno or "UTF-8 code" in text or "with BOM" in text):
            print(json.dumps([source, None, text]))


main()
