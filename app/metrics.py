"""Figures for monitoring: answers by verdict, grading, requests by route and status, runs of programs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, SummaryMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.runner import Counts

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT"})


class Metrics:
    """The counters of one application. Labels name routes and types, never learners or addresses.

    `counts` is asked for the runner's figures whenever they are read.
    """

    def __init__(self, counts: Callable[[], Counts] = Counts) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(RunnerFigures(counts))
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._answers = Counter(
            "workbook_answers",
            "Answers by type of exercise and verdict; invalid ones were no attempt.",
            ("type", "verdict"),
            registry=self.registry,
        )
        self._grading = Histogram(
            "workbook_grading_seconds",
            "Seconds from a readable answer to its verdict, before it is stored.",
            ("type",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._requests = Counter(
            "workbook_http_requests",
            "Requests by method, route and status.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "workbook_http_seconds",
            "Seconds until a response began, by route.",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )

    def answered(self, kind: str, verdict: str) -> None:
        """Counts an answer to an exercise of that type."""
        self._answers.labels(kind, verdict).inc()

    @contextmanager
    def grading(self, kind: str) -> Iterator[None]:
        """Times the grading of an answer to an exercise of that type."""
        begun = time.perf_counter()
        yield
        self._grading.labels(kind).observe(time.perf_counter() - begun)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request."""
        self._requests.labels(method if method in METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All figures in the form Prometheus reads."""
        return generate_latest(self.registry)


class RunnerFigures(Collector):
    """What a runner tells of itself, as Prometheus wants it."""

    def __init__(self, counts: Callable[[], Counts]) -> None:
        self._counts = counts

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily | SummaryMetricFamily]:
        """The families of figures."""
        now = self._counts()
        runs = CounterMetricFamily("workbook_runs", "Programs run, by how they ended.", labels=["end"])
        for end, count in now.runs.items():
            runs.add_metric([end], count)
        yield runs
        waited = SummaryMetricFamily(
            "workbook_run_waiting_seconds", "Seconds that programs waited for a turn."
        )
        waited.add_metric([], count_value=now.turns, sum_value=now.waited)
        yield waited
        yield GaugeMetricFamily("workbook_runs_waiting", "Programs that wait for a turn.", value=now.waiting)
        yield CounterMetricFamily(
            "workbook_zygotes", "Processes started to fork runs from.", value=now.zygotes
        )
        level = GaugeMetricFamily(
            "workbook_sandbox", "1 for the level that holds programs.", labels=["level"]
        )
        level.add_metric([now.level], 1)
        yield level


class CountRequests:
    """Counts every request under its route; what matched no route is counted as `none`."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun = time.perf_counter()
        method = scope["method"]
        state = scope.setdefault("state", {})

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                seconds = time.perf_counter() - begun
                self.metrics.requested(method, state.get("route", "none"), message["status"], seconds)
            await send(message)

        return await self.app(scope, receive, counted)
