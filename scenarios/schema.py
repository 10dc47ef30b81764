"""The language as JSON Schema (draft 2020-12), for editors: they complete keys, explain them, and mark what is wrong.

It is never stricter than the check. What only shows when a scenario is seen whole (names, counts) is for the check.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

import mocks
from scenarios import instruments, keys
from scenarios.model import Scenario
from scenarios.words import WORDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE = "scenario.schema.json"  # the name under which it lies beside scenarios


class _Kind(GenerateJsonSchema):
    """Pydantic's schema, without titles made from Python names, and without defaults that no file would have."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (pydantic's own signature)
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if isinstance(default, (str, int, float)) and "$ref" not in inner:
            return {**inner, "default": default}
        return inner

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """What is read before pydantic sees it is written as a text as well: `60 s`, `15%`, the name of a file."""
        inner: Any = schema["schema"]
        if (
            "json_schema_input_schema" in schema or inner["type"] == "model-fields"
        ):  # a part that looks at itself first
            return super().function_before_schema(schema)
        return _either(self.generate_inner(inner), {"type": "string"})

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """`{numbered_from: 1}` looks like a count too; the key decides, and no editor needs to."""
        found = super().tagged_union_schema(schema)
        return {"anyOf": found["oneOf"]} if "oneOf" in found else found

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])  # a key that is there has a value


def schema() -> dict[str, Any]:
    """The whole language. The caller's own."""
    made = Scenario.model_json_schema(schema_generator=_Kind)
    for part, definition in _definitions(made):
        _describe(part, definition)
    _loosen(made)
    title = {
        "title": "A scenario of Curtain",
        "description": "A product flow, what it pretends to know, and what to measure.",
    }
    return {"$schema": DIALECT, **made, **title}


def text() -> str:
    """The same as the text of a file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _definitions(made: dict[str, Any]) -> Iterator[tuple[type[BaseModel], dict[str, Any]]]:
    """Every part with its definition. Where two parts have one name, pydantic writes the module before it."""
    found: dict[type[BaseModel], dict[str, Any]] = {Scenario: made}
    for part in keys.parts():
        for name in (part.__name__, f"{part.__module__}.{part.__name__}".replace(".", "__")):
            if name in made["$defs"]:
                found[part] = made["$defs"][name]
    yield from found.items()


def _describe(part: type[BaseModel], definition: dict[str, Any]) -> None:
    definition.pop("title", None)
    definition.pop("description", None)
    for name, inner in definition.get("properties", {}).items():
        told = keys.describe(part, name)
        said = f"{told.what[:1].upper()}{told.what[1:]}."
        if told.without:
            said += f" Without it: {told.without}."
        inner["description"] = keys.plain(said)


def _loosen(made: dict[str, Any]) -> None:
    """What is read more generously than pydantic's own types tell."""
    definitions = made["$defs"]
    feature = definitions["Feature"]["properties"]
    feature["played_by"] = {
        **_either(feature["played_by"], _mock()),
        "description": feature["played_by"]["description"],
    }
    made["properties"]["mocks"]["additionalProperties"] = _mock()
    words = made["properties"]["words"]
    words["properties"] = {
        name: {"type": "string", "description": f"In English: {text}"} for name, text in WORDS.items()
    }
    arms = made["properties"]["arms"]
    arms["additionalProperties"] = _either(arms["additionalProperties"], {"type": "null"})
    for name in ("Data", "Feature"):
        definitions[name].pop("default", None)
    survey = definitions["Survey"]["properties"]["survey"]
    survey["items"] = _either({"enum": list(instruments.ids())}, {"$ref": "#/$defs/Instrument"})
    definitions["Consent"]["properties"]["consent"].setdefault("examples", ["consent.md"])


def _mock() -> dict[str, Any]:
    known = sorted(mocks.kinds())
    kind = {
        "type": "string",
        "examples": known,
        "description": f"Who or what plays: {', '.join(known)}, or a plug-in's own.",
    }
    return {"type": "object", "properties": {"kind": kind}, "required": ["kind"]}


def _either(*ways: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{key: value for key, value in way.items() if key != "description"} for way in ways]}
