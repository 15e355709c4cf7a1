"""Identifiers of providers and members: form and check digit, never eligibility."""

import re
from dataclasses import dataclass

_NPI_PREFIX_SUM = 24  # what the issuer prefix 80840 adds to the Luhn sum of every NPI
# Tables, since files of millions of NPIs are checked: a digit's value, and the digit sum of its double.
_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED = bytes.maketrans(bytes(range(10)), bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_LETTER = "[AC-HJKMNP-RT-Y]"
_LETTER_OR_DIGIT = "[0-9AC-HJKMNP-RT-Y]"
_MBI = re.compile(f"[1-9]{_LETTER}{_LETTER_OR_DIGIT}[0-9]{_LETTER}{_LETTER_OR_DIGIT}[0-9]{_LETTER}{_LETTER}[0-9][0-9]")


@dataclass(frozen=True, slots=True)
class NpiVerdict:
    """Whether an NPI can be genuine by form, and if not, why, in a sentence."""

    ok: bool
    reason: str


def npi_check_digit_ok(npi: str) -> bool:
    """Whether the tenth digit is the check digit of the nine before it; false for anything but ten digits."""
    if len(npi) != 10 or not npi.isascii() or not npi.isdecimal():
        return False
    digits = npi.encode().translate(_VALUES)
    total = _NPI_PREFIX_SUM + sum(digits[1:9:2]) + sum(digits[0:9:2].translate(_DOUBLED))
    return (10 - total % 10) % 10 == digits[9]


def check_npi(text: str) -> NpiVerdict:
    """Judge a National Provider Identifier by its form."""
    npi = text.strip()
    if not npi:
        return NpiVerdict(False, "No NPI was given.")
    if re.fullmatch("[0-9]+", npi) is None:
        return NpiVerdict(False, "An NPI consists of digits only.")
    if len(npi) != 10:
        return NpiVerdict(False, f"An NPI has ten digits; this one has {len(npi)}.")
    if npi[0] not in "12":
        return NpiVerdict(False, "An NPI begins with 1 or 2.")
    if not npi_check_digit_ok(npi):
        return NpiVerdict(False, "The check digit does not fit, so a digit is wrong.")
    return NpiVerdict(True, "The form and the check digit are right.")


def check_mbi(text: str) -> bool:
    """Whether the text has the form of a Medicare Beneficiary Identifier, written with or without its hyphens."""
    compact = text.strip().upper() if text.isascii() else ""
    if re.fullmatch(".{4}-.{3}-.{4}", compact):
        compact = compact.replace("-", "")
    return _MBI.fullmatch(compact) is not None
