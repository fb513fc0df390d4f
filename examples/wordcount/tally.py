"""Counts of words."""

from collections import defaultdict
from collections.abc import Iterable

from textlib import Word


class Tally:
    """How often each word was seen, and on which lines."""

    def __init__(self) -> None:
        self._lines: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, seen: Iterable[Word]) -> None:
        """Counts words."""
        for word in seen:
            self._lines[word.key].append(word.line)

    def __len__(self) -> int:
        return len(self._lines)

    def most_common(self, limit: int | None = None) -> list[tuple[str, list[int]]]:
        """Returns the words with their lines, the most frequent first."""
        ranked = sorted(self._lines.items(), key=lambda item: (-len(item[1]), item[0]))
        return ranked if limit is None else ranked[:limit]
