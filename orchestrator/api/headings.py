"""Where the sections of a text begin, for a screen that numbers them. A guess by looks; nothing is decided by it."""

import re

from orchestrator.api.models import SectionResource

_HEADING = re.compile(
    r"^(?:#{1,4}[ \t]+)?([A-Z][A-Za-z0-9 /&,()'-]{2,60}?):?[ \t]*$|^([A-Z][A-Z0-9 /&,()'-]{2,60}):", re.M
)


def sections_of(text: str) -> list[SectionResource]:
    """The sections in order, each from its heading to the next; text above the first heading has none."""
    found = [(m.start(), (m[1] or m[2]).strip()) for m in _HEADING.finditer(text)]
    ends = [*(start for start, _ in found[1:]), *([len(text)] if found else [])]
    return [SectionResource(title=title, start=start, end=end) for (start, title), end in zip(found, ends, strict=True)]
