"""What holds for every request: a body limit, same-origin writes, security headers, HEAD like GET."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 256 * 1024

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # KaTeX and CodeMirror set inline styles
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}

# In author mode a page may stand in a frame of another of ours: the previews.
FRAMED_HEADERS = {
    **SECURITY_HEADERS,
    "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ELSEWHERE = "With --unprotected-code the workbook answers to localhost, 127.0.0.1 and [::1] only."
FOREIGN = "This request came from another site's page, so it was refused."

Refuse = Callable[[Request, int, str], Response]


def plainly(_: Request, status: int, message: str) -> Response:
    """A refusal in plain text."""
    return PlainTextResponse(message, status)


class SecurityHeaders:
    """Adds the security headers to every response that does not set its own."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str] = SECURITY_HEADERS) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return await self.app(scope, receive, send_with_headers)


class HeadLikeGet:
    """Answers HEAD as GET without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)

        async def send_without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        return await self.app({**scope, "method": "GET"}, receive, send_without_body)


class LoopbackNames:
    """Refuses requests that call this computer by any other name than the loopback's.

    Any site can let a name of its own point here, and its pages then count as ours: where code runs
    unprotected that would let the site run it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_loopback_name(Headers(scope=scope).get("host", "")):
            return await plainly(Request(scope), 403, ELSEWHERE)(scope, receive, send)
        return await self.app(scope, receive, send)


def is_loopback_name(host: str) -> bool:
    """Whether a Host header, with or without a port, names this very computer."""
    return (
        re.fullmatch(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", host, re.IGNORECASE | re.ASCII) is not None
    )


class SameOrigin:
    """Refuses writes that another site's page sends: by Fetch-Metadata, else by Origin.

    Programs send neither.
    """

    def __init__(self, app: ASGIApp, refuse: Refuse = plainly) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        writes = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if writes and is_foreign(Headers(scope=scope)):
            return await self.refuse(Request(scope), 403, FOREIGN)(scope, receive, send)
        return await self.app(scope, receive, send)


def is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another origin's page sent the request."""
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and netloc(origin) != headers.get("host", "")


def netloc(origin: str) -> str | None:
    """Host and port of an origin; None for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


class BodyLimit:
    """Answers 413 to a body over the limit. A body is small: it is read whole before the handler starts."""

    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT, refuse: Refuse = plainly) -> None:
        self.app = app
        self.limit = limit
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            return await self.app(scope, receive, send)
        body = await self.read(Headers(scope=scope), receive)
        if body is None:
            return await self.too_long(Request(scope))(scope, receive, send)
        return await self.app(scope, replay(body, receive), send)

    async def read(self, headers: Headers, receive: Receive) -> bytes | None:
        """The whole body, or None when it passes the limit (no more than that is read)."""
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self.limit:
            return None
        body = bytearray()
        while len(body) <= self.limit:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        return bytes(body) if len(body) <= self.limit else None

    def too_long(self, request: Request) -> Response:
        """The 413 answer; the connection is closed, since the rest of the body is not read."""
        kib = self.limit // 1024
        text = f"That is too long: {kib} KiB at most. Nothing was stored; shorten it and send it again."
        response = self.refuse(request, 413, text)
        response.headers["Connection"] = "close"
        return response


def replay(body: bytes, receive: Receive) -> Receive:
    """A receive that gives the body that was read, then whatever comes after it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return messages.pop() if messages else await receive()

    return receive_again
