"""Writes aliases.txt, the names under which CPythons know their codecs.

    python3 aliases.py FOLDER python3.11 python3.13 python3.14 python3.15

takes one interpreter for each state of encodings.aliases, oldest first. Each
line is a codec, with a "!" if it is no text encoding, and its aliases. An alias
that not all states have stands as ALIAS@FIRST-LAST, counted from 0.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

ASK = """
import codecs, encodings, encodings.aliases, json, pkgutil
kinds = {}
for m in pkgutil.iter_modules(encodings.__path__):
    try:
        kinds[m.name] = codecs.lookup(m.name)._is_text_encoding
    except LookupError:
        pass
print(json.dumps([encodings.aliases.aliases, kinds]))
"""

# palmos had a control character where a quotation mark belongs until 3.13.
# A cookie cannot say the other name, because the registry has no "-" in names.
PALMOS = {"palmos": "palmos-c1"}


def main():
    folder, pythons = pathlib.Path(sys.argv[1]), sys.argv[2:]
    states = [json.loads(subprocess.check_output([p, "-c", ASK])) for p in pythons]
    states[0][0].update(PALMOS)
    states[0][1]["palmos-c1"] = True
    kinds = states[0][1]
    has = collections.defaultdict(list)
    for i, (aliases, own_kinds) in enumerate(states):
        assert i == 0 or own_kinds.items() <= kinds.items()
        for alias, codec in aliases.items():
            # The registry lowers names, so that others are never found.
            if re.fullmatch("[a-z0-9_]+", alias) and codec in kinds:
                has[codec, alias].append(i)
    with open(folder / "aliases.txt", "w") as out:
        for codec, is_text in sorted(kinds.items()):
            names = [codec if is_text else "!" + codec]
            for (c, alias), in_states in sorted(has.items()):
                first, last = in_states[0], in_states[-1]
                assert in_states == list(range(first, last + 1))
                if c == codec:
                    full = (first, last) == (0, len(states) - 1)
                    names.append(alias if full else f"{alias}@{first}-{last}")
            print(*names, file=out)


main()
