"""Markdown skills, policies, checklists and laws compiled into typed rules.

The only place where observations become statuses.
"""
