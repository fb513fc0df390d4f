"""Prints which words a Python that runs py_compile has interned by then.

    pythonX.Y -I -S interned.py words.txt

words.txt has the candidates, one on a line: all words of the standard library and
of CPython's C sources will do. The lines that are printed belong to the version's
column of ../interned.txt. -S keeps out what the .pth files of one machine import.

The names below are short and spelt with underscores so as to add no words.
"""
import py_compile
import argparse
import sys

_ = open(sys.argv[1]).read().split("\n")
for __ in _:
    if sys.intern(__) is not __:
        print(__)
