"""Takes text apart into words."""

from textlib.words import Word, words

__all__ = ["Word", "words"]
