"""Columns that are made, tables that stand in files, and what is told where either cannot be."""

# ruff: noqa: E501 (a row of the table is one line, as the message is)

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenarios
from scenarios import ScenarioError, check_data, thaw, trials
from scenarios.data import Data
from scenarios.tables import MOST_POOL
from tests.scenarios.sketch import SKETCH, changed, sketch

SNOW = "{one_of: [clear, snow]}"
TABLE = "rows: 4\n    columns:\n      weather: {one_of: [clear, snow]}\n      actual: {late: 1, in time: 3}\n"
CSV = "weather,actual,minutes,code\nclear,late,12,007\nsnow,in time,3.5,008\nclear,in time,-4,0\n"


def made(column: str, seed: str = "a", rows: int = 4, lang: str = "en") -> list[Any]:
    """The values of a column that is made so."""
    text = changed((SNOW, column), ("rows: 4", f"rows: {rows}"), ("in time: 3", f"in time: {rows - 1}"))
    scenario = thaw({"sketch.yaml": text.replace("shown_title:", f"lang: {lang}\nshown_title:", 1)}, "sketch")
    return [row["weather"] for row in trials.rows(scenario, seed)["parcel"]]


def from_file(name: str, text: str, columns: str = "") -> scenarios.Scenario:
    """The sketch with its data in a file."""
    written = changed((TABLE, f"from: {name}\n{columns}"))
    return thaw({"sketch.yaml": written, name: text}, "sketch")


def complaints(*changes: tuple[str, str]) -> list[str]:
    """What the checks find, whether or not the scenario may be used."""
    try:
        scenario = sketch(*changes)
    except ScenarioError as error:
        return [problem.what for problem in error.problems]
    return [finding.what for finding in check_data.findings(scenario)]


# Numbers and texts --------------------------------------------------------------------------------------------------


@given(st.text(max_size=20))
def test_numbers_lie_in_their_range_and_have_so_many_digits(seed: str) -> None:
    assert all(5 <= n <= 40 and n == round(n, 2) for n in made("{number: 5 to 40}", seed))
    assert all(
        n in range(-3, 3) and isinstance(n, int) for n in made("{number: -3 to 2.5, whole: true}", seed)
    )
    assert all(n == round(n, 1) for n in made("{normal: [20, 5], digits: 1}", seed))
    assert all(
        19 <= n <= 21 and isinstance(n, int)
        for n in made("{normal: [20, 9], from: 18.5, to: 21, whole: true}", seed)
    )


def test_normal_numbers_have_the_mean_and_the_spread_that_they_were_given() -> None:
    found = made("{normal: [20, 5], digits: 6}", rows=900)
    mean = sum(found) / 900
    assert mean == pytest.approx(20, abs=0.6)  # four standard errors
    assert math.sqrt(sum((n - mean) ** 2 for n in found) / 899) == pytest.approx(5, abs=0.5)


def test_numbers_outside_the_limits_do_not_pile_up_at_them() -> None:
    found = made("{normal: [0, 10], from: -1, to: 1, digits: 6}", rows=900)
    assert len({n for n in found if abs(n) < 1}) > 850


def test_even_numbers_fill_their_range_evenly() -> None:
    found = Counter(made("{number: 1 to 4, whole: true}", rows=900))
    assert set(found) == {1, 2, 3, 4}
    assert all(170 < times < 280 for times in found.values()), found


def test_a_text_is_put_together_from_the_row_s_other_columns_wherever_they_stand() -> None:
    scenario = sketch(
        (
            SNOW,
            '{text: "{{ shop }} ({{ n }}), {{ actual | upper }}"}\n      n: {numbered_from: 1}\n      shop: {one_of: [A, B]}',
        )
    )
    for row in trials.rows(scenario, "a")["parcel"]:
        assert row["weather"] == f"{row['shop']} ({row['n']}), {row['actual'].upper()}"


def test_given_values_of_any_form_stand_in_the_rows_as_they_were_written() -> None:
    assert made("{value: {x: 1, box: [1, 2]}}") == [{"x": 1, "box": [1, 2]}] * 4
    assert made("{value: 3}") == [3, 3, 3, 3]
    assert made("{values: [a, [b], {c: d}, 4]}") == ["a", ["b"], {"c": "d"}, 4]


def test_nobody_s_row_is_another_person_s() -> None:
    scenario = sketch((SNOW, "{value: {x: [1]}}"))
    first = trials.rows(scenario, "a")["parcel"]
    first[0]["weather"]["x"].append("spoilt")
    assert trials.rows(scenario, "a")["parcel"][0]["weather"] == {"x": [1]}


