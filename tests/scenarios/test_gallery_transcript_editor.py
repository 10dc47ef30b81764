"""The gallery's transcript-editor study: the recordings, how wrong transcripts are, what is measured."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

import scenarios
from curtain.analysis import Plan, Results, analyse, read_frames
from curtain.distances import word_error_rate
from mocks import Oracle, Prediction, Request, build
from scenarios import LIBRARY, texts, trials
from scenarios.steps import Edit, Form
from tests.house import Guest, House

FOLDER = LIBRARY / "transcript-editor"
STUDY = scenarios.load(FOLDER / "transcript-editor.yaml")
LEVELS = (0.05, 0.1, 0.2, 0.4)
ROWS = trials.rows(STUDY, "anna")["message"]

Row = dict[str, Any]
How = Callable[[str, Row], str]


class Met(NamedTuple):
    """One message as somebody met it: what the browser got to show, the row behind it, and what they sent."""

    view: dict[str, Any]
    row: Row
    sent: str

    @property
    def before(self) -> str:
        return "".join(piece["text"] for piece in self.view["screen"]["pieces"])

    @property
    def marked(self) -> list[str]:
        return [piece["text"] for piece in self.view["screen"]["pieces"] if piece.get("unsure")]


def as_it_is(before: str, _row: Row) -> str:
    return before


def as_it_was_said(_before: str, row: Row) -> str:
    return str(row["said"])


def play(house: House, panel: str, arm: str, how: How) -> list[Met]:
    """Go through all messages, sending what `how(text, row)` makes of each, and on to the end."""
    guest, met = Guest(house, panel, arm), []
    while guest.screen["kind"] != "end":
        match guest.screen["kind"]:
            case "edit":
                guest.wait(3)
                row = guest.state.rows["message"][int(guest.place.split("/")[1]) - 1]
                one = Met(guest.view, row, "")
                met.append(one._replace(sent=how(one.before, row)))
                guest.act("done", value=met[-1].sent, ms=20_000)
            case "form":
                guest.act("answer", answers={"word": "ladder"})
            case "survey":
                guest.act("answer", answers={item["id"]: 5 for item in guest.screen["items"]})
            case "debrief":
                guest.act("keep")
            case _:
                guest.act("next")
    assert guest.state.status == "completed"
    return met


class Study(NamedTuple):
    """Everything that was played: by arm what was met, and the figures of it all."""

    met: dict[str, list[Met]]
    results: Results

    def figure(self, measure: str, arm: str) -> float | None:
        found = next(each for each in self.results.of(measure) if each.arm == arm)
        return None if found.estimate is None else round(found.estimate, 6)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """One person in each arm: those with marks send everything as it is, the rest write down what was said."""
    house = House(tmp_path_factory.mktemp("study") / "curtain.db")
    panel = house.panel(None, scenario="transcript-editor")
    ways = {arm: as_it_is if arm.startswith("marked") else as_it_was_said for arm in STUDY.arms}
    met = {arm: play(house, panel, arm, ways[arm]) for arm in STUDY.arms}
    with house.engine.store.reading() as reading:
        frames = read_frames(lambda name: reading.table(panel, name, "preview"))
    yield Study(met, analyse(frames, Plan.of(STUDY), origin="preview"))
    house.close()


def heard(wer: float, person: int, row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the recogniser makes of a message for somebody, and what it did to it."""
    settings = json.loads(json.dumps(dict(STUDY.mocks["recogniser"])))
    settings["segments"]["wer"] = wer
    request = Request(
        id="p",
        feature="transcript",
        task="automatic-speech-recognition",
        input={},
        seed=f"{person}/{row['recording']}",
        oracle=Oracle(truth=row["said"], truths=(row["said"],), rows=({},)),
    )
    prediction = build(settings).predict(request)
    assert isinstance(prediction, Prediction)
    return prediction.output, dict(prediction.why or {})


# The recordings


def test_there_are_ten_short_messages_each_with_a_small_recording_of_its_own() -> None:
    assert len({row["recording"] for row in ROWS}) == 10
    for row in ROWS:
        assert 8 <= row["seconds"] <= 14
        assert 25 <= len(row["said"].split()) <= 35
        assert (FOLDER / row["recording"]).stat().st_size < 60_000
    assert set(STUDY.data["message"].media) == {row["recording"] for row in ROWS}


def test_the_words_are_those_of_the_script_and_are_heard_one_after_the_other() -> None:
    messages = runpy.run_path(str(FOLDER / "make_recordings.py"))["MESSAGES"]
    assert [row["said"] for row in ROWS] == [message.said for message in messages]
    for row in ROWS:
        assert " ".join(word["text"] for word in row["words"]) == row["said"]
        times = [time for word in row["words"] for time in word["timestamp"]]
        assert times == sorted(times)
        assert times[-1] == pytest.approx(row["seconds"], abs=0.06)


def test_numbers_are_words_so_that_nobody_writes_them_in_another_way() -> None:
    assert not any(letter.isdigit() for row in ROWS for letter in row["said"])


def test_the_word_of_the_sound_check_is_the_one_that_the_voice_says() -> None:
    form = STUDY.steps["sound"]
    assert isinstance(form, Form)
    _, said = runpy.run_path(str(FOLDER / "make_recordings.py"))["CHECK"]
    assert str(form.fields["word"].must_be) in said


