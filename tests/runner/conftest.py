from collections.abc import Iterator

import pytest

from .sessions import ALL, Session, session


@pytest.fixture(scope="module")
def protected() -> Iterator[Session]:
    with session() as running:
        yield running


@pytest.fixture(scope="module", params=["every layer", "without Landlock"])
def locked(request: pytest.FixtureRequest) -> Iterator[Session]:
    with session(layers=ALL if request.param == "every layer" else ALL - {"landlock"}) as running:
        yield running


@pytest.fixture(scope="module")
def unprotected() -> Iterator[Session]:
    with session(layers=frozenset(), unprotected=True) as running:
        yield running
