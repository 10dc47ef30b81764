"""A verdict in words: what to do, why, and what comes next."""

from __future__ import annotations

import math

from curtain.analysis import wording
from curtain.analysis.plan import Plan
from curtain.analysis.verdict import Against, Verdict
from curtain.analysis.worth import back

TITLES = {
    "ship": "Ship",
    "iterate": "Iterate",
    "stop": "Stop",
    "keep going": "Keep going",
    "cannot tell": "Cannot tell",
    "invalid": "Do not decide by this panel",
}


def without_a_rule(start: Verdict) -> Verdict:
    """Nobody has said what would make them ship."""
    return start._replace(
        headline="There is no rule to decide by",
        why=("The scenario has no decision block, or what it decides by has not been measured.",),
        next="Write down what would make you ship before more people come: which arms, by what, from which difference.",
    )


def invalid(start: Verdict, reasons: tuple[str, ...]) -> Verdict:
    """Something is wrong with the data themselves."""
    return start._replace(
        word="invalid",
        headline="Do not decide by this panel",
        why=reasons,
        next="Find out how this came about, mend it, and ask new people. The figures below may mislead.",
    )


def by_reward(start: Verdict) -> Verdict:
    """People were sent where more came of it, so nothing here may be tested."""
    return start._replace(
        headline="This panel is no ground for a decision",
        why=(
            "People were sent where more came of it: arms that did badly at first have few people, and look worse than"
            " they are.",
        ),
        next="Take the best two arms into a new panel with equal shares, and decide by that one.",
    )


def decided(verdict: Verdict, plan: Plan) -> Verdict:
    """What was found at a decision point."""
    best = next((each for each in verdict.arms if each.arm == verdict.arm), None)
    headline, follow = _HEADS[verdict.word](verdict, best, plan)
    why = [_compared(each, verdict) for each in verdict.arms]
    why += [
        _limit(each, one.held, one.says)
        for each in verdict.arms
        for one in each.limits
        if _concerns(each, best)
    ]
    if verdict.look and verdict.people > verdict.look.people:
        later = verdict.people - verdict.look.people
        why.append(
            f"This was decided when {_people(verdict.look.people)} had finished. {_people(later)} came later:"
            " the figures below have them, the verdict does not."
        )
    return verdict._replace(headline=headline, why=tuple(why), next=follow)


def on_the_way(verdict: Verdict) -> Verdict:
    """Between decision points: estimates, and how long it still takes."""
    why = tuple(
        _compared(each, verdict, sure=False) for each in verdict.arms if each.found.estimate is not None
    )
    ahead = next((look for look in verdict.looks if look.people > verdict.people), None)
    if not verdict.people:
        return verdict._replace(word="keep going", headline="Nobody has finished yet", next=_until(verdict))
    if ahead is None:
        return verdict._replace(
            headline="Not a decision point: no number of people was planned",
            why=why,
            next="Say how many people you want to ask, on *Panels* or in the decision block. Decide when they are in.",
        )
    more = _people(ahead.people - verdict.people)
    return verdict._replace(
        word="keep going", headline=f"Keep going: {more} more", why=why, next=_until(verdict)
    )


def any_time(verdict: Verdict) -> Verdict:
    """A preference that is not clear yet: it may be decided whenever it is."""
    follow = "A preference may be decided at any time, and is not clear yet. Ask more people."
    return on_the_way(verdict)._replace(next=follow)


def by_chance(p: float | None, comparisons: int) -> str:
    """How surprising a difference would be if there were none."""
    if p is None:
        return ""
    among = f", taking into account that {comparisons} arms were compared" if comparisons > 1 else ""
    if p < 0.001:
        return f"if there were no difference, fewer than 1 panel in 1,000 would show one this large (p < 0.001{among})"
    often = f"{1000 * p:.0f} panels in 1,000" if p < 0.0995 else f"{100 * p:.0f} panels in 100"
    return f"if there were no difference, {often} would show one this large (p = {p:.3f}{among})"


def by_evidence(e: float) -> str:
    """How much better a preference explains what people said than indifference does."""
    return f"the answers are {e:,.0f} times as likely if people do prefer one (20 is enough, however often you look)"


# Parts -----------------------------------------------------------------


