"""Audit documents, letters and the inspection bundle: a record in, bytes out."""
