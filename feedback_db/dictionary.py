"""The data dictionary: what each table and each column means. `python -m feedback_db.dictionary > docs/data.md`"""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """What a table's rows are, and what each column holds."""

    rows: str
    columns: dict[str, str]


_PANEL = "The panel: one data collection with one frozen version of a scenario."
_SESSION = "The session."
_PARTICIPANT = "The participant."
_ARM = "The arm that the session met at that moment."
_PERIOD = "Which of the session's arms, counted from 1; always 1 where a person meets one arm."
_WHO = {"panel": _PANEL, "session": _SESSION, "participant": _PARTICIPANT, "arm": _ARM, "period": _PERIOD}
_STEP = "The step of the scenario's flow, by its id."
_PLACE = "The screen in the flow: the step, and the trial where it is repeated (`warning/3`)."
_TRIAL = "Which pass through a repeated block, counted from 1; 0 outside of one."

TABLES: dict[str, Meaning] = {
    "event": Meaning(
        "Everything that happened, in the order in which it was written. All other tables can be told from it.",
        {
            "id": "Grows in the order of writing.",
            "key": "The same facts have the same key (UUID 5), so that nothing is written twice.",
            "at": "When it happened.",
            "kind": "What happened: `session.started`, `step.entered`, `reaction.recorded` …",
            **_WHO,
            "session": "The session, if it happened in one.",
            "participant": "The participant, if it concerns one.",
            "version": "The frozen scenario (SHA-256); empty while the panel is a draft.",
            "payload": "The facts, as JSON; which ones depends on the kind.",
        },
    ),
    "panel": Meaning(
        "One row per data collection.",
        {
            "id": "The panel.",
            "name": "What the team calls it.",
            "scenario": "The folder of the scenario in the library.",
            "version": "The frozen scenario (SHA-256); empty while the panel is a draft.",
            "status": "`draft`, `open`, `paused` or `closed`.",
            "origin": "What its sessions are: `real`, `practice` or `simulated`. Only real ones count.",
            "played_by": "Which mock plays each feature, as JSON; features that are missing are as the scenario says.",
            "seed": "Decides every draw in the panel: trial data, arms, delays.",
            "people": "How many people are planned; empty for no limit.",
            "arms": "The arms that are compared, as JSON.",
            "created_at": "When it was created.",
            "opened_at": "When it was first opened.",
            "closed_at": "When it was closed; empty after it was opened again.",
        },
    ),
    "link": Meaning(
        "One row per address that was handed out.",
        {
            "token": "The unguessable part of the address.",
            "panel": _PANEL,
            "kind": "`personal` (one person), `open` (anybody; each gets a token of their own) or `preview`.",
            "arm": "The arm that it leads to; empty where the arm is drawn.",
            "participant": "Who came by a personal link.",
            "label": "What the team wrote beside it; erased when its participant withdraws.",
            "made_at": "When it was made.",
        },
    ),
    "participant": Meaning(
        "One row per person. Of somebody who withdrew only the number, the token and the time of it remain.",
        {
            "id": "The participant: random, it says nothing about the person.",
            "panel": _PANEL,
            "token": "The unguessable part of their own address.",
            "number": "Counted from 1 within the panel; the name by which operators and reviewers know them.",
            "link": "The link by which they came.",
            "made_at": "When they first came; erased when they withdraw.",
            "withdrawn_at": "When they withdrew.",
        },
    ),
    "session": Meaning(
        "One row per pass through the flow. Of a withdrawn one the panel, origin, arm and start remain.",
        {
            "id": "The session.",
            "participant": _PARTICIPANT,
            "panel": _PANEL,
            "origin": "`real`, `preview`, `practice`, `simulated` or `test`. Results never mix them.",
            "arm": "The arm of the first period; `assignment` has all of them.",
            "status": "`running`, `completed`, `withdrawn`, or `screened` (not among those who were looked for).",
            "place": "The screen where they are.",
            "done": "How many screens are behind them.",
            "steps": "How many screens the flow has for them.",
            "rows": "The data of their trials, as JSON: for each block a list of rows.",
            "started_at": "When it started.",
            "last_at": "When they last came to a new screen.",
            "completed_at": "When they reached the end.",
            "arms": "The arms that they meet, as JSON, in their order.",
            "persona": "The persona that they were given, by its name.",
            "stratum": "The group of people within which arms are balanced.",
        },
    ),
    "assignment": Meaning(
        "Which arm a session meets: one row where people meet one arm, several where they meet several.",
        {"session": _SESSION, "period": _PERIOD, "arm": "The arm."},
    ),
    "prediction": Meaning(
        "One row per answer that a feature was asked for.",
        {
            "id": "The prediction.",
            **_WHO,
            "feature": "The feature that was asked.",
            "place": _PLACE,
            "step": _STEP,
            "each": "The block of trial data that the step repeats over, if it does.",
            "trial": _TRIAL,
            "task": "The shape of the output: `text-classification`, `text-generation` …",
            "mock": "The mock that was asked, by its name in the scenario.",
            "status": "`requested`, `waiting` (at the desk), `claimed`, `answered`, `released`; `closed`: too late.",
            "input": "What the mock was told, as JSON.",
            "requested_at": "When it was asked.",
            "release_at": "The earliest time to show the answer, drawn before the answer was known.",
            "deadline_at": "When the fallback answers instead.",
            "claimed_by": "The operator who holds it, or who answered it.",
            "lease_until": "Until when the operator holds it unless their console prolongs it.",
            "answered_at": "When the answer came.",
            "released_at": "When it was released to the participant.",
            "shown_at": "When the participant's browser showed it.",
            "intended": "What the mock answered, as JSON.",
            "output": "What was shown, as JSON.",
            "provenance": "How the answer came about, as JSON; never sent to a participant.",
            "late": "1: it came after its drawn time, and was shown when it came.",
            "fallback": "1: the fallback answered, because the deadline had passed or the mock had failed.",
            "truth": "What was really so, as JSON; never sent to a mock that a human plays.",
            "turn": "Which question at this screen, counted from 0.",
            "operator": "The operator who answered; empty where a mock did.",
        },
    ),
    "reaction": Meaning(
        "One row per thing that a participant did. Of several of one kind at one place, the latest holds.",
        {
            "id": "The id of its event.",
            **_WHO,
            "prediction": "The prediction that it is about; empty where there was none.",
            "place": _PLACE,
            "step": _STEP,
            "trial": _TRIAL,
            "kind": "`accept`, `dismiss`, `contact`, `thumb` …",
            "value": "What was chosen, where the kind alone does not say it: `up`, `down`.",
            "revision": "Counts changes of mind from 0.",
            "seen_to_pressed_ms": "Milliseconds from buttons drawn to button pressed, measured in the browser.",
            "at": "When it was recorded.",
            "warned": "1: the prediction was shown to the participant; 0: it was kept silent.",
            "truth": "What was really so.",
            "predicted": "What the prediction said, shown or not; empty where there was none.",
            "decision": "What it means: `accept` (they followed the product), `dismiss`, or empty.",
            "before": "What the product had proposed, as JSON, where they could change it.",
            "after": "What they made of it, as JSON.",
            "distance": "How far `after` is from `before`, from 0 (the same) to 1.",
            "quality": "How good `after` is beside the truth, as JSON, where that is known.",
            "done_by": "`person`, or `itself` where a countdown ran out.",
            "operator": "The operator who had answered what they reacted to; empty where a mock did.",
        },
    ),
    "message": Meaning(
        "One row per thing that was said in a conversation.",
        {
            "id": "The id of its event.",
            **_WHO,
            "place": _PLACE,
            "step": _STEP,
            "trial": _TRIAL,
            "turn": "Which exchange of the conversation, counted from 0.",
            "said_by": "`participant` or `product`.",
            "text": "What was said.",
            "prediction": "The prediction that said it; empty for the participant.",
            "at": "When.",
        },
    ),
    "answer": Meaning(
        "One row per answered question.",
        {
            **_WHO,
            "step": "The screen of the survey.",
            "instrument": "The questionnaire: `sus`, `s-tias` …; empty for a question of the scenario's own.",
            "item": "The line of the questionnaire.",
            "value": "The point on the scale, a number, a text; a list as JSON.",
            "at": "When it was answered.",
        },
    ),
    "desk_action": Meaning(
        "One row per act at the operator's desk.",
        {
            "id": "The id of its event.",
            "panel": _PANEL,
            "session": _SESSION,
            "participant": _PARTICIPANT,
            "prediction": "The request that it is about; empty for what is about the whole session.",
            "operator": "Who acted, or (`noted`) looked on.",
            "kind": "`claimed` (or prolonged), `released_claim` (given back), `expired`, `handed_over`, `answered`, "
            "`retracted` (taken back before it was shown), `held` (a holding reply), `flagged`, `second_answered`, "
            "`took_over`, `gave_over` or `noted`.",
            "at": "When.",
            "payload": "What else belongs to it, as JSON: the answer, the end of the lease, seconds, notes, which "
            "prepared replies were offered and chosen.",
        },
    ),
    "shift": Meaning(
        "One row per operator's shift at the desk, and what they said at its end.",
        {
            "id": "The shift.",
            "operator": "The operator, by their browser.",
            "name": "What they are called at the desk.",
            "panel": "The panel; empty for all of them.",
            "started_at": "When it began.",
            "ended_at": "When it ended; empty while it goes on.",
            "paused": "1 while they have stepped out.",
            "hard": "What was hard, in their words.",
            "off_script": "What went off script.",
            "needs": "What a model would need.",
        },
    ),
    "practice": Meaning(
        "One row per practice run of an operator, or for being let in without.",
        {
            "id": "The id of its event.",
            "operator": "The operator.",
            "name": "What they are called at the desk.",
            "scenario": "What they practised on.",
            "feature": "Whose answers they gave.",
            "answers": "How many requests there were.",
            "right": "How many answers agreed with the decision rules.",
            "in_time": "How many came within the deadline.",
            "passed": "1 where that was enough, or where they were let in without.",
            "let_in_by": "Who let them in without practice; empty after practice.",
            "at": "When.",
        },
    ),
    "prepared_reply": Meaning(
        "One row per reply that an operator kept for the rest of a panel.",
        {
            "id": "The id of its event.",
            "panel": _PANEL,
            "feature": "The feature that it answers for.",
            "category": "The category under which it stands.",
            "text": "The reply.",
            "operator": "Who kept it.",
            "at": "When.",
        },
    ),
    "scenario_version": Meaning(
        "The scenarios as they were when panels were opened.",
        {
            "sha256": "The version: SHA-256 over the file and what lies beside it.",
            "slug": "The folder of the scenario in the library.",
            "files": "The files by name, as JSON: texts as they are, media as a line with their SHA-256.",
            "frozen_at": "When it was first kept.",
        },
    ),
    "media": Meaning(
        "The pictures, sounds, films and pages that frozen scenarios show, each content once.",
        {
            "digest": "SHA-256 over the content.",
            "type": "The media type, such as image/png.",
            "content": "The bytes.",
            "kept_at": "When it was first kept.",
        },
    ),
    "remark": Meaning(
        "One row per thing that somebody of the staff made of what a participant said.",
        {
            "id": "The same remark has the same id, so that nothing is said twice.",
            "panel": _PANEL,
            "session": _SESSION,
            "participant": _PARTICIPANT,
            "quote": "What was said: `r` with the id of a reaction, `m` with a message's, `a` with place and item.",
            "kind": "`tag`; `pin`: it stands in the report; `read`: they have read it, and no tag fits.",
            "tag": "The tag; empty for the other kinds.",
            "staff": "Who gave it, by their browser.",
            "name": "How colleagues see them.",
            "at": "When it was given.",
        },
    ),
    "share": Meaning(
        "One row per link to a panel's verdict that can be opened without signing in.",
        {
            "hash": "The hash of the unguessable part of the address; that itself is kept nowhere.",
            "panel": _PANEL,
            "name": "Who made it, as colleagues see them.",
            "made_at": "When it was made.",
            "expires_at": "From when on it opens nothing.",
            "revoked_at": "When somebody took it back.",
        },
    ),
    "staff_key": Meaning(
        "The keys with which staff sign in, as hashes.",
        {
            "hash": "The hash; the key itself is kept nowhere.",
            "roles": "What it opens, as JSON: `designer`, `operator`, `reviewer`.",
            "made_at": "When it was made.",
            "revoked_at": "When it ceased to count.",
        },
    ),
    "staff_session": Meaning(
        "The browsers in which staff are signed in.",
        {
            "id": "The hash of what the cookie says.",
            "roles": "What it opens, as JSON.",
            "name": "How colleagues see them: `Operator 1`.",
            "number": "Counted from 1.",
            "made_at": "When they signed in.",
            "revoked_at": "When it ceased to count.",
        },
    ),
    "erasure": Meaning(
        "Withdrawals: when they were asked for, and when the last bytes were gone from the disk.",
        {
            "participant": _PARTICIPANT,
            "requested_at": "When they withdrew; their rows were deleted at that moment.",
            "done_at": "When the write-ahead log was emptied of them too; empty while that is pending.",
        },
    ),
}

_HEAD = """# What the database holds

One SQLite file. It opens in Datasette, pandas, a spreadsheet or any database browser; open it for reading only while a
server runs. Times are ISO 8601 in UTC with microseconds, so they sort as text. Empty means NULL.

When a participant withdraws, what they said and did is deleted from every table, and overwritten on the disk.

This page is made by `python -m feedback_db.dictionary > docs/data.md`.
"""


def page() -> str:
    """The dictionary as a Markdown page."""
    parts = [_HEAD]
    for table, meaning in TABLES.items():
        lines = [f"| `{column}` | {text} |" for column, text in meaning.columns.items()]
        parts.append(
            "\n".join(
                [f"## {table}", "", meaning.rows, "", "| column | what it holds |", "|---|---|", *lines, ""]
            )
        )
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")
