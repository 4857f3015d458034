"""What a grade costs over HTTP, from a real server: calm, sustained, a whole class at once, beside a loop."""

from __future__ import annotations

import asyncio
import json
import time

from app.answers import CodeAnswer
from app.bench.figures import Bar, Figure, Subject, percentile
from app.bench.pace import (
    NONE,
    USUAL,
    Sample,
    at_once,
    at_rate,
    counted,
    flat_out,
    milliseconds,
    shares,
)
from app.bench.peers import Ours
from app.bench.pool import CALM, CLIENTS, Effort
from app.bench.programs import ENDLESS, PATCH, Here
from app.bench.server import Client, serving
from app.grading import grade_code
from app.models import Code
from app.settings import Settings
from app.variants import variant_of

CLASSES = {20: None, 100: Bar(500)}
BESIDE = 10  # honest answers a second beside one student's loops
PAUSE = 0.5  # seconds between classes, for the spares to come back
REFUSED_AGAIN = 0.05  # seconds before the student with the loop tries again


async def classroom(exercise: Code, settings: Settings, effort: Effort) -> tuple[list[Subject], Ours]:
    """The tables, and what peers are measured against."""
    with serving(settings) as served:
        client = Client(served, exercise.id)
        try:
            await at_once(client.asking(exercise.solution), 2)  # the first ones make what is made once
            await asyncio.sleep(PAUSE)
            calm = await at_rate(client.asking(exercise.solution), CALM, effort.seconds)
            rate = await flat_out(client.asking(exercise.solution), CLIENTS, effort.seconds)
            subjects = [over_http(exercise, await without_web(exercise, effort), calm, rate)]
            for students, bar in CLASSES.items():
                subjects.append(await whole_class(client, exercise, students, bar, effort))
            subjects.append(await beside_a_loop(client, exercise, effort))
            patched = await client.asking(PATCH + exercise.starter)()
        finally:
            await client.close()
    return subjects, Ours(percentile(milliseconds(calm), 0.5), float(patched == "right"))


async def without_web(exercise: Code, effort: Effort) -> list[float]:
    """Milliseconds of the same grade in this process: what neither the web nor the isolation costs."""
    variant, answer, taken = variant_of(exercise, 0), CodeAnswer(exercise.solution), []
    for _ in range(5 * effort.repeats):
        begun = time.perf_counter()
        await grade_code(variant, answer, Here())
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


def over_http(exercise: Code, alone: list[float], calm: list[Sample], rate: float) -> Subject:
    """The table of calm and sustained traffic."""
    return Subject(
        f"Over HTTP: the solution of {exercise.id}, stored, every time from another student",
        (
            Figure("drawn, run and judged in this process, nothing else, p50", percentile(alone, 0.5), "ms"),
            *shares(f"an answer, {CALM} a second", calm, {0.5: Bar(5), 0.95: None, 0.99: Bar(12)}),
            Figure("refused", counted(calm, "refused"), f"of {len(calm)}", NONE),
            Figure("wrong verdicts", counted(calm, "wrong"), f"of {len(calm)}", NONE),
            Figure(f"sustained, {CLIENTS} clients", rate, "/s", Bar(300, at_least=True)),
        ),
    )


async def whole_class(
    client: Client, exercise: Code, students: int, bar: Bar | None, effort: Effort
) -> Subject:
    """The table of a class in which all press the button together; so often that one slow time shows."""
    samples: list[Sample] = []
    for _ in range(max(1, effort.repeats // 5)):
        await client.connect(students)
        await asyncio.sleep(PAUSE)
        samples += await at_once(client.asking(exercise.solution), students)
    count = f"of {len(samples)}"
    return Subject(
        f"{students} students at once",
        (
            *shares("an answer", samples, {0.5: None, 0.95: None, 1.0: bar}),
            Figure("refused", counted(samples, "refused"), count, NONE),
            Figure("wrong verdicts", counted(samples, "wrong"), count, NONE),
        ),
    )


async def beside_a_loop(client: Client, exercise: Code, effort: Effort) -> Subject:
    """The table of honest students while one student sends endless loops, one after another."""
    body, cookie = json.dumps({"seed": 0, "answer": ENDLESS}).encode(), client.newcomer()
    loops: list[str] = []

    async def looping() -> None:
        while True:
            loops.append(await client.post(body, cookie))
            if loops[-1] == "refused":
                await asyncio.sleep(REFUSED_AGAIN)

    culprit = asyncio.create_task(looping())
    try:
        await asyncio.sleep(PAUSE)
        samples = await at_rate(client.asking(exercise.solution), BESIDE, effort.seconds)
    finally:
        culprit.cancel()
        await asyncio.gather(culprit, return_exceptions=True)
    return Subject(
        f"Honest students, {BESIDE} a second, beside one who sends endless loops",
        (
            *shares("an honest answer", samples, USUAL),
            Figure("refused", counted(samples, "refused"), f"of {len(samples)}", NONE),
            Figure("wrong verdicts", counted(samples, "wrong"), f"of {len(samples)}", NONE),
        ),
    )
