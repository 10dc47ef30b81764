"""The vocabulary of measures and the decision: what can be said, and each wrong line with its exact message."""

# ruff: noqa: E501 (a row of a table is one line, as the message is)

from __future__ import annotations

import re

import pytest

from scenarios import Scenario, ScenarioError, thaw
from scenarios.measures import ALWAYS

FLOW = """\
scenario: parcels
shown_title: Your parcels
data:
  parcel: {rows: 4, columns: {actual: {late: 1, in time: 3}}}
mocks: {coin: {kind: random}}
features:
  delay: {answers: [in time, late], truth: actual, played_by: coin}
  price: {task: regression, played_by: coin}
  mood: {answers: [good, bad], played_by: coin}
arms:
  without: {change: {features.delay: off}}
  with: {}
flow:
  - form: About you
    id: about
    fields:
      age: {number: How old are you?, from: 18, to: 99}
      like: {choice: Which is best?, of: [one, two, three]}
  - each: parcel
    steps:
      - {show: delay, id: warning, title: A parcel, text: Late., only_when: late, buttons: {Go: accept, Stay: dismiss, Help: contact}, contact_says: Hello., feedback: {thumbs: Good?}}
      - {show: delay, id: again, title: A parcel, text: "{{ delay.label }}", buttons: {Go: accept, Stay: dismiss}}
      - {show: mood, id: feeling, title: A mood, text: "{{ mood.label }}", buttons: {Go: accept, Help: contact}, contact_says: Hello.}
  - survey: [sus, nasa-tlx]
  - info: Thanks.
  - end: Thank you.
"""


def of(measure: str, decision: str = "") -> Scenario:
    """The flow with one measure `m`, and perhaps a decision."""
    text = f"{FLOW}measures:\n  m: {measure}\n" + (f"decision: {decision}\n" if decision else "")
    return thaw({"parcels.yaml": text}, "parcels")


