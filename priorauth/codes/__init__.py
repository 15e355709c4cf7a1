"""Codes and identifiers: what is well formed, what it looks like instead, what kind of service it names.

Formats and check digits only. Whether a code exists or is billable is a question for a data server.
"""

from priorauth.codes.diagnosis import format_icd10cm, is_icd10cm_syntax, is_icd10pcs_syntax
from priorauth.codes.families import ServiceFamily, service_families
from priorauth.codes.identifiers import NpiVerdict, check_mbi, check_npi, npi_check_digit_ok
from priorauth.codes.procedures import CodeSystem, ProcedureCode, Side, parse_procedure, side_of
from priorauth.codes.ranges import CodeRanges
from priorauth.codes.services import ServiceHint, ServiceType, service_hint, service_type
from priorauth.codes.text import normalise

__all__ = [
    "CodeRanges",
    "CodeSystem",
    "NpiVerdict",
    "ProcedureCode",
    "ServiceFamily",
    "ServiceHint",
    "ServiceType",
    "Side",
    "check_mbi",
    "check_npi",
    "format_icd10cm",
    "is_icd10cm_syntax",
    "is_icd10pcs_syntax",
    "normalise",
    "npi_check_digit_ok",
    "parse_procedure",
    "service_families",
    "service_hint",
    "service_type",
    "side_of",
]
