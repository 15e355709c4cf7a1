"""Coverage policies by code, words and jurisdiction; contractors by state."""
