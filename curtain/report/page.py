"""The file: HTML with everything in it, to be read anywhere and printed well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair as alt
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curtain import charts
from curtain.analysis import tabled, wording
from curtain.analysis.dose import Dose
from curtain.analysis.flags import FLAGS
from curtain.analysis.funnel import sentence
from curtain.analysis.questionnaires import Scale, goes_together
from curtain.analysis.words import tag_counts
from curtain.charts import drawn
from curtain.charts.ink import PRINT
from curtain.clock import stamp
from curtain.engine import Engine
from curtain.report import prototype
from curtain.report.gather import Gathered
from curtain.report.methods import methods

TEMPLATES = Path(__file__).parent / "templates"
WIDTH = 400  # pixels of a chart; two stand side by side
COLUMNS = 5  # arms that fit side by side on paper


def html(engine: Engine, found: Gathered) -> str:
    """The report as one file, without scripts and without anything that would have to be fetched."""
    counted = found.counted
    whole = {
        "plan": counted.plan,
        "curves": [(dose, _curve(dose)) for dose in found.doses],
        "many": _many(found),
        "way": _way(found),
        "scales": [(each, _scale(each.scales[0], found.results.baseline)) for each in found.questionnaires],
        "goes_together": goes_together,
        "tabled": tabled,
        "steps": prototype.steps(engine, counted),
        "variants": prototype.arms(counted.scenario, found.results.baseline),
        "models": prototype.models(counted.scenario, counted.panel.played_by),
        "tags": tag_counts(found.said.quotes, found.said.remarks, found.results.arms),
        "methods": methods(engine, found),
        "made_at": stamp(engine.clock())[:16].replace("T", " "),
        "estimate": wording.estimate,
        "difference": wording.difference,
    }
    return _environment().get_template("report.html").render(**_verdict(found), **whole)


def verdict_alone(found: Gathered) -> str:
    """The verdict with its chart and what stands out among the guards: nobody's words, nobody's session."""
    return _environment().get_template("verdict.html").render(**_verdict(found))


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def svg(chart: alt.LayerChart) -> Markup:
    """A chart as it stands in the file: drawn, and with no words of its own from outside."""
    return Markup(drawn.svg(chart, WIDTH))  # made by the converter, which escapes what it is given


def _curve(dose: Dose) -> Markup | str:
    return (
        svg(charts.curve(dose, f"{dose.measure.title} ({dose.measure.unit})", theme=PRINT))
        if dose.reached.curve
        else ""
    )


def _many(found: Gathered) -> bool:
    """Whether there are too many arms for a column each."""
    return len(found.results.arms) > COLUMNS


def _way(found: Gathered) -> dict[str, Any] | None:
    """How far people came; None before anybody has begun."""
    if not found.results.started:
        return None
    return {
        "says": sentence(found.funnels[0]),
        "picture": svg(charts.funnel(found.funnels, theme=PRINT)),
        "table": tabled.stages(found.funnels),
    }


def _scale(scale: Scale, baseline: str | None) -> Markup:
    title = f"{scale.measure.title} ({scale.measure.unit})"
    return svg(charts.forest(charts.scores(scale, baseline), title, theme=PRINT, line=scale.typical))


def _verdict(found: Gathered) -> dict[str, Any]:
    """What the verdict needs."""
    return {
        "found": found,
        "panel": found.counted.panel,
        "scenario": found.counted.scenario,
        "results": found.results,
        "verdict": found.verdict,
        "measure": found.verdict.measure,
        "excluded": [FLAGS[flag].title for flag in found.excluded],
        "pictures": _pictures(found),
        "note": found.results.said.note,
    }


def _pictures(found: Gathered) -> list[Markup]:
    """The main measure: each arm, and each arm against the baseline."""
    measure, results = found.verdict.measure, found.results
    if not measure or not results.completed:
        return []
    pictures = [
        svg(
            charts.forest(
                charts.arms_of(results, measure.name), f"{measure.title} ({measure.unit})", theme=PRINT
            )
        )
    ]
    against = charts.against_baseline(results, measure.name)
    if any(mark.value is not None for mark in against):
        title = f"Against {results.baseline} ({measure.unit_of_difference})"
        pictures.append(
            svg(charts.forest(against, title, theme=PRINT, line=1.0 if measure.scale == "time" else 0.0))
        )
    return pictures
