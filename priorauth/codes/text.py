"""How a code is written down before anyone judges it."""


def normalise(code: str) -> str:
    """The code trimmed and in upper case.

    Letters outside ASCII stay as they are: upper-casing a dotless i would turn it into a letter that was never typed.
    """
    trimmed = code.strip()
    return trimmed.upper() if trimmed.isascii() else trimmed
