"""Conversations on file, played to the specialists: what a model said turn by turn, whatever it is told in between."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.standins.model import Say, Sent


@dataclass
class Played:
    """Answers from a folder of conversations; each question's turns in order. A question that is not on file fails."""

    turns: dict[tuple[str, str], Sequence[dict[str, Any]]]
    heard: dict[tuple[str, str], list[Sent]] = field(default_factory=dict[tuple[str, str], list[Sent]])

    @classmethod
    def of(cls, folder: Path, *, straight: bool = False) -> "Played":
        """`straight`: nobody searches or repairs anything on the way; only the last turn of each is played."""
        files = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
        told = (one for file in files for one in file["conversations"])
        first = -1 if straight else 0
        return cls({(one["question"], one["subject"]): one["turns"][first:] for one in told})

    def __call__(self, sent: Sent) -> Say:
        policies = re.findall(r"^Rows of (.+?), for ", sent.text, re.MULTILINE)
        key = sent.schema_name, policies[0] if policies else ""
        heard = self.heard.setdefault(key, [])
        heard.append(sent)
        said = self.turns[key][len(heard) - 1]
        return Say(text=said.get("text", ""), calls=tuple((name, asked) for name, asked in said.get("calls", ())))

    @property
    def unheard(self) -> set[str]:
        """Questions whose turns were not all taken."""
        return {key[0] for key, turns in self.turns.items() if len(self.heard.get(key, ())) != len(turns)}
