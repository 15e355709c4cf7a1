"""Registered clinical trials."""
