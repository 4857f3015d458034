"""The page that documents the JSON interface, drawn from its OpenAPI description, without a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI, Request, Response
from pydantic import JsonValue

from app.pages import Shared
from app.rendering import page
from app.requests import learner_of

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body."""

    name: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True)
class Operation:
    """One thing a program can ask for."""

    method: str
    path: str
    words: str
    takes: tuple[Field, ...]
    gives: tuple[Field, ...]
    statuses: tuple[tuple[str, str], ...]


@router.get("/docs")
async def docs(request: Request, services: Shared) -> Response:
    """The JSON interface for people."""
    learner = learner_of(request, services)
    operations = tuple(operations_of(request.app))
    progress = await services.store.progress(learner)
    return page(request, services, "docs.html", progress=progress, operations=operations)


def operations_of(app: FastAPI) -> Iterator[Operation]:
    """Every operation of the OpenAPI description."""
    description = app.openapi()
    for path, methods in description["paths"].items():
        for method, one in methods.items():
            body = content(one.get("requestBody", {}))
            reply = content(one["responses"].get("200", {}))
            yield Operation(
                method=method.upper(),
                path=path,
                words=one.get("description", ""),
                takes=(*map(parameter, one.get("parameters", ())), *fields(body, description)),
                gives=tuple(fields(reply, description)),
                statuses=tuple((code, reply.get("description", "")) for code, reply in one["responses"].items()),
            )


def content(part: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The JSON schema of a body or reply."""
    found = part.get("content", {})
    schema = found.get("application/json", {}).get("schema", {}) if isinstance(found, dict) else {}  # type: ignore[union-attr]  # OpenAPI
    return schema if isinstance(schema, dict) else {}


def parameter(one: dict[str, JsonValue]) -> Field:
    """A path or query parameter."""
    schema = one.get("schema")
    return Field(str(one["name"]), kind(schema), bool(one.get("required")), str(one.get("description", "")))


def fields(schema: dict[str, JsonValue], description: dict[str, JsonValue]) -> Iterator[Field]:
    """The fields of an object, or of the objects in a list."""
    found = resolve(schema, description)
    if found.get("type") == "array":
        found = resolve(found["items"], description)
    properties = found.get("properties", {})
    required = found.get("required", [])
    assert isinstance(properties, dict)
    assert isinstance(required, list)
    for name, one in properties.items():
        words = one.get("description", "") if isinstance(one, dict) else ""
        yield Field(name, kind(one), name in required, str(words))


def resolve(schema: JsonValue, description: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The schema itself where it is a reference."""
    if not isinstance(schema, dict):
        return {}
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    found: JsonValue = description
    for step in reference.removeprefix("#/").split("/"):
        assert isinstance(found, dict)
        found = found[step]
    return resolve(found, description)


def kind(schema: JsonValue) -> str:
    """The type of a field in a word or two."""
    if not isinstance(schema, dict):
        return "anything"
    if isinstance(schema.get("enum"), list):
        return " | ".join(map(json.dumps, schema["enum"]))  # type: ignore[arg-type]  # checked to be a list
    if isinstance(schema.get("anyOf"), list):
        return " | ".join(kind(one) for one in schema["anyOf"])  # type: ignore[union-attr]
    if isinstance(schema.get("$ref"), str):
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"list of {kind(schema.get('items'))}"
    return str(schema.get("type", "anything"))
