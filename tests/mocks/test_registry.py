"""How mocks are found and built, and what a person reads when it goes wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import mocks
from mocks import registry
from mocks.testing import A_PARCEL

LONG_NAMES = """\
from mocks import Prediction, Request, mock

@mock("long-names")
class LongNames:
    def __init__(self, longer_than: int = 12) -> None:
        self.longer_than = longer_than

    def predict(self, request: Request) -> Prediction:
        late = len(request.input["shop"]) > self.longer_than
        return request.label("delayed" if late else "on time", score=0.8, why="long names are unlucky")
"""


@pytest.fixture(autouse=True)
def _registry_as_it_was() -> Iterator[None]:
    registry.discover()
    classes, warnings = dict(registry._classes), list(registry._warnings)
    yield
    registry._classes.clear()
    registry._classes.update(classes)
    registry._warnings[:] = warnings


def test_the_three_kinds_of_the_house_are_found_by_themselves() -> None:
    assert {"operator", "random", "rules"} <= set(mocks.kinds())
    assert mocks.warnings() == []


def test_each_module_of_the_house_that_registers_a_kind_is_built_in() -> None:
    """Any other counts as dropped in, and would lose its kind to a file whose name comes first."""
    files = {file.stem: file.read_text() for file in registry.HERE.glob("[!_]*.py")}
    registers = {name for name, text in files.items() if re.search(r"^@mock\(", text, re.MULTILINE)}
    assert registers <= set(registry.BUILT_IN), "put a module with a new kind into registry.BUILT_IN"


def test_a_file_of_ten_lines_dropped_into_a_folder_is_a_new_kind(tmp_path: Path) -> None:
    (tmp_path / "long_names.py").write_text(LONG_NAMES)
    mocks.discover(tmp_path)
    mock = mocks.build({"kind": "long-names", "longer_than": 3})
    mocks.check_mock(mock)
    prediction = mock.predict(A_PARCEL)
    assert isinstance(prediction, mocks.Prediction)
    assert prediction.output == [{"label": "delayed", "score": 0.8}]
    assert prediction.why == {"because": "long names are unlucky"}


def test_a_file_dropped_into_the_package_itself_is_found_at_the_first_look_up(tmp_path: Path) -> None:
    package = tmp_path / "mocks"
    package.mkdir()
    shutil.copytree(registry.HERE, package, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "long_names.py").write_text(LONG_NAMES)
    (package / "a_thief.py").write_text(LONG_NAMES.replace("long-names", "random"))
    (package / "broken.py").write_text("import a_library_that_is_not_there")
    script = "import mocks; print(mocks.kinds()); print(mocks.warnings())"
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    kinds, warnings = ran.stdout.splitlines()
    assert kinds == str(sorted([*registry.kinds(), "long-names"]))
    assert "the kind 'random' is taken by mocks.chance.Chance" in warnings
    assert "broken.py: not used, ModuleNotFoundError" in warnings


def test_a_broken_file_is_named_in_a_warning_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "half.py").write_text(
        LONG_NAMES.replace("long-names", "half") + "\nraise RuntimeError('no wheel')\n"
    )
    (tmp_path / "leaving.py").write_text("raise SystemExit('bye')")
    (tmp_path / "well.py").write_text(LONG_NAMES)
    mocks.discover(tmp_path)
    assert "long-names" in mocks.kinds()
    assert "half" not in mocks.kinds()
    half, leaving = mocks.warnings()
    assert "half.py" in half
    assert half.endswith("RuntimeError: no wheel")
    assert "leaving.py" in leaving


def test_a_dropped_file_cannot_take_the_name_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "a_thief.py").write_text(LONG_NAMES.replace("long-names", "rules"))
    mocks.discover(tmp_path)
    assert "the kind 'rules' is taken by mocks.rules.Rules" in mocks.warnings()[0]
    assert type(mocks.build({"kind": "rules", "rules": [], "otherwise": {"answer": "x"}})).__name__ == "Rules"


def test_kinds_may_be_named_by_team(tmp_path: Path) -> None:
    (tmp_path / "long_names.py").write_text(LONG_NAMES.replace("long-names", "logistics/long-names"))
    mocks.discover(tmp_path)
    mocks.check_mock(mocks.build("logistics/long-names"))
    with pytest.raises(mocks.UnknownKind, match="did you mean 'logistics/long-names'"):
        mocks.build("logistics/longnames")


def test_a_class_without_predict_is_refused_where_it_is_registered() -> None:
    with pytest.raises(mocks.MockError, match="Silent has no method 'predict'"):

        @mocks.mock("silent")
        class Silent:
            pass


def test_an_unknown_kind_gets_the_nearest_name() -> None:
    with pytest.raises(mocks.UnknownKind, match="no mock is of the kind 'ruels'; did you mean 'rules'"):
        mocks.build({"kind": "ruels"})
    with pytest.raises(mocks.UnknownKind, match=r"no mock is of the kind \['rules'\]"):
        mocks.build({"kind": ["rules"]})


def test_settings_without_a_kind_are_refused_with_the_kinds_there_are() -> None:
    with pytest.raises(mocks.BadSettings) as caught:
        mocks.build({"weights": {"delayed": 1}})
    assert caught.value.problems[0][0] == ("kind",)
    assert "'rules'" in caught.value.problems[0][1]


def test_every_wrong_setting_of_a_plain_class_is_named_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "long_names.py").write_text(LONG_NAMES.replace("int = 12", "int"))
    mocks.discover(tmp_path)
    with pytest.raises(mocks.BadSettings) as caught:
        mocks.build({"kind": "long-names", "longer_then": 3})
    assert caught.value.problems == [
        (("longer_then",), "unknown setting 'longer_then'; did you mean 'longer_than'?"),
        (("longer_than",), "is missing"),
    ]


def test_what_a_plain_class_says_about_its_settings_reaches_the_author(tmp_path: Path) -> None:
    picky = LONG_NAMES.replace("self.longer_than = longer_than", "self.longer_than = int(longer_than)")
    (tmp_path / "long_names.py").write_text(picky)
    mocks.discover(tmp_path)
    with pytest.raises(mocks.BadSettings, match="invalid literal for int"):
        mocks.build({"kind": "long-names", "longer_than": "many"})


def test_the_settings_of_a_model_are_checked_deep_inside_lists() -> None:
    settings = {
        "kind": "rules",
        "rules": [
            {"if": {"weather": "snow"}, "answer": "delayed"},
            {"if": {"weather": {"eqals": "rain"}}, "anser": "delayed", "score": 2},
        ],
    }
    with pytest.raises(mocks.BadSettings) as caught:
        mocks.build(settings)
    problems = dict(caught.value.problems)
    assert problems[("rules", 1, "anser")] == "unknown setting 'anser'; did you mean 'answer'?"
    unknown = problems[("rules", 1, "if", "weather", "eqals")]
    assert unknown.startswith("unknown operator 'eqals'; use one of equals, in, gt, ge, lt, le")
    assert problems[("rules", 1, "score")] == "should be less than or equal to 1, got 2"
    assert problems[("otherwise",)] == "is missing"


def test_many_threads_may_look_up_kinds_for_the_first_time_at_once(tmp_path: Path) -> None:
    (tmp_path / "long_names.py").write_text(LONG_NAMES)
    start = threading.Barrier(8)
    found: list[bool] = []

    def look() -> None:
        start.wait()
        mocks.discover(tmp_path)
        found.append("long-names" in mocks.kinds())

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


def test_mocks_need_neither_a_screen_nor_a_database() -> None:
    unwanted = ("streamlit", "sqlite3", "sqlite_utils", "curtain", "scenarios", "feedback_db")
    script = f"import sys, mocks; mocks.kinds(); print([name for name in {unwanted} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
