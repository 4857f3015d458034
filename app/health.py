"""Whether the program lives, whether it is ready, and its figures for monitoring."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from app.services import Services, services_of
from app.store import StoreError

router = APIRouter(tags=["operation"])


class Ready(BaseModel):
    """What is working."""

    ready: bool
    store: str
    sandbox: Literal["full", "seccomp", "none"]
    layers: dict[str, bool]
    frontend: bool
    chapters: int
    exercises: int


@router.get("/healthz", response_class=PlainTextResponse)
async def healthz() -> str:
    """`ok` while the process answers."""
    return "ok"


@router.get("/readyz", responses={503: {"model": Ready, "description": "The store does not answer."}})
async def readyz(response: Response, services: Annotated[Services, Depends(services_of)]) -> Ready:
    """Whether answers can be stored and code can be run."""
    try:
        await services.store.ping()
        store = "ok"
    except StoreError as problem:
        store, response.status_code = str(problem), 503
    return Ready(
        ready=store == "ok",
        store=store,
        sandbox=services.runner.level,
        layers=dict(services.runner.layers),
        frontend=services.assets.complete,
        chapters=len(services.book.chapters),
        exercises=sum(len(chapter.exercises) for chapter in services.book.chapters),
    )


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics() -> Response:
    """Counters for Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
