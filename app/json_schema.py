"""The JSON schema of the files that an author writes, generated from the models: editors complete with it.

One schema serves every file of a book. What a file is, it says by its keys, and an exercise by its `type`;
so an editor needs one rule, and tells a slip of the type that is meant.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from app.descriptions import meaning_of
from app.models import EXERCISE_TYPES, BookFile, ChapterFile, FlashcardFile

DIALECT = "http://json-schema.org/draft-07/schema#"  # the one that every editor knows
_KIND = "What kind of question it is; it decides which other keys there are."
# The keys by which a file is known; every other one is an exercise.
_MARKS: Mapping[type[BaseModel], tuple[str, ...]] = {
    BookFile: ("code_tolerance",),
    ChapterFile: ("order", "goals", "prerequisites", "minutes", "references"),
    FlashcardFile: ("cards",),
}


class _Schemas(GenerateJsonSchema):
    """Schemas with the meaning of every key, and without what only programs need."""

    schema_dialect = DIALECT

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # pydantic's own signature
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        if made.get("default") in (None, [], {}, ""):
            made.pop("default", None)
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A mapping whose names are checked, and whose values keep their title."""
        made = super().dict_schema(schema)
        values = self.generate_inner(schema["values_schema"])
        if "patternProperties" not in made:
            return {**made, "additionalProperties": values}
        patterns = dict.fromkeys(made["patternProperties"], values)
        return {**made, "patternProperties": patterns, "additionalProperties": False}

    def tuple_schema(self, schema: core_schema.TupleSchema) -> JsonSchemaValue:
        """Pairs of one kind in the words of the dialect."""
        made = super().tuple_schema(schema)
        kinds = made.pop("prefixItems", [])
        return {**made, "items": kinds[0]} if kinds else made

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        if not isinstance(schema["discriminator"], str):
            return super().tagged_union_schema(schema)
        made = {str(kind): self.generate_inner(one) for kind, one in schema["choices"].items()}
        return by_type(made)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        for name, field in schema["cls"].model_fields.items():
            said = _KIND if name == "type" else meaning_of(schema["cls"], name)
            made["properties"][field.alias or name] |= {"description": said, "markdownDescription": said}
        return made


def by_type(kinds: Mapping[str, JsonSchemaValue]) -> JsonSchemaValue:
    """The schema of a mapping whose `type` says which of these it is."""
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(kinds), "description": _KIND, "markdownDescription": _KIND}},
        "allOf": [
            {"if": {"required": ["type"], "properties": {"type": {"const": kind}}}, "then": schema}
            for kind, schema in kinds.items()
        ],
    }


def schema() -> JsonSchemaValue:
    """The schema of every YAML file of a book."""
    wanted = [*EXERCISE_TYPES.values(), *_MARKS]
    references, definitions = models_json_schema(
        [(model, "validation") for model in wanted], schema_generator=_Schemas
    )
    made = {model: references[model, "validation"] for model in wanted}
    exercise = by_type({kind: made[model] for kind, model in EXERCISE_TYPES.items()})
    return {
        "$schema": DIALECT,
        "title": "Files of a workbook",
        "type": "object",
        **_chosen([(keys, made[model]) for model, keys in _MARKS.items()], exercise),
        "$defs": definitions["$defs"],
    }


def _chosen(marked: list[tuple[tuple[str, ...], JsonSchemaValue]], rest: JsonSchemaValue) -> JsonSchemaValue:
    """The schema whose keys are there, else the rest."""
    if not marked:
        return rest
    (keys, then), *others = marked
    return {
        "if": {"anyOf": [{"required": [key]} for key in keys], "not": {"required": ["type"]}},
        "then": then,
        "else": _chosen(others, rest),
    }


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
