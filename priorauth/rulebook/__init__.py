"""Markdown skills, policies, checklists and laws compiled into typed rules, and the only place where observations become statuses."""
