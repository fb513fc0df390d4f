# Sources of the tests of codegen, one a chunk; dump.py has CPython compile them.
# The name of one that only newer versions understand is followed by the version.
# ---- names
x = y
del x
global z
z = x
def f(a, b):
    global g
    g = a
    c = b
    del c
    def inner():
        nonlocal a
        a = b
        del a
        return len(g)
    return inner
# ---- attributes
a.b = c.d.e
del a.b
a.b += c
(a
 .b
 .c) = d
(a
 .b()
 .c(d, *e))
(a
 .b).c += 1
# ---- subscripts
a[b] = c[d, e]
a[b:c] = d[:]
a[b::c] = d[::e, f]
a[1:2:3] += b
a[b:] -= c
a[b] |= c
del a[b], a[c:d], a[::2]
# ---- operators
a + b - c * d / e // f % g ** h @ i
a << b >> c & d | e ^ f
-a, +b, ~c, not d
a += b; a -= b; a *= b; a /= b; a //= b; a %= b; a **= b; a @= b
a <<= b; a >>= b; a &= b; a |= b; a ^= b
# ---- comparisons
a < b; a <= b; a == b; a != b; a > b; a >= b
a is b; a is not b; a in b; a not in b
x = a < b <= c
if a < b <= c: d
while not a < b is c in d: e
# ---- truth
x = a and b or c and not d
x = (a if b else c) if d and e else f
if a and b or not (c or d): e
elif f if g else h: i
else: j
if not a: b
if a is None or b is not None: c
assert a
assert a or b, c
if 1: a
if 0: b
if (c := d): e
# ---- displays
x = a, b
x = [a, b]
x = {a, b}
x = {a: b, 'c': d}
x = {'a': b, 'c': d}
x = ()
x = []
x = {}
x = 1, 'a', None
x = [1, 2, 3]
x = {1, 2, 3}
x = [*a, b, *c]
x = {*a, b}
x = *a, b
x = {**a, 'b': c, **d, 'e': f, 'g': h}
x = [a, 1, b, 2, c, 3, d, 4, e, 5, f, 6, g, 7, h, 8, i, 9, j, 10, k, 11, l, 12, m, 13, n, 14, o, 15, p]
x = {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12, m: 13, n: 14, o: 15, p: 16, q: 17}
# ---- assignment
a = b = c
a, b = c
[a, (b, *c)] = d
*a, b = c
a.b, c[d] = e
(a, b), c = d, e
# ---- calls
f()
f(a, b, *c, d, *e)
f(a, b=c, d=e)
f(*a)
f(**a)
f(*a, b, c=d, **e, f=g, h=i, **j)
f.g(a, b=c)
f.g(*a)
f(a)(b)(c)
f(a, 1, b, 2, c, 3, d, 4, e, 5, f, 6, g, 7, h, 8, i, 9, j, 10, k, 11, l, 12, m, 13, n, 14, o, 15, p)
f(a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=8, i=9, j=10, k=11, l=12, m=13, n=14, o=15, p=16)
# ---- imported callee
import a
a.b(c)
# ---- super
class C:
    def f(self):
        super().f(1)
        super().g
        super(C, self).h(*a)
        super().f(a=1)
        return super().f, super(C, self).g
# ---- f-strings
x = f''
x = f'a{b}c'
x = f'{a!r:>{b}}{c!s}{d!a}'
x = f'{a=}'
x = f'{a:}{b:x}'
x = f'{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}{l}{m}{n}{o}{p}{q}{r}{s}{t}{u}{v}{w}{x}{y}{z}{a}{b}{c}{d}{e}'
# ---- t-strings (3.14)
x = t''
x = t'a{b}c{d!r:{e}}{f=}'
x = t'a' t'{b}'
# ---- comprehensions
x = [a for a in b]
x = {a for a in b if c if d}
x = {a: b for a, b in c}
x = (a for a in b)
x = [a for b in c for a in b if a]
x = [a for b in c for d in [b + 1] for a in (d,)]
x = [[a for a in b] for b in c]
x = [lambda: a for a in b]
# ---- comprehensions in functions
def f(a):
    x = [a for a in b]
    y = {lambda: c: c for c in a}
    z = (a + d for d in x)
    return [(y := e) for e in y]
