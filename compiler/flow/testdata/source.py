# Sources of the tests of flow and assemble, one a chunk; dump.py has CPython
# compile them.
# ---- expressions
x = a + b * c
y = (1, 2, (3, 'four'))
z = [1, 2, 3]
w = {1, 2, 3}
a.b.c = x[1:2]
del x, y[0], z.q
# ---- swaps
a, b = b, a
a, b, c = c, b, a
a, b, c, d = d, c, b, a
(a,) = (b,)
# ---- truth
if a and b or not c: f()
elif not (a or b and c): g()
else: h()
x = a or b and c
y = not not a
z = a if not b else c
while a and not b: pass
if None: never()
if 1: always()
if a is None: f()
if a is not None: g()
if not a is None: h()
x = 1 < a <= 3 < b
if a in b and c not in d: pass
assert a, b
# ---- loops
for i in x:
    if i: continue
    for j in i:
        if j: break
        f(j)
    else:
        g()
else:
    h()
while True:
    if a: break
    while b:
        if c: continue
        d()
# ---- constant loops
for x in [1, 2, 3]: pass
for x in (a, b): pass
x in {1, 2, 'a'}
x not in [1, 2]
# ---- try
try:
    a()
except ValueError:
    b()
except (TypeError, KeyError) as e:
    c(e)
except:
    d()
else:
    e()
finally:
    f()
# ---- nested finally
try:
    try:
        a()
    finally:
        b()
finally:
    c()
for i in x:
    try:
        if i: continue
        if j: break
        f()
    finally:
        g()
# ---- except star
try:
    a()
except* ValueError as e:
    b()
except* OSError:
    c()
# ---- with
with a as b, c:
    d()
with a: pass
for i in x:
    with i:
        if j: break
        continue
# ---- functions
def f(a, b=1, *c, d, e=2, **g):
    return a
def early(a):
    if a: return
    if not a: return 1
    while a:
        if a.b: return a.c
        a = a.next
def swap_fast(a, b):
    a, b = b, a
    c, d, e = a, b, a
    return c, d, e
def unbound(a):
    if a: x = 1
    del a
    print(x, a)
    x = 2
    return x
def finally_return(a):
    try:
        return a()
    finally:
        print(a)
def with_return(a):
    with a as b:
        return b
def loop(a):
    for i in a:
        try:
            x = i.y
        except AttributeError:
            continue
        print(x)
    return [y for y in a if y], {k: v for k, v in a}
def many(a):
    b=c=d=e=f=g=h=i=j=k=l=m=n=o=p=q=r=s=a
    r, s = s, r
    return p, q, r, s
# ---- closures
def outer(a, b):
    c = a
    def inner():
        nonlocal c
        c = c + a
        return c, b
    class C:
        x = a
        def m(self): return __class__, c
    return inner, C, lambda: (a, c)
# ---- generators
def gen(a):
    x = yield
    yield x
    yield from a
    try:
        yield 1
    finally:
        yield 2
    return a
g = (x for x in y for z in x if z)
async def co(a):
    async with a as b:
        await b
    async for i in a:
        yield i
    return
async def comps(a):
    return [x async for x in a], {await x for x in a}
# ---- match
match a:
    case 1 | 2: f()
    case [x, y, *z]: g()
    case {'k': v, **r}: h()
    case C(p, q=1) if p: i()
    case (x, [y, (z, w)]): j()
    case None: k()
    case _: l()
# ---- calls
f(a, *b, c=1, **d)
f.g(a, b=1).h()
print(f'{a!r:>{b}} {c}')
super().x
import a.b.c as d, e
from f import *
# ---- classes
class A(B, metaclass=M):
    """doc"""
    x: int = 1
    y: str
    def __init__(self): self.z = 1
@d(1)
@e
class F: pass
# ---- type parameters
def f[T: int, *U, **V](x: T) -> U: return x
class G[T]: pass
type X[T] = list[T]
