"""What only shows when a scenario is seen whole: names that lead nowhere, counts that do not add up."""

from __future__ import annotations

from collections.abc import Iterator

import mocks
from scenarios import check_features, check_flow
from scenarios.data import Counts, OneOf
from scenarios.document import Finding, Path, unknown
from scenarios.errors import did_you_mean, listed
from scenarios.model import Scenario
from scenarios.steps import DECISIONS, Cell, Reveal
from scenarios.trials import in_order


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together."""
    yield from _data(scenario)
    yield from _mocks(scenario)
    yield from check_features.findings(scenario)
    yield from check_flow.findings(scenario)
    yield from _measures(scenario)
    yield from _decision(scenario)


def complete(scenario: Scenario) -> Scenario:
    """Reveals that say nothing of their own get plain cells: the built-in title, and the value as text."""
    for step, _ in scenario.walk():
        if isinstance(step, Reveal) and not step.says and step.text is None:
            cells = {
                value: Cell(title=scenario.words["reveal_title"], text=value)
                for value in scenario.data[step.data].values(step.column) or ()
            }
            step.says.update(dict.fromkeys(DECISIONS, cells))
    return scenario


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
                    yield unknown(where, "column", other, data.columns, at_key=True)
                elif column not in in_order(data.columns):
                    yield Finding(where, f"{column!r} and {other!r} wait for each other", at_key=True)
                else:
                    known = data.values(other)
                    for value in table:
                        if known is not None and value not in known:
                            yield unknown(
                                (*where, value), "value", value, known, within=f"in {other!r}", at_key=True
                            )


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
                said = reason if repr(path[-1:])[1:-2] in reason else f"{'.'.join(map(str, path))} {reason}"
                yield Finding((*at, *path), f"the mock {name!r}: {said}", at_key="unknown setting" in reason)
            continue
        for setting in check_features.NAMES_ANOTHER:
            other = getattr(mock, setting, None)
            if other is not None and other not in scenario.mocks:
                yield unknown((*at, setting), "mock", other, [m for m in scenario.mocks if m != name])
            elif other is not None and check_features.asks_a_person(scenario, other):
                yield Finding(
                    (*at, setting),
                    f"{other!r} waits for a person too",
                    "a mock that answers by itself",
                )


def _measures(scenario: Scenario) -> Iterator[Finding]:
    steps = dict(scenario.steps)
    for name, measure in scenario.measures.items():
        share, at = measure.share, ("measures", name, "share")
        step = steps.get(share.step)
        if step is None or not step.decisions:
            screens = [s.id for s in steps.values() if s.decisions]
            yield unknown((*at, "step"), "screen with the id", share.step, screens)
        else:
            for reaction in share.right_when:
                if reaction not in step.decisions:
                    yield Finding(
                        (*at, "right_when", reaction),
                        f"no button of {share.step!r} means {reaction!r}",
                        listed(sorted(step.reactions)),
                        at_key=True,
                    )
        data, column = share.truth.split(".")
        each = next((each for found, each in scenario.walk() if found is step), data)
        if data not in scenario.data:
            yield unknown((*at, "truth"), "data", data, scenario.data)
        elif data != each:
            yield Finding(
                (*at, "truth"), f"{share.step!r} is not a step of {data!r}", f"a column of {each!r}"
            )
        elif column not in scenario.data[data].columns:
            yield unknown(
                (*at, "truth"), "column", column, scenario.data[data].columns, within=f"in {data!r}"
            )
        else:
            values = scenario.data[data].values(column)
            for reaction, value in share.right_when.items():
                if values is not None and value not in values:
                    yield unknown(
                        (*at, "right_when", reaction), "value", value, values, within=f"in {column!r}"
                    )


def _decision(scenario: Scenario) -> Iterator[Finding]:
    rule = scenario.decision
    if rule is None:
        return
    for n, arm in enumerate(rule.compare):
        if arm not in scenario.arms:
            yield unknown(("decision", "compare", n), "arm", arm, scenario.arms)
        elif arm in rule.compare[:n]:
            yield Finding(
                ("decision", "compare", n), f"the arm {arm!r} stands here twice", remedy="name another"
            )
    known = [*scenario.measures, *scenario.instruments()]
    if rule.by not in known:
        yield unknown(("decision", "by"), "measure", rule.by, known, "describe it under `measures:`")
    for n, limit in enumerate(rule.must_hold):
        for name in limit:
            if name not in known:
                yield unknown(("decision", "must_hold", n, name), "measure", name, known, at_key=True)
