"""Templates that offer little on purpose, and markdown without surprises."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import TextError
from scenarios.texts import LONGEST_TEXT, markdown, mentions, paths, render, shown
from scenarios.words import WORDS, sureness

PARCEL = {"shop": "Smith <b>&</b> Co", "weather": "snow", "items": "three", "n": 3}


def test_a_text_is_filled_in_as_plain_text() -> None:
    assert render("From {{ parcel.shop }}", parcel=PARCEL) == "From Smith <b>&</b> Co"
    assert render("No values, 100% { plain }", parcel=PARCEL) == "No values, 100% { plain }"


def test_a_column_may_have_the_name_of_a_python_method() -> None:
    assert render("{{ parcel.items }} {{ parcel['items'] }}", parcel=PARCEL) == "three three"


def test_a_text_can_choose_and_use_filters() -> None:
    text = "{% if parcel.weather == 'snow' %}Brr{% else %}Fine{% endif %} {{ 'x' | upper }} {{ 2.345 | round(1) }}"
    assert render(text, parcel=PARCEL) == "Brr X 2.3"


def test_a_question_that_was_left_open_is_no_word_and_several_answers_are_a_list() -> None:
    assert render("[{{ pet }}] {{ used }}", pet=None, used=["mail", "chat"]) == "[] mail, chat"
    assert (
        render("{{ pet | default('no pet') }}, {{ a.b | default('nor that') }}", pet=None, a={})
        == "no pet, nor that"
    )


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hello {{ answers.about.name }}, from {{ parcel.shop }}.", "Hello , from Bakery."),
        ("{% if answers.about.age > 30 %}Old{% else %}Young{% endif %} {{ parcel.shop }}", " Bakery"),
        ("{{ parcel.shop | percent }} of {{ parcel.shop }}", " of Bakery"),
        ("{{ answers.about.name | default('you') }} and {{ parcel.shop }}", "you and Bakery"),
    ],
)
def test_whoever_takes_part_reads_what_can_be_filled_in(template: str, text: str) -> None:
    values = {"answers": {}, "parcel": {"shop": "Bakery"}}
    assert shown(template, **values) == text


def test_a_value_is_named_in_full() -> None:
    template = "{{ answers.about.age }} {% if parcel['shop'] == day %}{{ a.b | default(c.d.e) }}{% endif %}"
    assert set(paths(template)) == {
        ("answers", "about", "age"), ("parcel", "shop"), ("a", "b"), ("c", "d", "e")
    }  # fmt: skip


HOSTILE = [
    "{{ 'a' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ 999 ** 999999999 }}",
    "{{ (2 ** 4) ** 999 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ [1] * 999999999 }}",
    "{{ parcel * 2 }}",
    "{{ 'x'.join(parcel) }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ parcel.shop.__class__ }}",
    "{{ parcel.shop.format }}",
    "{{ parcel['__class__'] }}",
    "{{ self }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler }}",
    "{{ range(10**9) }}",
    "{{ lipsum() }}",
    "{{ parcel.shop.upper() }}",
    "{% for i in parcel %}{{ i }}{% endfor %}",
    "{% set a = 'x' %}{{ a }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% filter upper %}x{% endfilter %}",
    "{{ 1.5 | round(999999999, 'ceil') }}",
    "{{ 'x' | center(999999999) }}",
    "{{ 'x' | attr('__class__') }}",
    "{{ 'x' | replace('x', 'y') }}",
    "{{ 1 / 0 }}",
    "{{ parcel.nothing }}",
    "{{ nothing }}",
    "{{ nothing + 1 }}",
    "{{ 1 is callable }}",
    "{{ 'x' is divisibleby 3 }}",
    "{{ (1, 2)[99999] }}",
    "{{",
    "{% if %}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{{ " + "-" * 5000 + "1 }}",
    "{{ 1" + " + 1" * 2400 + " }}",
]


@pytest.mark.parametrize("template", HOSTILE, ids=[text[:40] for text in HOSTILE])
def test_a_hostile_text_ends_at_once_with_a_reason(template: str) -> None:
    started = time.perf_counter()
    with pytest.raises(TextError):
        render(template, parcel=PARCEL)
    assert time.perf_counter() - started < 2.0


def test_a_text_that_grows_too_long_is_stopped() -> None:
    with pytest.raises(TextError, match="longer than"):
        render("{{ a }}" * 30, a="x" * (LONGEST_TEXT // 20))
    with pytest.raises(TextError, match="characters"):
        render("{{ a }}" + "x" * 20_000, a="")


@given(st.text(alphabet="{}%|. ()[]'*+-~abparcelshop0123456789,=<>", max_size=60))
def test_no_text_at_all_makes_anything_but_text_or_a_reason(template: str) -> None:
    with contextlib.suppress(TextError):
        assert len(render(template, parcel=PARCEL)) <= LONGEST_TEXT


def test_the_values_that_a_text_names_are_known_without_filling_it_in() -> None:
    text = (
        "{{ parcel.shop | upper }} {% if delay.score > 0.5 %}{{ parcel['weather'] }}{% endif %} {{ other }}"
    )
    assert {(m.name, m.field) for m in mentions(text)} == {
        ("parcel", "shop"),
        ("delay", "score"),
        ("parcel", "weather"),
        ("other", None),
    }


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (0.5, "possibly"),
        (0.69, "possibly"),
        (0.7, "probably"),
        (0.89, "probably"),
        (0.9, "almost certainly"),
        (1, "almost certainly"),
    ],
)
def test_a_score_has_words(score: float, words: str) -> None:
    assert sureness(WORDS, score) == words


def test_markdown_becomes_html() -> None:
    assert (
        markdown("# Hi\n\nYou *may* **stop**.")
        == "<h1>Hi</h1>\n<p>You <em>may</em> <strong>stop</strong>.</p>\n"
    )


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "[x](javascript:alert(1))", "![x](https://e.org/p.png)",
     '![" onerror=alert(1)](data:image/png;base64,x)', "[x](data:text/html,y)"],
)  # fmt: skip
def test_markdown_lets_no_html_scripts_or_pictures_through(hostile: str) -> None:
    html = markdown(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


def test_a_picture_is_replaced_by_its_description() -> None:
    assert markdown("![A <van>](https://example.org/van.png)") == "<p>A &lt;van&gt;</p>\n"


def test_a_link_opens_elsewhere_and_does_not_say_from_where() -> None:
    link = '<a href="https://example.org" target="_blank" rel="noopener noreferrer">here</a>'
    assert markdown("[here](https://example.org)") == f"<p>{link}</p>\n"
