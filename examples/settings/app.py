"""A program with checks that an optimised build leaves out."""


def share(total: int, parts: int) -> list[int]:
    """Divides a total into parts that differ by one at most."""
    assert parts > 0, "nobody to share with"
    size, rest = divmod(total, parts)
    return [size + (i < rest) for i in range(parts)]
