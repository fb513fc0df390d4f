"""The command line: python -m wordcount FILE..."""

import argparse
import sys

from textlib import words
from wordcount import report
from wordcount.tally import Tally


def main(arguments: list[str] | None = None) -> int:
    """Counts the words of the files, or of standard input."""
    parser = argparse.ArgumentParser(prog="wordcount", description=main.__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--form", choices=["text", "json"], default="text")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args(arguments)
    tally = Tally()
    if not options.files:
        tally.add(words(sys.stdin))
    for name in options.files:
        try:
            with open(name, encoding="utf-8") as file:
                tally.add(words(file))
        except OSError as error:
            print(f"wordcount: {error}", file=sys.stderr)
            return 1
    report.write(tally, sys.stdout, form=options.form, limit=options.limit)
    return 0


if __name__ == "__main__":
    sys.exit(main())
