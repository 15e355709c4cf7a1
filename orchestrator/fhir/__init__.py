"""The Da Vinci PAS door: FHIR prior-authorization requests in, answers read from the record out.

FHIR's own spelling lives here and nowhere else. Bodies are read as plain JSON behind our own checks; nothing that a
body names is fetched.
"""
