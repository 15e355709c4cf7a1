"""The schema's history.

`python -m orchestrator.store.migrations "what changed"` drafts the next step from the tables.
"""