def test_every_text_can_be_filled_in_for_every_message_and_none_gives_it_away() -> None:
    step = STUDY.steps["correct"]
    assert isinstance(step, Edit)
    assert step.audio
    for row in ROWS:
        shown = [texts.render(text or "", message=row) for text in (step.title, step.text, step.audio.alt)]
        assert all(text.strip() and "{" not in text and row["said"] not in text for text in shown)


@pytest.mark.parametrize("page", ["consent", "intro", "debrief", "thanks"])
def test_every_page_is_short_and_speaks_of_no_study_from_behind_the_scenes(page: str) -> None:
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    assert len(re.findall(r"\w+", text)) < 150
    assert not re.search(r"\b(mock|model|operator|panel|arms?|scenario|experiment)\b", text, re.IGNORECASE)


# How the arms differ


def test_four_error_rates_are_crossed_with_marks_beside_an_empty_page_and_a_perfect_text() -> None:
    crossed = [f"{how}-wer-{level:g}" for how in ("plain", "marked") for level in LEVELS]
    assert sorted(STUDY.arms) == sorted(["by-hand", "perfect", *crossed])
    rates = {arm: STUDY.for_arm(arm).mocks["recogniser"]["segments"]["wer"] for arm in crossed}
    assert rates == {arm: float(arm.rpartition("-")[2]) for arm in crossed}
    assert [arm for arm in STUDY.arms if not STUDY.for_arm(arm).features["transcript"].on] == ["by-hand"]
    assert STUDY.factors["wer"].ordered


@pytest.mark.parametrize("level", LEVELS)
def test_marked_and_plain_differ_in_the_marks_and_in_nothing_else(level: float) -> None:
    plain, marked = (STUDY.for_arm(f"{how}-wer-{level:g}") for how in ("plain", "marked"))
    one, other = plain.steps["correct"], marked.steps["correct"]
    assert isinstance(one, Edit)
    assert isinstance(other, Edit)
    assert (one.mark_below, other.mark_below) == (None, 0.5)
    assert one.model_dump(exclude={"mark_below"}) == other.model_dump(exclude={"mark_below"})
    assert plain.mocks == marked.mocks


@pytest.mark.parametrize("level", LEVELS)
def test_transcripts_are_as_wrong_as_the_arm_says_and_of_five_marks_four_are_right(level: float) -> None:
    rates, marked, rightly = [], 0, 0
    for person in range(40):
        for row in ROWS:
            output, why = heard(level, person, row)
            rates.append(word_error_rate(row["said"], output["text"]))
            marked += why["marked"]
            rightly += why["marked_rightly"]
    assert sum(filter(None, rates)) / len(rates) == pytest.approx(level, rel=0.08)
    assert rightly / marked == pytest.approx(0.8, abs=0.03)


def test_what_is_misheard_sounds_like_what_was_said_where_the_file_knows_how() -> None:
    known = STUDY.mocks["recogniser"]["segments"]["sounds_like"]
    said = {word.strip(".,?") for row in ROWS for word in row["said"].split()}
    assert set(known) <= said


# What people meet


def test_everybody_meets_five_different_messages(study: Study) -> None:
    for met in study.met.values():
        assert len({one.row["recording"] for one in met}) == 5


def test_the_page_is_empty_by_hand_and_right_where_it_is_perfect(study: Study) -> None:
    assert {one.before for one in study.met["by-hand"]} == {""}
    assert all(one.before == one.row["said"] for one in study.met["perfect"])


def test_words_are_marked_in_the_marked_arms_only(study: Study) -> None:
    with_marks = {arm for arm, met in study.met.items() if any(one.marked for one in met)}
    assert with_marks == {arm for arm in STUDY.arms if arm.startswith("marked")}


def test_the_browser_gets_the_recording_but_never_what_was_said(study: Study) -> None:
    for arm, met in study.met.items():
        for one in met:
            told = json.dumps(one.view, ensure_ascii=False)
            assert one.view["screen"]["audio"].startswith("/files/")
            assert one.row["recording"] not in told
            assert arm not in told
            assert one.row["said"] not in told or one.before == one.row["said"]


# What is measured


def test_who_sends_the_text_as_it_is_leaves_all_its_errors(study: Study) -> None:
    arm = "marked-wer-0.2"
    rates = [word_error_rate(one.row["said"], one.before) or 0 for one in study.met[arm]]
    assert study.figure("errors_at_first", arm) == pytest.approx(100 * sum(rates) / 5, abs=1e-3)
    assert study.figure("remaining_errors", arm) == study.figure("errors_at_first", arm)
    assert (study.figure("sent_as_it_was", arm), study.figure("changed", arm)) == (100, 0)


def test_who_writes_down_what_was_said_leaves_none(study: Study) -> None:
    assert study.figure("remaining_errors", "plain-wer-0.4") == 0
    assert study.figure("errors_at_first", "plain-wer-0.4") == pytest.approx(40, abs=5)
    assert study.figure("sent_as_it_was", "perfect") == 100


def test_an_empty_page_has_errors_only_after_it_was_written_on(study: Study) -> None:
    assert study.figure("remaining_errors", "by-hand") == 0
    assert study.figure("errors_at_first", "by-hand") is None
    assert study.figure("changed", "by-hand") is None
    assert study.figure("correction_time", "by-hand") == 20


def test_capitals_and_commas_are_not_counted() -> None:
    for row in ROWS:
        assert word_error_rate(row["said"], row["said"].lower().replace(",", "").replace(".", "")) == 0
