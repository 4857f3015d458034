"""The HTTP server, and how it stops: what is under way is answered, who waits is told to come back."""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from app.runner import Runner

GRACE = 12  # seconds; the longest run takes 10


class Server(uvicorn.Server):
    """Stops at SIGTERM or SIGINT; at a second one without waiting for anybody."""

    def __init__(
        self, app: Callable[..., object], runner: Runner, end_streams: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(
            uvicorn.Config(app, lifespan="off", log_level="warning", timeout_graceful_shutdown=GRACE)
        )
        self._runner = runner
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; programs that wait for their turn are answered 503 at once, and no stream is waited for."""
        self._runner.drain()
        self._end_streams()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note a signal."""
        self.force_exit = self.should_exit
        super().handle_exit(sig, frame)
