"""Prints what TestCodecDigests expects: for each codec the SHA-256 of what it makes
of all single bytes, and of all pairs of bytes if it has some of more bytes.

    python3.13 codecs.py >codecs.txt
"""

import encodings
import hashlib
import pkgutil

SINGLE = [bytes([a]) for a in range(256)]
PAIRS = [bytes([a, b]) for a in range(256) for b in range(256)]
ISO2022 = b"", b"\x1b$B", b"\x1b(J", b"\x1b(I", b"\x1b$@", b"\x1b$(D", b"\x1b$(C", b"\x1b$A", b"\x1b$(O", \
    b"\x1b$(P", b"\x1b$(Q", b"\x1b$)C\x0e", b"\x1b.A\x1bN", b"\x1b.F\x1bN", b"\x1b&@\x1b$B", b"\x1b["
PREFIXES = {
    "hz": [b"~{"],
    "euc_jp": [b"", b"\x8f"],
    "euc_jis_2004": [b"", b"\x8f"],
    "euc_jisx0213": [b"", b"\x8f"],
    "euc_kr": [b"", b"\xa4\xd4\xa4\xa1\xa4", b"\xa4\xd4\xa4\xa1\xa4\xbf\xa4"],
    "gb18030": [b"", b"\x810", b"\x8435"[:2], b"\x901", b"\xe33"],
    "utf_7": [b"", b"+2AA", b"+AAAA"],
    "utf_16_be": [b"", b"\xd8\x00"],
    "utf_16_le": [b"", b"\x00\xd8"],
    "utf_8_sig": [b"ab", b"ab\xe4", b"ab\xf0\x90"],
    "unicode_escape": [b"", b"\\", b"\\x", b"\\1", b"\\ud8", b"\\U0010ff"],
    "raw_unicode_escape": [b"\\", b"\\u00", b"\\ud8", b"\\U0010ff"],
}
NO = {"idna", "punycode", "undefined", "utf_16", "utf_32", "utf_32_be", "utf_32_le", "utf_8", "palmos"}
MULTIBYTE = {"big5", "big5hkscs", "cp949", "johab", "cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213", "cp950",
             "gb2312", "gbk"}


def answer(codec, data):
    try:
        return data.decode(codec).encode()
    except UnicodeError as e:
        return str(e).encode()


def inputs(codec):
    yield from SINGLE
    prefixes = PREFIXES.get(codec, [b""] if codec in MULTIBYTE else [])
    if codec.startswith("iso2022"):
        prefixes = ISO2022
    for prefix in prefixes:
        for pair in PAIRS:
            yield prefix + pair


def main():
    print("# Written by codecs.py: codec, prefixes of the pairs, digest.")
    for name in sorted(m.name for m in pkgutil.iter_modules(encodings.__path__)):
        try:
            text = not name in NO and encodings.search_function(name)._is_text_encoding
        except AttributeError:
            continue
        if text:
            digest = hashlib.sha256(b"\n".join(answer(name, i) for i in inputs(name)))
            prefixes = PREFIXES.get(name, [b""] if name in MULTIBYTE else [])
            if name.startswith("iso2022"):
                prefixes = ISO2022
            print(name, ",".join(p.hex() or "-" for p in prefixes) or "none", digest.hexdigest())


main()
