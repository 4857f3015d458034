"""What changes is told to all who listen, and nobody keeps a server from stopping."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator

from app.news import News


def told(event: str) -> dict[str, object]:
    """The state in an event."""
    line = next(one for one in event.splitlines() if one.startswith("data: "))
    found = json.loads(line.removeprefix("data: "))
    assert isinstance(found, dict)
    return found


async def first(stream: AsyncGenerator[str, None]) -> dict[str, object]:
    return told(await anext(stream))


def test_a_listener_is_told_the_state_at_once_and_after_every_change() -> None:
    async def scene() -> None:
        news = News()
        one, other = news.stream(), news.stream()
        begun = await first(one)
        assert (begun["books"], begun["parts"], begun["styles"]) == (0, 0, {})
        await first(other)
        assert news.listeners == 2
        waiting = asyncio.gather(first(one), first(other))
        await asyncio.sleep(0)
        news.tell(books=True)
        assert [state["books"] for state in await waiting] == [1, 1]
        news.tell(styles=("code.css",))
        news.tell(styles=("code.css",), parts=True)
        late = await first(one)
        assert (late["styles"], late["parts"], late["run"]) == ({"code.css": 2}, 1, begun["run"])
        for stream in (one, other):
            await stream.aclose()
        assert news.listeners == 0

    asyncio.run(scene())


def test_every_stream_ends_when_the_server_stops() -> None:
    async def scene() -> None:
        news = News()
        stream = news.stream()
        await first(stream)
        rest = asyncio.ensure_future(anext(stream, "the end"))
        await asyncio.sleep(0)
        news.end()
        assert await asyncio.wait_for(rest, 60) == "the end"
        assert len([event async for event in news.stream()]) == 1

    asyncio.run(scene())


def test_another_run_of_the_server_is_known_as_another() -> None:
    assert News().state.run != News().state.run
