"""The Explore page, without a browser: what it offers, what the address keeps, and pictures for slides."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import altair as alt
import pytest
from streamlit.testing.v1 import AppTest

from curtain import charts
from curtain.charts import drawn
from curtain.ui import browser
from curtain.ui.pages import results
from curtain.ui.results import for_slides
from tests.analysis.test_results_page import LEAD, words
from tests.house import Guest, House


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A panel with four people who finished, and one who is under way."""
    house = House(tmp_path_factory.mktemp("explore") / "curtain.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "engine", lambda: house.engine)
        patch.setattr(browser, "pulse", lambda _topic: None)
        made = house.panel(people=60)
        for _ in range(2):
            Guest(house, made).finish("dismiss")
            Guest(house, made).finish("accept")
        Guest(house, made).to_first_parcel()
        yield made
    house.close()


def at(panel: str, **address: str) -> AppTest:
    def script() -> None:
        from curtain.ui.pages import results

        results.draw()

    shown = AppTest.from_function(script, default_timeout=60)
    shown.session_state["me"] = LEAD
    for name, value in {"panel": panel, "view": "explore", **address}.items():
        shown.query_params[name] = value
    shown.run()
    assert not shown.exception
    return shown


def test_it_begins_with_the_main_measure_by_arm(panel: str) -> None:
    shown = at(panel)
    assert shown.selectbox(key="explore-measure").value == "right_decisions"
    assert shown.selectbox(key="explore-by").value == "arm"
    assert "Press a dot" in words(shown)
    assert sum(int(n) for n in shown.table[0].value["people"]) == 4


def test_the_address_shows_the_same_and_keeps_what_is_chosen(panel: str) -> None:
    shown = at(panel, by="trial", measure="seconds", arms="apart")
    assert shown.selectbox(key="explore-measure").value == "seconds"
    assert any(" · " in group for group in shown.table[0].value.index)
    shown.selectbox(key="explore-by").select("arm").run()
    assert not shown.exception
    assert shown.query_params["by"] == "arm"
    assert shown.query_params["measure"] == shown.selectbox(key="explore-measure").value


def test_an_address_that_means_nothing_shows_the_usual(panel: str) -> None:
    shown = at(panel, by="moon", measure="cheese")
    assert shown.selectbox(key="explore-by").value == "arm"
    assert shown.selectbox(key="explore-measure").value == "right_decisions"


@pytest.mark.parametrize("by", ["arm", "trial"])
def test_every_measure_can_be_looked_at(panel: str, by: str) -> None:
    shown = at(panel, by=by)
    for name in range(len(shown.selectbox(key="explore-measure").options)):
        shown.selectbox(key="explore-measure").select_index(name).run()
        assert not shown.exception
        assert "nan" not in " ".join(map(str, shown.table[0].value.to_numpy().ravel())).lower()


def test_over_time_is_no_decision_point(panel: str) -> None:
    shown = at(panel, show="course", along="days")
    assert shown.selectbox(key="explore-along").value == "days"
    assert "Not a decision point" in words(shown)
    assert "that day's people" in words(shown)


def test_who_is_under_way_stands_in_the_funnel_where_they_are(panel: str) -> None:
    shown = at(panel, show="funnel")
    assert "Most stayed behind between “Parcel 1” and “Parcel 2”: 1 person of 5" in words(shown)


def test_questionnaires_stand_beside_what_others_scored(panel: str) -> None:
    shown = at(panel, show="questionnaires")
    assert "System Usability Scale" in words(shown)
    beside = " ".join(shown.table[0].value["beside others"])
    assert "nobody can tell yet" in beside
    assert shown.table[1].value.index[1] == r"2\. I found the system unnecessarily complex\."


def test_before_anybody_has_finished_there_is_the_funnel_alone(panel: str, tmp_path: Any) -> None:
    house = House(tmp_path / "curtain.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "engine", lambda: house.engine)
        empty = house.panel()
        assert "Nobody has finished yet" in words(at(empty))
        Guest(house, empty).to_first_parcel()
        assert [each.value for each in at(empty).subheader] == ["How far people came"]
    house.close()


MARKS = [charts.Mark("a & b", "3 people", 50, 40, 60, "50% [40, 60]", True)]


def test_a_picture_has_its_title_and_says_where_it_comes_from() -> None:
    told = SimpleNamespace(origin="simulated", completed=24, planned=60)
    below = for_slides.source("Autumn", told)  # type: ignore[arg-type]
    assert below == "Autumn · 24 people (simulated people) · 95% intervals · not a decision point"
    there = SimpleNamespace(origin="real", completed=60, planned=60)
    assert for_slides.source("Autumn", there) == "Autumn · 60 people · 95% intervals"  # type: ignore[arg-type]
    chart = partial(charts.forest, MARKS, "Share (%)")(theme="print")
    picture = drawn.svg(drawn.titled(chart, "Right decisions", below))
    assert "Right decisions" in picture
    assert "not a decision point" in picture
    assert "a &amp; b" in picture
    assert 'fill="white"' in picture
    assert "http" not in picture.replace("http://www.w3.org", "")


def test_a_png_is_as_wide_as_a_slide() -> None:
    chart: alt.LayerChart = charts.forest(MARKS, "Share (%)", theme="print")
    picture = drawn.png(chart)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) >= 1920
