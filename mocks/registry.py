"""Finds mocks by kind and builds them from settings.

A kind comes from one of three places, in this order, and the first to name it keeps it:

1. the modules of this package, by the decorator `@mock("kind")`;
2. a file dropped into this folder (or another one, by `discover(folder)`), by the same decorator;
3. an installed package with an entry point in the group `curtain.mocks`, `kind = "package.module:Class"`. It is
   imported when its kind is first built, and not before.

What breaks is named in `warnings()`, and the rest goes on.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from mocks.contract import Mock
from mocks.errors import BadSettings, MockError, UnknownKind, nearest

Problem = tuple[tuple[str | int, ...], str]
Class = TypeVar("Class", bound=type)

HERE = Path(__file__).parent
GROUP = "curtain.mocks"

# The modules of this package that register kinds, loaded first and in this order, so that a dropped file cannot take
# one of their names. Whatever else lies here holds no kinds, or was dropped in.
BUILT_IN = (
    "fixed",
    "sequence",
    "chance",
    "rules",
    "imperfection",
    "replay",
    "operator",
    "draft",
    "off",
    "remote",
)
NOT_YET = frozenset(
    {"remote_call"}
)  # ours; holds no kind, and is heavy enough to be left to those who need it

_classes: dict[str, type] = {}
_plugins: dict[str, EntryPoint] = {}  # by kind; not imported yet
_broken: dict[str, str] = {}  # the reason, by the kind of a plug-in that could not be imported
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
    """The names of all kinds, sorted; plug-ins by what they say they have, without importing them."""
    discover()
    with _discovering:
        return sorted({*_classes, *_plugins})


def warnings() -> list[str]:
    """A line for each file and each plug-in that could not be used, with its reason. A plug-in that breaks is known
    as broken once its kind was to be built."""
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
    cls: Any = _class_of(kind) if isinstance(kind, str) else None
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
    """Import every module of a folder once. A broken one becomes a warning and leaves no kinds behind.

    For this package's own folder, the built-in modules come first, and the names of installed plug-ins are looked up
    besides.
    """
    with _discovering:
        folder = folder.resolve()
        if folder in _discovered:
            return
        _discovered.add(folder)
        here = folder == HERE.resolve()
        files = {file.stem: file for file in folder.glob("*.py") if not file.name.startswith("_")}
        first = [name for name in BUILT_IN if name in files] if here else []
        for name in [*first, *sorted(files.keys() - {*first, *(NOT_YET if here else ())})]:
            before = dict(_classes)
            try:
                _load(files[name])
            # A file that calls sys.exit() must not end the server either.
            except (Exception, SystemExit) as error:
                _classes.clear()
                _classes.update(before)
                _warnings.append(f"{files[name]}: not used, {type(error).__name__}: {error}")
        if here:
            _look_for_plugins()


def _look_for_plugins() -> None:
    """Note the kinds of installed packages. Their order is by name, so that it does not hang on sys.path."""
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, _package(point))):
        if point.name in _classes:
            other = _classes[point.name]
            taken_by = f"{other.__module__}.{other.__qualname__}"
        elif point.name in _plugins:
            taken_by = _package(_plugins[point.name])
        else:
            _plugins[point.name] = point
            continue
        _warnings.append(f"{_whose(point)}: not used, the kind {point.name!r} is taken by {taken_by}")


def _class_of(kind: str) -> type | None:
    """The class of a kind; that of a plug-in is imported now. Raises `UnknownKind` for a broken plug-in."""
    discover()
    with _discovering:
        if kind not in _classes and kind in _plugins:
            _import_plugin(kind, _plugins.pop(kind))
        if kind in _broken:
            raise UnknownKind(f"the kind {kind!r} cannot be used: {_broken[kind]}")
        return _classes.get(kind)


def _import_plugin(kind: str, point: EntryPoint) -> None:
    before = dict(_classes)
    try:
        found = point.load()
        if not isinstance(found, type):
            raise MockError("it is no class; name one, as in 'package.module:Class'")
        if not callable(getattr(found, "predict", None)):
            raise MockError(
                f"{found.__qualname__} has no method 'predict'; every mock needs predict(request)"
            )
        before[kind] = found
    except (Exception, SystemExit) as error:
        _broken[kind] = f"{_whose(point)}: not used, {type(error).__name__}: {error}"
        _warnings.append(_broken[kind])
    # What else a plug-in registers while it is imported would be there or not by what was built before.
    _classes.clear()
    _classes.update(before)


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown package"


def _whose(point: EntryPoint) -> str:
    return f"{_package(point)} ({point.name} = {point.value})"


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
