"""The build hook: a wheel or source archive carries the web UI, so that whoever installs it needs no Node."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebUi(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is not there yet; an editable install is a checkout, where `make` builds it."""
        root = Path(self.root)
        if version == "editable" or not (root / "frontend").is_dir():
            return
        spec = importlib.util.spec_from_file_location("build_frontend", root / "scripts" / "build_frontend.py")
        if spec is None or spec.loader is None:
            raise FileNotFoundError("scripts/build_frontend.py")
        room = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(room)
        # A source archive brings its bundle; in a checkout the bundle may be older than its sources.
        if (root / ".git").exists() or not (root / "orchestrator" / "web" / "index.html").is_file():
            room.build()
