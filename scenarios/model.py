"""A scenario as the rest of the house sees it: validated, complete and unchangeable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, ValidationInfo, field_validator

from mocks import tasks
from scenarios.around import Failures, Faults, LimitsText, ShowAfter, WhenItFails, latency
from scenarios.at_desk import AtDesk
from scenarios.base import Label, Name, Part, Text, Variable
from scenarios.data import Data
from scenarios.decision import DecisionRule
from scenarios.design import MOST_ARMS, ArmName, Assign, AtLevels, Factor, Persona
from scenarios.errors import complaint, did_you_mean, listed
from scenarios.instruments import Instrument
from scenarios.measures import Measure, better
from scenarios.steps import ARM, Choose, Each, FlowStep, Step, Survey, spoken
from scenarios.steps.embed import origin
from scenarios.words import WORDS, complete

__all__ = ["Arm", "DecisionRule", "Feature", "Measure", "Scenario", "Step"]


def _task(name: str) -> str:
    if name not in tasks.TASKS:
        raise complaint(f"there is no task {name!r}", listed(tasks.TASKS), did_you_mean(name, tasks.TASKS))
    return name


Settings = dict[str, Any]


class Feature(Part):
    """What the product pretends to know.

    `shape` is the JSON Schema of a `structured` answer. `model_sees` and `truth` name columns of the block where the
    feature is used; `played_by` names a mock. What stands around that: `show_after` (when to show), `errors` (planned
    wrong answers, whoever plays), `faults` (what breaks), `limits` (what no answer passes) and `when_it_fails` (what
    the product says instead). `desk` is what the people who play it live have beside the answer.
    """

    task: Annotated[str, AfterValidator(_task)] = "text-classification"
    answers: list[Label] = []
    shape: Settings | None = Field(default=None, alias="schema")
    model_sees: list[Variable] = []
    truth: Variable | None = None
    played_by: Name
    show_after: ShowAfter = latency.read("500 ms to 1 s")
    when_it_fails: Failures = WhenItFails()
    faults: Faults = ()
    limits: LimitsText = None
    errors: Settings | None = None
    desk: AtDesk = AtDesk()
    off: bool = False

    @property
    def labelled(self) -> bool:
        """Whether its answers are some of the labels under `answers`."""
        return tasks.find(self.task).plain == "label"

    @property
    def on(self) -> bool:
        """Whether the feature exists for whoever meets this scenario."""
        return not self.off


class Arm(Part):
    """A variant under comparison: changes by path (`steps.warning.text`, `features.delay`) to the scenario. `factors`
    has the level of each factor that reaches it."""

    change: dict[str, Any] = {}
    factors: AtLevels = {}


def _nothing(written: Any) -> Any:
    """`only:` without a value is an arm that changes nothing."""
    return {} if written is None else written


ArmOrNothing = Annotated[Arm, BeforeValidator(_nothing)]


class Source(Protocol):
    """Where a scenario came from, so that it can be made anew for an arm."""

    def for_arm(self, arm: str, played_by: Mapping[str, str]) -> Scenario: ...


def _word(name: str) -> str:
    if name not in WORDS:
        raise complaint(f"there is no built-in word {name!r}", listed(WORDS), did_you_mean(name, WORDS))
    return name


def _may_frame(address: str) -> str:
    if origin(address) is None:
        raise complaint(
            f"{address!r} is not an address that can be allowed",
            "one that begins with https://",
            "such as https://prototypes.example",
        )
    return address


class Scenario(Part):
    """One scenario. `words` holds all built-in words; `flow` holds steps and `Each` blocks of steps."""

    slug: Name = Field(alias="scenario")
    team_question: Text = "What do people do?"
    reviewers_read_words: bool = True
    shown_title: Label
    app: Label | None = Field(default=None, alias="app_name")
    lang: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$")] = "en"
    words: dict[Annotated[str, AfterValidator(_word)], Text] = Field(
        default_factory=dict, validate_default=True
    )
    personas: dict[Name, Persona] = {}
    data: dict[Variable, Data] = {}
    allow: list[Annotated[str, AfterValidator(_may_frame)]] = []
    mocks: dict[Name, Settings] = {}
    features: dict[Variable, Feature] = {}
    faults: Faults = ()
    arms: Annotated[dict[ArmName, ArmOrNothing], Field(min_length=1, max_length=MOST_ARMS)] = {"only": Arm()}
    factors: dict[Name, Factor] = {}
    assign: Assign = Assign()
    flow: Annotated[list[FlowStep], Field(min_length=1)]
    measures: dict[Name, Measure] = {}
    decision: DecisionRule | None = None

    _source: Source | None = PrivateAttr(default=None)
    _sampled: dict[str, list[dict[str, Any]]] = PrivateAttr(default_factory=dict)

    @field_validator("words")
    @classmethod
    def _complete(cls, own: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        return complete(own, info.data.get("lang", "en"))

    @property
    def app_name(self) -> str:
        """What the product calls itself."""
        return self.app or self.shown_title

    @property
    def people(self) -> int | None:
        """The planned number of people, if the decision names one."""
        return self.decision.people if self.decision else None

    @property
    def steps(self) -> dict[str, Step]:
        """All steps by id, those inside blocks too, in the order of the flow."""
        return {step.id: step for step, _ in self.walk()}

    def walk(self) -> list[tuple[Step, str | None]]:
        """All steps in order, each with the data of the block that it stands in."""
        return list(_walk(self.flow, None))

    def judged_by(self, step: str) -> str | None:
        """The column by which the decisions at a step are measured (`right_when` … `truth`); None where none is."""
        shares = [measure.share for measure in self.measures.values() if measure.share]
        return next((s.truth.split(".")[1] for s in shares if s.step == step and s.truth), None)

    def players(self, feature: str) -> list[str]:
        """The mocks that can play a feature: its own, and those that a `choose` step puts side by side."""
        chosen = [
            mock
            for step, _ in self.walk()
            if isinstance(step, Choose) and step.uses == feature
            for mock in step.between
        ]
        return list(dict.fromkeys([self.features[feature].played_by, *chosen]))

    @property
    def framed(self) -> tuple[str, ...]:
        """The sites whose pages may stand in a frame."""
        return tuple(sorted({found for address in self.allow if (found := origin(address))}))

    @property
    def within(self) -> bool:
        """Whether everybody meets every arm, one after the other."""
        return any(isinstance(part, Each) and part.each == ARM for part in self.flow)

    @property
    def known_everywhere(self) -> dict[str, list[str]]:
        """What texts and conditions may name at any place: facts of the persona, and the answers to forms."""
        facts = {fact for persona in self.personas.values() for fact in persona.facts}
        known = {"persona": ["about", *sorted(facts)]} if self.personas else {}
        forms = [
            spoken(step.id) for step, _ in self.walk() if step.kind in {"form", "survey", "probe", "embed"}
        ]
        return {**known, "answers": forms} if forms else known

    def questionnaires(self) -> list[Instrument]:
        """The questionnaires that the flow has, published ones and its own, each once."""
        surveys = [step for step, _ in self.walk() if isinstance(step, Survey)]
        return list({page.id: page for step in surveys for page in step.questionnaires}.values())

    def instruments(self) -> list[str]:
        """Their ids."""
        return [questionnaire.id for questionnaire in self.questionnaires()]

    def less_is_better(self, measure: str) -> bool:
        """Whether a smaller value of a measure, or of a questionnaire, speaks for the product: as the decision says,
        else as the questionnaire says, and for times."""
        if self.decision and self.decision.by == measure:
            return self.decision.worth_it_from.less
        asked = self.measures.get(measure)
        return better(self, measure) == "less" or bool(asked and asked.median_time)

    def reactions(self) -> set[str]:
        """The reactions that participants can give."""
        return {reaction for step, _ in self.walk() for reaction in step.reactions}

    def for_arm(self, arm: str, played_by: Mapping[str, str] | None = None) -> Scenario:
        """The scenario as people of that arm meet it, with `played_by` ({feature: mock}) unless the arm says who plays.

        Raises `ScenarioError` for an arm, feature or mock that is not there.
        """
        assert self._source is not None, "only scenarios.reading makes scenarios"
        return self._source.for_arm(arm, played_by or {})


def _walk(flow: list[Step | Each], each: str | None) -> Iterator[tuple[Step, str | None]]:
    for part in flow:
        if isinstance(part, Each):
            yield from _walk(part.steps, each if part.each == ARM else part.each)
        else:
            yield part, each