@pytest.mark.parametrize("column", ["{fake: first_name, unique: true}", '{pattern: "##", unique: true}'])
def test_unique_values_never_come_twice(column: str) -> None:
    assert len(set(made(column, rows=60))) == 60


def test_labels_that_are_called_like_a_kind_of_column_can_be_counted() -> None:
    assert Counter(made("{number: 3, text: 1}")) == {"number": 3, "text": 1}


def test_made_up_names_follow_the_language_of_the_scenario() -> None:
    german, japanese = made("{fake: street_name}", lang="de"), made("{fake: name}", lang="ja")
    assert german == made("{fake: street_name}", lang="de-DE") != made("{fake: street_name}", lang="en")
    assert all(ord(name[0]) > 0x2E80 for name in japanese)


@pytest.mark.parametrize("lang", ["de", "fr", "th", "pt-BR", "ar"])
def test_what_cannot_be_made_up_in_a_language_is_made_up_in_english(lang: str) -> None:
    assert all(made("{fake: bank}", lang=lang)), "Faker knows no German banks"


# What is known beforehand -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "values", "kind"),
    [
        ("{one_of: [a, b]}", ["a", "b"], "text"),
        ("{one_of: [1, 2]}", ["1", "2"], "number"),
        ("{number: 3, text: 1}", ["number", "text"], "text"),
        ("{value: true}", ["True"], "true or false"),
        ("{values: [a, b, a, b]}", ["a", "b"], "text"),
        ("{values: [a, 1, a, b]}", ["a", "1", "b"], "mixed"),
        ("{value: [1]}", None, "list"),
        ("{value: {a: 1}}", None, "object"),
        ("{number: 1 to 2}", None, "number"),
        ("{normal: [1, 2]}", None, "number"),
        ("{numbered_from: 1}", None, "number"),
        ("{fake: random_int}", None, "number"),
        ("{fake: company}", None, "text"),
        ('{text: "{{ actual }}"}', None, "text"),
    ],
)  # fmt: skip
def test_what_a_column_can_hold_is_told_where_it_is_known(column: str, values: Any, kind: str) -> None:
    data = sketch((SNOW, column)).data["parcel"]
    assert (data.values("weather"), data.kind("weather")) == (values, kind)


# Tables from files --------------------------------------------------------------------------------------------------


def test_a_table_comes_from_a_csv_file_with_numbers_where_the_whole_column_is() -> None:
    scenario = from_file("scenes.csv", CSV)
    rows = trials.rows(scenario, "a")["parcel"]
    assert rows == [
        {"weather": "clear", "actual": "late", "minutes": 12.0, "code": "007"},
        {"weather": "snow", "actual": "in time", "minutes": 3.5, "code": "008"},
        {"weather": "clear", "actual": "in time", "minutes": -4.0, "code": "0"},
    ]
    data = scenario.data["parcel"]
    assert (data.rows, list(data.columns)) == (3, ["weather", "actual", "minutes", "code"])
    assert data.values("actual") == ["late", "in time"]
    assert (data.kind("minutes"), data.kind("code")) == ("number", "text")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("scenes.json", lambda rows: json.dumps(rows, indent=1)),
        ("scenes.jsonl", lambda rows: "\n".join(map(json.dumps, rows)) + "\n\n"),
    ],
)
def test_json_brings_values_of_any_form(name: str, write: Any) -> None:
    rows = [
        {"weather": "clear", "actual": "late", "boxes": [{"label": "car", "box": [1, 2.5, 3, 4]}], "n": None},
        {"actual": "in time", "weather": "snow", "boxes": [], "n": 3},
    ]
    scenario = from_file(name, write(rows))
    found = trials.rows(scenario, "a")["parcel"]
    assert found == rows
    assert [list(row) for row in found] == [["weather", "actual", "boxes", "n"]] * 2
    assert (scenario.data["parcel"].values("boxes"), scenario.data["parcel"].kind("n")) == (None, "mixed")


def test_quoted_cells_hold_commas_quotes_and_lines() -> None:
    scenario = from_file("a.csv", 'weather,actual\n"clear, ""cold""\nand windy",late\nsnow,in time\n')
    assert trials.rows(scenario, "a")["parcel"][0]["weather"] == 'clear, "cold"\nand windy'


def test_made_up_columns_may_stand_beside_those_of_a_file() -> None:
    more = '    columns:\n      shop: {one_of: [A, B]}\n      told: {text: "{{ shop }}: {{ minutes }}"}\n'
    scenario = from_file("scenes.csv", CSV, more)
    rows = trials.rows(scenario, "a")["parcel"]
    assert list(rows[0]) == ["weather", "actual", "minutes", "code", "shop", "told"]
    assert [row["told"] for row in rows] == [f"{row['shop']}: {row['minutes']}" for row in rows]


