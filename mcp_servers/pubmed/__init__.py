"""Literature search."""
