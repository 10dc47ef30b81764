"""Pages to read: consent, information, debrief, the end; and what really happened."""

from __future__ import annotations

from curtain.acts import Act
from curtain.codes import completion_code
from curtain.here import Here
from curtain.kinds import Kind, Screen
from curtain.moving import move_on
from curtain.visit import Visit
from scenarios import steps, texts


def _page(here: Here, step: steps.Consent | steps.Info | steps.Debrief | steps.End) -> Screen:
    return {"kind": step.kind, "html": texts.markdown(texts.shown(step.text, **here.context()))}


def _consent(here: Here, step: steps.Consent) -> Screen:
    return _page(here, step) | {"agree": here.words["agree"], "decline": here.words["decline"]}


def _info(here: Here, step: steps.Info) -> Screen:
    first = here.script.order[here.stop.place] <= 1
    data, context = here.script.scenario.data, here.context()
    found = {form: (file.media(data, here.row), file.alt) for form, file in step.media.items()}
    media = [
        {"form": form, "src": file.address, "alt": texts.shown(alt or "", **context)}
        for form, (file, alt) in found.items()
        if file
    ]
    return _page(here, step) | {"media": media, "next": here.words["start" if first else "continue"]}


def _debrief(here: Here, step: steps.Debrief) -> Screen:
    return _page(here, step) | {"keep": here.words["keep"], "withdraw": here.words["withdraw"]}


def _end(here: Here, step: steps.End) -> Screen:
    code = completion_code(here.panel, here.state.participant)
    go_to = step.go_to.replace("{code}", code) if step.go_to else None
    return _page(here, step) | {"code": code if step.code else None, "go_to": go_to}


def _reveal(here: Here, step: steps.Reveal) -> Screen:
    context, order = here.context(), here.script.order
    before = here.script.plan[order[here.stop.place] - 1]
    for asked in here.state.asked_at(before.place):
        context |= here._replace(stop=before).context(asked)
    decided = here.state.reactions.get(before.place, {}).get("decision", {})
    value = str(here.row[step.column])
    said = step.cell(decided.get("decision"), value)
    return {
        "kind": "reveal",
        "tone": said.tone if said else "plain",
        "title": texts.shown(said.title, **context) if said and said.title else here.words["reveal_title"],
        "text": texts.shown(said.text, **context) if said else value,
        "next": here.words["next"],
    }


def _next(visit: Visit, _done: Act) -> None:
    move_on(visit)


def _keep(visit: Visit, _done: Act) -> None:
    visit.append("answer.given", visit.spot, step=visit.stop.place, instrument=None, answers={"data": "keep"})
    move_on(visit)


PAGES: dict[str, Kind] = {
    "consent": Kind(_consent, {"next": _next}),
    "info": Kind(_info, {"next": _next}),
    "reveal": Kind(_reveal, {"next": _next}),
    "debrief": Kind(_debrief, {"keep": _keep}),
    "end": Kind(_end),
}
