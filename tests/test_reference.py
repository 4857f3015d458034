"""The page of the JSON interface says what OpenAPI says."""

from __future__ import annotations

from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.reference import Schema, kind, operations_of


def test_every_operation_field_and_status_is_on_the_page(client: TestClient, workbook: FastAPI) -> None:
    page = unescape(client.get("/docs").text)
    operations = list(operations_of(workbook.openapi()))
    assert len(operations) == 8
    for one in operations:
        assert f"{one.method} {one.path}" in page
        assert one.words
        assert one.words in page
        for row in (*one.takes, *one.gives):
            assert f"<code>{row.name}</code>" in page
        for code, words in one.statuses:
            assert f"{code}: {words}" in page


def test_an_attempt_is_described_by_its_fields(workbook: FastAPI) -> None:
    (attempt,) = (one for one in operations_of(workbook.openapi()) if one.path.endswith("/attempts"))
    assert [(row.name, row.kind, row.required) for row in attempt.takes] == [
        ("id", "string", True),
        ("seed", "integer", False),
        ("answer", "anything", True),
        ("key", "string | null", False),
    ]
    assert ("verdict", '"correct" | "close" | "mistake" | "wrong" | "invalid"') in {
        (row.name, row.kind) for row in attempt.gives
    }
    statuses = "200 400 403 404 409 413 422 429 503"
    assert [code for code, _ in attempt.statuses] == statuses.split()


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({}, "anything"),
        ({"type": "string"}, "string"),
        ({"$ref": "#/components/schemas/JsonValue"}, "anything"),
        ({"enum": ["a", 1]}, '"a" | 1'),
        ({"type": "array", "items": {"type": "integer"}}, "list of integer"),
        ({"anyOf": [{"$ref": "#/components/schemas/Asked"}, {"type": "null"}]}, "Asked | null"),
    ],
)
def test_types_are_told_in_a_word_or_two(schema: dict[str, object], words: str) -> None:
    assert kind(Schema.model_validate(schema)) == words


def test_no_script_and_nothing_from_elsewhere_is_loaded(client: TestClient) -> None:
    page = client.get("/docs").text
    assert page.count("<script") == 1
    assert "//cdn" not in page
