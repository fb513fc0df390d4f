"""Words and where they stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    text: str
    line: int

    @property
    def key(self) -> str:
        """What the word is counted under."""
        return self.text.casefold()


def words(lines: Iterable[str]) -> Iterator[Word]:
    """Yields the words of a text, in order."""
    for number, line in enumerate(lines, 1):
        for match in _WORD.finditer(line):
            yield Word(match[0], number)
