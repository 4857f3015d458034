"""Every failure in words: JSON for programs, a page for people, a fragment for our own fetch."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as RawHTTPException

from app.grading import RunnerUnavailable
from app.rendering import error_page
from app.runner import Busy as RunnerBusy
from app.services import services_of
from app.store import Busy as StoreBusy
from app.store import KeyTaken, StoreError

log = logging.getLogger("workbook")


def install_error_answers(app: FastAPI) -> None:
    """Registers the answer to each kind of failure."""
    app.add_exception_handler(RawHTTPException, http_problem)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(StoreBusy, busy)
    app.add_exception_handler(RunnerBusy, busy)
    app.add_exception_handler(RunnerUnavailable, no_runner)
    app.add_exception_handler(KeyTaken, taken)
    app.add_exception_handler(StoreError, no_store)
    app.add_exception_handler(Exception, broken)


def answer(request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """The failure in the form the caller reads."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": message}, status, headers=dict(headers or {}))
    return error_page(request, services_of(request), status, message, headers)


async def http_problem(request: Request, problem: Exception) -> Response:
    """A failure a handler named."""
    assert isinstance(problem, RawHTTPException)
    message = str(problem.detail)
    if problem.status_code == 404 and message == "Not Found":
        message = "There is no page at this address."
    if problem.status_code == 405:
        message = "This address cannot be used in that way."
    return answer(request, problem.status_code, message, problem.headers)


async def unreadable(request: Request, problem: Exception) -> Response:
    """A body or parameter of the wrong shape."""
    assert isinstance(problem, RequestValidationError)
    return await request_validation_exception_handler(request, without_input(problem))


def without_input(problem: RequestValidationError) -> RequestValidationError:
    """The same without echoing the input, which may hold what JSON cannot."""
    kept = [{name: error[name] for name in ("type", "loc", "msg")} for error in problem.errors()]
    return RequestValidationError(kept)


async def busy(request: Request, problem: Exception) -> Response:
    """A queue is full."""
    assert isinstance(problem, StoreBusy | RunnerBusy)
    seconds = max(1, math.ceil(problem.retry_after))
    message = "Many answers are being checked at the moment. Yours is still in its field; try again in a few seconds."
    return answer(request, 503, message, {"Retry-After": str(seconds)})


async def no_runner(request: Request, problem: Exception) -> Response:
    """Code cannot be run here."""
    return answer(request, 503, f"Code cannot be checked here: {problem} Your code is kept; no attempt was used.")


async def taken(request: Request, _: Exception) -> Response:
    """An idempotency key of somebody else."""
    return answer(request, 409, "This form was already sent by another learner. Load the page again.")


async def no_store(request: Request, problem: Exception) -> Response:
    """The database does not answer."""
    log.error("store: %s", problem)
    return answer(request, 503, f"Your answer could not be stored: {problem}", {"Retry-After": "5"})


async def broken(request: Request, problem: Exception) -> Response:
    """A defect of ours."""
    log.exception("unexpected failure at %s", request.url.path, exc_info=problem)
    return answer(request, 500, "This is our fault, not yours. What you typed is kept; load the page again.")
