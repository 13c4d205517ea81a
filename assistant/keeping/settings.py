"""What the user owns and sets: WENCE_HOME, the day of the question, client profiles, the config file.

Nothing here creates WENCE_HOME by being read; only ``save_client`` and ``save_config`` write, and only inside it.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import SettingsError, broken_toml, reason
from corpus.bounded import read_settings
from corpus.frozen import field_names, frozen, plain, replace
from corpus.patterns import late
from corpus.types import LEVELS

LEVEL_WORDS = {
    "国家": "国家级", "部级": "国家级", "national": "国家级",
    "省": "省级", "自治区级": "省级", "直辖市级": "省级", "provincial": "省级",
    "市": "市级", "municipal": "市级",
    "区": "区级", "县": "区级", "县级": "区级", "区县级": "区级", "district": "区级",
}  # fmt: skip
FACT_WORDS = {"yes": True, "no": False}
TODAY = ("今天", "今日", "today")
DAY = late(
    r"([12]\d{3})(?:([-/.])(\d{1,2})\2(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]|(\d{2})(\d{2}))", re.ASCII
)
"""year, month and day, with one separator throughout"""
NAME_LIMIT = 60
RESERVED = frozenset('/\\:*?"<>|')
TYPES: dict[str, tuple[type, ...]] = {
    "batch": (int,),
    "investment": (int, float),
    "ascii": (bool,),
    "without": (list,),
    "facts": (list, tuple),
}
"""types of the values that are no texts, as they stand in a TOML file"""


@frozen
class Client:
    """A factory whose facts fill in what a question leaves out."""

    name: str
    place: str = ""
    """place name as the user wrote it, for instance 义乌"""
    level: str = ""
    """recognition level held or aimed at"""
    batch: int | None = None
    """number of the national batch it was listed in"""
    industry: str = ""
    investment: float | None = None
    """equipment investment, 万元"""
    paid: str = ""
    """the level whose award it has received already"""
    notes: str = ""
    facts: tuple[str, ...] = ()
    """what is known of it for the self-check, ``dishonest=no``; names are those of the conditions of the corpus"""


@frozen
class Config:
    """What the terminal UI remembers between runs."""

    theme: str = ""
    """name of a theme; "" is the default one"""
    ascii: bool = False
    """for terminals that draw ambiguous characters two cells wide"""
    client: str = ""
    """name of the current client profile; "" is none"""
    without: tuple[str, ...] = ()
    """ids of shipped documents that are left out"""


Record = TypeVar("Record", Client, Config)


def home_folder(environ: Mapping[str, str] | None = None) -> Path:
    """WENCE_HOME, or the platform's user data folder for wence; it need not exist yet."""
    given = (os.environ if environ is None else environ).get("WENCE_HOME", "").strip()
    if given:
        return Path(given).expanduser().absolute()
    from platformdirs import user_data_dir

    return Path(user_data_dir("wence", appauthor=False))


def engine_name(environ: Mapping[str, str] | None = None) -> str:
    """The search engine that WENCE_ENGINE names; the embedded one where it names none."""
    return (os.environ if environ is None else environ).get("WENCE_ENGINE", "").strip() or "whoosh"


def as_of_today(
    option: date | str | None = None, environ: Mapping[str, str] | None = None, *, where: str = "as_of"
) -> date:
    """The day questions are asked on: the option, else WENCE_AS_OF, else today; ``where`` names the option's place.

    Raises:
        SettingsError: the text is no date of the calendar.
    """
    if isinstance(option, date):
        return option
    if option is not None:
        return parse_day(option, where)
    given = (os.environ if environ is None else environ).get("WENCE_AS_OF", "").strip()
    return parse_day(given, "环境变量 WENCE_AS_OF") if given else date.today()