def test_a_table_is_frozen_with_its_scenario(tmp_path: Path) -> None:
    (tmp_path / "sketch.yaml").write_text(changed((TABLE, "from: scenes.csv\n")))
    (tmp_path / "scenes.csv").write_text(CSV)
    kept = scenarios.freeze(tmp_path / "sketch.yaml")
    (tmp_path / "scenes.csv").write_text(CSV + "snow,late,1,1\n")
    assert scenarios.freeze(tmp_path / "sketch.yaml").sha256 != kept.sha256
    (tmp_path / "scenes.csv").unlink()
    assert trials.rows(thaw(kept.files, "sketch"), "a")["parcel"][0]["weather"] == "clear"


# What goes wrong ----------------------------------------------------------------------------------------------------

WIDE = ",".join(f"c{n}" for n in range(101))
DEEP = "[" * 30 + "]" * 30

# (the file's name, its text, the message that stands at the line of `from`)
BROKEN = [
    ("a.csv", "", "the file 'a.csv' is empty; expected a table with a row for each time; write it"),
    ("a.csv", "weather,actual\n", "the file 'a.csv' has no rows; expected at least one; write a row below the names of the columns"),
    ("a.csv", "clear sky,3\nsnow,4\n", "the first line of 'a.csv' must name the columns, and 'clear sky' is no name; expected a letter, then letters, digits or _; write 'clear_sky'"),
    ("a.csv", "weather,\nsnow,4\n", "the first line of 'a.csv' must name the columns, and '' is no name; expected a letter, then letters, digits or _; give it a name in 'a.csv'"),
    ("a.csv", "weather,weather\nsnow,4\n", "two columns of 'a.csv' are called 'weather'; rename one of them"),
    ("a.csv", "weather;actual\nsnow;late\n", "the columns of 'a.csv' are parted by ';'; expected commas; save it as CSV with commas"),
    ("a.csv", "weather\tactual\nsnow\tlate\n", "the columns of 'a.csv' are parted by tabs; expected commas; save it as CSV with commas"),
    ("a.csv", "weather,actual\nsnow,late\nclear\n", "line 3 of 'a.csv' has 1 cell; expected 2, as in its first line; fill it up"),
    ("a.csv", "weather,actual\nsnow, ice,late\n", "line 2 of 'a.csv' has 3 cells; expected 2, as in its first line; put a text with a comma in double quotes"),
    ("a.csv", 'weather,actual\n"snow,late\n', "line 2 of 'a.csv' cannot be read: unexpected end of data; save it as plain CSV"),
    ("a.csv", "weather\n" + "snow\n" * (MOST_POOL + 1), "the file 'a.csv' has more than 5,000 rows; keep those that people can meet"),
    ("a.csv", f"{WIDE}\n{WIDE}\n", "the file 'a.csv' has 101 columns; expected at most 100"),
    ("a.json", "{}", "the file 'a.json' is not a list of rows; expected [{\"title\": \"…\"}, …]"),
    ("a.json", "[]", "the file 'a.json' has no rows; expected at least one; write a row below the names of the columns"),
    ("a.json", "[3]", "row 1 of 'a.json' is not a row; expected an object such as {\"title\": \"…\"}"),
    ("a.json", '[{"a": 1},\n{"a" 1}]', "line 2, column 6 of 'a.json' is not JSON: Expecting ':' delimiter; check quotes, commas and brackets"),
    ("a.json", '[{"a": 1, "b": 2}, {"a": 1}]', "row 2 of 'a.json' has no 'b'; expected the columns of the first row; write null if it is empty"),
    ("a.json", '[{"box": 1}, {"box": 1, "bax": 2}]', "row 2 of 'a.json' has a column 'bax'; expected box; did you mean 'box'?"),
    ("a.json", '[{"a": 1, "a": 2}]', "in 'a.json', the key 'a' stands in one object twice; expected each key once; remove one of them"),
    ("a.json", '[{"a": NaN}]', "in 'a.json', NaN stands for no number; expected a number; write null where there is none"),
    ("a.json", '[{"a": 12345678901234567890}]', "in 'a.json', a number has 20 digits; expected at most 15; put a code in quotes"),
    ("a.json", '[{"a b": 1}]', "each column of 'a.json' must have a name, and 'a b' is no name; expected a letter, then letters, digits or _; write 'a_b'"),
    ("a.json", f'[{{"a": {DEEP}}}]', "row 1 of 'a.json' nests too deeply; expected at most 20 levels"),
    ("a.json", '[{"a": ["\\ud83d"]}]', "row 1 of 'a.json' holds half a character; remove the escape that begins with \\ud"),
    ("a.json", "[" * 100_000, "the file 'a.json' nests too deeply; expected at most 20 levels"),
    ("a.jsonl", '{"a": 1}\n{"a" 2}\n', "line 2, column 6 of 'a.jsonl' is not JSON: Expecting ':' delimiter; check quotes, commas and brackets"),
    ("a.jsonl", '{"a": 1}\n\n[1]\n', "line 3 of 'a.jsonl' is not a row; expected an object such as {\"title\": \"…\"}"),
    ("a.txt", "a\n1\n", "'a.txt' is no table; expected a file that ends in one of .csv, .json, .jsonl"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "message"), BROKEN, ids=range(len(BROKEN)))
