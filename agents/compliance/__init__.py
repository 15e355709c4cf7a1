"""The compliance specialist: the ten-item completeness checklist."""

from agents.compliance.review import COMPLIANCE

__all__ = ["COMPLIANCE"]
