"""Wires everything into one application. Nothing imports this module but the command that serves it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from app import __version__, actions, api, author, health, pages, reference, worksheets
from app.assets import Assets, Static
from app.editions import Edition
from app.errors import answer, install_error_answers
from app.faults import BadContent
from app.formulas import Renderer
from app.learners import Learners, read_secret
from app.library import read_books
from app.metrics import CountRequests, Metrics
from app.middleware import (
    FRAMED_HEADERS,
    SECURITY_HEADERS,
    BodyLimit,
    HeadLikeGet,
    LoopbackNames,
    SameOrigin,
    SecurityHeaders,
)
from app.places import folder
from app.rendering import environment
from app.requests import note_route
from app.rereading import Rereader
from app.runner import Runner
from app.services import Services, Shelf
from app.settings import Settings
from app.store import Store

COMPRESSION = 4  # a chapter takes 3 ms and 57 kB; level 3 takes 2 ms for 63 kB, level 6 5 ms for 51 kB


def create_app(settings: Settings) -> FastAPI:
    """The application. Raises BadContent for books with faults (in author mode it shows them instead)."""
    services = make_services(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with running(services):
            yield

    app = FastAPI(
        title=services.shelf.cover.title,
        version=__version__,
        description="Exercises, verdicts and progress of the workbook. Pages for people are not listed here.",
        lifespan=lifespan,
        docs_url=None,  # its page loads scripts from elsewhere; ours works offline: app/reference.py
        redoc_url=None,
        middleware=[
            Middleware(CountRequests, metrics=services.metrics),
            Middleware(SecurityHeaders, headers=FRAMED_HEADERS if settings.author else SECURITY_HEADERS),
            Middleware(HeadLikeGet),
            *([Middleware(LoopbackNames)] if settings.may_run_unprotected else []),
            Middleware(SameOrigin, refuse=answer),
            Middleware(BodyLimit, refuse=answer),
            Middleware(GZipMiddleware, minimum_size=800, compresslevel=COMPRESSION),
        ],
    )
    app.state.services = services
    routers = [
        pages.router,
        worksheets.router,
        actions.router,
        api.router,
        health.router,
        reference.router,
    ]
    for router in [*routers, author.router] if settings.author else routers:
        app.include_router(router, dependencies=[Depends(note_route)])
    app.mount("/static", Static(folder("static")), name="static")
    install_error_answers(app)
    return app


def make_services(settings: Settings) -> Services:
    """Everything the handlers share, not started yet."""
    settings.data.mkdir(parents=True, exist_ok=True)
    assets = Assets(folder("static"))
    renderer = Renderer(assets.katex_source())
    secret = read_secret(settings.data)
    runner = Runner(spares=settings.spares, unprotected=settings.may_run_unprotected)
    rereader = None
    if settings.author:
        rereader = Rereader(settings.exercises, settings.checkers, renderer)
    return Services(
        settings=settings,
        shelf=first_shelf(settings, renderer, rereader),
        store=Store(settings.database_url, secret=secret),
        runner=runner,
        learners=Learners(secret),
        assets=assets,
        renderer=renderer,
        metrics=Metrics(lambda: runner.counts),
        templates=environment(),
        rereader=rereader,
    )


def first_shelf(settings: Settings, renderer: Renderer, rereader: Rereader | None = None) -> Shelf:
    """The books as they are at start; an author may start with faults, and sees what is sound."""
    if rereader is not None:
        shelved = rereader.read()
        shelved.use_functions()
        return Shelf(shelved.editions, shelved.errata)
    reading = read_books(settings.exercises, settings.checkers, renderer)
    if reading.faults:
        raise BadContent(reading.faults)
    return Shelf(tuple(Edition(book, renderer) for book in reading.books))


@asynccontextmanager
async def running(services: Services) -> AsyncIterator[None]:
    """Store and runner started, and closed at the end. Raises StoreError before anything is half started."""
    await services.store.start()
    try:
        await services.runner.start()
        watcher = asyncio.create_task(author.follow(services)) if services.settings.author else None
        try:
            yield
        finally:
            services.news.end()
            if watcher is not None:
                watcher.cancel()
                with suppress(asyncio.CancelledError):
                    await watcher
            await services.runner.close()
    finally:
        await services.store.close()
