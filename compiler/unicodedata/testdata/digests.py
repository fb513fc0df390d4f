"""Prints what digests_test.go expects of the Python version that runs it.

    python3.X digests.py NAMES

NAMES is a file of character names, one a line: `go test -run Names -dump FILE` writes
it. Each line is the version of Unicode, what was asked, and the SHA-256 of the
answers.
"""

import hashlib
import sys
import unicodedata


def characters():
    return (chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000)


def flags():
    for c in characters():
        yield "%d%d%d" % (c.isidentifier(), ("a" + c).isidentifier(), c.isprintable())


def nfkc():
    """Each character alone, and between some that it may compose with."""
    for c in characters():
        yield unicodedata.normalize("NFKC", c)
        if unicodedata.normalize("NFKC", c) != c or unicodedata.combining(c):
            yield unicodedata.normalize("NFKC", "e\u0323\u0301" + c + "\u0301\u0323" + c + "\u1161\u11a8")


def lookup(name):
    try:
        found = unicodedata.lookup(name)
    except KeyError:
        return "-"
    return "%X" % ord(found) if len(found) == 1 else "-"


def names():
    with open(sys.argv[1]) as file:
        for line in file:
            yield lookup(line.rstrip("\n"))
    for c in range(0x3400, 0x33480, 7):
        for prefix in "CJK UNIFIED IDEOGRAPH-", "TANGUT IDEOGRAPH-", "cjk unified ideograph-":
            for form in "%X", "%x", "%05X":
                yield lookup(prefix + form % c)
    for c in range(0xAC00, 0xD7A4):
        name = unicodedata.name(chr(c))
        yield lookup(name)
        yield lookup(name.lower())
        yield lookup(name + "A")


for ask in flags, nfkc, names:
    answers = "\n".join(ask()).encode()
    print(unicodedata.unidata_version, ask.__name__, hashlib.sha256(answers).hexdigest())
