"""Finds mocks by kind and builds them from settings.

A kind is registered by the decorator `@mock("kind")`. Every module in this folder is imported at the first
look-up, so a file dropped into it is enough; one that breaks is named in `warnings()`, and the rest goes on.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from mocks.contract import Mock
from mocks.errors import BadSettings, MockError, UnknownKind, nearest

Problem = tuple[tuple[str | int, ...], str]
Class = TypeVar("Class", bound=type)

HERE = Path(__file__).parent
BUILT_IN = ("chance", "rules", "operator")  # first, so that a dropped file cannot take one of their names

_classes: dict[str, type] = {}
_warnings: list[str] = []
_discovered: set[Path] = set()
_discovering = threading.RLock()


def mock(kind: str) -> Callable[[Class], Class]:
    """Register a class as the mock of that kind. Its settings are the fields of a pydantic model, or the
    keyword arguments of a plain class. Raises `MockError` if another class has the kind already."""

    def register(cls: Class) -> Class:
        other = _classes.get(kind)
        if other is not None and (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise MockError(
                f"the kind {kind!r} is taken by {other.__module__}.{other.__qualname__}; choose another name"
            )
        if not callable(getattr(cls, "predict", None)):
            raise MockError(f"{cls.__qualname__} has no method 'predict'; every mock needs predict(request)")
        _classes[kind] = cls
        return cls

    return register


def kinds() -> list[str]:
    """The names of all kinds, sorted."""
    discover()
    return sorted(_classes)


def warnings() -> list[str]:
    """A line for each file that could not be used, with its reason."""
    discover()
    return list(_warnings)


def build(kind_or_settings: str | Mapping[str, Any]) -> Mock:
    """A mock from its settings, {"kind": "rules", "rules": […], …}, or from the kind alone.

    Raises `UnknownKind`, and `BadSettings` with every problem and its path.
    """
    settings = {"kind": kind_or_settings} if isinstance(kind_or_settings, str) else dict(kind_or_settings)
    if "kind" not in settings:
        raise BadSettings("a mock needs a 'kind'", [(("kind",), f"is missing; {nearest('', kinds())}")])
    kind = settings.pop("kind")
    discover()
    cls: Any = _classes.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise UnknownKind(f"no mock is of the kind {kind!r}; {nearest(kind, kinds())}")
    problems: list[Problem] = []
    made: Any = None
    try:
        if issubclass(cls, BaseModel):
            made = cls.model_validate(settings)
        elif not (problems := _misfits(cls, settings)):
            made = cls(**settings)
    except ValidationError as error:
        problems = _problems(error, cls)
    except (TypeError, ValueError) as error:
        problems = [((), str(error))]
    if problems:
        said = "; ".join(f"{'.'.join(map(str, path)) or 'settings'}: {reason}" for path, reason in problems)
        raise BadSettings(f"mock of kind {kind!r}: {said}", problems)
    built: Mock = made
    return built


def suits(mock: Mock, task: str, answers: Sequence[str]) -> list[Problem]:
    """What hinders this mock from playing a feature with that task and those answers; empty if nothing does.

    A mock may say so itself, by a method `suits(task, answers)`; one without it plays anything.
    """
    ask = getattr(mock, "suits", None)
    return list(ask(task, answers)) if ask else []


def discover(folder: Path = HERE) -> None:
    """Import every module of a folder once. A broken one becomes a warning and leaves no kinds behind."""
    with _discovering:
        folder = folder.resolve()
        if folder in _discovered:
            return
        _discovered.add(folder)
        files = (file for file in folder.glob("*.py") if not file.name.startswith("_"))
        for file in sorted(files, key=lambda file: (file.stem not in BUILT_IN, file.stem)):
            before = dict(_classes)
            try:
                _load(file)
            # A file that calls sys.exit() must not end the server either.
            except (Exception, SystemExit) as error:
                _classes.clear()
                _classes.update(before)
                _warnings.append(f"{file}: not used, {type(error).__name__}: {error}")


def _load(file: Path) -> ModuleType:
    if file.parent == HERE.resolve():
        return importlib.import_module(f"mocks.{file.stem}")
    name = f"dropped_in_{zlib.crc32(str(file.parent).encode()):08x}_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise MockError("it cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _misfits(cls: type, settings: Mapping[str, Any]) -> list[Problem]:
    """Unknown and missing keyword arguments of a plain class."""
    parameters = inspect.signature(cls).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return []
    named = {p.name: p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    unknown: list[Problem] = [((name,), _unknown(name, named)) for name in settings if name not in named]
    missing: list[Problem] = [
        ((name,), "is missing") for name, p in named.items() if p.default is p.empty and name not in settings
    ]
    return unknown + missing


def _unknown(name: object, valid: Mapping[str, Any]) -> str:
    return f"unknown setting {name!r}; {nearest(name, valid) if valid else 'this kind has none'}"


def _problems(error: ValidationError, cls: type[BaseModel]) -> list[Problem]:
    """Pydantic's errors in our words. A validator may put (path, reason) pairs below its own place, as
    `PydanticCustomError(…, {"problems": […]})`."""
    found: list[Problem] = []
    for one in error.errors(include_url=False):
        path = one["loc"]
        deeper = one.get("ctx", {}).get("problems")
        if deeper:
            found += [((*path, *inner), reason) for inner, reason in deeper]
        elif one["type"] == "extra_forbidden":
            found.append((path, _unknown(path[-1], _settings_at(cls, path[:-1]))))
        elif one["type"] == "missing":
            found.append((path, "is missing"))
        elif one["type"] == "value_error":
            found.append((path, one["msg"].removeprefix("Value error, ")))
        else:
            found.append(
                (path, f"{one['msg'].replace('Input should', 'should')}, got {repr(one['input'])[:60]}")
            )
    return found


def _settings_at(cls: type[BaseModel], path: tuple[str | int, ...]) -> dict[str, Any]:
    """The settings of the model that stands at a path inside another, by the names that a file uses."""
    for step in path:
        field = _named(cls).get(str(step))
        inner = _model_in(field.annotation) if field else None
        cls = inner or cls
    return _named(cls)


def _named(cls: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field for name, field in cls.model_fields.items()}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
