"""Numbers, dates and times follow the scenario's language."""

from __future__ import annotations

import pytest

from scenarios import TextError, texts
from scenarios.formats import speaking


@pytest.mark.parametrize(
    ("lang", "template", "said"),
    [
        ("en", "{{ n | number }}", "1,234.5"),
        ("de", "{{ n | number }}", "1.234,5"),
        ("fr", "{{ n | number(2) }}", "1 234,50"),
        ("en", "{{ share | percent }}", "85%"),
        ("de", "{{ share | percent }}", "85 %"),
        ("en-GB", "{{ n | money('GBP') }}", "£1,234.50"),
        ("de", "{{ n | money }}", "1.234,50 €"),
        ("en-GB", "{{ on | day }}", "4 May 2026"),
        ("en-US", "{{ on | day('short') }}", "5/4/26"),
        ("de", "{{ on | day }}", "4. Mai 2026"),
        ("de", "{{ at | clock }}", "14:05"),
        ("en-US", "{{ at | clock }}", "2:05 PM"),
        ("xx", "{{ n | number }}", "1,234.5"),
    ],
)
def test_values_are_written_as_people_write_them_there(lang: str, template: str, said: str) -> None:
    with speaking(lang):
        told = texts.render(template, n=1234.5, share=0.85, on="2026-05-04", at="14:05")
    assert told.replace("\u202f", " ").replace("\xa0", " ") == said.replace("\u202f", " ").replace(
        "\xa0", " "
    )


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x' | number }}",
        "{{ 1 | money('EURO') }}",
        "{{ 'soon' | day }}",
        "{{ 'x' | clock }}",
        "{{ on | day('tiny') }}",
    ],
)
def test_what_cannot_be_written_so_is_told(template: str) -> None:
    with pytest.raises(TextError):
        texts.render(template, on="2026-05-04")
