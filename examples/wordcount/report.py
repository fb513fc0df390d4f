"""Reports of counts, for people and for programs."""

import json
from typing import TextIO

from wordcount.tally import Tally


def write(tally: Tally, out: TextIO, *, form: str = "text", limit: int | None = None) -> None:
    """Writes the counts of a tally in one of the forms "text" and "json"."""
    rows = tally.most_common(limit)
    match form:
        case "json":
            json.dump({word: lines for word, lines in rows}, out, ensure_ascii=False)
            out.write("\n")
        case "text":
            width = max((len(word) for word, _ in rows), default=0)
            for word, lines in rows:
                print(f"{len(lines):>6}  {word:<{width}}  {_span(lines)}", file=out)
        case _:
            raise ValueError(f"no such form: {form!r}")


def _span(lines: list[int]) -> str:
    if (first := min(lines)) == (last := max(lines)):
        return f"line {first}"
    return f"lines {first} to {last}"
