"""Answers from nothing: valid under whatever schema allows one, and a clear, quick no for the rest."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mocks import MockError, invent
from mocks.invent import patterns
from mocks.invent.combine import Impossible

ROUTE = {
    "type": "object",
    "properties": {
        "depot": {"type": "string", "minLength": 3, "maxLength": 20},
        "vans": {"type": "integer", "minimum": 0, "exclusiveMaximum": 9},
        "load": {"type": "number", "multipleOf": 0.1, "minimum": 0, "maximum": 1},
        "day": {"type": "string", "format": "date"},
        "stops": {"type": "array", "items": {"$ref": "#/$defs/stop"}, "minItems": 1, "uniqueItems": True},
    },
    "required": ["depot", "vans", "load", "stops"],
    "additionalProperties": False,
    "$defs": {
        "stop": {
            "oneOf": [
                {"properties": {"kind": {"const": "door"}, "code": {"pattern": "^[A-C]-\\d{2}$"}}},
                {"properties": {"kind": {"const": "locker"}, "box": {"type": "integer"}}},
            ],
            "type": "object",
            "required": ["kind"],
        }
    },
}


def test_every_route_is_valid_and_no_two_seeds_agree_on_all_of_it() -> None:
    made = [invent.under(ROUTE, random.Random(f"route/{number}")) for number in range(60)]
    for route in made:
        Draft202012Validator(ROUTE).validate(route)
    assert len({json.dumps(route) for route in made}) > 50
    assert made[7] == invent.under(ROUTE, random.Random("route/7"))


bounds = st.integers(-20, 20)
plain = st.one_of(
    st.just({}),
    st.just(True),
    st.builds(
        lambda kind: {"type": kind}, st.sampled_from(["string", "null", "boolean", "integer", "number"])
    ),
    st.builds(lambda kinds: {"type": kinds}, st.just(["null", "string"])),
    st.builds(
        lambda values: {"enum": values}, st.lists(bounds | st.text(max_size=3), min_size=1, max_size=3)
    ),
    st.builds(lambda value: {"const": value}, bounds),
    st.builds(
        lambda low, width, kind: {"type": kind, "minimum": low, "maximum": low + width},
        bounds,
        st.integers(0, 5),
        st.sampled_from(["integer", "number"]),
    ),
    st.builds(lambda low: {"type": "number", "exclusiveMinimum": low, "exclusiveMaximum": low + 1}, bounds),
    st.builds(
        lambda step, low: {"type": "number", "multipleOf": step, "minimum": low},
        st.sampled_from([1, 3, 0.5, 0.1, 0.01, 2.5]),
        bounds,
    ),
    st.builds(
        lambda least, more: {"type": "string", "minLength": least, "maxLength": least + more},
        st.integers(0, 30),
        st.integers(0, 5),
    ),
    st.builds(
        lambda pattern: {"type": "string", "pattern": pattern},
        st.sampled_from(
            ["^[A-Z]{2}-\\d{4}$", "^(low|high)$", "a.c", "x+y?", "^\\w[ab-]*\\.$", "^(?:a|b|)c{2,}$"]
        ),
    ),
)


def inside(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from("abc")
    return st.one_of(
        st.builds(
            lambda items, least, prefix: {
                "type": "array",
                "items": items,
                "minItems": least,
                "prefixItems": prefix,
            },
            inner,
            st.integers(0, 3),
            st.lists(inner, min_size=1, max_size=2),
        ),
        st.builds(lambda found: {"type": "array", "contains": found}, inner),
        st.builds(
            lambda properties, required, closed: {
                "type": "object",
                "properties": properties,
                "required": [name for name in required if name in properties or not closed],
                "additionalProperties": not closed,
            },
            st.dictionaries(names, inner, max_size=3),
            st.lists(names, unique=True, max_size=3),
            st.booleans(),
        ),
        st.builds(lambda least: {"type": "object", "minProperties": least}, st.integers(0, 4)),
        st.builds(lambda some: {"anyOf": some}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one: {"allOf": [one, {"title": "again"}, one]}, inner),
        st.builds(lambda one: {"$defs": {"x": one}, "$ref": "#/$defs/x"}, plain),
        st.builds(
            lambda one, other: {"oneOf": [{"type": "null"}, {"allOf": [one, {"not": other}]}]}, inner, inner
        ),
    )


schemas = st.recursive(plain, inside, max_leaves=5)


@settings(max_examples=150, deadline=None)
@given(schema=schemas, seed=st.integers(0, 1000))
def test_what_is_invented_is_valid_under_its_schema(schema: Any, seed: int) -> None:
    whole = {"properties": {"it": schema}, "required": ["it"], "$defs": {"x": {}}}
    # Below the top, '#/$defs/x' would be looked for at the top: bring it there.
    inner = json.loads(json.dumps(schema).replace('"$ref": "#/$defs/x"', '"title": "x"'))
    whole["properties"] = {"it": inner}
    made = invent.under(whole, random.Random(seed), "object")
    Draft202012Validator(whole).validate(made)


@settings(max_examples=100, deadline=None)
@given(one=schemas, other=schemas, seed=st.integers(0, 1000))
def test_of_two_schemas_at_once_it_makes_a_valid_value_or_says_why_not(
    one: Any, other: Any, seed: int
) -> None:
    whole = json.loads(json.dumps({"allOf": [one, other]}).replace('"$ref": "#/$defs/x"', '"title": "x"'))
    made: Any = None
    said = ""
    try:
        made = invent.under(whole, random.Random(seed))
    except MockError as error:
        said = str(error)
    if said:
        assert said.startswith("no answer can be invented under the JSON Schema, '")
    else:
        Draft202012Validator(whole).validate(made)


def test_references_are_followed_as_long_as_they_come_to_an_end() -> None:
    tree = {
        "$ref": "#/$defs/tree",
        "$defs": {
            "tree": {
                "type": "object",
                "properties": {
                    "left": {"anyOf": [{"$ref": "#/$defs/tree"}, {"type": "null"}]},
                    "right": {"anyOf": [{"$ref": "#/$defs/tree"}, {"type": "null"}]},
                    "more": {"type": "array", "items": {"$ref": "#"}},
                },
                "required": ["left", "right"],
            }
        },
    }
    for seed in range(20):
        Draft202012Validator(tree).validate(invent.under(tree, random.Random(seed)))


def test_what_one_part_closes_another_cannot_open() -> None:
    closed = {"properties": {"a": {"type": "integer"}}, "additionalProperties": False}
    schema = {
        "allOf": [closed, {"properties": {"a": {"minimum": 5, "maximum": 5}, "b": {}}}],
        "required": ["a"],
    }
    assert invent.under(schema, random.Random(1)) == {"a": 5}


def asking(schema: Any) -> dict[str, Any]:
    return {"properties": {"a": schema}, "required": ["a"]}


@pytest.mark.parametrize(
    ("schema", "keyword"),
    [
        (asking({"type": "integer", "minimum": 3, "maximum": 2}), "minimum"),
        (asking({"type": "integer", "multipleOf": 7, "minimum": 1, "maximum": 6}), "multipleOf"),
        (asking({"type": "string", "minLength": 3, "maxLength": 2}), "maxLength"),
        (asking({"type": "string", "pattern": "^(?=a)b$"}), "pattern"),
        (asking({"type": "string", "pattern": "^a$", "minLength": 2}), "pattern"),
        (asking({"type": "array", "minItems": 2, "maxItems": 1}), "minItems"),
        (
            asking({"type": "array", "items": {"type": "null"}, "uniqueItems": True, "minItems": 2}),
            "uniqueItems",
        ),
        (asking({"enum": [1, 2], "minimum": 3}), "enum"),
        (asking({"allOf": [{"type": "string"}, {"type": "null"}]}), "type"),
        ({**asking({}), "maxProperties": 0}, "maxProperties"),
        ({"required": ["a"], "additionalProperties": False}, "additionalProperties"),
        ({"minProperties": 1, "additionalProperties": False}, "minProperties"),
        ({"not": {"type": "object"}}, "not"),
        ({"type": "array"}, "type"),
    ],
)
def test_a_schema_that_cannot_be_met_is_refused_with_its_keyword(schema: Any, keyword: str) -> None:
    with pytest.raises(MockError, match=f"no answer can be invented under the JSON Schema, '{keyword}'"):
        invent.under(schema, random.Random(1), "object")


DOUBLING = {
    "$ref": "#/$defs/0",
    "$defs": {
        **{str(n): {"allOf": [{"$ref": f"#/$defs/{n + 1}"}] * 2} for n in range(20)},
        "20": {"type": "object"},
    },
}
MANY = {"type": "array", "minItems": 400}


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"properties": {"l": {"$ref": "#"}, "r": {"$ref": "#"}}, "required": ["l", "r"]},
        DOUBLING,
        asking({"type": "array", "minItems": 10**9}),
        asking({**MANY, "items": {**MANY, "items": MANY}}),
        asking({"type": "string", "minLength": 10**12}),
        {"minProperties": 10**8},
        asking({"type": "string", "pattern": "((a{20}){20}){20}"}),
        asking({"type": "string", "pattern": "^(a+)+b$", "minLength": 40}),
        asking({"enum": list(range(8000)), "minimum": 9000}),
        asking({"type": "number", "minimum": 10**400}),
        {
            **asking({"$ref": "#/$defs/x"}),
            "$defs": {
                "x": {"anyOf": [{"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/x"}}] * 5},
            },
        },
    ],
)
def test_a_hostile_schema_is_refused_quickly_and_in_little_memory(schema: Any) -> None:
    tracemalloc.start()
    before = time.thread_time()
    with pytest.raises(MockError, match="no answer can be invented"):
        invent.under(schema, random.Random(1), "object")
    took, (_, most) = time.thread_time() - before, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 2  # tracing makes it some four times slower
    assert most < 20e6


@settings(deadline=None)
@given(seed=st.integers())
def test_a_text_matches_the_pattern_that_it_was_invented_for(seed: int) -> None:
    import re

    for pattern in (
        "^[A-Z]{2}-\\d{4}$",
        "^(low|mid(dle)?|high)$",
        "a.c",
        "x+y?z*",
        "^[a-c_.-]{3,5}$",
        "\\w\\s\\(",
        "",
    ):
        assert re.search(pattern, patterns.text(pattern, random.Random(seed)))


@pytest.mark.parametrize("pattern", ["(?=a)", "\\bword", "(a)\\1", "[^a]", "a**", "(", "[a", "a)", "\\", "+"])
def test_an_intricate_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(Impossible, match="too intricate"):
        patterns.text(pattern, random.Random(1))
