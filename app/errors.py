"""Every failure in words: JSON for programs, a page for people, a fragment for our own fetch."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from app.grading import ExerciseFault, RunnerUnavailable
from app.middleware import SECURITY_HEADERS
from app.problems import Problem, problem_of
from app.rendering import error_page
from app.requests import remember, visit_of
from app.runner import Busy as RunnerBusy
from app.runner import TooMany
from app.services import services_of
from app.store import Busy as StoreBusy
from app.store import KeyTaken, StoreError
from app.submissions import KeyUsed

log = logging.getLogger("workbook")
FOR_PROGRAMS = ("/api/", "/drafts/")
DEFECT = "This is our fault, not yours. What you typed is kept; load the page again."


def install_error_answers(app: FastAPI) -> None:
    """Registers the answer to each kind of failure."""
    app.add_exception_handler(HTTPException, http_problem)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(StoreBusy, busy)
    app.add_exception_handler(RunnerBusy, busy)
    app.add_exception_handler(TooMany, too_many)
    app.add_exception_handler(RunnerUnavailable, no_runner)
    app.add_exception_handler(KeyTaken, taken)
    app.add_exception_handler(KeyUsed, used)
    app.add_exception_handler(StoreError, no_store)
    app.add_exception_handler(Exception, broken)


def answer(request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """The failure in the form the caller reads."""
    return worded(request, status, Problem(detail=message), headers)


def worded(
    request: Request, status: int, problem: Problem, headers: Mapping[str, str] | None = None
) -> Response:
    """The same of a problem that may name several places."""
    if request.url.path.startswith(FOR_PROGRAMS):
        return JSONResponse(problem.model_dump(mode="json"), status, headers=dict(headers or {}))
    response = page_or_text(request, status, problem.detail)
    response.headers.update(headers or {})
    return response


def page_or_text(request: Request, status: int, message: str) -> Response:
    """The page of the error; plain text if even that cannot be drawn."""
    try:
        visit = visit_of(request)
        return remember(visit, error_page(visit, status, message))
    except Exception:
        log.exception("the page of an error could not be drawn")
        return PlainTextResponse(message, status)


async def http_problem(request: Request, problem: Exception) -> Response:
    """A failure a handler named."""
    assert isinstance(problem, HTTPException)
    message = str(problem.detail)
    if problem.status_code == 404 and message == "Not Found":
        message = "There is no page at this address."
    if problem.status_code == 405:
        message = "This address cannot be used in that way."
    return answer(request, problem.status_code, message, problem.headers)


async def unreadable(request: Request, problem: Exception) -> Response:
    """A body or parameter of the wrong shape."""
    assert isinstance(problem, RequestValidationError)
    return worded(request, 422, problem_of(problem.errors()))


async def busy(request: Request, problem: Exception) -> Response:
    """A queue is full."""
    assert isinstance(problem, StoreBusy | RunnerBusy)
    seconds = max(1, math.ceil(problem.retry_after))
    message = (
        "Many answers are being checked just now. Yours is still in its field; try again in a few seconds."
    )
    return answer(request, 503, message, {"Retry-After": str(seconds)})


async def too_many(request: Request, problem: Exception) -> Response:
    """One learner hands in programs faster than they can be read."""
    assert isinstance(problem, TooMany)
    message = (
        "You handed in many programs within a minute. Yours is still in its field and no attempt was used; "
        f"look at it once more and try again in {problem.retry_after} s."
    )
    return answer(request, 429, message, {"Retry-After": str(problem.retry_after)})


async def no_runner(request: Request, problem: Exception) -> Response:
    """Code cannot be run here, or not for this exercise; a slip of its author costs nobody an attempt."""
    if isinstance(problem, ExerciseFault):
        log.error("the inputs or the reference have no value at %s", request.url.path, exc_info=problem)
    message = f"Code cannot be checked here: {problem}. Your code is kept; no attempt was used."
    return answer(request, 503, message.replace("..", "."), {"Retry-After": "30"})


async def taken(request: Request, _: Exception) -> Response:
    """An idempotency key of somebody else."""
    return answer(request, 409, "This form was already sent by another learner. Load the page again.")


async def used(request: Request, _: Exception) -> Response:
    """An idempotency key of another exercise."""
    return answer(request, 409, "This form was already sent for another exercise. Load the page again.")


async def no_store(request: Request, problem: Exception) -> Response:
    """The database does not answer."""
    log.error("store: %s", problem)
    message = (
        "The store of answers does not work at the moment, so nothing was stored. Try again in a few seconds."
    )
    return answer(request, 503, message, {"Retry-After": "5"})


async def broken(request: Request, problem: Exception) -> Response:
    """A defect of ours; its author sees which."""
    log.error("unexpected failure at %s", request.url.path, exc_info=problem)
    author = services_of(request).settings.author
    message = f"{DEFECT} ({type(problem).__name__}: {problem})" if author else DEFECT
    response = answer(request, 500, message)
    response.headers.update(SECURITY_HEADERS)  # this answer is made outside of the middleware
    return response
