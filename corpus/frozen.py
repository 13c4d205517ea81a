"""What a record is: frozen, with fields by name, and a dataclass to whoever asks for one.

``dataclass`` writes and compiles the text of methods for each class at every start, and loads ``inspect`` to do so:
a fifth of a first answer. All records are made, compared, hashed and shown alike, so that is written once, here.
``dataclasses.fields``, ``replace`` and ``asdict`` work as with any dataclass, and cost their loading then.

A record holds what it was given; what is as by default stands in its class. Most fields of a row are empty, and five
hundred rows are made for a first answer: to set each field of each is a tenth of it (slots would ask for that).
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

T = TypeVar("T")

if TYPE_CHECKING:  # a type checker knows these two: they check what is given against the fields
    from dataclasses import field as field
    from dataclasses import replace as replace
else:

    def field(**settings: Any) -> Any:
        """What a field is by default, where a value won't do: see ``dataclasses.field``."""
        return _Field(settings)

    def replace(record: T, /, **changes: Any) -> T:
        """The record with other values in some fields."""
        return type(record)(**{name: getattr(record, name) for name in record._field_names} | changes)


def field_names(kind: Any) -> tuple[str, ...]:
    """The fields of a record or of a kind of record, in order; () of what is no record."""
    return getattr(kind, "_field_names", ())


def defaults(kind: Any) -> dict[str, Any]:
    """What the fields of a kind of record hold by default, where it is one value for all."""
    return kind._defaults  # type: ignore[no-any-return]


def made_of(kind: type[T], values: dict[str, Any]) -> T:
    """``kind(**values)``, for who has thousands of them and their values in a dictionary anyway."""
    made: Any = object.__new__(kind)
    if not made._needed_names <= values.keys() <= made._known_names:
        raise TypeError(_misfit(kind, values))
    held = made.__dict__
    held.update(values)
    for name, factory in made._factories.items():
        if name not in held:
            held[name] = factory()
    return made  # type: ignore[no-any-return]


def plain(record: Any) -> Any:
    """A record as ``dataclasses.asdict`` gives it, in a fifth of the time: it is frozen, so nothing needs a copy."""
    if names := field_names(record):
        return {name: plain(getattr(record, name)) for name in names}
    return tuple(map(plain, record)) if isinstance(record, tuple) else record


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """The class as a record."""
    names = tuple(cls.__annotations__)
    given = {name: vars(cls)[name] for name in names if name in vars(cls)}
    factories = {name: value.factory for name, value in given.items() if isinstance(value, _Field) and value.factory}
    defaults = {name: _value(value) for name, value in given.items() if name not in factories}
    own = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__", *factories)}
    facts = {
        "__qualname__": cls.__qualname__,
        "__dataclass_fields__": _Fields(given),
        "_field_names": names,
        "_known_names": frozenset(names),
        "_needed_names": frozenset(names) - given.keys(),
        "_defaults": defaults,
        "_factories": factories,
    }
    return type(cls.__name__, cls.__bases__, {**METHODS, **own, **defaults, **facts})


class _Field:
    """What ``field`` was told."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.factory = settings.get("default_factory")


def _value(value: Any) -> Any:
    return value.settings["default"] if isinstance(value, _Field) else value


class _Fields:
    """The fields of a record as ``dataclasses`` knows them, made when it first looks for them."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given

    def __set_name__(self, kind: type, name: str) -> None:
        self.kind, self.name = kind, name

    def __get__(self, record: object, kind: type) -> Any:
        import dataclasses

        values = {
            name: dataclasses.field(**value.settings) if isinstance(value, _Field) else value
            for name, value in self.given.items()
        }
        fields = [
            (name, hint, values[name]) if name in values else (name, hint)
            for name, hint in self.kind.__annotations__.items()
        ]
        made: Any = dataclasses.make_dataclass(self.kind.__name__, fields, kw_only=True)
        setattr(self.kind, self.name, made.__dataclass_fields__)
        return made.__dataclass_fields__


KEY = 3
"""fields, from the first, that a hash is made of: they hold what tells one record from another"""
_getters: dict[type, attrgetter[Any]] = {}
_keys: dict[type, attrgetter[Any]] = {}


def _values(kind: Any) -> attrgetter[Any]:
    """What gives the values of a record of a kind, in order."""
    if kind not in _getters:
        _getters[kind] = attrgetter(*kind._field_names)
    return _getters[kind]


def _key(kind: Any) -> attrgetter[Any]:
    if kind not in _keys:
        _keys[kind] = attrgetter(*kind._field_names[:KEY])
    return _keys[kind]


def _made(self: Any, **given: Any) -> None:
    if not self._needed_names <= given.keys() <= self._known_names:
        raise TypeError(_misfit(type(self), given))
    held = self.__dict__
    held.update(given)
    for name, factory in self._factories.items():
        if name not in held:
            held[name] = factory()


def _misfit(kind: Any, given: dict[str, Any]) -> str:
    missing = sorted(kind._needed_names - given.keys())
    unknown = sorted(given.keys() - kind._known_names)
    return f"{kind.__qualname__} is made without {missing} and with {unknown}"


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


def _refused(self: Any, name: str, value: object = None) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


METHODS = {
    "__init__": _made,
    "__eq__": _equal,
    "__hash__": _hashed,
    "__repr__": _shown,
    "__setattr__": _refused,
    "__delattr__": _refused,
    "__match_args__": (),
}
