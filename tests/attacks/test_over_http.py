"""Hostile programs sent to a server as anybody starts it: no pass, no failure of the server, nothing told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.library import read_library
from app.models import Code
from tests.test_durability import ROOT, free_port, serve

from .attack import PRELUDE
from .forgeries import FORGERIES, NAME

EXERCISE = "fwd-q-sample"


@dataclass(frozen=True)
class Served:
    """A running server and the exercise that is attacked."""

    address: str
    question: Code

    def api(self, source: str) -> httpx.Response:
        """The answer to the program over the JSON interface, from somebody new."""
        body = json.dumps({"answer": source})
        address = f"{self.address}/api/exercises/{EXERCISE}/attempts"
        return httpx.post(address, content=body, headers={"Content-Type": "application/json"}, timeout=120)

    def page(self, source: str) -> httpx.Response:
        """The page after the form was sent with the program, by somebody new."""
        with httpx.Client(base_url=self.address, follow_redirects=True, timeout=120) as client:
            fields = {"seed": "0", "code": source.encode("utf-8", "replace").decode(), "action": "check"}
            response = client.post(f"/exercises/{EXERCISE}", data=fields)
            return client.get(f"/exercises/{EXERCISE}") if response.is_success else response


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    book = read_library(ROOT / "exercises", None)
    (question,) = (one for chapter in book.chapters for one in chapter.exercises if one.id == EXERCISE)
    assert isinstance(question, Code)
    port = free_port()
    process = serve(tmp_path_factory.mktemp("data"), port)
    try:
        yield Served(f"http://127.0.0.1:{port}", question)
    finally:
        with process:
            process.terminate()


def tells(served: Served, text: str) -> list[str]:
    """What of the key stands in the text: reference, solution, known wrong programs; machine paths."""
    question = served.question
    programs = [question.solution or "", *(one.code for one in question.mutants)]
    lines = [line.strip() for program in programs for line in program.splitlines() if len(line.strip()) > 30]
    return [one for one in ("forward.q_sample", str(ROOT), "Traceback", *lines) if one in text]


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_no_pass_and_tells_nothing(served: Served, name: str) -> None:
    response = served.api(FORGERIES[name])
    assert response.status_code in (200, 422), response.text
    if response.status_code == 200:
        assert response.json()["verdict"] in ("wrong", "mistake", "invalid"), response.text
        assert response.json()["credit"] == 0
    assert tells(served, response.text) == []
    shown = served.page(FORGERIES[name])
    assert shown.status_code in (200, 422), shown.text
    assert shown.status_code == 422 or re.search(r'data-verdict="(wrong|mistake)"', shown.text)
    assert 'class="verdict" data-verdict="correct"' not in shown.text
    assert no_markup(shown.text) == []


def no_markup(html: str) -> list[str]:
    """What of an attack's markup a browser would follow; in texts it stands escaped."""
    dangers = r"<script>alert|src=.?(?:https?:)?//evil|href=.?javascript:|<img[^>]*evil|<b><b>|class=.tex.>"
    return re.findall(dangers, html)


def test_the_server_grades_honest_code_afterwards(served: Served) -> None:
    response = served.api(served.question.solution or "").json()
    assert (response["verdict"], response["credit"]) == ("correct", 1)


def test_hidden_cases_tell_neither_input_nor_values(served: Served) -> None:
    told = served.api(f"def {NAME}(x0, abar_t, eps): return x0").json()["evidence"]
    hidden = [case for case in told["cases"] if not case["visible"]]
    assert len(hidden) == len(served.question.cases.hidden)
    assert all(not (case["input"] or case["expected"] or case["got"]) for case in hidden)


def test_inputs_differ_from_one_submission_to_the_next(served: Served) -> None:
    source = f"def {NAME}(x0, abar_t, eps):\n    print(float(x0.ravel()[-1]), x0.size)\n    return x0"
    prints = [served.api(source).json()["evidence"]["output"].split("\n") for _ in range(2)]
    drawn = [{line for line in told if line and line.split()[1] not in ("1", "9")} for told in prints]
    assert all(drawn)
    assert drawn[0].isdisjoint(drawn[1])


def test_no_exception_of_a_library_tells_where_the_server_lies(served: Served) -> None:
    slips = (
        "np.ones(3) @ np.ones(4)",
        "np.linalg.inv(np.zeros((2, 2)))",
        "import os",
        "open('x')",
        "np.load('x')",
    )
    for slip in slips:
        text = served.api(f"def {NAME}(x0, abar_t, eps):\n    {slip}").text
        assert "site-packages" not in text
        assert str(Path.home()) not in text
        assert tells(served, text) == []


def test_the_process_that_runs_code_knows_no_exercise(served: Served) -> None:
    source = f"""{PRELUDE}
def {NAME}(x0, abar_t, eps):
    found = []
    for one in get("gc").get_objects():
        if type(one) is dict:
            found += [text for text in list(one.values()) if type(text) is str]
    print(len([text for text in found if "forward.q" + "_sample" in text or "hid" + "den:" in text]))
    return x0
"""
    assert set(served.api(source).json()["evidence"]["output"].split()) == {"0"}