# ---- comprehensions in classes
class C:
    a = 1
    b = [a for _ in a]
    c = [__class__ for d in b]
# ---- unpacking comprehensions (3.15)
x = [*a for a in b]
x = {*a for a in b}
x = {**a for a in b}
x = (*a for a in b)
# ---- calls of built-in functions
any(a for a in b)
all(a for a in b)
tuple(a for a in b)
# ---- lambda
f = lambda: 1
f = lambda a, /, b=1, *c, d=2, **e: a
f = lambda: (yield)
# ---- functions
@a
@b.c
def f(a, /, b: int, c=1, *d: str, e, f: int = 2, **g) -> list:
    """   Docs.

    More.
    """
    return a
def g(*args: *Ts):
    pass
def h():
    'a'
    'b'
    return
# ---- generators
def f():
    x = yield
    yield a
    y = yield from b
    return y
# ---- asynchronous functions
async def f():
    await a
    async for b in c:
        if b: continue
        if d: break
    else:
        e
    async with g as h, i:
        return j
    return [k async for k in l if await m]
async def g():
    yield a
    async for b in c: yield b
async def h():
    x = {a: b async for a in (c async for c in d) for b in a}
    return (await a for a in b), [await a for a in b]
# ---- classes
@a
class C(B, metaclass=M, **k):
    """Docs."""
    x = 1
    __private = x
    def f(self, __a):
        self.y = self.__z = __a
        return __class__
class D: pass
class E(*a): 'only docs'
# ---- annotations in classes
class C:
    a: int
    b: str = 'b'
    (c): int = 1
    if a:
        d: int
# ---- other annotations
def f():
    a: b = c
    d: e
    f.g: h
    i[j]: k = l
# ---- future annotations
from __future__ import annotations
def f(a: b.c, *d: *e) -> 'f': pass
class C:
    x: f'{y}' = 1
# ---- type parameters
def f[T](a: T) -> T: pass
def g[T: int, *Ts, **P](a=1, *, b=2): pass
def h[T: (int, str) = int, *Ts = *tuple[int], **P = []]() : pass
class C[T](B): x: T
class D[*Ts]: pass
type A = B[A]
type E[T] = C[T]
class F:
    y = 1
    def g[T: y](self): return T
    type G = y
# ---- if and loops
while a:
    if b: break
    elif c: continue
    d
else:
    e
while True: f
while False: g
for a in b:
    for c, d in a:
        if c: continue
        break
    else:
        e
# ---- try
try: a
except b: c
except (d, e) as f: g
except: h
else: i
try: a
finally: b
try: a
except b: c
finally: d
# ---- leaving blocks
def f():
    for a in b:
        try:
            with c as d:
                if d: continue
                if e: break
                return f(a)
        except g as h:
            return 1
        finally:
            i
        try:
            return j
        finally:
            return
    while k:
        try:
            continue
        finally:
            break
# ---- except star
try: a
except* b: c
except* (d, e) as f: g
else: h
finally: i
# ---- with
with a: b
with a as b, c as (d, e): f
with a as b.c: pass
# ---- raise
raise
raise a
raise a from b
# ---- imports
import a
import a.b.c
import a.b.c as d, e as f
from a import b, c as d
from . import a
from ..a.b import c
from a import *
# ---- lazy imports (3.15)
lazy import a.b
lazy from a import b
try:
    import c
except d: pass
def f(): import e
# ---- match values
match a:
    case 1: b
    case -1.5 | 2 + 3j: c
    case 'd' 'e' | b'f': g
    case None | True: h
    case i.j: k
match a:
    case b: c
# ---- match sequences
match a:
    case []: b
    case [_]: b
    case [c, _, d] if c: e
    case [f, *g, h]: i
    case [*_]: j
    case [1, *_, k]: l
    case [[m, n], (o, *p)]: q
# ---- match mappings
match a:
    case {}: b
    case {'c': d, e.f: 1}: g
    case {'h': i, **j}: k
    case {**l}: m
# ---- match classes
match a:
    case b(): c
    case d.e(1, f, g=h, i=_): j
    case k(_): l
# ---- match alternatives
match a:
    case [b, c] | [c, b, _]: d
    case (1 | 2) as e, f: g
    case h(i) | [_, i, _] if 0: k
    case [1 | 2, l] | (l, 3): m
    case _: n
