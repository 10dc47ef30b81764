"""Plug-ins, really installed: found by name without being imported, built, checked; broken ones named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from mocks import registry

PACKAGES = Path(__file__).parent / "plugin_package"
ROOT = Path(__file__).parents[2]

# setuptools' own command instead of pip: pip may be absent (a venv made by uv), and to build a wheel setuptools below
# 70.1 needs one package more. What lies there afterwards is read by importlib.metadata alike.
INSTALL = "import setuptools; setuptools.setup()"


def install(name: str, work: Path) -> str:
    """Install a sample package into a folder of its own, without the network; gives what goes on sys.path."""
    source = work / f"{name}-source"
    shutil.copytree(PACKAGES / name, source)  # building writes beside the sources
    arguments = ["install", "--root", str(work / name), "--install-lib", "/site"]
    subprocess.run(
        [sys.executable, "-c", INSTALL, "-q", *arguments, "--single-version-externally-managed"],
        cwd=source,
        check=True,
        capture_output=True,
        text=True,
    )
    return str(work / name / "site")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Both sample packages, installed."""
    work = tmp_path_factory.mktemp("plugins")
    return os.pathsep.join(install(name, work) for name in ("sample", "broken"))


def run(script: str, site: str) -> Any:
    """What a script in a new process prints as JSON, with the packages installed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((site, str(ROOT)))}
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_an_installed_kind_is_known_without_being_imported(site: str) -> None:
    kinds, imported = run(
        """
import json, sys, mocks
kinds = mocks.kinds()
print(json.dumps([kinds, [name for name in sys.modules if "parcels" in name]]))
""",
        site,
    )
    assert "logistics/depot-watcher" in kinds
    assert imported == []


def test_an_installed_kind_is_built_and_keeps_every_promise(site: str) -> None:
    output, version = run(
        """
import json, mocks
from mocks.testing import A_PARCEL
mock = mocks.build({"kind": "logistics/depot-watcher", "late_at": ["local depot", "sorting centre"]})
mocks.check_mock(mock)
from importlib.metadata import version
print(json.dumps([mock.predict(A_PARCEL).output, version("late-parcels")]))
""",
        site,
    )
    assert output == [{"label": "delayed", "score": 0.8}]
    assert version == "1.2.0"


def test_a_wrong_name_gets_that_of_an_installed_kind(site: str) -> None:
    said, problems = run(
        """
import json, mocks
said = []
for settings in ({"kind": "logistics/depot-wacher"}, {"kind": "logistics/depot-watcher", "late_att": []}):
    try:
        mocks.build(settings)
    except mocks.MockError as error:
        said.append(str(error))
print(json.dumps(said))
""",
        site,
    )
    assert said.endswith("did you mean 'logistics/depot-watcher'?")
    assert "unknown setting 'late_att'; did you mean 'late_at'?" in problems


def test_a_broken_plug_in_is_named_and_the_rest_goes_on(site: str) -> None:
    said, warnings, kinds, rules = run(
        """
import json, mocks
said = {}
for kind in ("broken/not-there", "broken/no-mock", "broken/silent", "broken/not-there"):
    try:
        mocks.build(kind)
    except mocks.UnknownKind as error:
        said.setdefault(kind, []).append(str(error))
mocks.check_mock(mocks.build("logistics/depot-watcher"))
rules = mocks.build({"kind": "rules", "rules": [], "otherwise": {"answer": "on time"}})
print(json.dumps([said, mocks.warnings(), mocks.kinds(), type(rules).__module__]))
""",
        site,
    )
    whose = "broken-parcels 0.1.0 (broken/not-there = broken_parcels.not_there:NotThere): not used"
    missing = f"{whose}, ModuleNotFoundError: No module named 'a_library_that_is_not_there'"
    assert said["broken/not-there"] == [f"the kind 'broken/not-there' cannot be used: {missing}"] * 2
    assert "it is no class" in said["broken/no-mock"][0]
    assert "Silent has no method 'predict'" in said["broken/silent"][0]
    taken, *broken = warnings
    assert taken.endswith("not used, the kind 'rules' is taken by mocks.rules.Rules")
    assert len(broken) == 3
    assert broken[0] == missing
    assert rules == "mocks.rules"
    assert "logistics/depot-watcher" in kinds
    assert not [kind for kind in kinds if kind.startswith("broken/")]


def test_of_two_packages_with_one_kind_the_first_by_name_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Package:
        def __init__(self, name: str) -> None:
            self.name, self.version = name, "1.0"

    def point(package: str) -> EntryPoint:
        made = EntryPoint("team/late", f"{package}.late:Late", registry.GROUP)
        vars(made)["dist"] = Package(package)
        return made

    registry.discover()
    monkeypatch.setattr(registry, "_plugins", {})
    monkeypatch.setattr(registry, "_warnings", [])
    monkeypatch.setattr(registry, "entry_points", lambda group: [point("zebra"), point("antelope")])
    registry._look_for_plugins()
    assert registry._plugins["team/late"].value == "antelope.late:Late"
    assert registry.warnings() == [
        "zebra 1.0 (team/late = zebra.late:Late): not used, the kind 'team/late' is taken by antelope 1.0"
    ]


def test_what_else_a_plug_in_registers_does_not_depend_on_what_was_built_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "two_kinds_in_one.py").write_text(
        "from mocks import mock\n\n"
        "@mock('an-extra-one')\nclass One:\n    def predict(self, request): return request.label('delayed')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    registry.discover()
    monkeypatch.setattr(registry, "_classes", dict(registry._classes))
    monkeypatch.setattr(
        registry, "_plugins", {"team/one": EntryPoint("team/one", "two_kinds_in_one:One", registry.GROUP)}
    )
    before = registry.kinds()
    registry.build("team/one")
    assert registry.kinds() == before
