"""The report: everything in one file, nothing fetched, nobody's text run; and links to a verdict that expire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from curtain import quotes, shares
from curtain.analysis import Plan
from curtain.cli import main
from curtain.ledger import ledger
from curtain.report.gather import gather
from curtain.report.page import html, verdict_alone
from curtain.staff import Staff
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House

ANN = Staff("ann", ("designer",), "Ann")
SECTIONS = ("verdict", "decision", "people", "prototype", "results", "questionnaires", "guards", "methods")


@pytest.fixture
def house(store_path: Path) -> Iterator[House]:
    house = House(store_path)
    yield house
    house.close()


def report(house: House, panel: str, *, words: bool = True) -> str:
    return html(house.engine, gather(house.engine, ledger(house.engine).counted(panel), words=words))


class Page(HTMLParser):
    """What a file would fetch or run, and whether its elements close."""

    VOID = {"meta", "link", "br", "img", "hr", "input", "path", "rect", "line", "circle"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.fetched += [told[name] for name in ("src", "href", "xlink:href") if name in told]
        self.fetched += [tag] if tag in {"script", "iframe", "object", "link"} else []
        self.ids.add(told.get("id", ""))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_a_report_has_every_section_and_fetches_nothing(house: House) -> None:
    panel = house.panel()
    for _ in range(3):
        Guest(house, panel).finish()
    text = report(house, panel)
    page = Page(text)
    assert page.fetched == []
    assert page.open == []
    assert set(SECTIONS) <= page.ids
    without_sources = re.sub(
        r'<p class="hint">.*?</p>', "", text, flags=re.DOTALL
    )  # questionnaires cite theirs
    assert not re.search(r"https?://(?!www\.w3\.org)", without_sources)
    assert "Nobody stayed behind on the way." in text
    assert "nan" not in re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL).lower().split()


def test_an_empty_panel_has_a_report_too(house: House) -> None:
    text = report(house, house.panel())
    assert "Nobody has finished yet" in text
    assert Page(text).open == []


HOSTILE = """team_question: "<script>alert(1)</script>"
flow:
  - form: "<b>About</b> you"
    id: about
    fields: {town: {text: "<i>Where?</i>"}}
  - {end: Bye.}
"""


def test_what_people_and_scenarios_write_is_only_text(tmp_path: Path) -> None:
    house = house_of(tmp_path, HOSTILE)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "<img src=x onerror=alert(2)>"})
    assert guest.panel
    panel = guest.panel.id
    with house.engine.store.reading() as reading:
        row = reading.panel(panel)
        (quote,) = quotes.said(reading, row, Plan.of(house.engine.scenario_of(row))).quotes
    quotes.pin(house.engine, ANN, quote, on=True).result(10)
    told, silent = report(house, panel), report(house, panel, words=False)
    house.close()
    assert "&lt;img src=x onerror=alert(2)&gt;" in told
    assert "onerror" not in silent
    for text in (told, silent):
        assert "<script" not in text
        assert "<b>" not in text
        assert Page(text).fetched == []


def test_the_command_takes_a_panel_or_a_scenario(house: House, tmp_path: Path) -> None:
    panel = house.panel()
    Guest(house, panel).finish()
    path = str(house.engine.store.path)  # type: ignore[attr-defined]
    for name in (panel, "courier-delay"):
        run = CliRunner().invoke(main, ["report", name, "--db", path, "-o", str(tmp_path / "r.html")])
        assert run.exit_code == 0, run.output
        assert "1 person finished" in run.output
        assert "</html>" in (tmp_path / "r.html").read_text(encoding="utf-8")
    wrong = CliRunner().invoke(main, ["report", "courier-dealy", "--db", path])
    assert "did you mean 'courier-delay'?" in wrong.output
    assert list(tmp_path.glob(".r.html*")) == []


def test_a_link_opens_a_verdict_until_it_expires_or_is_taken_back(house: House) -> None:
    panel = house.panel()
    first, second = shares.share(house.engine, ANN, panel, 1), shares.share(house.engine, ANN, panel, 7)
    assert shares.opened_by(house.engine, first) == shares.opened_by(house.engine, second) == panel
    assert shares.opened_by(house.engine, first[:-1]) is None
    (row, _) = shares.open_links(house.engine, panel)
    assert first not in str(row)
    house.step(24 * 3600 + 1)
    assert shares.opened_by(house.engine, first) is None
    (left,) = shares.open_links(house.engine, panel)
    for _ in range(2):
        shares.take_back(house.engine, left.hash)
    assert shares.opened_by(house.engine, second) is None
    with pytest.raises(ValueError, match="days"):
        shares.share(house.engine, ANN, panel, 365)


def test_the_verdict_alone_has_no_sessions(house: House) -> None:
    panel = house.panel()
    guest = Guest(house, panel)
    guest.finish()
    text = verdict_alone(gather(house.engine, ledger(house.engine).counted(panel), words=False))
    assert Page(text).fetched == []
    assert "Keep going" in text
    assert guest.session not in text
