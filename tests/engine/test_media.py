"""What frozen scenarios show is kept once, and found again after a restart."""

from __future__ import annotations

from pathlib import Path

from curtain.engine import Engine
from feedback_db import open_store
from scenarios.media import Content
from tests.scenarios.sketch import changed

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR"


def test_a_picture_is_kept_with_the_version_that_shows_it_and_found_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "library" / "parcels"
    folder.mkdir(parents=True)
    (folder / "parcels.yaml").write_text(changed(("[clear, snow]", "[a.png]")))
    (folder / "a.png").write_bytes(PNG)
    engine = Engine(open_store(tmp_path / "c.db"), library=tmp_path / "library")
    version = engine.store.do(lambda tx: engine.freeze(tx, "parcels"))
    again = engine.store.do(lambda tx: engine.freeze(tx, "parcels"))
    assert version == again
    digest = engine.scenario(version).data["parcel"].media["a.png"].digest
    engine.close()
    (folder / "a.png").unlink()
    engine = Engine(open_store(tmp_path / "c.db"), library=tmp_path / "library")
    assert engine.media(digest) == Content("image/png", PNG)
    assert engine.media("0" * 64) is None
    assert list(engine.scenario(version).data["parcel"].media) == ["a.png"]
    engine.close()
