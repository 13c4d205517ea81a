"""The command line's grammar: argparse underneath, with Chinese help, Chinese errors and examples.

argparse and not click: importing click takes three times as long as everything else ``wence --help`` does.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from tui.cli.diagnostics import UsageError
from tui.cli.output import FORMATS, cells, pad, wrap

WIDTH = 96
"""cells of a help line at most"""
TRANSLATIONS = (
    (r"the following arguments are required: (.*)", "缺少「{0}」。"),
    (r"unrecognized arguments: (.*)", "不认识「{0}」。"),
    (r"argument (\S+): expected .*argument.*", "选项 {0} 后面缺少值。"),
    (r"argument (\S+): ignored explicit argument '(.*)'", "选项 {0} 后面不用写值「{1}」。"),
    (r"argument (\S+): not allowed with argument (\S+)", "选项 {0} 和 {1} 不能同时用。"),
    (r"argument (\S+): (.*)", "{0}：{1}"),
)
"""argparse's own messages (the last one carries the texts of the type functions below)"""


class Parser(argparse.ArgumentParser):
    """Arguments of one command; ``examples`` close its help."""

    def __init__(self, prog: str, summary: str, usage: str, examples: Sequence[str]) -> None:
        super().__init__(prog=prog, add_help=False, allow_abbrev=False, usage=usage)
        self.summary, self.examples = summary, examples
        self.details: list[str] = []
        self.shown: list[argparse.Action] = []

    def option(self, *names: str, help: str, **settings: Any) -> None:
        """An option or a positional argument, listed in the help."""
        self.shown.append(self.add_argument(*names, help=help, **settings))

    def format_usage(self) -> str:
        return f"用法：{self.usage}\n"

    def format_help(self) -> str:
        positionals = [action for action in self.shown if not action.option_strings]
        options = [action for action in self.shown if action.option_strings]
        parts = [self.summary, self.format_usage().rstrip(), *self.details]
        parts += [section("参数", [(str(one.metavar), one.help or "") for one in positionals])] if positionals else []
        parts += [
            section("选项", [*((spelling(one), one.help or "") for one in options), ("-h, --help", "显示这份说明")])
        ]
        parts += ["例子：\n" + "\n".join(f"  {example}" for example in self.examples)] if self.examples else []
        return "\n\n".join(parts) + "\n"

    def error(self, message: str) -> NoReturn:
        raise UsageError(_translated(message), f"请写成 {self.usage}；说明见 {self.prog} --help")


def section(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """A titled list of terms and what they mean, aligned in cells."""
    column = min(30, max(cells(term) for term, _ in rows)) + 2
    lines = [f"{title}："]
    for term, meaning in rows:
        first, *rest = wrap(meaning, WIDTH - column - 2)
        if cells(term) > column - 2:
            lines += [f"  {term}", " " * (column + 2) + first]
        else:
            lines.append("  " + pad(term, column) + first)
        lines += [" " * (column + 2) + line for line in rest]
    return "\n".join(lines)


def one_of(choices: Sequence[str], names: Mapping[Any, str] | None = None) -> Callable[[str], str]:
    """A type that takes one of the choices, also by its Chinese name."""
    by_name = {name: choice for choice, name in (names or {}).items()}

    def convert(text: str) -> str:
        choice = str(by_name.get(text, text))
        if choice not in choices:
            raise argparse.ArgumentTypeError(f"不能是「{text}」，可以写 {'、'.join(choices)}。")
        return choice

    return convert


def amount(text: str) -> float:
    """万元, written ``100`` or ``100万``."""
    bare = re.sub(r"\s*(万元|万)$", "", text.strip())
    try:
        value = float(bare)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:
        raise argparse.ArgumentTypeError(f"「{text}」不是金额，请写以万元为单位的数，例如 100。")
    return value


def count(text: str) -> int:
    """A whole number from 1 to 1000."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 1000):
        raise argparse.ArgumentTypeError(f"「{text}」不是 1 到 1000 的整数。")
    return int(text)


def month(text: str) -> str:
    """``2019`` or ``2019-05``."""
    if not re.fullmatch(r"[12]\d{3}(-(0[1-9]|1[0-2]))?", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"「{text}」不是月份，请写成 2019-05（或年份 2019）。")
    return text


def date_of_any_precision(text: str) -> str:
    """``2026``, ``2026-03`` or ``2026-03-01``."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return day(text)
    return month(text)


def day(text: str) -> str:
    """``2026-11-22``."""
    from assistant.errors import SettingsError
    from assistant.keeping.settings import parse_day

    try:
        return parse_day(text, "").isoformat()
    except SettingsError as error:
        raise argparse.ArgumentTypeError(f"「{text}」不是日期。{error.hint}") from None


def level(text: str) -> str:
    """国家级, 省级, 市级 or 区级."""
    from assistant.errors import SettingsError
    from assistant.keeping.settings import parse_level

    try:
        return parse_level(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(error.message + error.hint) from None


def add_as_of(parser: Parser) -> None:
    parser.option("--as-of", type=day, metavar="日期", help="以哪一天为准判断是否有效，如 2026-11-22（默认今天）")


def add_table_format(parser: Parser) -> None:
    parser.option(
        "--format", dest="style", type=one_of(FORMATS), choices=FORMATS, metavar="格式",
        help=f"{'、'.join(FORMATS)}（默认 table；有 -o 时看文件的后缀）",
    )  # fmt: skip
    parser.option("--json", dest="style", action="store_const", const="json", help="同 --format json")
    parser.option("-o", "--output", type=Path, metavar="文件", help="写入文件；CSV 带 BOM，可用 Excel 直接打开")


def spelling(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    return f"{names} {action.metavar}" if action.metavar else names


def _translated(message: str) -> str:
    for pattern, chinese in TRANSLATIONS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return chinese.format(*found.groups())
    return f"参数有误：{message}"
