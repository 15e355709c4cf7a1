"""The HTTP application: every route, every refusal as a problem, what each request passes on its way."""

from collections.abc import Sequence

from fastapi import Depends, FastAPI
from starlette.routing import BaseRoute

from orchestrator.api import (
    accelerator,
    acts,
    cases,
    decisions,
    documents,
    impact,
    lookups,
    metrics,
    models,
    oversight,
    papers,
    record,
    reviews,
    rules,
    signing_in,
    specialists,
    standing,
)
from orchestrator.api.act_bodies import (
    DeterminationBody,
    ExtensionBody,
    InformationRequestBody,
    LetterPreviewBody,
    ReasonBody,
    ReopenBody,
)
from orchestrator.api.description import describe, methods_of
from orchestrator.api.gate import gate, gated
from orchestrator.api.guard import Guards
from orchestrator.api.parts import Parts
from orchestrator.api.problems import install
from orchestrator.api.ui import mount_ui
from priorauth.intake import RequestBody

BODIES = (
    RequestBody,
    models.SearchBody,
    models.TextDocument,
    models.Assignment,
    oversight.CredentialBody,
    DeterminationBody,
    InformationRequestBody,
    ExtensionBody,
    ReasonBody,
    ReopenBody,
    LetterPreviewBody,
    impact.ImpactBody,
    decisions.DecisionBody,
    specialists.CoverageBody,
    specialists.SynthesisBody,
)
ROUTERS = (
    cases,
    documents,
    acts,
    papers,
    record,
    reviews,
    rules,
    impact,
    lookups,
    metrics,
    standing,
    oversight,
    signing_in,
    accelerator,
    decisions,
    specialists,
)


def routes() -> FastAPI:
    """Every route with its description, standing on nothing yet."""
    app = FastAPI(
        title="priorauth",
        telemetry={"logs": False, "operation_spans": False},
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(gate)],
    )
    install(app, methods_of)
    for room in ROUTERS:
        app.include_router(room.router)
    describe(app, BODIES)
    return app


def build(parts: Parts, mounted: Sequence[BaseRoute] = ()) -> FastAPI:
    """The application over these parts. `mounted` are applications of other rooms beside ours."""
    app = routes()
    app.state.parts = parts
    app.router.routes.extend(gated(mounted))
    mount_ui(app)
    app.add_middleware(Guards, settings=parts.settings)
    return app