def _ship(verdict: Verdict, best: Against | None, plan: Plan) -> tuple[str, str]:
    assert best is not None
    also = [each.arm for each in verdict.arms if each is not best and each.better and each.gain.enough]
    others = f" {', '.join(also)} would do as well: the panel does not tell which is best." if also else ""
    rule = f" You wrote: {plan.ship_when.strip()}" if plan.ship_when else ""
    return f"Ship {best.arm}", f"Build it, and measure the same in the first release.{others}{rule}"


def _iterate(_verdict: Verdict, best: Against | None, plan: Plan) -> tuple[str, str]:
    assert best is not None
    if best.broken:
        return (
            f"Iterate on {best.arm}: it helps, but breaks a limit",
            "Keep what helps, mend what the limit is about, and ask again in a new panel.",
        )
    return (
        f"Iterate on {best.arm}: it helps, but by less than {plan.worth_it_from}",
        "Ask whether the smaller gain is worth the work, or change the idea and ask again in a new panel.",
    )


def _stop(_verdict: Verdict, _best: Against | None, plan: Plan) -> tuple[str, str]:
    return (
        f"Stop: no arm is worth it, if that takes {plan.worth_it_from}",
        "Spend the time on another idea. Read the quotes first: they say why.",
    )


def _cannot_tell(verdict: Verdict, best: Against | None, plan: Plan) -> tuple[str, str]:
    if best is not None and best.open:
        about = "; ".join(dict.fromkeys(one.says.split(":")[0].lower() for one in best.open))
        return (
            f"Cannot tell yet: {best.arm} helps, but a limit is open",
            f"Ask more people in a new panel until it is known whether the limit holds: {about}.",
        )
    return "This panel cannot tell", _more(verdict, plan)


_HEADS = {"ship": _ship, "iterate": _iterate, "stop": _stop, "cannot tell": _cannot_tell}


def _more(verdict: Verdict, plan: Plan) -> str:
    """How small a difference this panel could see, and how many people the one that was asked for takes."""
    measure = verdict.measure
    seen = [each.gain.visible for each in verdict.arms if each.gain.visible is not None]
    asked = [each.gain.asked for each in verdict.arms if each.gain.asked]
    if measure is None or not seen or verdict.look is None:
        return "Nothing varies enough to be compared. Look at what people did, one by one."
    worst = max(seen)
    size = wording.size(back(worst, measure, plan.worth_it_from), measure)
    said = f"It would have seen {size} in 8 of 10 such panels, and smaller ones less often."
    if asked and worst > max(asked):
        needed = math.ceil(verdict.look.people * (worst / max(asked)) ** 2)
        return f"{said} To see {plan.worth_it_from} takes about {needed} people, in a new panel."
    return f"{said} So the difference is more likely smaller than {plan.worth_it_from} than larger."


def _compared(each: Against, verdict: Verdict, *, sure: bool = True) -> str:
    """ "with-reason: 78% [70, 86] right decisions, no-warning 64% [55, 73]: 14 points more [3, 25]; if …" """
    measure = verdict.measure
    assert measure is not None
    both = f"{each.arm}: {wording.estimate(each.here)} {measure.title.lower()}"
    both += f", {each.there.arm} {wording.estimate(each.there)}"
    if each.found.ci_lower is None:
        return f"{both}: {each.found.note or 'cannot tell'}."
    words = wording.difference(each.found, measure.more, measure.less)
    if not sure:
        return f"{both}: {words} so far."
    return f"{both}: {words}; {each.evidence}." if each.evidence else f"{both}: {words}."


def _limit(each: Against, held: str, says: str) -> str:
    word = {"holds": "Limit kept", "broken": "Limit broken", "cannot tell": "Limit open"}[held]
    return f"{word} in {each.arm}: {says}"


def _concerns(each: Against, best: Against | None) -> bool:
    return best is None or each is best


def _until(verdict: Verdict) -> str:
    points = [look.people for look in verdict.looks]
    if not points:
        return "Say how many people you want to ask, and decide when they are in."
    if len(points) == 1:
        return (
            f"The decision comes when {_people(points[0])} have finished. Until then this is not a decision point:"
            " whoever stops when it looks good believes in differences that are not there."
        )
    listed = ", ".join(map(str, points[:-1]))
    return f"The decision points are at {listed} and {points[-1]} people. Between them, this is not a decision point."


def _people(n: int) -> str:
    return "1 person" if n == 1 else f"{n} people"
