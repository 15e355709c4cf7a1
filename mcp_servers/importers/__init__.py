"""Loaders for published bulk files."""
