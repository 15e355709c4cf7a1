"""The FHIR door: Da Vinci PAS."""
