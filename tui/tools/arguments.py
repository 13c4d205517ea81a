"""What a tool takes: the schema that tells a client, and the check that tells it in Chinese what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from assistant.keeping.settings import parse_day, shown
from corpus.errors import WenceError
from corpus.frozen import frozen
from corpus.patterns import late

Kind = Literal["text", "texts", "whole", "number", "day", "month", "choice", "choices"]
KIND_NAMES: Mapping[Kind, str] = {
    "text": "文字", "texts": "文字的数组", "whole": "整数", "number": "不小于 0 的数", "day": "2026-11-22 这样的日期",
    "month": "2019 或 2019-05", "choice": "规定的值之一", "choices": "规定的值的数组",
}  # fmt: skip
JSON_KINDS: Mapping[Kind, dict[str, Any]] = {
    "text": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "whole": {"type": "integer"},
    "number": {"type": "number", "minimum": 0},
    "day": {"type": "string", "format": "date"},
    "month": {"type": "string"},
    "choice": {"type": "string"},
    "choices": {"type": "array"},
}
MONTH = late(r"[12]\d{3}(-(0[1-9]|1[0-2]))?", re.ASCII)
MOST_TEXTS = 50
LONGEST_TEXT = 10_000
"""characters of one argument"""


class ArgumentError(WenceError):
    """An argument of a tool is wrong; one line says which and how it should be."""


@frozen
class Argument:
    """One argument of a tool."""

    name: str
    kind: Kind
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()
    low: int = 1
    high: int = 1000
    """bounds of a whole number"""

    def schema(self) -> dict[str, Any]:
        """The argument as JSON Schema."""
        found = {**JSON_KINDS[self.kind], "description": self.about}
        if self.kind == "choice":
            found["enum"] = list(self.choices)
        elif self.kind == "choices":
            found["items"] = {"type": "string", "enum": list(self.choices)}
        elif self.kind == "whole":
            found |= {"minimum": self.low, "maximum": self.high}
        return found

    def read(self, value: object) -> Any:
        """The value as the tool takes it. Raises ArgumentError."""
        read = getattr(self, f"_{self.kind}")(value)
        if read is None:
            allowed = f"：{'、'.join(self.choices)}" if self.choices else ""
            told = shown(str(value))
            raise ArgumentError(
                f"参数 {self.name} 应是{KIND_NAMES[self.kind]}{self._bounds()}{allowed}，不能是「{told}」。"
            )
        return read

    def _bounds(self) -> str:
        return f"（{self.low} 到 {self.high}）" if self.kind == "whole" else ""

    def _text(self, value: object) -> str | None:
        return value if isinstance(value, str) and len(value) <= LONGEST_TEXT else None

    def _texts(self, value: object) -> tuple[str, ...] | None:
        if not isinstance(value, list) or len(value) > MOST_TEXTS:
            return None
        texts = [self._text(one) for one in value]
        return None if None in texts else tuple(str(text) for text in texts)

    def _whole(self, value: object) -> int | None:
        good = isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        return value if good and isinstance(value, int) else None

    def _number(self, value: object) -> float | None:
        good = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if good and isinstance(value, int | float) and 0 <= value < 1e9 else None

    def _day(self, value: object) -> date | None:
        try:
            return parse_day(value, self.name) if isinstance(value, str) else None
        except WenceError:
            return None

    def _month(self, value: object) -> str | None:
        return value if isinstance(value, str) and MONTH.fullmatch(value) else None

    def _choice(self, value: object) -> str | None:
        return value if isinstance(value, str) and value in self.choices else None

    def _choices(self, value: object) -> tuple[str, ...] | None:
        good = isinstance(value, list) and all(isinstance(one, str) and one in self.choices for one in value)
        return tuple(map(str, value)) if good and isinstance(value, list) else None


def input_schema(arguments: Sequence[Argument]) -> dict[str, Any]:
    """The arguments of a tool as JSON Schema."""
    return {
        "type": "object",
        "properties": {one.name: one.schema() for one in arguments},
        "required": [one.name for one in arguments if one.required],
        "additionalProperties": False,
    }


def read_all(arguments: Sequence[Argument], given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The values given, by name; None for those left out or null.

    Raises:
        ArgumentError: an argument is unknown, missing or wrong.
    """
    given = given or {}
    known = [one.name for one in arguments]
    for name in given:
        if name not in known:
            raise ArgumentError(f"没有参数「{shown(str(name))}」，可用的参数：{'、'.join(known)}。")
    for one in arguments:
        if one.required and given.get(one.name) is None:
            raise ArgumentError(f"缺少参数 {one.name}：{one.about}。")
    return {one.name: None if given.get(one.name) is None else one.read(given[one.name]) for one in arguments}
