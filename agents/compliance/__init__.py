"""The compliance specialist: the ten-item completeness checklist."""
