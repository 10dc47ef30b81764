"""What only shows when the parts of a scenario are seen together: names that lead nowhere, counts that do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import mocks
from scenarios import instruments, texts
from scenarios.data import Counts, OneOf
from scenarios.document import Path
from scenarios.errors import TextError, did_you_mean, listed
from scenarios.model import Feature, Scenario
from scenarios.trials import in_order
from scenarios.steps import DECISIONS, Cell, Each, Reveal, Screen, Step, Survey

MOST_STOPS = 2_000

FIELDS = {"text-classification": ("label", "score", "sure"), "text-generation": ("text",)}


class Finding(NamedTuple):
    """Something to mend, by its path in the file."""

    path: Path
    what: str
    expected: str = ""
    remedy: str = ""
    at_key: bool = False


Placed = tuple[Path, Step, str | None]


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together."""
    placed = list(_placed(scenario))
    yield from _data(scenario)
    yield from _mocks(scenario)
    yield from _features(scenario)
    yield from _flow(scenario, placed)
    for path, step, each in placed:
        if isinstance(step, Screen):
            yield from _screen(scenario, path, step, each)
        elif isinstance(step, Reveal):
            yield from _reveal(scenario, path, step, each, _screen_before(placed, path))
        elif isinstance(step, Survey):
            yield from _survey(path, step)
    yield from _measures(scenario)
    yield from _decision(scenario)


def complete(scenario: Scenario) -> Scenario:
    """Reveals that say nothing of their own get plain cells: the built-in title, and the value as text."""
    for step, _ in scenario.walk():
        if isinstance(step, Reveal) and not step.says:
            cells = {
                value: Cell(title=scenario.words["reveal_title"], text=value)
                for value in scenario.data[step.data].values(step.column) or ()
            }
            step.says.update(dict.fromkeys(DECISIONS, cells))
    return scenario


def _placed(scenario: Scenario) -> Iterator[Placed]:
    for n, step in enumerate(scenario.flow):
        if isinstance(step, Each):
            for m, inner in enumerate(step.steps):
                yield ("flow", n, "steps", m), inner, step.each
        else:
            yield ("flow", n), step, None


def _unknown(
    path: Path, what: str, name: str, known: Iterable[str], otherwise: str = "", *, at_key: bool = False
) -> Finding:
    names = list(known)
    return Finding(
        path, f"there is no {what} {name!r}", listed(names), did_you_mean(name, names, otherwise), at_key
    )


def _data(scenario: Scenario) -> Iterator[Finding]:
    for name, data in scenario.data.items():
        at: Path = ("data", name, "columns")
        for column, how in data.columns.items():
            if isinstance(how, Counts) and sum(how.root.values()) != data.rows:
                total = sum(how.root.values())
                yield Finding(
                    (*at, column),
                    f"the counts of {column!r} add up to {total}",
                    f"{data.rows}, as `rows` says",
                    "change the counts or the rows",
                )
            if isinstance(how, OneOf) and how.given:
                other, table = next(iter(how.given.items()))
                where = (*at, column, "given", other)
                if other not in data.columns:
                    yield _unknown(where, "column", other, data.columns, at_key=True)
                elif column not in in_order(data.columns):
                    yield Finding(where, f"{column!r} and {other!r} wait for each other", at_key=True)
                else:
                    known = data.values(other)
                    for value in table:
                        if known is not None and value not in known:
                            yield _unknown((*where, value), f"value of {other!r},", value, known, at_key=True)


def _mocks(scenario: Scenario) -> Iterator[Finding]:
    for name, settings in scenario.mocks.items():
        at: Path = ("mocks", name)
        try:
            mock = mocks.build(settings)
        except mocks.UnknownKind as error:
            known = mocks.kinds()
            kind = settings.get("kind")
            what = f"there is no kind of mock {kind!r}" if isinstance(kind, str) else str(error)
            yield Finding((*at, "kind"), what, listed(known), did_you_mean(kind, known))
            continue
        except mocks.BadSettings as error:
            for path, reason in error.problems or [((), str(error))]:
                yield Finding(
                    (*at, *path),
                    f"the mock {name!r}: {'.'.join(map(str, path))} {reason}".replace(":  ", ": "),
                )
            continue
        fallback = getattr(mock, "fallback", None)
        if fallback is not None and fallback not in scenario.mocks:
            yield _unknown((*at, "fallback"), "mock", fallback, [m for m in scenario.mocks if m != name])
        elif fallback is not None and scenario.mocks[fallback].get("kind") == "operator":
            yield Finding(
                (*at, "fallback"),
                f"the fallback {fallback!r} is an operator too",
                "a mock that answers by itself",
            )