def test_a_bad_table_is_told_at_its_line(name: str, text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        from_file(name, text)
    (problem,) = caught.value.problems
    line = SKETCH.splitlines().index("    rows: 4") + 1
    assert str(problem) == f"sketch.yaml:{line}:11: {message}"


def test_a_table_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "sketch.yaml").write_text(changed((TABLE, "from: scenes.csv\n")))
    (tmp_path / "scene.csv").write_text(CSV)
    with pytest.raises(ScenarioError, match=r"there is no file 'scenes\.csv'; did you mean 'scene\.csv'\?"):
        scenarios.load(tmp_path / "sketch.yaml")
    (tmp_path / "scenes.csv").write_bytes("weather,actual\nGrüße,late".encode("latin-1"))
    with pytest.raises(ScenarioError, match="is not UTF-8 text; save it as UTF-8"):
        scenarios.load(tmp_path / "sketch.yaml")
    (tmp_path / "scenes.csv").write_text("a\n" + "x" * 2_000_000)
    with pytest.raises(ScenarioError, match="2,000,002 bytes, and 2,000,000 is the most"):
        scenarios.load(tmp_path / "sketch.yaml")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("    rows: 4\n", "", "the key 'rows' is missing"),
        (TABLE, "rows: 4\n", "the key 'columns' is missing"),
        (TABLE, "from: a.csv\n    rows: 3\n", "'a.csv' says how many rows there are"),
        (
            TABLE,
            "from: a.csv\n    columns: {actual: {late: 3}}\n",
            "the column 'actual' stands in 'a.csv' too",
        ),
        (SNOW, "{number: 5}", "5 is not a range"),
        (SNOW, "{number: 5 to 5}", "'5 to 5' has no room"),
        (SNOW, "{number: 0.2 to 0.8, whole: true}", "no whole number lies between 0.2 and 0.8"),
        (SNOW, "{number: 1 to 2, whole: true, digits: 1}", "a whole number has no digits after the point"),
        (SNOW, "{normal: [1, 0]}", "the standard deviation is 0"),
        (SNOW, "{normal: [1]}", "there is one entry here, which is too few"),
        (SNOW, "{normal: [1, 1], from: 100}", "hardly any number of that kind lies between 100 and inf"),
        (SNOW, "{value: }", "there is no value"),
        (SNOW, "{number: 1 to 2, max: 3}", "unknown key 'max'"),
    ],
)
def test_a_column_that_cannot_be_is_told(old: str, new: str, what: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        thaw({"sketch.yaml": changed((old, new)), "a.csv": CSV}, "sketch")
    assert what in [problem.what for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ('{text: "{{ shp }}"}', "there is no column 'shp'"),
        ('{text: "{{ weather }}"}', "'weather' and 'weather' wait for each other"),
        ('{text: "{{ b }}"}\n      b: {text: "{{ weather }}"}', "'weather' and 'b' wait for each other"),
        ('{text: "{% for a in b %}{% endfor %}"}', "the text '{% for a in b %}{% endfor %}' uses `for`; it may only name values, choose with if, and use filters"),
        ('{text: "{{ actual * 2 }}"}', "`*` works on numbers up to 1,000,000,000,000, not on "),
        ("{values: [a, b]}", "'weather' has 2 values"),
        ("{fake: boolean, unique: true}", "there are only about 2 different values of 'boolean'"),
        ('{pattern: "A", unique: true}', "'A' makes only 1 different codes"),
        ("{a: 2, b: 3}", "the counts of 'weather' add up to 5"),
    ],
)  # fmt: skip
def test_columns_that_do_not_fit_together_are_told(column: str, what: str) -> None:
    found = complaints((SNOW, column))
    assert any(each.startswith(what) for each in found), found


def test_one_missing_fill_in_leaves_an_empty_text_and_harms_nobody() -> None:
    data = Data.model_validate(
        {"rows": 3, "columns": {"told": {"text": "{{ 1 / n }}"}, "n": {"values": [1, 0, 4]}}}
    )
    assert [row["told"] for row in trials.table("share", data, "en", "a")] == ["1.0", "", "0.25"]
