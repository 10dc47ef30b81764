"""The gallery's content-tagger study: the articles, what editors meet in each arm, what is measured of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

import scenarios
from curtain.analysis import Plan, Results, analyse, read_frames
from mocks import Oracle, Prediction, Request, build
from scenarios import LIBRARY, at_desk, texts, trials
from scenarios.steps import Form, Show
from tests.house import Guest, House

FOLDER = LIBRARY / "content-tagger"
STUDY = scenarios.load(FOLDER / "content-tagger.yaml")
TAGS = STUDY.features["tag"].answers
ROWS = trials.rows(STUDY, "anna")["article"]
WITH_TAGS = ("suggested", "with-confidence", "only-when-sure")

Row = dict[str, Any]
How = Callable[[str | None, Row], bool]


class Met(NamedTuple):
    """One screen about an article: what the browser got to show, the row behind it, the tag that stood there."""

    view: dict[str, Any]
    row: Row
    step: str
    tag: str | None = None

    @property
    def buttons(self) -> list[str]:
        return [button["reaction"] for button in self.view["screen"]["buttons"]]


def know(tag: str | None, row: Row) -> bool:
    return bool(tag == row["tag"])


def trust(_tag: str | None, _row: Row) -> bool:
    return True


def play(house: House, panel: str, arm: str, keeps: How, *, leaves_out: bool = True) -> list[Met]:
    """Sort all articles: keep a tag where `keeps(tag, row)`, else choose the right one; and go on to the end."""
    guest, met = Guest(house, panel, arm), []
    while guest.screen["kind"] != "end":
        match guest.screen["kind"]:
            case "show":
                screen = guest.wait(1)
                step, number = guest.place.split("/")[0], int(guest.place.split("/")[1])
                row = guest.state.rows["article"][number - 1]
                if step == "twin":
                    met.append(Met(guest.view, row, step))
                    guest.react("accept" if leaves_out else "dismiss", ms=4_000)
                    continue
                notice = screen["notice"]
                tag = notice["text"] if notice and notice["as"] == "automate" else None
                met.append(Met(guest.view, row, step, tag))
                if tag is None:
                    guest.react("dismiss", ms=4_000)
                else:
                    guest.react(
                        "accept" if keeps(tag, row) else "undo", ms=4_000, prediction=notice["prediction"]
                    )
            case "form":
                row = guest.state.rows["article"][int(guest.place.split("/")[1]) - 1]
                met.append(Met(guest.view, row, "pick"))
                guest.act("answer", answers={"tag": row["tag"]})
            case "survey":
                guest.act("answer", answers={item["id"]: 4 for item in guest.screen["items"]})
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

    def at(self, arm: str, step: str) -> list[Met]:
        return [one for one in self.met[arm] if one.step == step]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """One person in each arm: those in `with-confidence` keep every tag and publish every twin, the rest know."""
    house = House(tmp_path_factory.mktemp("study") / "curtain.db")
    panel = house.panel(None, scenario="content-tagger", seed="some editors")
    trusting = "with-confidence"
    met = {
        arm: play(house, panel, arm, trust if arm == trusting else know, leaves_out=arm != trusting)
        for arm in STUDY.arms
    }
    with house.engine.store.reading() as reading:
        frames = read_frames(lambda name: reading.table(panel, name, "preview"))
    yield Study(met, analyse(frames, Plan.of(STUDY), origin="preview"))
    house.close()


def asked(mock: str, feature: str, row: Row, person: int = 0) -> list[dict[str, Any]]:
    """What a mock answers about an article."""
    used = STUDY.features[feature]
    truth = row[used.truth or ""]
    request = Request(
        id="p",
        feature=feature,
        task="text-classification",
        input={name: row[name] for name in used.model_sees},
        answers=tuple(used.answers),
        seed=f"{person}/{row['title']}",
        session_seed=str(person),
        trial=1,
        trials=1,
        oracle=Oracle(truth=truth, truths=(truth,), rows=(row,)),
    )
    prediction = build(dict(STUDY.mocks[mock])).predict(request)
    assert isinstance(prediction, Prediction)
    return list(prediction.output)


# The articles


def test_each_of_the_24_articles_has_a_tag_of_the_approved_list_and_can_be_read_in_half_a_minute() -> None:
    assert len({row["title"] for row in ROWS}) == len({row["text"] for row in ROWS}) == 24
    assert set(Counter(row["tag"] for row in ROWS)) == set(TAGS)
    assert all(60 <= len(row["text"].split()) <= 90 for row in ROWS)


def test_ten_of_them_are_hard() -> None:
    assert Counter(row["clarity"] for row in ROWS) == {"clear": 14, "two fit": 10}


def test_four_resemble_older_ones_and_three_of_these_really_are_the_same() -> None:
    assert Counter((bool(row["same_as"]), row["really"]) for row in ROWS) == {
        (False, "new"): 20,
        (True, "duplicate"): 3,
        (True, "new"): 1,
    }
    for row in ROWS:
        together = set(row["text"].lower().split()) & set(row["earlier"].lower().split())
        share = len(together) / max(1, len(set(row["earlier"].split())))
        assert (share > 0.7) == (row["really"] == "duplicate")


def test_a_rule_screens_the_four_and_no_other() -> None:
    said = {row["title"]: asked("fingerprint", "twin", row)[0]["label"] for row in ROWS}
    assert {title for title, label in said.items() if label == "duplicate"} == {
        row["title"] for row in ROWS if row["same_as"]
    }


def test_people_choose_from_the_same_list_as_the_machine() -> None:
    form = STUDY.steps["pick"]
    assert isinstance(form, Form)
    assert getattr(form.fields["tag"], "of", None) == list(TAGS)


def test_every_answer_comes_within_a_tenth_of_a_second() -> None:
    assert [feature.show_after.latest for feature in STUDY.features.values()] == [0.1, 0.1]


def test_every_text_can_be_filled_in_for_every_article() -> None:
    for step in (STUDY.steps["twin"], STUDY.steps["article"]):
        assert isinstance(step, Show)
        for row in ROWS:
            filled = [texts.render(text or "", article=row) for text in (step.title, step.content)]
            assert all(text.strip() and "{" not in text for text in filled)


@pytest.mark.parametrize("page", ["consent", "intro", "debrief", "thanks"])
def test_every_page_is_short_and_speaks_of_no_study_from_behind_the_scenes(page: str) -> None:
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    assert len(re.findall(r"\w+", text)) < 150
    assert not re.search(r"\b(mock|model|operator|panel|arms?|scenario|experiment)\b", text, re.IGNORECASE)


# Who plays the machine


def test_the_classifier_is_wrong_in_one_of_five_and_then_near() -> None:
    near = STUDY.mocks["classifier"]["confusion"]
    right, scores = 0, {True: list[float](), False: list[float]()}
    for person in range(60):
        for row in ROWS:
            best = asked("classifier", "tag", row, person)[0]
            hit = best["label"] == row["tag"]
            right += hit
            scores[hit].append(best["score"])
            assert near[row["tag"]].get(best["label"])
    assert right / (60 * 24) == pytest.approx(0.8, abs=0.04)
    assert sum(scores[True]) / len(scores[True]) > sum(scores[False]) / len(scores[False]) + 0.15


def test_the_boastful_one_is_as_often_wrong_and_claims_to_be_surer() -> None:
    wrong = [
        best["score"]
        for person in range(20)
        for row in ROWS
        for best in asked("boastful-classifier", "tag", row, person)[:1]
        if best["label"] != row["tag"]
    ]
    assert len(wrong) / (20 * 24) == pytest.approx(0.2, abs=0.05)
    assert sum(wrong) / len(wrong) > 0.85


def test_the_rule_book_finds_as_many_tags_as_the_readme_says() -> None:
    right = sum(asked("keyword-rules", "tag", row)[0]["label"] == row["tag"] for row in ROWS)
    assert f"right for {right} of the 24" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_whoever_tags_sees_the_article_and_nothing_that_is_known_of_it() -> None:
    assert STUDY.features["tag"].model_sees == ["title", "text"]


# How the arms differ


def test_the_arms_differ_as_the_readme_says() -> None:
    arms = {arm: STUDY.for_arm(arm) for arm in STUDY.arms}
    assert list(arms) == ["by-hand", *WITH_TAGS]
    assert [arm for arm, scenario in arms.items() if not scenario.features["tag"].on] == ["by-hand"]
    steps = {arm: scenario.steps["article"] for arm, scenario in arms.items()}
    sure = {arm: step.presented.confidence for arm, step in steps.items() if isinstance(step, Show)}
    assert [arm for arm, told in sure.items() if told == "percent"] == ["with-confidence"]
    words = {arm: scenario.features["tag"].when_it_fails for arm, scenario in arms.items()}
    assert [arm for arm, said in words.items() if said.unsure] == ["only-when-sure"]
    assert words["only-when-sure"].unsure_below == 0.8


def test_by_hand_no_tag_is_there_and_everybody_chooses_one(study: Study) -> None:
    articles = study.at("by-hand", "article")
    assert {one.view["screen"]["notice"] is None for one in articles} == {True}
    assert all(one.buttons == ["dismiss"] for one in articles)
    assert [one.row for one in study.at("by-hand", "pick")] == [one.row for one in articles]


@pytest.mark.parametrize("arm", WITH_TAGS)
def test_a_tag_that_is_there_can_be_kept_or_changed_and_only_then_is_another_chosen(
    study: Study, arm: str
) -> None:
    tagged = [one for one in study.at(arm, "article") if one.tag]
    assert tagged
    assert {one.tag for one in tagged} <= set(TAGS)
    assert all(sorted(one.buttons) == ["accept", "undo"] for one in tagged)
    kept = [one.row["title"] for one in tagged if arm == "with-confidence" or one.tag == one.row["tag"]]
    assert not set(kept) & {one.row["title"] for one in study.at(arm, "pick")}


def test_how_sure_it_is_stands_there_in_one_arm(study: Study) -> None:
    sure = {
        arm: [one.view["screen"]["notice"].get("confidence") for one in study.at(arm, "article") if one.tag]
        for arm in WITH_TAGS
    }
    assert all(each["text"].endswith("%") for each in sure["with-confidence"])
    assert not any([*sure["suggested"], *sure["only-when-sure"]])


def test_where_it_is_not_sure_it_says_so_and_leaves_the_tag_to_the_editor(study: Study) -> None:
    left = [one for one in study.at("only-when-sure", "article") if one.tag is None]
    assert left
    for one in left:
        assert (
            one.view["screen"]["notice"]["text"] == "We are not sure about this one. Please choose the tag."
        )
        assert one.buttons == ["dismiss"]
        assert not any(tag in json.dumps(one.view) for tag in TAGS if tag not in one.row["text"])
    chosen = [one.row["title"] for one in study.at("only-when-sure", "pick")]
    assert {one.row["title"] for one in left} <= set(chosen)


def test_twins_are_screened_in_every_arm_and_what_is_left_out_gets_no_tag(study: Study) -> None:
    for arm in STUDY.arms:
        twins = [one.row["title"] for one in study.at(arm, "twin")]
        assert all(one.row["same_as"] for one in study.at(arm, "twin"))
        assert all(one.view["screen"]["notice"]["why"]["text"] for one in study.at(arm, "twin"))
        tagged = [one.row["title"] for one in study.at(arm, "article")]
        assert len(tagged) == (10 if arm == "with-confidence" else 10 - len(twins))
        assert set(twins) <= set(tagged) or arm != "with-confidence"


def test_no_page_tells_the_browser_what_is_known_of_an_article(study: Study) -> None:
    for arm, met in study.met.items():
        for one in met:
            told = json.dumps(one.view["screen"], ensure_ascii=False)
            assert "two fit" not in told
            assert "classifier" not in told
            assert f'"{arm}"' not in told


# What is measured


def test_who_knows_the_tags_is_always_right_and_who_keeps_them_all_is_as_right_as_the_machine(
    study: Study,
) -> None:
    assert study.figure("right_decisions", "suggested") == 100
    met = study.at("with-confidence", "article")
    right = sum(one.tag == one.row["tag"] for one in met)
    assert study.figure("right_decisions", "with-confidence") == pytest.approx(
        100 * right / len(met), abs=1e-3
    )
    assert study.figure("right_tags_kept", "suggested") == 100
    # What was held back because it was not sure is nothing that anybody kept or changed.
    assert study.figure("right_tags_kept", "only-when-sure") == 100
    assert study.figure("tagged_by_hand", "by-hand") == 100


def test_wrong_tags_that_are_changed_are_found(study: Study) -> None:
    wrong = {
        arm: [one for one in study.at(arm, "article") if one.tag not in (None, one.row["tag"])]
        for arm in WITH_TAGS
    }
    assert wrong["suggested"]
    assert wrong["with-confidence"]
    assert study.figure("wrong_tags_found", "suggested") == 100
    assert study.figure("wrong_tags_found", "with-confidence") == 0


def test_by_hand_there_is_nothing_to_find(study: Study) -> None:
    assert study.figure("wrong_tags_found", "by-hand") is None
    assert study.figure("right_tags_kept", "by-hand") is None


def test_leaving_out_is_right_for_twins_that_really_are_the_same(study: Study) -> None:
    for arm in STUDY.arms:
        twins = study.at(arm, "twin")
        wanted = "new" if arm == "with-confidence" else "duplicate"
        right = [one.row["really"] == wanted for one in twins]
        expected = 100 * sum(right) / len(right) if right else None
        assert study.figure("duplicates_right", arm) == (expected and pytest.approx(expected, abs=1e-3))


# At the desk


def test_the_guide_at_the_desk_tells_of_every_tag() -> None:
    told = at_desk.guide(STUDY.features["tag"])
    assert told
    assert re.findall(r"<li><strong>(.*?)</strong>", told) == list(TAGS)
