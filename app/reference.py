"""The page that documents the JSON interface, drawn from its OpenAPI description, without a script."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field, JsonValue

from app.contexts import progress_of
from app.rendering import page
from app.requests import Visiting

router = APIRouter(include_in_schema=False)


# ---- OpenAPI, as far as the page shows it ---


class Schema(BaseModel):
    """The shape of a value."""

    ref: str | None = Field(default=None, alias="$ref")
    type: str | None = None
    description: str = ""
    enum: list[JsonValue] | None = None
    any_of: list[Schema] | None = Field(default=None, alias="anyOf")
    items: Schema | None = None
    properties: dict[str, Schema] = {}
    required: list[str] = []


class Media(BaseModel):
    """A body of one content type."""

    shape: Schema = Field(default=Schema(), alias="schema")


class Body(BaseModel):
    """What is sent or replied."""

    description: str = ""
    content: dict[str, Media] = {}

    @property
    def shape(self) -> Schema:
        """The shape of the JSON."""
        return self.content.get("application/json", Media()).shape


class Parameter(BaseModel):
    """A part of the path or query."""

    name: str
    required: bool = False
    description: str = ""
    shape: Schema = Field(default=Schema(), alias="schema")


class Call(BaseModel):
    """One method of one path."""

    description: str = ""
    parameters: list[Parameter] = []
    request: Body = Field(default=Body(), alias="requestBody")
    responses: dict[str, Body]


class Components(BaseModel):
    """The shapes that have names."""

    schemas: dict[str, Schema] = {}


class Description(BaseModel):
    """The whole interface."""

    paths: dict[str, dict[str, Call]]
    components: Components = Components()

    def resolved(self, schema: Schema) -> Schema:
        """The schema itself where it is only named; of a list, that of its items."""
        if schema.ref:
            return self.resolved(self.components.schemas[schema.ref.rsplit("/", 1)[-1]])
        return self.resolved(schema.items) if schema.items else schema


# ---- what the template sees ---


@dataclass(frozen=True)
class Row:
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
    takes: tuple[Row, ...]
    gives: tuple[Row, ...]
    statuses: tuple[tuple[str, str], ...]


@router.get("/docs")
async def docs(visit: Visiting) -> Response:
    """The JSON interface for people."""
    operations = tuple(operations_of(visit.request.app.openapi()))
    return page(visit, "docs.html", progress=await progress_of(visit), operations=operations)


def operations_of(openapi: Mapping[str, object]) -> Iterator[Operation]:
    """Every operation of an OpenAPI description."""
    description = Description.model_validate(openapi)
    for path, methods in description.paths.items():
        for method, call in methods.items():
            yield operation(method.upper(), path, call, description)


def operation(method: str, path: str, call: Call, description: Description) -> Operation:
    """One of them."""
    parameters = (
        Row(one.name, kind(one.shape), one.required, one.description or one.shape.description)
        for one in call.parameters
    )
    return Operation(
        method=method,
        path=path,
        words=call.description,
        takes=(*parameters, *rows(call.request.shape, description)),
        gives=tuple(rows(call.responses.get("200", Body()).shape, description)),
        statuses=tuple((code, reply.description) for code, reply in call.responses.items()),
    )


def rows(schema: Schema, description: Description) -> Iterator[Row]:
    """The fields of an object, or of the objects in a list."""
    found = description.resolved(schema)
    for name, one in found.properties.items():
        yield Row(name, kind(one), name in found.required, one.description)


def kind(schema: Schema) -> str:
    """The type of a field in a word or two."""
    if schema.enum:
        return " | ".join(map(json.dumps, schema.enum))
    if schema.any_of:
        return " | ".join(map(kind, schema.any_of))
    if schema.ref:
        return name_of(schema.ref)
    if schema.items:
        return f"list of {kind(schema.items)}"
    return schema.type or "anything"


def name_of(reference: str) -> str:
    """The name in `#/components/schemas/Name`; that of any JSON is pydantic's own."""
    name = reference.rsplit("/", 1)[-1]
    return "anything" if name == "JsonValue" else name
