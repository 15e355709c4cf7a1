"""Submitted files read into documents with pages."""
