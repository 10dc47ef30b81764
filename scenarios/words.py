"""The built-in words that a participant reads, in English. A scenario replaces any of them under `words:`."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: dict[str, str] = {
    "dir": "ltr",
    # moving on
    "start": "Start",
    "next": "Next",
    "continue": "Continue",
    "progress": "Step {done} of {of}",
    # consent
    "agree": "I agree",
    "decline": "No, thank you",
    "declined_title": "That is fine",
    "declined_text": "Thank you for reading. Nothing was saved, and you can close this page.",
    # the product
    "waiting": "One moment…",
    "thumb_up": "Yes",
    "thumb_down": "No",
    "thumb_thanks": "Thank you",
    "sure_possible": "possibly",
    "sure_probable": "probably",
    "sure_certain": "almost certainly",
    "reveal_title": "What happened",
    # questions
    "survey_title": "Your opinion",
    "survey_hint": "There are no right or wrong answers. Please choose one for each line.",
    "survey_missing": "Please answer this one too.",
    "survey_missing_count": "Still to answer: {count}",
    # the end
    "keep": "Keep my answers",
    "withdraw": "Delete my answers",
    "withdraw_sure": "Delete all your answers? This cannot be undone.",
    "withdraw_yes": "Yes, delete them",
    "withdraw_no": "Go back",
    "withdrawn_title": "Your answers are deleted",
    "withdrawn_text": "Thank you for your time. Nothing about you is left with us.",
    "code_label": "Your code",
    "code_copy": "Copy",
    "code_copied": "Copied",
    # when something is in the way
    "offline": "No connection. Trying again…",
    "failed": "That did not work. Please try again.",
    "unknown_title": "This link does not work",
    "unknown_text": "Please check that you copied all of it, or ask whoever sent it to you.",
    "paused_title": "A short break",
    "paused_text": "Please come back a little later. Your place is kept.",
    "closed_title": "This has ended",
    "closed_text": "Thank you for your interest. There is nothing left to do here.",
    "full_title": "All places are taken",
    "full_text": "Thank you for your interest. Enough people have taken part already.",
}

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


def complete(own: Mapping[str, str], lang: str) -> dict[str, str]:
    """All built-in words, with a scenario's own in place and the direction that its language is written in."""
    direction = "rtl" if lang.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
    return {**WORDS, "dir": direction, **own}


def sureness(words: Mapping[str, str], score: float) -> str:
    """A score from 0 to 1 in words: below 0.7 possible, below 0.9 probable, from there on as good as certain."""
    if score < 0.7:
        return words["sure_possible"]
    return words["sure_probable"] if score < 0.9 else words["sure_certain"]
