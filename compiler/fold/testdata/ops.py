"""Prints operations on constants and CPython's results for TestOperations.

    python3.13 ops.py > ops-3.13.txt

Each line is an operator, its operands and the result, "-" where it is an error or
over the limits of folding. Numbers are in hexadecimal, floats as their bits.
"""

import math
import operator
import random
import struct
import sys
import warnings

warnings.simplefilter("ignore")
NEW = sys.version_info >= (3, 14)
BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
          "%": operator.mod, "**": operator.pow, "<<": operator.lshift, ">>": operator.rshift,
          "|": operator.or_, "^": operator.xor, "&": operator.and_, "//": operator.floordiv,
          "[]": operator.getitem}
UNARY = {"~": operator.invert, "not": operator.not_, "u+": operator.pos, "u-": operator.neg}
INF = math.inf
NUMBERS = [
    0, 1, -1, 2, 3, -7, 10, 100, 127, 128, 2**63 - 1, 2**63, -2**63, 2**64, -2**100 + 1, 10**400,
    True, False,
    0.0, -0.0, 0.5, 1.0, -1.5, 3.0, 1e16, 1e300, -1e-300, 5e-324, INF, -INF, 1 / 3, 0.1,
    1j, -2.5j, 1 + 2j, complex(-0.0, 3), complex(INF, 1), 1e200 - 1e200j,
]
OTHERS = ["", "a", "ab", "é€\U0001f600", "\ud800", b"", b"a", b"abc", (), (1,), (1, 2, "x"),
          ((1, 2), 3), (0,) * 20, None, ...]
INDEXES = [0, 1, 2, -1, -3, 5, True, 1.0, 2**70]
SLICES = [slice(None, None, None), slice(1, None, None), slice(None, -1, None), slice(None, None, -1),
          slice(5, 0, -2), slice(-100, 100, 3), slice(None, None, 0), slice(2**70, -2**70, -1), slice(1.0, 2, 1)]


def text(x):
    match x:
        case None | True | False:
            return str(x)[0]
        case int():
            return f"i{x:x}"
        case float():
            return "f" + struct.pack(">d", x).hex()
        case complex():
            return "c" + struct.pack(">dd", x.real, x.imag).hex()
        case str():
            return "s" + x.encode("utf-8", "surrogatepass").hex()
        case bytes():
            return "b" + x.hex()
        case tuple():
            return "(" + ",".join(map(text, x)) + ")"
        case slice():
            return "[" + ",".join(map(text, (x.start, x.stop, x.step))) + "]"
    return "E"


def too_large(op, a, b):
    ints = isinstance(a, int) and isinstance(b, int)
    if op == "*" and ints:
        return a and b and a.bit_length() + b.bit_length() > 128
    if op == "*":
        if isinstance(b, int):
            a, b = b, a
        if isinstance(a, int) and isinstance(b, (str, bytes, tuple)) and len(b):
            return not 0 <= a <= (256 if isinstance(b, tuple) else 4096) // len(b)
    if op == "**" and ints:
        return a and b > 0 and a.bit_length() > 128 // b
    if op == "<<" and ints:
        return a and b and not 0 <= b <= 128 - a.bit_length()
    return op == "%" and isinstance(a, (str, bytes))


def result(function, *operands):
    try:
        return text(function(*operands))
    except (ArithmeticError, TypeError, ValueError, IndexError):
        return "-"


def binary(op, a, b):
    print(op, text(a), text(b), "-" if too_large(op, a, b) else result(BINARY[op], a, b))


def main():
    for op, function in UNARY.items():
        for x in NUMBERS + OTHERS:
            hidden = NEW and op == "~" and isinstance(x, bool)
            print(op, text(x), "-" if hidden else result(function, x))
    for seq in OTHERS:
        for index in INDEXES + SLICES * NEW:
            binary("[]", seq, index)
    rand = random.Random(1)
    for op in list(BINARY)[:-1]:
        pairs = [(a, b) for a in NUMBERS for b in NUMBERS]
        for a, b in rand.sample(pairs, 100):
            # The exact powers of complex numbers are a matter of the C library.
            if op != "**" or not isinstance(a, complex) and not isinstance(b, complex) and (a >= 0 or b in (INF, -INF) or b == int(b)):
                binary(op, a, b)
        for a, b in rand.sample([(a, b) for a in OTHERS for b in OTHERS + NUMBERS], 15):
            binary(op, a, b)
            binary(op, b, a)
    for _ in range(300):
        binary("**", abs(rand.choice([rand.uniform(0, 100), rand.lognormvariate(0, 50)])), rand.gauss(0, 20))


main()
