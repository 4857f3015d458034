"""Whether the program lives, whether it is ready, and its figures for monitoring."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from app.runner import LACKING
from app.services import Sandbox, Shared
from app.store import StoreError

router = APIRouter(tags=["operation"])


class Ready(BaseModel):
    """What is working; for each layer of the sandbox that lacks, what that means and the cure."""

    ready: bool
    store: str
    sandbox: Sandbox
    layers: dict[str, bool]
    lacking: dict[str, str]
    frontend: bool
    chapters: int
    exercises: int


@router.get("/healthz", response_class=PlainTextResponse)
async def healthz() -> str:
    """`ok` while the process answers."""
    return "ok"


@router.get("/readyz", responses={503: {"model": Ready, "description": "The store does not answer."}})
async def readyz(response: Response, services: Shared) -> Ready:
    """Whether answers can be stored and code can be run."""
    try:
        await services.store.ping()
        store = "ok"
    except StoreError as problem:
        store, response.status_code = str(problem), 503
    return Ready(
        ready=store == "ok",
        store=store,
        sandbox=services.sandbox,
        layers=dict(services.runner.layers),
        lacking={name: LACKING[name] for name, there in services.runner.layers.items() if not there},
        frontend=services.assets.complete,
        chapters=len(services.shelf.chapters),
        exercises=len(services.shelf.exercises),
    )


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(services: Shared) -> Response:
    """Counters for Prometheus."""
    return Response(services.metrics.text(), media_type=CONTENT_TYPE_LATEST)
