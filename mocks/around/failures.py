"""When it fails: what the product says instead of an answer, for each of the four ways in which there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from mocks.around import outputs
from mocks.around.written import Part, fit, shortly
from mocks.quantities import Share

Reason = Literal["error", "empty", "unsure", "late"]
Words = Annotated[str, Field(min_length=1, max_length=10_000)]


class WhenItFails(Part):
    """The product's words, each optional: `error` (it broke), `empty` (it has nothing to say), `unsure` (its highest
    score is below `unsure_below`) and `late` (no answer when its time had come).

    Where `unsure` or `late` has no words, an answer that is there is shown as it is.
    """

    error: Words | None = None
    empty: Words | None = None
    unsure: Words | None = None
    late: Words | None = None
    unsure_below: Share = 0.6

    def reason_for(self, output: Any, *, failed: bool = False, late: bool = False) -> Reason | None:
        """Which of the four it is, or None for an answer that is simply shown. The first that holds: it failed, it is
        late, it is empty, it is unsure."""
        if failed:
            return "error"
        if late:
            return "late"
        if _is_empty(output):
            return "empty"
        claimed = outputs.sureness(output)
        return "unsure" if claimed is not None and claimed < self.unsure_below else None

    def says(self, reason: Reason | None, *, answered: bool = False) -> str | None:
        """The words to show instead; None means the answer itself, or nothing where there is none.

        `answered` tells whether an answer is there to show. Without one, lateness that has no words of its own is said
        in those for an error: something must tell the person that nothing comes.
        """
        if reason is None:
            return None
        own: str | None = getattr(self, reason)
        if own is None and reason == "late" and not answered:
            return self.error
        return own


def _is_empty(output: Any) -> bool:
    if output is None or output == [] or output == {}:
        return True
    # Speech in which no words were heard; every other text is checked not to be empty.
    heard = isinstance(output, dict) and "text" in output and output.keys() <= {"text", "chunks"}
    return heard and not str(output["text"]).strip()


def read(written: Any) -> WhenItFails:
    """The settings from a mapping, from a plain text (said for `error` and `empty`), or from nothing. Raises
    `ValueError`."""
    if written is None:
        return WhenItFails()
    if isinstance(written, str):
        return fit(WhenItFails, {"error": written, "empty": written})
    if not isinstance(written, Mapping | WhenItFails):
        raise ValueError(
            f"expected a text, or {{error: …, empty: …, unsure: …, late: …}}, got {shortly(written)}"
        )
    return fit(WhenItFails, written)
