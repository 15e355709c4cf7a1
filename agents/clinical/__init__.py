"""The clinical specialist: code validation, extraction with spans, discrepancies, literature and trials."""
