"""One example of every screen that a participant can meet."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]

CONSENT: JSON = {
    "kind": "consent",
    "html": "<h1>Help us make deliveries better</h1><p>You will look at eight parcels in an app and tell us what you "
    "would do. It takes about <strong>ten minutes</strong>.</p><h2>What we keep</h2><ul><li>What you press, and how "
    "long you take</li><li>Your answers to a few questions at the end</li></ul><p>We keep no name and no address. "
    "You can stop at any time by closing this page.</p>",
    "agree": "I agree",
    "decline": "No, thank you",
}
INFO: JSON = {
    "kind": "info",
    "html": "<h1>How it works</h1><p>You are waiting for eight parcels today. For each one, decide whether you "
    "change your plans.</p><ol><li>Look at the parcel</li><li>Decide</li><li>See what happened</li></ol>",
    "next": "Start",
}
WAITING: JSON = {
    "kind": "show",
    "skin": "phone",
    "app": "Paket",
    "card": {
        "title": "Parcel from Smith, Jones and Fitzgerald Ltd",
        "lines": [
            {"label": "Tracking", "value": "QX48201957"},
            {"label": "To", "value": "4817 Katherine Forges Apt. 210"},
            {"label": "Promised", "value": "14:00–16:00"},
            {"label": "Weather", "value": "heavy snow"},
            {"label": "Last scan", "value": "sorting centre"},
        ],
    },
    "waiting": "Checking your delivery…",
    "content": None,
    "address": None,
    "request": None,
    "notice": None,
    "arrives": False,
    "buttons": [],
    "feedback": [],
    "said": None,
}
BUTTONS: list[JSON] = [
    {"reaction": "accept", "text": "I'll change my plans"},
    {"reaction": "dismiss", "text": "Keep my plans"},
    {"reaction": "contact", "text": "Contact support"},
]
THUMB: JSON = {"reaction": "thumb", "text": "Is this helpful?", "value": None, "revision": 0}
NOTICE: JSON = WAITING | {
    "waiting": None,
    "notice": {
        "text": "Your parcel will almost certainly be late: heavy snow on its way from the sorting centre.",
        "prediction": "p-1",
        "as": "annotate",
        "force": "banner",
    },
    "buttons": BUTTONS,
    "feedback": [THUMB],
}
QUIET: JSON = NOTICE | {"notice": None, "feedback": []}
SAID: JSON = NOTICE | {
    "feedback": [THUMB | {"value": "up", "revision": 1}],
    "said": "Support: your parcel is with our driver. We can't tell you more just now.",
}
REVEALS: dict[str, JSON] = {
    "good": {
        "kind": "reveal",
        "tone": "good",
        "title": "Good that you changed your plans",
        "text": "The parcel came at 18:40, long after the promised time. You were not waiting for it.",
        "next": "Next parcel",
    },
    "bad": {
        "kind": "reveal",
        "tone": "bad",
        "title": "You waited for nothing",
        "text": "You stayed at home all afternoon, and the parcel came at 18:40.",
        "next": "Next parcel",
    },
    "plain": {
        "kind": "reveal",
        "tone": "plain",
        "title": "It came on time",
        "text": "The parcel came at 14:50, as promised.",
        "next": "Next parcel",
    },
}
SURVEY: JSON = {
    "kind": "survey",
    "title": "A few questions",
    "hint": "There is no right answer. Choose what comes to mind first.",
    "items": [
        {"id": "sus1", "text": "I think that I would like to use this app frequently."},
        {"id": "sus2", "text": "I found the app unnecessarily complex."},
        {"id": "sus3", "text": "I thought the app was easy to use."},
    ],
    "scale": {"points": 5, "low": "Strongly disagree", "high": "Strongly agree"},
    "next": "Continue",
}
TRUST: JSON = SURVEY | {
    "title": "And about the warnings",
    "items": [
        {"id": "t1", "text": "I am confident in the app."},
        {"id": "t2", "text": "The app is reliable."},
        {"id": "t3", "text": "I can trust the app."},
    ],
    "scale": {"points": 7, "low": "Not at all", "high": "Extremely"},
}
DEBRIEF: JSON = {
    "kind": "debrief",
    "html": "<h1>One more thing</h1><p>Not everything in this app was what it seemed. The parcels were made up, and so "
    "was the forecast.</p><p>We did this to see how people decide before we build anything.</p>",
    "keep": "Keep my answers",
    "withdraw": "Delete my answers",
}
END: JSON = {
    "kind": "end",
    "html": "<h1>Thank you!</h1><p>That was all. You can close this page now.</p>",
    "code": "K7QF-2MXA",
}
GONE: JSON = {
    "kind": "gone",
    "title": "All places are taken",
    "text": "Thank you for coming! Every place has been filled, so nothing more is needed from you.",
}

ALL: dict[str, JSON] = {
    "consent": CONSENT,
    "info": INFO,
    "waiting": WAITING,
    "notice": NOTICE,
    "quiet": QUIET,
    "said": SAID,
    "reveal-good": REVEALS["good"],
    "reveal-bad": REVEALS["bad"],
    "reveal-plain": REVEALS["plain"],
    "survey": SURVEY,
    "trust": TRUST,
    "debrief": DEBRIEF,
    "end": END,
    "gone": GONE,
}


def view(screen: JSON, rev: int, place: str, done: int = 5) -> JSON:
    """Give the whole view around a screen, as the wire carries it."""
    return {
        "rev": rev,
        "title": "Your deliveries today",
        "lang": "en",
        "dir": "ltr",
        "progress": {"done": done, "of": 22} if screen["kind"] != "gone" else None,
        "place": place,
        "words": {},
        "screen": screen,
    }
