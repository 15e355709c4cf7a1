"""What an identifier is: a plan's member id, a national provider number, or something that must pass for neither.

Senders name systems in many ways, or not at all. What an identifier says of itself counts first, its shape only where
it says nothing.
"""

import re

from orchestrator.fhir.element import Element
from orchestrator.fhir.names import NPI, NPI_OID
from priorauth.case import ID_BOUND
from priorauth.codes import npi_check_digit_ok

_NPI_SYSTEMS = (NPI, NPI_OID, NPI_OID.removeprefix("urn:oid:"))
_NPI_TYPES = frozenset({"NPI", "XX"})
_NPI_WORDS = re.compile(r"npi|national[ -]?provider", re.I)
_TEN_DIGITS = re.compile(r"(?<![0-9])[12][0-9]{9}(?![0-9])")
_OTHER_SYSTEMS = re.compile(r"ein\b|ssn|tax|tin\b|clia|dea\b|licen|113883\.4\.(?!6$)|phone|fax|nucc", re.I)

_MEMBER_TYPES = frozenset({"mb", "um", "umb"})
_PROGRAM_TYPES = frozenset({"mc", "ma", "mcd", "mcr", "sn"})
_PROGRAM_SYSTEMS = re.compile(r"us-mbi|us-medicare|us-medicaid|113883\.4\.(927|572)$", re.I)
_MEMBER_WORDS = re.compile(r"member|subscriber|beneficiary|insur|medicare|medicaid", re.I)
_RECORD_TYPES = frozenset({"mr", "ss", "dl", "ppn", "pt", "an", "tax", "pi", "vn"})


def types_of(identifier: Element) -> set[str]:
    return {code.lower() for code in identifier.one("type").codes()}


def said_npi(identifier: Element) -> str:
    """The number of an identifier that says it is an NPI, whether or not it is one."""
    system = identifier.text("system")
    is_said = system in _NPI_SYSTEMS or bool(_NPI_WORDS.search(system)) or _is_npi_type(identifier)
    if not is_said:
        return ""
    value = re.sub(r"[\s-]", "", identifier.text("value").removeprefix("urn:"))
    found = _TEN_DIGITS.search(value)
    return found[0] if found else value[:ID_BOUND]


def _is_npi_type(identifier: Element) -> bool:
    codes = {code.upper() for code in identifier.one("type").codes()}
    return bool(codes & _NPI_TYPES) or bool(_NPI_WORDS.search(identifier.one("type").text("text")))


def npi_by_shape(identifier: Element) -> str:
    """The number of an identifier that does not say what it is, where it has the form and check digit of an NPI."""
    value = identifier.text("value")
    silent = not identifier.one("type") and not _OTHER_SYSTEMS.search(identifier.text("system"))
    return value if silent and _TEN_DIGITS.fullmatch(value) and npi_check_digit_ok(value) else ""


def is_member_id(identifier: Element) -> bool:
    """Whether it is said to be the number under which a plan knows the person."""
    return bool(types_of(identifier) & _MEMBER_TYPES)


def is_program_id(identifier: Element) -> bool:
    """Whether it is a number of Medicare, of Medicaid, or called a member's in words alone."""
    words = identifier.one("type").text("text")
    named = bool(_MEMBER_WORDS.search(words)) and not types_of(identifier) & _RECORD_TYPES
    system = bool(_PROGRAM_SYSTEMS.search(identifier.text("system")))
    return bool(types_of(identifier) & _PROGRAM_TYPES) or named or system


def is_record_number(identifier: Element) -> bool:
    """Whether it numbers a record, a licence or a tax file, and so names no member of a plan."""
    return bool(types_of(identifier) & _RECORD_TYPES)