def _features(scenario: Scenario) -> Iterator[Finding]:
    for name, feature in scenario.features.items():
        at: Path = ("features", name)
        if name in scenario.data:
            yield Finding(
                at, f"{name!r} names a feature and data", "a name of its own", "rename one of them", True
            )
        if feature.task == "text-classification" and len(feature.answers) < 2:
            yield Finding(
                (*at, "answers"), f"the feature {name!r} has {len(feature.answers)} answers", "at least two",
                "add a line like `answers: [on time, delayed]`", at_key=True,
            )  # fmt: skip
        if feature.task == "text-generation" and feature.answers:
            yield Finding(
                (*at, "answers"),
                "a feature that writes text has no fixed answers",
                remedy="remove the line",
                at_key=True,
            )
        for n, answer in enumerate(feature.answers):
            if answer in feature.answers[:n]:
                yield Finding(
                    (*at, "answers", n), f"the answer {answer!r} stands here twice", remedy="remove one"
                )
        if feature.truth in feature.model_sees:
            yield Finding(
                (*at, "model_sees", feature.model_sees.index(feature.truth or "")), "the model would see the truth",
                "columns that are known beforehand", f"remove {feature.truth!r} from the list",
            )  # fmt: skip
        yield from _player(scenario, at, feature)


def _player(scenario: Scenario, at: Path, feature: Feature) -> Iterator[Finding]:
    if feature.played_by not in scenario.mocks:
        otherwise = "name it under `mocks:`, or describe it here, such as {kind: random}"
        yield _unknown((*at, "played_by"), "mock", feature.played_by, scenario.mocks, otherwise)
        return
    chain = [feature.played_by]
    while chain and chain[-1] in scenario.mocks:
        name = chain.pop()
        try:
            mock = mocks.build(scenario.mocks[name])
        except mocks.MockError:
            return
        for path, reason in mocks.suits(mock, feature.task, feature.answers):
            yield Finding(("mocks", name, *path), reason)
        fallback = getattr(mock, "fallback", None)
        if (
            isinstance(fallback, str)
            and fallback != name
            and scenario.mocks.get(fallback, {}).get("kind") != "operator"
        ):
            chain.append(fallback)


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
            yield _unknown(("flow", n, "each"), "data", part.each, scenario.data, "describe it under `data:`")
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
        yield _unknown((*path, "uses"), "feature", step.uses, scenario.features, "name it under `features:`")
    elif feature:
        yield from _use(scenario, path, step, feature, each)
    else:
        for key, value in (("text", step.text), ("only_when", step.only_when), ("waiting", step.waiting)):
            if value:
                yield Finding((*path, key), f"{key!r} speaks for a feature, and this screen uses none", "a line `uses: …`",
                              "name the feature, or put the words on the card", at_key=True)  # fmt: skip
    if "contact" in step.buttons.values() and not step.contact_says:
        yield Finding((*path, "buttons"), "nothing is said to somebody who makes contact", "a line `contact_says: …`",
                      "add it", at_key=True)  # fmt: skip
    if step.contact_says and "contact" not in step.buttons.values():
        yield Finding((*path, "contact_says"), "no button makes contact", "a button such as `Contact support: contact`",
                      "add it, or remove this line", at_key=True)  # fmt: skip
    for key, text in (("title", step.title), *((("card", label), text) for label, text in step.card.items())):
        where = (*path, *([key] if isinstance(key, str) else key))
        yield from _template(scenario, where, text, each, None)
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
        yield _unknown((*path, "only_when"), f"answer of {step.uses!r},", step.only_when, feature.answers)
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
                yield _unknown(at, f"column in {each!r},", column, columns)
    if feature.truth in columns and each in scenario.data and feature.answers:
        values = scenario.data[each].values(feature.truth or "")
        for value in values or ():
            if value not in feature.answers:
                yield Finding(
                    ("features", step.uses or "", "answers"), f"{feature.truth!r} can be {value!r}, which is no answer",
                    listed(feature.answers), "use the same words in both", at_key=True,
                )  # fmt: skip