def parse_day(text: str, where: str) -> date:
    """A day written in one of the ways that can be read only one way; ``where`` names the place, for the error.

    2026-11-22, 2026/11/22, 2026.11.22, 20261122, 2026年11月22日 and 今天, with digits of any width.

    Raises:
        SettingsError: no such way of writing, or no such day in the calendar.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if written in TODAY:
        return date.today()
    place = f"{where} 的日期" if where else "日期"
    found = DAY.fullmatch(written)
    if not found:
        raise SettingsError(f"{place}「{shown(text)}」无效。", "请写成 2026-11-22 这样的年-月-日。")
    year, month, day = (int(part) for part in found.groups() if part and part not in "-/.")
    try:
        return date(year, month, day)
    except ValueError:
        lacking = f"没有 {month} 月" if not 1 <= month <= 12 else f"{month} 月没有 {day} 日"
    lacking = f"{year} 年 {lacking}" if (month, day) == (2, 29) else lacking
    raise SettingsError(f"{place}「{shown(text)}」无效：{lacking}。", "请写日历上有的一天，例如 2026-11-22。")


def parse_level(text: str) -> str:
    """国家级, 省级, 市级 or 区级 from what people write for it.

    Raises:
        SettingsError: no such level.
    """
    word = text.strip().lower()
    if word in LEVELS:
        return word
    if word in LEVEL_WORDS:
        return LEVEL_WORDS[word]
    raise SettingsError(f"没有「{shown(text)}」这个级别。", f"级别可写：{'、'.join(LEVELS)}。")


def shown(text: str) -> str:
    """A text of the user for an error line: one line, no control characters, not long."""
    flat = "".join(character if character.isprintable() else " " for character in text)
    return flat if len(flat) <= 40 else flat[:39] + "…"


def list_clients(home: Path) -> tuple[str, ...]:
    """Names of the saved profiles, sorted."""
    try:
        entries = list(os.scandir(home / "clients"))
    except OSError:
        return ()
    return tuple(sorted(one.name.removesuffix(".toml") for one in entries if _names_client(one)))


def load_clients(home: Path) -> tuple[tuple[Client, ...], tuple[SettingsError, ...]]:
    """All profiles that can be read, by name, and what is wrong with the others."""
    clients, broken = [], []
    for name in list_clients(home):
        try:
            clients.append(load_client(home, name))
        except SettingsError as error:
            broken.append(error)
    return tuple(clients), tuple(broken)


def load_client(home: Path, name: str) -> Client:
    """The profile of that name.

    Raises:
        SettingsError: there is none, or its file can't be read.
    """
    path = _existing_client_file(home, name)
    return client_from({**_read_toml(path), "name": name}, f"设置文件 {path} 里")


def client_from(values: Mapping[str, Any], where: str) -> Client:
    """A profile from plain values, each checked; ``where`` names their place, for the error.

    Raises:
        SettingsError: a value has the wrong type, or a level is none.
    """
    client = _typed(Client, values, where)
    try:
        return replace(client, level=_level(client.level), paid=_level(client.paid))
    except SettingsError as error:
        raise SettingsError(f"{where}{error.message}", error.hint) from None


def facts_of(client: Client) -> dict[str, bool]:
    """What a profile says of each fact; one that it doesn't name is unknown.

    Raises:
        SettingsError: an entry is neither ``name=yes`` nor ``name=no``.
    """
    known: dict[str, bool] = {}
    for entry in client.facts:
        name, _, said = (part.strip() for part in entry.partition("="))
        if not name or said not in FACT_WORDS:
            raise SettingsError(
                f"档案「{client.name}」facts 的「{shown(entry)}」看不懂。", "请写成 dishonest=no 这样。"
            )
        known[name] = FACT_WORDS[said]
    return known


def with_facts(client: Client, said: Mapping[str, bool | None]) -> Client:
    """The profile with facts put right; None makes one unknown again."""
    known: dict[str, bool | None] = {**facts_of(client), **said}
    kept = {name: value for name, value in known.items() if value is not None}
    return replace(client, facts=tuple(f"{name}={'yes' if value else 'no'}" for name, value in sorted(kept.items())))


def save_client(home: Path, client: Client) -> Path:
    """Write the profile and return its file; empty fields are left out."""
    from assistant.keeping.writing import close_to_others

    path = _client_file(home, client.name)
    for level in filter(None, (client.level, client.paid)):
        parse_level(level)
    facts_of(client)
    told = {**plain(client), "facts": list(client.facts)}
    values = {key: value for key, value in told.items() if key != "name" and value not in ("", None, [])}
    _write_toml(path, values)
    close_to_others(path.parent)
    return path


def rename_client(home: Path, name: str, new: str) -> None:
    """Give a profile another name; what else its file holds goes with it, also what this program can't read.

    Raises:
        SettingsError: there is none, or the new name is taken or no file name.
    """
    path, target = _existing_client_file(home, name), _client_file(home, new)
    if target.exists():
        raise SettingsError(f"已经有名为「{shown(new)}」的客户档案。", "请换一个名字。")
    try:
        path.rename(target)
    except OSError as error:
        raise SettingsError(f"改不了客户档案 {path} 的名字：{reason(error)}", "请检查文件夹的权限。") from None
    with suppress(SettingsError):  # a broken config file names no current client
        config = load_config(home)
        if config.client == name:
            save_config(home, replace(config, client=new))


def remove_client(home: Path, name: str) -> None:
    """Delete the profile.

    Raises:
        SettingsError: there is none.
    """
    path = _existing_client_file(home, name)
    try:
        path.unlink()
    except OSError as error:
        raise SettingsError(f"删不掉客户档案 {path}：{reason(error)}", "请检查文件夹的权限。") from None


def load_config(home: Path) -> Config:
    """The config file, or the defaults where there is none; keys of others are left alone.

    Raises:
        SettingsError: the file is no TOML, or a value has the wrong type.
    """
    path = home / "config.toml"
    return _typed(Config, _read_toml(path), f"设置文件 {path} 里")


def save_config(home: Path, config: Config) -> Path:
    """Write the config and return its file; comments and unknown keys of the file are kept."""
    path = home / "config.toml"
    _write_toml(path, {**plain(config), "without": list(config.without)})
    return path


def _client_file(home: Path, name: str) -> Path:
    bad = not name or name != name.strip() or name.startswith(".") or len(name) > NAME_LIMIT
    if bad or any(character in RESERVED or not character.isprintable() for character in name):
        raise SettingsError(
            f"「{shown(name)}」不能用作客户档案的名字。",
            f'请用不超过 {NAME_LIMIT} 个字的名字，不含 / \\ : * ? " < > |，也不以点号或空格开头。',
        )
    return home / "clients" / f"{name}.toml"


def _names_client(entry: os.DirEntry[str]) -> bool:
    """Whether this is a profile's file: not a folder, a pipe or what an editor keeps hidden."""
    from assistant.keeping.writing import is_file

    return entry.name.endswith(".toml") and not entry.name.startswith(".") and is_file(entry)


