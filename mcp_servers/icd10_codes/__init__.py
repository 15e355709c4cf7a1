"""ICD-10-CM codes by date of service: validity, titles, children, search."""
