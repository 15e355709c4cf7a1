"""How the durable engine of a process behaves under its settings."""

from orchestrator.settings import Settings
from orchestrator.store.anchors import anchor_key
from orchestrator.workflow.engine import Options


def engine_options(settings: Settings) -> Options:
    secret = settings.anchor_key.get_secret_value() if settings.anchor_key else None
    return Options(
        concurrency=settings.worker_concurrency,
        time_zone=settings.zone,
        anchor_key=anchor_key(secret, settings.data_dir),
    )
