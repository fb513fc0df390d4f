"""Constants of all kinds, shared and not: the source of the .pyc files here."""
import os.path as p, sys
from os.path import join
small = -5, -6, 256, 257, 1024, 1025, 1000, 1000, 2147483647, -2147483648
large = 2147483648, -2147483649, 1 << 63, -(1 << 63) - 1, 1 << 90, 12345678901234567890123
floats = 0.0, -0.0, 1.5, 1.5, 1e400, 2.5j, -0.0j
texts = "", " ", "a", "é", "\xff", "Ā", "name", "no name", "no name", "\ud800", "x" * 300, "größe"
octets = b"", b"q", b"qq", b"qq", b"\xff" * 300
groups = (), (1,), ("no name", (2.5, 1.5)), (), ((), ("no name", (2.5, 1.5)))
others = None, True, False, ..., __debug__
long = "a0 a1 a2 a3 a4".split()
print(0 if p in {"no name", "a", "b c", 1000, 1.5, b"q", b"qq", (1, "d e"), "größe"} else {})


def same(a, /, b, *c, d=1.5, **e):
    """Docstring."""
    def inner():
        return a, b, lambda: c in {"b c", "d e"}
    return inner


class A(str):
    größe = "größe"
    def f(self):
        return super().f(x=1, y="no name"), [i for i in "no name"], (j for j in ())
    def g(self): return self


first = lambda: 0
second = lambda: 0
try:
    long[1:2], long[:, 1:"no name"]
except* OSError as e:
    async def coroutine():
        async with e as f:
            await f
