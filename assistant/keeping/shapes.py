"""JSON back to frozen records, every value held against the type of its field: a file may be anybody's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def record_of(kind: type[Record], values: Any) -> Record:
    """The record of a JSON object; keys that the record does not have (yet, or any more) are passed over.

    Raises:
        ValueError: it is no object, a field without a default is missing, or a value has the wrong type.
    """
    if not isinstance(values, Mapping):
        raise ValueError(f"{kind.__name__} is no object")
    of_kind: Any = kind  # mypy takes no type variable for hashable
    hints = _hints(of_kind)
    known = {name: _value(hints[name], value) for name, value in values.items() if name in hints}
    try:
        return kind(**known)
    except TypeError as error:
        raise ValueError(str(error)) from error


@cache
def _hints(kind: Any) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: hint for name, hint in get_type_hints(kind).items() if name in names}


def _value(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of(get_args(hint), value)
    if origin is Literal:
        if value in get_args(hint):
            return value
    elif origin is tuple:
        if isinstance(value, list | tuple):
            return _tuple(get_args(hint), value)
    elif is_dataclass(hint) and isinstance(hint, type):
        return record_of(hint, value)
    elif hint is Any or _is(value, origin or hint):
        return value
    raise ValueError(f"{value!r:.40} is no {hint}")


def _one_of(hints: tuple[Any, ...], value: Any) -> Any:
    if value is None and NoneType in hints:
        return None
    for hint in hints:
        try:
            return _value(hint, value)
        except ValueError:
            continue
    raise ValueError(f"{value!r:.40} is none of {hints}")


def _tuple(hints: tuple[Any, ...], values: list[Any] | tuple[Any, ...]) -> tuple[Any, ...]:
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_value(hints[0], one) for one in values)
    if len(hints) != len(values):
        raise ValueError(f"{len(values)} values instead of {len(hints)}")
    return tuple(_value(hint, one) for hint, one in zip(hints, values, strict=True))


def _is(value: Any, kind: Any) -> bool:
    """JSON knows no difference between 2 and 2.0, and Python takes True for 1."""
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)
