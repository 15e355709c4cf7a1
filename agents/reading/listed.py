"""Lists of words written as words, so that they stay readable and easy to add to."""


def listed(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())
