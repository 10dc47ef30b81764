"""Kind `logistics/depot-watcher`: late is what was last scanned at certain places."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from mocks import Prediction, Request


class DepotWatcher(BaseModel):
    """Says 'delayed' for parcels that were last scanned at one of these places."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    at_once: ClassVar[bool] = True

    late_at: tuple[str, ...] = ("sorting centre",)
    fallback: str | None = None

    def predict(self, request: Request) -> Prediction:
        """A label with the reason."""
        late = request.input.get("last_scan") in self.late_at
        return request.label("delayed" if late else "on time", score=0.8, why="where it was scanned last")
