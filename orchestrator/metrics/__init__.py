"""Figures about how requests were decided, read from the record alone: the public ones, and those of daily work.

Pure arithmetic over what the store tells; percentages and times are rounded half up, once, at the end.
"""
