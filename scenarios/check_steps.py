"""What does not fit together in the flow: screens, reveals, surveys, and the texts with values in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mocks import tasks
from scenarios import instruments, texts
from scenarios.document import Finding, Path, unknown
from scenarios.errors import TextError, did_you_mean, listed
from scenarios.model import Feature, Scenario
from scenarios.steps import DECISIONS, Each, Reveal, Screen, Step, Survey

MOST_STOPS = 2_000


def _fields(feature: Feature) -> list[str]:
    """What a text may name of the feature's answer."""
    if feature.shape is not None:
        return list(feature.shape.get("properties", {}))
    told = list(tasks.says(feature.task, tasks.find(feature.task).example))
    return [*told, "sure"] if "score" in told else told


Placed = tuple[Path, Step, str | None]


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together in the flow."""
    placed = list(_placed(scenario))
    yield from _flow(scenario, placed)
    for path, step, each in placed:
        if isinstance(step, Screen):
            yield from _screen(scenario, path, step, each)
        elif isinstance(step, Reveal):
            yield from _reveal(scenario, path, step, each, _screen_before(placed, path))
        elif isinstance(step, Survey):
            yield from _survey(path, step)


def _placed(scenario: Scenario) -> Iterator[Placed]:
    for n, step in enumerate(scenario.flow):
        if isinstance(step, Each):
            for m, inner in enumerate(step.steps):
                yield ("flow", n, "steps", m), inner, step.each
        else:
            yield ("flow", n), step, None


def _flow(scenario: Scenario, placed: list[Placed]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, step, _ in placed:
        if step.id in seen:
            yield Finding(
                (*path, "id"), f"two steps have the id {step.id!r}", "an id of its own", "rename one of them"
            )
        seen.add(step.id)
    for n, part in enumerate(scenario.flow):
        if isinstance(part, Each) and part.each not in scenario.data:
            yield unknown(("flow", n, "each"), "data", part.each, scenario.data, "describe it under `data:`")
        if part.kind == "end" and n < len(scenario.flow) - 1:
            yield Finding(
                ("flow", n + 1),
                "nobody gets to this step",
                "nothing after `end`",
                "move `end` to the last place",
            )
        if part.kind == "consent" and n > 0:
            yield Finding(
                ("flow", n), "consent comes too late", "consent as the first step", "move it up", True
            )
    blocks = [part for part in scenario.flow if isinstance(part, Each) and part.each in scenario.data]
    stops = sum(len(block.steps) * scenario.data[block.each].rows for block in blocks)
    if stops > MOST_STOPS:
        yield Finding(
            ("flow",), f"a person would go through {stops:,} screens", f"at most {MOST_STOPS:,}", at_key=True
        )


def _screen(scenario: Scenario, path: Path, step: Screen, each: str | None) -> Iterator[Finding]:
    feature = scenario.features.get(step.uses or "")
    if step.uses and feature is None:
        yield unknown((*path, "uses"), "feature", step.uses, scenario.features, "name it under `features:`")
    elif feature:
        yield from _use(scenario, path, step, feature, each)
    else:
        for key, value in (("text", step.text), ("only_when", step.only_when), ("waiting", step.waiting)):
            if value:
                yield Finding(
                    (*path, key),
                    f"{key!r} speaks for a feature, and this screen uses none",
                    "a line `uses: …`",
                    "name the feature, or put the words on the card",
                    at_key=True,
                )
    if "contact" in step.buttons.values() and not step.contact_says:
        yield Finding(
            (*path, "buttons"),
            "nothing is said to somebody who makes contact",
            "a line `contact_says: …`",
            "add it",
            at_key=True,
        )
    if step.contact_says and "contact" not in step.buttons.values():
        yield Finding(
            (*path, "contact_says"),
            "no button makes contact",
            "a button such as `Contact support: contact`",
            "add it, or remove this line",
            at_key=True,
        )
    yield from _template(scenario, (*path, "title"), step.title, each, None)
    for label, text in step.card.items():
        yield from _template(scenario, (*path, "card", label), text, each, None)
    if step.text:
        yield from _template(scenario, (*path, "text"), step.text, each, step.uses)


def _use(
    scenario: Scenario, path: Path, step: Screen, feature: Feature, each: str | None
) -> Iterator[Finding]:
    if not step.text:
        yield Finding(
            path, f"nothing of the feature {step.uses!r} would be seen", "a line `text: …`", "add it", True
        )
    if step.only_when is not None and step.only_when not in feature.answers:
        yield unknown(
            (*path, "only_when"), "answer", step.only_when, feature.answers, within=f"of {step.uses!r}"
        )
    columns = scenario.data[each].columns if each in scenario.data else {}
    wanted = [(("model_sees", n), column) for n, column in enumerate(feature.model_sees)]
    for where, column in [*wanted, *([(("truth",), feature.truth)] if feature.truth else [])]:
        if column not in columns:
            at = ("features", step.uses or "", *where)
            if each is None:
                yield Finding(
                    at, f"{column!r} is not known on a screen outside a repeated block", "an `each` around it"
                )
            elif each in scenario.data:
                yield unknown(at, "column", column, columns, within=f"in {each!r}")
    if feature.truth in columns and each in scenario.data and feature.answers:
        values = scenario.data[each].values(feature.truth or "")
        for value in values or ():
            if value not in feature.answers:
                yield Finding(
                    ("features", step.uses or "", "answers"),
                    f"{feature.truth!r} can be {value!r}, which is no answer",
                    listed(feature.answers),
                    "use the same words in both",
                    at_key=True,
                )


def _template(
    scenario: Scenario, path: Path, text: str, each: str | None, uses: str | None
) -> Iterator[Finding]:
    known: dict[str, Iterable[str]] = {}
    if each in scenario.data:
        known[each] = list(scenario.data[each].columns)
    if uses in scenario.features:
        known[uses] = _fields(scenario.features[uses])
    try:
        for name, field in texts.mentions(text):
            spoken = [f"{n}.{f}" for n, fields in known.items() for f in fields]
            if name not in known:
                what = f"the text names {name!r}, which is not known here"
                if name in scenario.features:
                    what = (
                        f"the text names {name!r}, which is only known in the `text` of a screen that uses it"
                    )
                yield Finding(path, what, listed(spoken), did_you_mean(name, known))
            elif field is None:
                yield Finding(
                    path, f"the text names all of {name!r} at once", listed(spoken), "name one of its values"
                )
            elif field not in known[name]:
                yield Finding(
                    path, f"{name!r} has no {field!r}", listed(known[name]), did_you_mean(field, known[name])
                )
    except TextError as error:
        yield Finding(path, str(error))


def _screen_before(placed: list[Placed], path: Path) -> Screen | None:
    """The step right before this one in the same block, if that is a screen."""
    before = next((step for where, step, _ in placed if (*where[:-1], int(where[-1]) + 1) == path), None)
    return before if isinstance(before, Screen) else None


def _reveal(
    scenario: Scenario, path: Path, step: Reveal, each: str | None, screen: Screen | None
) -> Iterator[Finding]:
    at = (*path, "reveal")
    if each is None:
        yield Finding(
            path, "a reveal needs a repeated block around it", "a place below `each: … steps:`", at_key=True
        )
        return
    if step.data != each:
        if each in scenario.data:
            yield unknown(at, "data", step.data, [each], within="in this block")
        return
    data = scenario.data.get(each)
    if data is None:
        return
    if step.column not in data.columns:
        yield unknown(at, "column", step.column, data.columns, within=f"in {each!r}")
        return
    if screen is None:
        yield Finding(
            path,
            "this reveal follows no decision",
            "a screen right before it",
            at_key=True,
        )
        return
    values = data.values(step.column)
    if values is None:
        yield Finding(
            at, f"it cannot be told what {step.column!r} will be", "a column with counts or `one_of`"
        )
        return
    decisions = [d for d in DECISIONS if d in screen.buttons.values()]
    for decision in decisions if step.says else ():
        for value in values:
            if value not in step.says.get(decision, {}):
                where = (*path, "says", decision) if decision in step.says else (*path, "says")
                yield Finding(
                    where,
                    f"nothing is said for somebody who chose {decision} when it was {value!r}",
                    "a title and a text for each way that it can go",
                    f"add `{value}: {{title: …, text: …}}`",
                    at_key=True,
                )
    for decision, cells in step.says.items():
        for value, cell in cells.items():
            where = (*path, "says", decision, value)
            if value not in values:
                yield unknown(where, "value", value, values, within=f"in {step.column!r}", at_key=True)
            yield from _template(scenario, (*where, "title"), cell.title, each, None)
            yield from _template(scenario, (*where, "text"), cell.text, each, None)


def _survey(path: Path, step: Survey) -> Iterator[Finding]:
    for n, name in enumerate(step.survey):
        if name not in instruments.ids():
            yield unknown((*path, "survey", n), "questionnaire", name, instruments.ids())
        elif name in step.survey[:n]:
            yield Finding(
                (*path, "survey", n), f"the questionnaire {name!r} stands here twice", remedy="remove one"
            )