def _level(text: str) -> str:
    return parse_level(text) if text else ""


def _existing_client_file(home: Path, name: str) -> Path:
    path = _client_file(home, name)
    if path.is_file():
        return path
    known = "、".join(list_clients(home))
    hint = f"已有的档案：{known}；" if known else ""
    raise SettingsError(
        f"没有名为「{shown(name)}」的客户档案。", f"{hint}新建请用 wence client set {shown(name)} --place 地区。"
    )


def _read_toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads((read_settings(path) or b"").decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"读不了设置文件 {path}：{broken_toml(error)}", "请改正或删除这个文件后重试。") from None


def _typed(kind: type[Record], values: Mapping[str, Any], where: str) -> Record:
    """A record from plain values, each checked against the type of its default; ``where`` is told in the error."""
    known: dict[str, Any] = {}
    for name in field_names(kind):
        if name not in values:
            continue
        value = values[name]
        if type(value) not in TYPES.get(name, (str,)):
            raise SettingsError(f"{where} {name} 的值「{shown(str(value))}」类型不对。", "请改正后重试。")
        known[name] = tuple(str(item) for item in value) if isinstance(value, list | tuple) else value
    return kind(**known)


def _write_toml(path: Path, values: dict[str, Any]) -> None:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from assistant.keeping.writing import private_folder, write_whole

    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.is_file() else tomlkit.document()
        for key in list(document):
            if key not in values and key in field_names(Client):
                del document[key]
        document.update(values)
        private_folder(path.parent)
        write_whole(path, tomlkit.dumps(document), private=True)
    except (OSError, UnicodeDecodeError, RecursionError, TOMLKitError) as error:
        raise SettingsError(f"写不了设置文件 {path}：{reason(error)}", "请检查文件夹的权限和磁盘空间。") from None
