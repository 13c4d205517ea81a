"""What people set for themselves in files: keys in ``[keys]`` of ``config.toml``, looks in ``themes/``.

What can't be used is left out and told; the rest of the file counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from corpus.bounded import read_settings
from corpus.frozen import field, frozen
from corpus.patterns import late
from tui.themes import THEMES

KEYS = {
    "help": "f1", "factory": "f2", "tables": "f3", "corpus": "f4", "talks": "f5", "pictures": "f6", "advice": "f7",
    "commands": "ctrl+p", "next_client": "ctrl+t", "new_talk": "ctrl+n", "save_talk": "ctrl+s", 
    "search_asked": "ctrl+r", "jump": "ctrl+g", "open_source": "ctrl+o", "quit": "ctrl+q",
}  # fmt: skip
"""ids of the bindings that can be given another key, with the key they have"""
FREE_KEY = late(r"f(?:[1-9]|1[0-2])|ctrl\+[bglnopqrst]")
"""keys that neither text fields nor terminals have a use of their own for"""
COLOURS = (
    "primary", "secondary", "accent", "success", "warning", "error", "background", "surface", "panel", "foreground",
)  # fmt: skip
MUTED = "text-muted"


@frozen
class Own:
    """What was read, and what of it could not be used."""

    keys: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def own_settings(home: Path) -> Own:
    """The keys and looks of a home."""
    problems: list[str] = []
    keys = usable_keys(_table(home / "config.toml", problems).get("keys", {}), problems)
    themes = dict(_themes(home / "themes", problems))
    return Own(keys=keys, themes=themes, problems=tuple(problems))


def usable_keys(given: object, problems: list[str]) -> dict[str, str]:
    """The keys that can be used, by the id of their binding."""
    if not isinstance(given, Mapping):
        problems.append("config.toml 的 keys 要写成 [keys] 一节。")
        return {}
    wanted: dict[str, str] = {}
    for name, key in given.items():
        problem = _problem(str(name), key)
        if problem:
            problems.append(f"[keys] 里的 {name}：{problem}")
        else:
            wanted[str(name)] = str(key).strip().lower()
    return _without_clashes(wanted, problems)


def _problem(name: str, key: object) -> str:
    text = str(key).strip().lower()
    if name not in KEYS:
        return f"没有这一项；可以改的是 {'、'.join(KEYS)}。"
    return "" if FREE_KEY.fullmatch(text) else f"「{key}」不能用；可用 f1–f12，和 ctrl+ 后加 b g l n o p q r s t 之一。"


def _without_clashes(wanted: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """Those that no other binding has; whoever stands later in the file gives way."""
    usable: dict[str, str] = {}
    for name, key in wanted.items():
        others = {**KEYS, **wanted, **usable}
        clash = next((other for other in others if other != name and others[other] == key), None)
        if clash is not None and (clash in usable or clash not in wanted):
            problems.append(f"[keys] 里的 {name}：{key} 已经是 {clash} 的键。")
        else:
            usable[name] = key
    return usable


def _themes(folder: Path, problems: list[str]) -> Iterator[tuple[str, Theme]]:
    for file in sorted(folder.glob("*.toml")):
        table = _table(file, problems)
        base = THEMES["light" if table.get("dark") is False else "dark"]
        wrong = [name for name, value in table.items() if not _fits(name, value)]
        if file.stem in THEMES or wrong or not table:
            reason = f"{'、'.join(wrong)} 写得不对" if wrong else "与自带的外观同名" if table else ""
            problems += [f"外观 {file.name}：{reason}，没有用。"] if reason else []
            continue
        colours = {name: table.get(name, getattr(base, name)) for name in COLOURS}
        muted = {MUTED: table.get(MUTED, base.variables[MUTED])}
        yield file.stem, Theme(name=file.stem, dark=base.dark, variables=muted, **colours)


def _fits(name: str, value: object) -> bool:
    if name == "dark":
        return isinstance(value, bool)
    if name not in (*COLOURS, MUTED) or not isinstance(value, str):
        return False
    try:
        Color.parse(value)
    except ColorParseError:
        return False
    return True


def _table(file: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads((read_settings(file) or b"").decode("utf-8-sig"))
    except (OSError, ValueError):
        problems.append(f"读不了 {file.name}，按没有处理。")
        return {}
