"""Warnings are about what can be used and is worth a second look: each at its line, and nothing is stopped by one."""

from __future__ import annotations

import pytest

from scenarios import advice
from scenarios.questions import KINDS
from scenarios.words import WORDS, still_english
from tests.scenarios.rich import rich
from tests.scenarios.sketch import sketch


def told(scenario: object) -> list[str]:
    return [problem.what for problem in advice.warnings(scenario)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind", "words", "thing"),
    [
        ("mail", "text", "What is your e-mail?", "e-mail address"),
        ("email", "text", "Where can we reach you?", "e-mail address"),
        ("who", "text", "What is your name?", "name"),
        ("first_name", "text", "Hello, …", "name"),
        ("call", "text", "Your phone number, please", "phone number"),
        ("call", "number", "Mobile no?", "phone number"),
        ("home", "long_text", "What is your home address?", "address"),
        ("zip", "text", "Area?", "address"),
        ("day", "date", "When were you born?", "birth date"),
        ("tag", "date", "Ihr Geburtsdatum?", "birth date"),
        ("wer", "text", "Nachname", "name"),
    ],
)
def test_a_question_that_tells_who_somebody_is_is_warned_of(
    name: str, kind: str, words: str, thing: str
) -> None:
    assert advice.tells_who(name, KINDS[kind].model_validate({kind: words})) == thing


@pytest.mark.parametrize(
    ("name", "kind", "words", "rest"),
    [
        ("phone", "choice", "How often do you use a phone?", {"of": ["often", "rarely"]}),
        ("phone_use", "text", "What do you use your phone for?", {}),
        ("age", "number", "How old are you?", {}),
        ("product", "text", "What would you call this product?", {}),
        ("mail_use", "likert", "I read my e-mail every day.", {}),
        ("why", "long_text", "Why did you choose this?", {}),
        ("since", "date", "Since when do you use it?", {}),
    ],
)
def test_other_questions_are_not(name: str, kind: str, words: str, rest: dict[str, object]) -> None:
    assert advice.tells_who(name, KINDS[kind].model_validate({kind: words, **rest})) == ""


def test_the_warning_stands_at_the_field() -> None:
    scenario = rich(
        ("age: {number: How old are you?, from: 18, to: 99}", "email: {text: Your e-mail?}"),
        ("answers.about.age > 30", "answers.about.mood > 5"),
        ("of: about.age", "of: about.mood"),
    )
    found = [str(problem) for problem in advice.warnings(scenario) if "who they are" in problem.what]
    assert found == [
        "rich.yaml:41:7: 'email' asks for something that tells who they are, an e-mail address; "
        "leave it out, or ask more roughly: an age group, a region"
    ]


def test_english_words_in_another_language_are_warned_of() -> None:
    german = told(sketch(("data:", "lang: de\nwords: {start: Los, next: Weiter}\ndata:")))
    (warning,) = [what for what in german if "English" in what]
    assert warning.startswith("people who read 'de' may meet English:")
    assert "such as continue (Continue), back (Back), skip (Skip)" in warning
    assert not [what for what in told(sketch()) if "English" in what]


def test_words_of_a_screen_that_nobody_meets_are_not_missed() -> None:
    scenario = sketch()
    written = {name: f"{text}!" for name, text in WORDS.items() if not name.startswith(("box_", "chat_"))}
    written |= {name: text for name, text in WORDS.items() if name.startswith(("box_", "chat_"))}
    assert still_english(written, {step.kind for step in scenario.steps.values()}) == []
    assert still_english({**written, "next": "Next"}, set()) == ["next"]
    assert len(still_english(written, {"chat"})) > 10


def test_pictures_and_sounds_without_words_are_warned_of() -> None:
    assert "'call.mp3' is not there for people who cannot see or hear it" in told(rich())
    bare = rich(("image: {file: street.png, alt: A street}\n    when", "image: street.png\n    when"))
    assert "'street.png' is not there for people who cannot see or hear it" in told(bare)


def test_arms_that_are_filled_by_their_success_are_warned_of() -> None:
    assert any(
        "people are sent where it goes well" in what
        for what in told(rich(("weights: {today: 2}", "by_reward: {measure: clarity}")))
    )


def test_what_nothing_uses_is_warned_of() -> None:
    assert told(sketch()) == []
    assert "no block goes through 'scene'" in told(rich())
    more = sketch(("arms:\n", "  spare: {answers: [a, b], played_by: coin}\narms:\n"))
    assert told(more) == ["no step asks the feature 'spare'"]


def test_a_feature_that_only_an_arm_asks_is_used() -> None:
    more = sketch(
        ("arms:\n", "  spare: {answers: [in time, late], played_by: coin}\narms:\n"),
        ("steps.warning.text: Late.", "steps.warning.show: spare"),
    )
    assert told(more) == []


def test_a_feature_that_is_off_in_every_arm_is_warned_of() -> None:
    off = sketch(("{change: {steps.warning.text: Late.}}", "{change: {features.delay: off}}"))
    assert told(off) == ["nobody meets the feature 'delay': it is off in every arm"]
