"""What a record is: a frozen dataclass with fields by name and slots.

``dataclass`` writes and compiles the text of six methods for each class at every start, a tenth of a first answer.
Comparing, hashing and showing are alike for all records, so they are written once, here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """The class as a record; ``dataclasses.replace`` and ``fields`` work as with any dataclass."""
    own = vars(cls)
    made = dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)(cls)
    for name, method in (("__eq__", _equal), ("__hash__", _hashed), ("__repr__", _shown)):
        if name not in own:
            setattr(made, name, method)
    return made


_getters: dict[type, attrgetter[Any]] = {}
_keys: dict[type, attrgetter[Any]] = {}
KEY = 3
"""fields, from the first, that a hash is made of: they hold what tells one record from another"""


def _values(kind: type) -> attrgetter[Any]:
    """What gives the values of a record of a kind, in order."""
    if kind not in _getters:
        _getters[kind] = attrgetter(*_names(kind))
    return _getters[kind]


def _key(kind: type) -> attrgetter[Any]:
    if kind not in _keys:
        _keys[kind] = attrgetter(*_names(kind)[:KEY])
    return _keys[kind]


def _names(kind: Any) -> list[str]:
    return list(kind.__dataclass_fields__)


def _equal(self: Any, other: object) -> Any:
    if self is other:
        return True
    get = _values(type(self))
    return get(self) == get(other) if type(other) is type(self) else NotImplemented


def _hashed(self: Any) -> int:
    return hash(_key(type(self))(self))


def _shown(self: Any) -> str:
    told = (each.name for each in type(self).__dataclass_fields__.values() if each.repr)  # no password is shown
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in told)
    return f"{type(self).__qualname__}({shown})"
