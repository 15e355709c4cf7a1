"""Who is calling, and how this process is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from orchestrator.api import models
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import LOGIN, LOGOUT
from orchestrator.api.signing_in import csrf_of

router = APIRouter()
Stand = Annotated[Parts, Depends(parts_of)]


@router.get("/api/me", tags=["caller"], response_model=models.Me, responses=problems(401, 403, 429))
async def me(request: Request, parts: Stand, caller: Calling) -> models.Me:
    """The caller, their roles, and what kind of place this is."""
    settings = parts.settings
    return models.Me(
        name=caller.name,
        roles=sorted(caller.roles),
        auth_mode=settings.auth_mode,
        synthetic=settings.synthetic,
        environment="synthetic" if settings.synthetic else "production",
        time_zone=settings.time_zone,
        credentials=[
            models.CredentialResource.model_validate(held.model_dump(exclude={"person"}))
            for held in await parts.credentials.of(caller.name)
        ],
        csrf=await csrf_of(request, parts),
        sign_in=LOGIN if parts.doorkeeper else "",
        sign_out=LOGOUT if parts.doorkeeper else "",
    )


@router.get("/health", tags=["health"], response_model=models.Health)
@router.get("/health/live", tags=["health"], response_model=models.Health)
async def live() -> models.Health:
    """This process answers."""
    return models.Health(status="ok")


@router.get(
    "/health/ready",
    tags=["health"],
    response_model=models.Readiness,
    responses={503: {"model": models.Readiness, "description": "A dependency is not ready"}},
)
async def ready(response: Response, parts: Stand) -> models.Readiness:
    """Each dependency by name, and whether work can be taken."""
    told = [(name, await check()) for name, check in parts.checks.items()]
    dependencies = [models.Dependency(name=name, ready=not wrong, detail=wrong) for name, wrong in told]
    is_ready = all(d.ready for d in dependencies)
    response.status_code = 200 if is_ready else 503
    return models.Readiness(status="ready" if is_ready else "not_ready", dependencies=dependencies)