def complaints(measure: str, decision: str = "") -> list[str]:
    """What is wrong, each without the place in the file."""
    with pytest.raises(ScenarioError) as caught:
        of(measure, decision)
    return [re.sub(r"^parcels.yaml:\d+:\d+: ", "", str(problem)) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "form", "scale"),
    [
        (
            "{share: {step: warning, right_when: {accept: late, dismiss: in time}, truth: parcel.actual}}",
            "share",
            "share",
        ),
        (
            "{followed_when_right_or_ignored_when_wrong: delay}",
            "followed_when_right_or_ignored_when_wrong",
            "share",
        ),
        ("{share: {step: warning, of: accept}}", "share", "share"),
        ("{share: {feature: delay, of: followed, where: {shown: wrong}}}", "share", "share"),
        ("{share: {step: warning, of: thumb, value: up}}", "share", "share"),
        ("{count: {of: contact}}", "count", "number"),
        ("{count: {of: contact, per: trial, step: warning}}", "count", "number"),
        ("{mean: {of: confidence}}", "mean", "share"),
        ("{mean: {of: about.age}}", "mean", "number"),
        ("{median_time: {to: decision, step: warning}}", "median_time", "time"),
        ("{median_time: {to: first reaction}}", "median_time", "time"),
        ("{median_time: {to: finish}}", "median_time", "time"),
        ("{score: {of: sus}}", "score", "number"),
        ("{score: {of: nasa-tlx.effort}}", "score", "number"),
        ("{preferred: {step: about.like}}", "preferred", "share"),
    ],
)
def test_each_form_can_be_written(written: str, form: str, scale: str) -> None:
    measure = of(written).measures["m"]
    assert (measure.form, measure.scale) == (form, scale)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{}", "it is not said what to measure; expected one of share, followed_when_right_or_ignored_when_wrong, count, mean, median_time, score, preferred; add one"),
        ("{count: {of: contact}, mean: {of: distance}}", "it is 'count' and 'mean' at once; expected one of share, followed_when_right_or_ignored_when_wrong, count, mean, median_time, score, preferred; make two measures of it"),
        ("{shar: {step: warning, of: accept}}", "unknown key 'shar'; expected one of share, followed_when_right_or_ignored_when_wrong, count, mean, median_time, score, preferred; did you mean 'share'?"),
        ("{share: {step: warning}}", "a share is of reactions, or of right decisions; expected `of: accept` or `right_when: {…}`; add one of them"),
        ("{share: {of: accept}}", "it is not said where; expected a `step` or a `feature`; add `step: …`"),
        ("{share: {of: accept, step: warning, feature: delay}}", "`step` and `feature` both say where; expected one of them; remove one"),
        ("{share: {step: warning, right_when: {accept: late}}}", "the key 'truth' is missing; expected data and column, such as parcel.actual; add `truth: …`"),
        ("{share: {step: warning, of: acept}}", "'acept' is not known here; expected one of accept, edit, dismiss, undo, explain, report, contact, thumb, stars, comment, label, skip, followed, ignored; did you mean 'accept'?"),
        ("{share: {step: warnin, of: accept}}", "there is no step with the id 'warnin'; expected one of warning, again, feeling; did you mean 'warning'?"),
        ("{share: {feature: delai, of: accept}}", "there is no feature 'delai'; expected one of delay, price, mood; did you mean 'delay'?"),
        ("{share: {feature: price, of: accept}}", "no step shows 'price'; expected a step that does"),
        ("{share: {step: warning, of: report}}", "nobody can give 'report' at 'warning'; expected one of accept, contact, dismiss, thumb, followed, ignored; offer it, or measure another"),
        ("{share: {step: feeling, of: ignored}}", "nobody can give 'ignored' at 'feeling'; expected one of accept, contact, followed; offer it, or measure another"),
        ("{share: {feature: mood, of: dismiss}}", "nobody can give 'dismiss' about 'mood'; expected one of accept, contact, followed; offer it, or measure another"),
        ("{share: {step: warning, of: accept, value: up}}", "'accept' has no values to choose from; expected `value` beside `of: thumb`, `of: stars` or `of: label`; remove `value`"),
        ("{share: {step: warning, of: thumb, value: upp}}", "there is no thumb 'upp'; expected one of up, down; did you mean 'up'?"),
        ("{share: {step: warning, of: accept, where: {shown: righ}}}", "'righ' is not known here; expected one of right, wrong; did you mean 'right'?"),
        ("{share: {feature: mood, of: accept, where: {shown: right}}}", "whether 'mood' is right cannot be told; expected the column with what really happens; add a line like `truth: actual`"),
        ("{share: {step: warning, right_when: {accept: lat}, truth: parcel.actual}}", "there is no value 'lat' in 'actual'; expected one of late, in time; did you mean 'late'?"),
        ("{share: {step: feeling, right_when: {dismiss: late}, truth: parcel.actual}}", "no button of 'feeling' means 'dismiss'; expected one of accept, contact"),
        ("{share: {step: about, right_when: {accept: late}, truth: parcel.actual}}", "there is no screen with the id 'about'; expected one of warning, again, feeling"),
        ("{followed_when_right_or_ignored_when_wrong: dela}", "there is no feature 'dela'; expected one of delay, price, mood; did you mean 'delay'?"),
        ("{followed_when_right_or_ignored_when_wrong: price}", "nobody can follow or ignore 'price'; expected a step that shows it, with buttons for accept and dismiss"),
        ("{count: {of: stars}}", "nobody can give 'stars'; expected one of accept, contact, dismiss, thumb, followed, ignored; offer it, or measure another"),
        ("{count: {of: contact, per: day}}", "'day' is not known here; expected one of session, trial"),
        ("{mean: {of: star}}", "there is no mean of 'star'; expected one of stars, confidence, distance, quality, or a question such as about.age; did you mean 'stars'?"),
        ("{mean: {of: stars}}", "nobody can give 'stars'; expected a screen that asks for stars"),
        ("{mean: {of: abut.age}}", "there is no form 'abut'; expected about; did you mean 'about'?"),
        ("{mean: {of: about.aeg}}", "there is no question 'aeg' in 'about'; expected one of age, like; did you mean 'age'?"),
        ("{mean: {of: about.like}}", "'about.like' is not answered with a number; expected a number, likert, slider or stars question"),
        ("{mean: {of: quality.f1}}", "there is no quality: nobody can change anything; expected a step where people edit"),
        ("{median_time: {to: decide}}", "'decide' is not known here; expected one of decision, first reaction, leave, finish"),
        ("{median_time: {to: decision, step: info}}", "that cannot be measured at 'info'; expected one of warning, again, feeling"),
        ("{median_time: {to: leave, step: infos}}", "there is no step with the id 'infos'; expected one of about, warning, again, feeling, survey, info; did you mean 'info'?"),
        ("{median_time: {to: leave}}", "it is not said which screen they leave; expected a `step`; add `step: …`"),
        ("{median_time: {to: finish, step: warning}}", "`to: finish` is the time of the whole session; expected no step; remove `step`, or say `to: decision`"),
        ("{score: {of: s-tias}}", "the flow has no questionnaire 's-tias'; expected one of sus, nasa-tlx; add `- survey: [s-tias]` to the flow"),
        ("{score: {of: suss}}", "there is no questionnaire 'suss'; expected one of sus, nasa-tlx; did you mean 'sus'?"),
        ("{score: {of: nasa-tlx.efort}}", "there is no subscale 'efort' of 'nasa-tlx'; expected one of mental, physical, temporal, performance, effort, frustration; did you mean 'effort'?"),
        ("{preferred: {step: about.age}}", "'about.age' has no options to prefer; expected a question of the type choice or yes_no"),
        ("{preferred: {step: warning}}", "that cannot be measured at 'warning'; expected nothing; or form.question"),
    ],
)  # fmt: skip
def test_a_measure_that_nothing_feeds_is_told_with_what_there_is(written: str, message: str) -> None:
    assert complaints(written) == [message]


