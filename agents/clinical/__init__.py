"""The clinical specialist: code validation, extraction with spans, discrepancies, literature and trials."""

from agents.clinical.review import CLINICAL

__all__ = ["CLINICAL"]
