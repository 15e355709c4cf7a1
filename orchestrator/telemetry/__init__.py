"""Traces, metrics and logs: made everywhere, exported nowhere unless the standard variables name a place.

Nothing of a patient leaves: what is not on a list of harmless names is taken off before anything is handed on.
"""