def test_a_number_is_never_simply_right_or_wrong() -> None:
    text = FLOW.replace("show: mood", "show: price").replace("mood.label", "price.value")
    text += "measures: {m: {share: {feature: price, of: accept, where: {shown: right}}}}\n"
    with pytest.raises(ScenarioError, match="an answer of 'price' is never simply right or wrong"):
        thaw({"parcels.yaml": text}, "parcels")


@pytest.mark.parametrize("name", [*ALWAYS, "sus"])
def test_what_is_measured_by_itself_cannot_be_measured_again_under_its_name(name: str) -> None:
    text = f"{FLOW}measures: {{{name}: {{count: {{of: contact}}}}}}\n"
    with pytest.raises(ScenarioError, match=f"'{name}' is measured by itself"):
        thaw({"parcels.yaml": text}, "parcels")


SHARE = "{share: {step: again, of: accept}}"
TIME = "{median_time: {to: decision}}"


def rule(worth: str = "10 points", by: str = "m", rest: str = "") -> str:
    return f"{{compare: [without, with], by: {by}, worth_it_from: {worth}{rest}}}"


@pytest.mark.parametrize(
    ("measure", "worth", "means"),
    [
        (SHARE, "10 points", (10, "points", False)),
        (SHARE, "7", (7, "points", False)),
        (SHARE, "1 point", (1, "points", False)),
        (SHARE, "5%", (5, "%", False)),
        (SHARE, "1.2 times", (1.2, "times", False)),
        (TIME, "2 seconds less", (2, "s", True)),
        (TIME, "2 s less", (2, "s", True)),
        (TIME, "0.8 times", (0.8, "times", True)),
    ],
)
def test_a_difference_is_written_in_points_percent_seconds_or_times(
    measure: str, worth: str, means: tuple[float, str, bool]
) -> None:
    decision = of(measure, rule(worth)).decision
    assert decision
    assert (decision.worth_it_from.amount, decision.worth_it_from.unit, decision.worth_it_from.less) == means


@pytest.mark.parametrize(
    ("by", "worth", "meant"),
    [
        ("nasa-tlx", "5 points", "5 points less"), ("nasa-tlx", "1.2 times", "a ratio below 1"),
        ("m", "5%", "5% less"), ("sus", "5 points less", "5 points"), ("sus", "0.8 times", "a ratio above 1"),
    ],
)  # fmt: skip
def test_which_way_is_good_is_that_of_the_questionnaire(by: str, worth: str, meant: str) -> None:
    with pytest.raises(ScenarioError, match=f"is better for '{by}'; expected {meant}$"):
        of("{score: {of: nasa-tlx.effort}}", rule(worth, by))


def test_which_arm_does_better_is_known_of_questionnaires_times_and_the_deciding_measure() -> None:
    scenario = of(TIME, rule("2 seconds", "m"))
    assert not scenario.less_is_better("m"), "the decision says that more is better"
    assert of(TIME, rule("10 points", "finished")).less_is_better("m")
    assert scenario.less_is_better("nasa-tlx")
    assert scenario.less_is_better("nasa-tlx.effort")
    assert not scenario.less_is_better("sus")


@pytest.mark.parametrize(
    "said", ["10 points", "1 point less", "5%", "2 seconds", "1 second less", "1.2 times"]
)
def test_a_difference_is_said_as_it_is_written(said: str) -> None:
    decision = of(TIME if "second" in said else SHARE, rule(said)).decision
    assert decision
    assert str(decision.worth_it_from) == said


@pytest.mark.parametrize(
    "limit",
    [
        "sus: at least 68", "nasa-tlx.effort: at most 40", "m: at most 20%", "decision_time: at most 20 seconds",
        "finished: not below the baseline by more than 5 points", "decision_time: not above the baseline by more than 10%",
        "contacts: at most 0.2",
    ],
)  # fmt: skip
def test_limits_are_for_all_that_is_measured_and_read_back_as_written(limit: str) -> None:
    decision = of(SHARE, rule(rest=f", must_hold: [{{{limit}}}]")).decision
    assert decision
    assert [f"{name}: {bound}" for name, bounds in decision.limits.items() for bound in bounds] == [limit]


