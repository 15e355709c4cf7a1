"""Files as they are sent: PDF by page, plain text, C-CDA, each to text with pages and a state of reading.

Nothing that was sent is lost: what cannot be read is kept as bytes with the state that says so, and the case pends.
"""

from orchestrator.intake.files import Files, Incoming

__all__ = ["Files", "Incoming"]