def _template(
    scenario: Scenario, path: Path, text: str, each: str | None, uses: str | None
) -> Iterator[Finding]:
    known: dict[str, Iterable[str]] = {}
    if each in scenario.data:
        known[each] = list(scenario.data[each].columns)
    if uses in scenario.features:
        known[uses] = FIELDS[scenario.features[uses].task]
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
    """The last screen before a step inside the same block."""
    before = [
        step
        for where, step, _ in placed
        if where[:3] == path[:3] and len(where) == len(path) and where < path
    ]
    return next((step for step in reversed(before) if isinstance(step, Screen)), None)


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
            yield _unknown(at, "data in this block called", step.data, [each])
        return
    data = scenario.data.get(each)
    if data is None:
        return
    if step.column not in data.columns:
        yield _unknown(at, f"column in {each!r},", step.column, data.columns)
        return
    if screen is None:
        yield Finding(
            path,
            "there is nothing before this reveal that a person decides",
            "a screen before it",
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
                    where, f"nothing is said for somebody who chose {decision} when it was {value!r}",
                    "a title and a text for each way that it can go", f"add `{value}: {{title: …, text: …}}`", at_key=True,
                )  # fmt: skip
    for decision, cells in step.says.items():
        for value, cell in cells.items():
            where = (*path, "says", decision, value)
            if value not in values:
                yield _unknown(where, f"value of {step.column!r},", value, values, at_key=True)
            yield from _template(scenario, (*where, "title"), cell.title, each, None)
            yield from _template(scenario, (*where, "text"), cell.text, each, None)


def _survey(path: Path, step: Survey) -> Iterator[Finding]:
    for n, name in enumerate(step.survey):
        if name not in instruments.ids():
            yield _unknown((*path, "survey", n), "questionnaire", name, instruments.ids())
        elif name in step.survey[:n]:
            yield Finding(
                (*path, "survey", n), f"the questionnaire {name!r} stands here twice", remedy="remove one"
            )


def _measures(scenario: Scenario) -> Iterator[Finding]:
    steps = dict(scenario.steps)
    for name, measure in scenario.measures.items():
        share, at = measure.share, ("measures", name, "share")
        step = steps.get(share.step)
        if not isinstance(step, Screen):
            screens = [s.id for s in steps.values() if isinstance(s, Screen)]
            yield _unknown((*at, "step"), "screen with the id", share.step, screens)
        else:
            for reaction in share.right_when:
                if reaction not in step.buttons.values():
                    yield Finding((*at, "right_when", reaction), f"no button of {share.step!r} means {reaction!r}",
                                  listed(step.buttons.values()), at_key=True)  # fmt: skip
        data, column = share.truth.split(".")
        if data not in scenario.data:
            yield _unknown((*at, "truth"), "data", data, scenario.data)
        elif column not in scenario.data[data].columns:
            yield _unknown((*at, "truth"), f"column in {data!r},", column, scenario.data[data].columns)
        else:
            values = scenario.data[data].values(column)
            for reaction, value in share.right_when.items():
                if values is not None and value not in values:
                    yield _unknown((*at, "right_when", reaction), f"value of {column!r},", value, values)


def _decision(scenario: Scenario) -> Iterator[Finding]:
    rule = scenario.decision
    if rule is None:
        return
    for n, arm in enumerate(rule.compare):
        if arm not in scenario.arms:
            yield _unknown(("decision", "compare", n), "arm", arm, scenario.arms)
        elif arm in rule.compare[:n]:
            yield Finding(
                ("decision", "compare", n), f"the arm {arm!r} stands here twice", remedy="name another"
            )
    known = [*scenario.measures, *scenario.instruments()]
    if rule.by not in known:
        yield _unknown(("decision", "by"), "measure", rule.by, known, "describe it under `measures:`")
    for n, limit in enumerate(rule.must_hold):
        for name in limit:
            if name not in known:
                yield _unknown(("decision", "must_hold", n, name), "measure", name, known, at_key=True)
