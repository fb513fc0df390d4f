"""Writes the tables of package source's codecs, as facts asked of a CPython.

    python3.13 charsets.py FOLDER

writes FOLDER/charmaps.bin and FOLDER/charsets.bin. The codecs have been the
same in 3.11 to 3.15 but for one character of palmos.

charmaps.bin is a raw deflate stream. Each single-byte codec is its name, a NUL,
and 256 characters of two little-endian bytes; U+FFFE is undefined.

charsets.bin holds the two-byte character sets. Each is its name, a NUL, the
number of the set that it is told as a difference from (0: none, 1: the first in
the file), the length of what follows in four little-endian bytes, and a raw
deflate stream of pairs of numbers, in the order of the cells: how many cells
keep what they have, and the value of the next one, as the difference from one
more than the value before it. Numbers are unsigned varints, with the sign of the
difference in the lowest bit. A cell is (lead & 0x7F) << 8 | trail. Its value is a
character, 0 for none, or for two characters 1 << 21 | i << 16 | first, where i
is the index of the second in SECONDS.
"""

import encodings
import importlib
import pathlib
import pkgutil
import struct
import sys
import zlib

SECONDS = "\u309a\u0300\u0301\u02e5\u02e9\u0304\u030c"


def decode(data, codec):
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return ""


def value(text):
    if len(text) == 2:
        return 1 << 21 | SECONDS.index(text[1]) << 16 | ord(text[0])
    return ord(text) if text else 0


def cells(codec, prefix=b"", mask=0, suffix=b"", first=0x80):
    """All cells of a set in which a codec decodes two bytes with the prefix.

    mask is taken off the bytes for codecs that are of seven bits."""
    found = [0] * (1 << 15)
    for lead in range(first, 0x100):
        if prefix == b"" and mask == 0 and decode(bytes([lead]), codec):
            continue  # a character of one byte
        for trail in range(0x21, 0x100):
            pair = bytes([lead & ~mask, trail & ~mask])
            if mask and (lead < 0xA1 or trail < 0xA1):
                continue
            found[(lead & 0x7F) << 8 | trail] = value(decode(prefix + pair + suffix, codec))
    return found


def shifted(jis):
    """The cells of a Shift JIS codec that has a set of 94 rows."""
    found = [0] * (1 << 15)
    for row in range(94):
        for column in range(94):
            lead = row // 2 + (0x81 if row < 62 else 0xC1)
            trail = column + (0x40 if row % 2 == 0 else 0x9F)
            if row % 2 == 0 and trail >= 0x7F:
                trail += 1
            found[(lead & 0x7F) << 8 | trail] = jis[(row + 0x21) << 8 | column + 0xA1]
    return found


def varint(n):
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def deflate(data):
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


def pack(new, old):
    out, kept, last = bytearray(), 0, 0
    for have, want in zip(old, new):
        if have == want:
            kept += 1
            continue
        delta = want - last - 1
        out += varint(kept) + varint(delta << 1 if delta >= 0 else -delta << 1 | 1)
        kept, last = 0, want
    return deflate(bytes(out))


def charsets():
    esc = b"\x1b$("
    jisx0208 = cells("euc_jp", first=0xA1)
    sets = [
        ("jisx0208", None, jisx0208),
        ("jisx0212", None, cells("euc_jp", b"\x8f")),
        ("jisx0213_1", "jisx0208", cells("iso2022_jp_2004", esc + b"Q", 0x80, b"\x1b(B")),
        ("jisx0213_2", None, cells("iso2022_jp_2004", esc + b"P", 0x80, b"\x1b(B")),
        ("cp932", None, cells("cp932")),
        ("cp949", None, cells("cp949")),
        ("johab", None, cells("johab")),
        ("gbk", None, cells("gbk")),
        ("gb2312", "gbk", cells("gb2312")),
        ("gb18030", "gbk", cells("gb18030")),
        ("big5", None, cells("big5")),
        ("cp950", "big5", cells("cp950")),
        ("big5hkscs", "big5", cells("big5hkscs")),
    ]
    names = [name for name, _, _ in sets]
    by_name = {name: found for name, _, found in sets}
    none = [0] * (1 << 15)
    out = b""
    for name, base, found in sets:
        old = by_name.get(base, none)
        if name == "cp932":
            # Told as a difference from Shift JIS with jisx0208, to which the reader adds it.
            sjis = shifted(jisx0208)
            assert all(v for v, s in zip(found, sjis) if s)
            found = [v if v != s else 0 for v, s in zip(found, sjis)]
        packed = pack(found, old)
        number = names.index(base) + 1 if base else 0
        out += name.encode() + b"\0" + bytes([number]) + struct.pack("<I", len(packed)) + packed
        print(name, sum(v != 0 for v in found), len(packed))
    return out


NOT_CHARMAPS = {"ascii", "latin_1", "charmap", "idna", "punycode", "undefined", "utf_7"}


def charmaps():
    out = b""
    names = sorted(m.name for m in pkgutil.iter_modules(encodings.__path__))
    for name in names:
        try:
            module = importlib.import_module("encodings." + name)
        except ImportError:
            continue  # only on Windows
        table = getattr(module, "decoding_table", None)
        if table is None or name in NOT_CHARMAPS:
            continue
        out += one_charmap(name, table)
        if name == "palmos":
            out += one_charmap("palmos-c1", table.replace("\u203a", "\x9b"))
    return deflate(out)


def one_charmap(name, table):
    table = table.ljust(256, "\ufffe")
    return name.encode() + b"\0" + table.encode("utf-16-le")


def main():
    folder = pathlib.Path(sys.argv[1])
    (folder / "charsets.bin").write_bytes(charsets())
    (folder / "charmaps.bin").write_bytes(charmaps())


main()
