"""Nothing that a participant's browser receives tells who answers, nor what this is."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from curtain.bench.streamlit_client import Tab
from curtain.state import VISIBLE
from tests.e2e.alike import Heard, differences, fields, without
from tests.e2e.busy_desk import CEREMONY, SECRET, Shift
from tests.e2e.ear import Ear
from tests.e2e.twins import COURIER, HOLD, PARCELS, PRESSED, TALK, TURNS, TWINS, WRITTEN, Place, Twin, Twins
from tests.e2e.world import World

ROOT = Path(__file__).parents[2]
TELLING = (
    "curtain", "wizard", "operator", "mock", "streamlit", "experiment", "scenario", "fallback", "provenance",
    "weather-rules", "weather_rules", "played_by", "no-warning", "with-reason", '"short"', '"arm"', "truth",
    "simulated", "panel", str(ROOT), str(Path.home()), SECRET,
)  # fmt: skip
PROGRAMS = [
    (scenario, who) for scenario, all_ in TWINS.items() for who in all_ if not who.endswith("browser")
]
PLAYED = [each for each in PROGRAMS if each[1] != "rules"]


class Walked(NamedTuple):
    """A twin at the end of the flow, and the ids of who was at the desk."""

    twin: Twin
    operators: list[str]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    with Twins(tmp_path_factory.mktemp("twins") / "curtain.db") as running:
        yield running


@pytest.fixture(scope="module")
def walked(twins: Twins) -> dict[tuple[str, str], Walked]:
    """All twins that are programs, by scenario and by who played. The rules come first, as the others get their
    answers."""
    with ThreadPoolExecutor() as side_by_side:
        rules = {
            scenario: side_by_side.submit(Twin(twins, twins.places[scenario, "rules"]).walk)
            for scenario in TWINS
        }
        found = {(scenario, "rules"): Walked(walking.result(), []) for scenario, walking in rules.items()}
        played = {
            (scenario, who): side_by_side.submit(
                walk_with_operators, twins, twins.places[scenario, who], found[scenario, "rules"].twin.place
            )
            for scenario, who in PLAYED
        }
        return {**found, **{each: walking.result() for each, walking in played.items()}}


def walk_with_operators(twins: Twins, place: Place, rules: Place) -> Walked:
    """Go through the flow while operators give the same answers as the rules have given."""
    twin = Twin(twins, place)
    with Shift(twins, place, twins.outputs(rules)) as shift:
        return Walked(twin.walk(shift.answer), shift.ids)


FRAME = ("live", {"rev": 4, "ok": {"prediction": "ab-1", "text": "It comes late."}})


@pytest.mark.parametrize(
    "other",
    [
        [FRAME, FRAME],
        [("Streamlit", FRAME[1])],
        [("live", {**FRAME[1], "rev": 5})],
        [("live", {"ok": FRAME[1]["ok"], "rev": 4})],
        [("live", {"rev": 4, "ok": {**FRAME[1]["ok"], "by": None}})],
        [("live", {"rev": 4, "ok": {**FRAME[1]["ok"], "prediction": "person-1"}})],
    ],
    ids=["a frame more", "another stream", "a number", "the order", "a field more", "another look"],
)
def test_the_comparison_finds(other: Heard) -> None:
    assert differences([FRAME], [("live", {"rev": 4, "ok": {**FRAME[1]["ok"], "prediction": "cd-2"}})]) == []
    assert differences([FRAME], other) != []


@pytest.mark.parametrize(("scenario", "who"), [each for each in PLAYED if each[1] != "kept waiting"])
def test_who_is_played_by_operators_is_sent_what_rules_would_send(
    twins: Twins, walked: dict[tuple[str, str], Walked], scenario: str, who: str
) -> None:
    rules, played = walked[scenario, "rules"].twin, walked[scenario, who].twin
    assert differences(rules.heard, played.heard) == []
    assert len([told for where, told in played.heard if where == "live"]) > 6 * len(
        twins.outputs(played.place)
    )
    assert twins.kinds(played.place) >= CEREMONY, "the operators have not done all that they can do"
    assert ("desk.took_over" in twins.kinds(played.place)) is (who == "taken over")


def test_a_holding_reply_is_a_message_and_nothing_else_of_the_desk_s(
    walked: dict[tuple[str, str], Walked],
) -> None:
    rules, held = walked[TALK, "rules"].twin, walked[TALK, "kept waiting"].twin
    assert without(rules.heard, HOLD) == [each for each in rules.heard if each[0] in ("live", "Streamlit")]
    told = [each for each in held.heard if each[0] in ("live", "Streamlit")]
    assert len(told) == len(without(held.heard, HOLD)) + TURNS
    assert differences(without(rules.heard, HOLD), without(held.heard, HOLD)) == []


@pytest.mark.parametrize(("scenario", "who"), PROGRAMS)
def test_numbers_count_only_what_people_notice(
    twins: Twins, walked: dict[tuple[str, str], Walked], scenario: str, who: str
) -> None:
    twin = walked[scenario, who].twin
    frames = [told for where, told in twin.heard if where == "live"]
    pushes = [frame["rev"] for frame in frames if "n" not in frame and "hi" not in frame]
    assert pushes == sorted(set(pushes)), "a number came twice or out of order"
    assert len(pushes) == len(twins.outputs(twin.place)) + (TURNS if who == "kept waiting" else 0)
    count = f"SELECT count(*) FROM event WHERE panel = ? AND kind IN ({','.join('?' * len(VISIBLE))})"
    assert twins.ask(count, twin.place.panel, *sorted(VISIBLE)) == [(frames[-1]["ok"]["rev"],)]


@pytest.mark.parametrize(("scenario", "who"), PROGRAMS)
def test_no_frame_document_or_header_tells_who_plays_or_in_which_arm(
    walked: dict[tuple[str, str], Walked], scenario: str, who: str
) -> None:
    twin, operators = walked[scenario, who]
    said = " ".join(json.dumps(told) for where, told in twin.heard if where != "Streamlit")
    # Of Streamlit's messages only the values: their fields have no names on the wire.
    said += " ".join(str(value) for name, value in fields(twin.heard) if name.startswith("Streamlit."))
    # The names of the bundle's files stand in the document, and it asks for its stream by a name of its own.
    said = re.sub(r'(?:src|href)=\\?"/static/[^"]*"|"sec-websocket-protocol": "\w+"', "", said)
    words = (*TELLING, *operators, twin.place.panel)
    assert [word for word in words if word.lower() in said.lower()] == []


class Visit(NamedTuple):
    """One browser of a twin, and what would tell whose it is."""

    page: Page
    ear: Ear
    ids: list[str]


def visits(
    twins: Twins,
    person: Callable[..., Page],
    scenario: str,
    go: Callable[[Page, Callable[[int], None]], None],
) -> tuple[Visit, Visit]:
    """Two browsers, one after the other: first rules play, then operators who give the same answers."""
    found, outputs = list[Visit](), list[object]()
    for who in ("rules", "desk"):
        place, page = twins.places[scenario, f"{who} in a browser"], person()
        visit = Visit(page, Ear(page), [place.panel])
        page.goto(f"{twins.url}/?k={place.token}")
        page.get_by_role("button", name="I agree").click()
        expect(page.get_by_role("button", name="I agree")).to_have_count(0)
        if who == "rules":
            go(page, lambda _number: None)
            outputs += twins.outputs(place)
        else:
            with Shift(twins, place, outputs) as shift:
                go(page, shift.answer)
                visit.ids.extend(shift.ids)
        found.append(visit)
    return found[0], found[1]


def assert_alike(rules: Ear, desk: Ear) -> None:
    assert differences(rules.loaded(), desk.loaded()) == []
    for stream in ("live", "sent", "Streamlit"):
        assert differences(rules.streamed(stream), desk.streamed(stream)) == []


def walk(page: Page, answer: Callable[[int], None]) -> None:
    """The courier scenario, from the introduction to the debrief, which tells everything by itself."""
    page.get_by_role("button", name="Start").click()
    for number in range(PARCELS):
        expect(page.get_by_role("heading", name="Parcel from")).to_be_visible()
        answer(number)
        page.get_by_role("button", name="Yes", exact=True).click()
        expect(page.get_by_role("button", name="Yes", exact=True, pressed=True)).to_be_visible()
        assert page.title() == "Your deliveries today"
        page.get_by_role("button", name="I'll change my plans").click()
        page.get_by_role("button", name="Next").click()
    for lines in (10, 3):
        groups = page.locator("fieldset")
        expect(groups).to_have_count(lines)
        for line in groups.all():
            line.get_by_role("radio").first.check(force=True)
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Keep my answers")).to_be_visible()


def test_two_browsers_are_told_the_same_and_nothing_of_what_this_is(
    twins: Twins, person: Callable[..., Page]
) -> None:
    rules, desk = visits(twins, person, COURIER, walk)
    assert_alike(rules.ear, desk.ear)
    for page, ear, ids in (rules, desk):
        assert ear.hosts == {urlsplit(twins.url).netloc}
        assert page.context.cookies() == []
        sources = {where for where, _ in ear.all()}
        assert {"/live", "/_stcore/stream", f"{twins.url}/ui/screen.js"} <= sources, (
            "this test has grown deaf"
        )
        assert len(ear.streamed("live")) > 3 * PARCELS
        assert {word: found for word in (*TELLING, *ids) if (found := ear.said(word))} == {}


def talk(page: Page, answer: Callable[[int], None]) -> None:
    """The whole conversation: the first question is written, the second one needs one press."""
    page.get_by_label("Write a message").fill(WRITTEN)
    page.get_by_label("Write a message").press("Enter")
    answer(0)
    page.get_by_role("button", name=PRESSED).click()
    answer(1)
    page.get_by_role("button", name="Done").click()
    expect(page.locator("fieldset")).to_have_count(10)


def test_two_browsers_say_alike_that_somebody_is_typing(twins: Twins, person: Callable[..., Page]) -> None:
    rules, desk = visits(twins, person, TALK, talk)
    assert_alike(rules.ear, desk.ear)
    sent = [told for _, told in desk.ear.streamed("sent")]
    assert [told["args"]["typing"] for told in sent if told.get("do") == "here"] == [True, False]


def test_a_participant_who_asks_the_server_s_program_learns_nothing(twins: Twins) -> None:
    """What a curious person can ask of Streamlit's stream by hand: its repository, its other pages."""

    async def ask() -> bytes:
        heard = b""
        async with Tab(twins.url, query=f"k={twins.token()}", path="results") as tab:
            assert tab._socket
            await tab._socket.send(BackMsg(load_git_info=True).SerializeToString())
            for message in await tab.rerun():
                assert message.WhichOneof("type") not in {"git_info_changed", "navigation", "page_not_found"}
                heard += message.SerializeToString()
        async with Tab(twins.url) as stranger:
            for message in await stranger.rerun():
                heard += message.SerializeToString()
        return heard.lower()

    with ThreadPoolExecutor(1) as elsewhere:  # the browser's loop is running in this thread
        heard = elsewhere.submit(asyncio.run, ask()).result()
    assert [word for word in TELLING if word.lower().encode() in heard] == []


def test_only_staff_are_told_of_a_server_by_its_maker_s_name(twins: Twins) -> None:
    assert httpx.get(f"{twins.url}/_stcore/host-config").json()["blockErrorDialogs"] is True
    designer = twins.sign_in("designer")
    assert designer.get("/_stcore/host-config").json()["blockErrorDialogs"] is False


@pytest.mark.long
def test_while_the_server_is_away_a_participant_reads_our_own_words(
    tmp_path: Path, person: Callable[..., Page]
) -> None:
    with World(tmp_path / "curtain.db") as world:
        page = person()
        page.goto(f"{world.url}/?k={world.token()}")
        page.get_by_role("button", name="I agree").click()
        expect(page.get_by_role("heading", name="How it works").or_(page.locator("h1"))).to_be_visible()
        with page.expect_console_message(
            lambda said: "server is not responding" in said.text, timeout=60_000
        ):
            world.kill()
        expect(page.get_by_text("Reconnecting… Your place is kept.")).to_be_visible()
        assert page.get_by_role("dialog").count() == 0
        assert "streamlit" not in page.locator("body").inner_text().lower()
        world.start()
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("heading", name="Parcel from")).to_be_visible()
        expect(page.get_by_text("Reconnecting")).not_to_be_visible()
