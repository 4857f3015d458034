"""A page's forms as a browser without scripts fills and sends them."""

from __future__ import annotations

from html.parser import HTMLParser

from httpx2 import Response
from starlette.testclient import TestClient

Fields = dict[str, list[str]]


class FormReader(HTMLParser):
    """The fields that an exercise's form would send, and its buttons, read from a page."""

    def __init__(self, html: str, exercise: str) -> None:
        super().__init__()
        self.exercise = exercise
        self.fields: Fields = {}
        self.buttons: list[str] = []
        self._inside = False
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self._inside = found.get("data-exercise") == self.exercise
        if self._inside:
            self._field(tag, found)

    def _field(self, tag: str, found: dict[str, str | None]) -> None:
        name, value = found.get("name") or "", found.get("value") or ""
        picked = found.get("type") not in ("radio", "checkbox") or "checked" in found
        if tag == "button" and name == "action":
            self.buttons.append(value)
        elif tag == "textarea":
            self._area, self.fields[name] = name, [""]
        elif tag == "select":
            self._select, self.fields[name] = name, [""]
        elif tag == "option" and self._select and "selected" in found:
            self.fields[self._select] = [value]
        elif tag == "input" and picked:
            self.fields.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.fields[self._area] = [self.fields[self._area][0].removeprefix("\n")]
            self._area = ""
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][0] += data


def form_at(client: TestClient, exercise: str, address: str = "") -> Fields:
    """The fields of an exercise's form as its page shows them."""
    response = client.get(address or f"/exercises/{exercise}")
    assert response.status_code == 200, response.text
    return FormReader(response.text, exercise).fields


def send(
    client: TestClient, exercise: str, typed: Fields, *, action: str = "check", fragment: bool = False
) -> Response:
    """The answer to the form of the exercise's page with `typed` in its fields."""
    fields = form_at(client, exercise) | typed | {"action": [action]}
    return post(client, exercise, fields, fragment=fragment)


def post(client: TestClient, exercise: str, fields: Fields, *, fragment: bool = False) -> Response:
    """The answer to just these fields."""
    headers = {"X-Fragment": "1"} if fragment else {}
    return client.post(f"/exercises/{exercise}", data=fields, headers=headers)
