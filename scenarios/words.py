"""The built-in words that a participant reads, in English. A scenario replaces any of them under `words:`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from scenarios.answers import WORDS as AT_QUESTIONS
from scenarios.words_at_work import WORDS as AT_WORK

WORDS: dict[str, str] = {
    "dir": "ltr",
    # moving on
    "start": "Start",
    "next": "Next",
    "continue": "Continue",
    "back": "Back",
    "skip": "Skip",
    "time_left": "{seconds} seconds left",
    "progress": "Progress",
    "step_of": "Step {done} of {of}",
    # consent
    "agree": "I agree",
    "decline": "No, thank you",
    "declined_title": "That is fine",
    "declined_text": "Thank you for reading. Nothing about you is kept, and you can close this page.",
    # the product
    "now": "now",
    "waiting": "One moment…",
    "yes": "Yes",
    "no": "No",
    "sure_possible": "possibly",
    "sure_probable": "probably",
    "sure_certain": "almost certainly",
    "reveal_title": "What happened",
    "good": "Good",
    "bad": "Not so good",
    "plain": "For your information",
    # questions
    "survey_title": "Your opinion",
    "survey_hint": "There are no right or wrong answers. “The system” is the app that you have just used.",
    "point_of": "{point} of {of}",
    **AT_QUESTIONS,
    **AT_WORK,
    "missing_one": "One question still needs your answer.",
    "missing_some": "{count} questions still need your answer.",
    # the end
    "keep": "Keep my answers",
    "withdraw": "Delete my answers",
    "delete_sure": "Everything you told us here will be deleted. This can't be undone.",
    "delete_yes": "Yes, delete it",
    "delete_no": "Go back",
    "withdrawn_title": "Your answers are deleted",
    "withdrawn_text": "Thank you for your time. You can close this page.",
    "code": "Your code",
    "code_label": "Your code",
    "go_to": "Finish",
    "copy": "Copy",
    "copied": "Copied",
    # when something is in the way
    "reconnecting": "Reconnecting… Your place is kept.",
    "not_ready": "Just a moment: this screen is not ready yet.",
    "look_first": "Something new has just come. Please have a look at it, and press once more.",
    "trouble": "That didn't go through. Please try again.",
    "gone_title": "This link isn't active any longer",
    "gone_text": "Nothing more is needed from you. You can close this page.",
    "unknown_title": "This link does not work",
    "unknown_text": "Please check that you copied all of it, or ask whoever sent it to you.",
    "paused_title": "A short break",
    "paused_text": "Please come back a little later with the same link.",
    "closed_title": "This has ended",
    "closed_text": "Thank you for your interest. There is nothing left to do here.",
    "screened_title": "Thank you for your interest",
    "screened_text": "We have already heard from enough people like you. There is nothing left to do here.",
    "full_title": "All places are taken",
    "full_text": "Thank you for your interest. Enough people have taken part already.",
}

RIGHT_TO_LEFT = frozenset(
    {"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"} | {"arab", "hebr", "thaa"}
)  # languages, and scripts, as in `az-Arab`
# Words of which the beginning tells on which kind of step alone they stand.
_ONLY_AT = {
    "box_": "annotate", "chat_": "chat", "edit_": "edit", "sound": "edit", "rank_": "rank", "pick_": "rank",
    "choose_": "choose", "option_": "choose",
}  # fmt: skip


def complete(own: Mapping[str, str], lang: str) -> dict[str, str]:
    """All built-in words, with a scenario's own in place and the direction that its language is written in."""
    parts = lang.lower().split("-")
    script = parts[1] if len(parts) > 1 and len(parts[1]) == 4 else parts[0]
    direction = "rtl" if script in RIGHT_TO_LEFT else "ltr"
    return {**WORDS, "dir": direction, **own}


def still_english(words: Mapping[str, str], kinds: Collection[str]) -> list[str]:
    """The names of those words that are as built in, and that people can meet where a flow has steps of these kinds."""
    found = [name for name, text in WORDS.items() if words.get(name) == text and name not in ("dir", "ok")]
    return [
        name
        for name in found
        if all(kind in kinds for start, kind in _ONLY_AT.items() if name.startswith(start))
    ]


def values_of(word: str) -> set[str]:
    """What a built-in word has room for: `done` and `of` in `Step {done} of {of}`."""
    return set(re.findall(r"\{(\w+)\}", word))


def sureness(words: Mapping[str, str], score: float) -> str:
    """A score from 0 to 1 in words: below 0.7 possible, below 0.9 probable, from there on as good as certain."""
    if score < 0.7:
        return words["sure_possible"]
    return words["sure_probable"] if score < 0.9 else words["sure_certain"]