def test_reviewers_get_the_teams_own_words() -> None:
    decision = of(SHARE, rule(rest=", ship_when: Support agrees")).decision
    assert decision
    assert decision.ship_when == "Support agrees"


@pytest.mark.parametrize(
    ("measure", "decision", "message"),
    [
        (SHARE, rule("ten points"), "'ten points' is not a difference; expected points, %, seconds or times, such as 10 points; where less is better, such as 5 seconds less"),
        (SHARE, rule("1 times"), "'1 times' is not a difference; expected a ratio to the baseline, such as 1.2 times or 0.8 times"),
        (SHARE, rule("2 seconds"), "'m' is not measured in seconds; expected points, as for every share, such as 10 points"),
        (TIME, rule("10 points"), "'m' is not measured in points; expected seconds, % or times, as for every time, such as 2 seconds less"),
        (SHARE, rule(by="n"), "there is no measure 'n'; expected one of m, sus, nasa-tlx, nasa-tlx.mental, nasa-tlx.physical, nasa-tlx.temporal, nasa-tlx.performance, nasa-tlx.effort, nasa-tlx.frustration; describe it under `measures:`"),
        (SHARE, rule(rest=", must_hold: [{susi: at least 68}]"), "there is no measure 'susi'; expected one of m, sus, nasa-tlx, nasa-tlx.mental, nasa-tlx.physical, nasa-tlx.temporal, nasa-tlx.performance, nasa-tlx.effort, nasa-tlx.frustration, finished, contacts, thumbs_up, decision_time, late, fallback; did you mean 'sus'?"),
        (SHARE, rule(rest=", must_hold: [{m: at least 68}]"), "'m' cannot be held to at least 68; expected a share in %, such as at least 80%"),
        (SHARE, rule(rest=", must_hold: [{sus: at least 68%}]"), "'sus' cannot be held to at least 68%; expected a number, such as at least 68"),
        (SHARE, rule(rest=", must_hold: [{decision_time: at most 20}]"), "'decision_time' cannot be held to at most 20; expected a time, such as at most 20 seconds"),
        (SHARE, rule(rest=", must_hold: [{finished: not below the baseline}]"), "'not below the baseline' is not a limit; expected `not below the baseline by more than 5 points` (or above; points, % or seconds)"),
        (SHARE, rule(rest=", must_hold: [{finished: not below the baseline by more than 5 s}]"), "'finished' cannot be held to not below the baseline by more than 5 seconds; expected points or %"),
        ("{preferred: {step: about.like}}", rule(), "'m' is a preference between options, and no difference of arms; expected a measure that each arm has"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_taken_is_told(measure: str, decision: str, message: str) -> None:
    assert complaints(measure, decision) == [message]


def test_nobody_follows_a_feature_that_the_baseline_does_not_have() -> None:
    measure = "{followed_when_right_or_ignored_when_wrong: delay}"
    assert of(measure, rule()), (
        "a step that speaks up for one answer says what following is without the feature too"
    )
    text = f"{FLOW}measures: {{m: {measure}}}\ndecision: {rule()}\n".replace("only_when: late, ", "")
    with pytest.raises(
        ScenarioError, match="nobody in 'without' can follow or ignore 'delay': it is off there"
    ):
        thaw({"parcels.yaml": text}, "parcels")


def test_a_measure_cannot_be_changed_after_reading() -> None:
    with pytest.raises(ValueError, match="frozen"):
        of("{count: {of: contact}}").measures["m"].count = None  # type: ignore[misc]


def test_skipping_is_measured_where_a_step_is_optional() -> None:
    measure = "{share: {step: warning, of: skip}}"
    assert complaints(measure)[0].startswith("nobody can give 'skip' at 'warning'")
    text = f"{FLOW}measures: {{m: {measure}}}\n".replace("id: warning", "id: warning, optional: true")
    assert thaw({"parcels.yaml": text}, "parcels").measures["m"].form == "share"


def test_what_is_measured_by_itself_can_only_be_a_limit_where_something_feeds_it() -> None:
    text = (
        f"{FLOW}measures: {{m: {SHARE}}}\ndecision: {rule(rest=', must_hold: [{thumbs_up: at least 50%}]')}\n"
    )
    assert thaw({"parcels.yaml": text}, "parcels").decision
    with pytest.raises(ScenarioError, match="there is no measure 'thumbs_up'"):
        thaw({"parcels.yaml": text.replace(", feedback: {thumbs: Good?}", "")}, "parcels")
