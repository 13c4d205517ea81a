"""The command line's grammar: argparse underneath, with Chinese help, Chinese errors and examples.

argparse and not click: importing click takes three times as long as everything else ``wence --help`` does.
"""

from __future__ import annotations

import argparse
import os
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from tui.cli.diagnostics import UsageError
from tui.cli.output import FORMATS, SUFFIXES, cells, pad, wrap

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


class _Formatter(argparse.HelpFormatter):
    """argparse makes one for each option to check it; a given width saves it from asking the terminal by shutil."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=WIDTH)


class Parser(argparse.ArgumentParser):
    """Arguments of one command; ``examples`` close its help."""

    def __init__(self, prog: str, summary: str, usage: str, examples: Sequence[str]) -> None:
        super().__init__(prog=prog, add_help=False, allow_abbrev=False, usage=usage, formatter_class=_Formatter)
        self.summary, self.examples = summary, examples
        self.details: list[str] = []
        self.outputs: dict[str, str] = {}
        """suffixes of the file that ``-o`` names, each with its format"""
        self.fields: tuple[str, ...] = ()
        """names that may follow ``--json``; a question or a place that follows it is none of them"""
        self.shown: list[argparse.Action] = []

    def option(self, *names: str, help: str, **settings: Any) -> None:
        """An option or a positional argument, listed in the help."""
        self.shown.append(self.add_argument(*names, help=help, **settings))

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The options of a call, arguments and options mixed; all after ``--`` are arguments.

        Raises:
            UsageError: the call is wrong, or the file's suffix and the format contradict each other.
        """
        options = self._parsed(self._with_fields(list(arguments)))
        named = self.outputs.get(options.output.suffix.lower()) if getattr(options, "output", None) else None
        style = getattr(options, "style", None)
        if named and style and named != style:
            raise UsageError(
                f"文件后缀 {options.output.suffix} 与格式 {style} 不一致。",
                f"请只写其中一个；说明见 {self.prog} --help",
            )
        return options

    def _parsed(self, arguments: list[str]) -> argparse.Namespace:
        """Arguments and options mixed; what follows ``--`` is hidden from argparse, which looks for options in it."""
        if "--" not in arguments:
            return self.parse_intermixed_args(arguments)
        at = arguments.index("--")
        hidden = {f"\0{number}": word for number, word in enumerate(arguments[at + 1 :]) if word.startswith("-")}
        by_word = {word: name for name, word in hidden.items()}
        options = self.parse_intermixed_args(arguments[:at] + [by_word.get(word, word) for word in arguments[at + 1 :]])
        for name, value in vars(options).items():
            if isinstance(value, list):
                setattr(options, name, [hidden.get(one, one) if isinstance(one, str) else one for one in value])
            elif isinstance(value, str):
                setattr(options, name, hidden.get(value, value))
        return options

    def _with_fields(self, arguments: list[str]) -> list[str]:
        """``--json FIELDS`` as one word, where what follows it is a list of fields and nothing else."""
        if not self.fields:
            return arguments
        end = arguments.index("--") if "--" in arguments else len(arguments)
        joined: list[str] = []
        for number, word in enumerate(arguments):
            before = arguments[number - 1] if number else ""
            if number < end and before == "--json" and self._names_fields(word):
                joined[-1] = f"--json={word}"
            else:
                joined.append("--json=*" if word == "--json" and number < end else word)
        return joined

    def _names_fields(self, word: str) -> bool:
        return word in self.fields or bool(re.fullmatch(r"[a-z_]+(,[a-z_]+)+", word, re.ASCII))

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
    """A type that takes one of the choices, also by its Chinese name, in capitals or in full width."""
    by_name = {name: choice for choice, name in (names or {}).items()}

    def convert(text: str) -> str:
        typed = plain(text).lower()
        choice = str(by_name.get(typed, typed))
        if choice not in choices:
            raise argparse.ArgumentTypeError(f"不能是「{text}」，可以写 {'、'.join(choices)}。")
        return choice

    return convert


def amount(text: str) -> float:
    """万元, written ``100`` or ``100万``."""
    bare = re.sub(r"\s*(万元|万)$", "", plain(text))
    try:
        value = float(bare)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:
        raise argparse.ArgumentTypeError(f"「{text}」不是金额，请写以万元为单位的数，例如 100。")
    return value


def count(text: str) -> int:
    """A whole number from 1 to 1000."""
    digits = plain(text)
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits[:9]) <= 1000):
        raise argparse.ArgumentTypeError(f"「{text}」不是 1 到 1000 的整数。")
    return int(digits)


def batch(text: str) -> int:
    """The number of a batch: ``3``, 第3批 or 第三批."""
    from assistant.understanding.numerals import chinese_number

    number = chinese_number(re.sub(r"^第|批$", "", plain(text)).strip())
    return count(str(number) if number else text)


def plain(text: str) -> str:
    """A text as it is typed without an input method: digits and signs of full width become narrow ones."""
    return unicodedata.normalize("NFKC", text).strip()


def month(text: str) -> str:
    """``2019`` or ``2019-05``, from these, 2019/5, 2019.05, 201905 or 2019年5月."""
    found = re.fullmatch(r"([12]\d{3})(?:年?|[-/.年](\d{1,2})月?|(\d{2}))", plain(text), re.ASCII)
    number = int((found[2] or found[3] or "1") if found else 0)
    if not found or not 1 <= number <= 12:
        raise argparse.ArgumentTypeError(f"「{text}」不是月份，请写成 2019-05（或年份 2019）。")
    return f"{found[1]}-{number:02d}" if found[2] or found[3] else found[1]


def date_of_any_precision(text: str) -> str:
    """``2026``, ``2026-03`` or ``2026-03-01``, from these and from all that ``month`` and ``day`` take."""
    if re.fullmatch(r"\d{8}|\d{4}\D\d{1,2}\D.*\d.*", plain(text), re.ASCII):
        return day(text)
    try:
        return month(text)
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"「{text}」不是日期，请写成 2019-05-20（或 2019-05、2019）。") from None


def day(text: str) -> str:
    """``2026-11-22``, from this, 2026/11/22, 2026.11.22, 20261122, 2026年11月22日 or 今天."""
    from assistant.errors import SettingsError
    from assistant.keeping.settings import parse_day

    try:
        return parse_day(text, "").isoformat()
    except SettingsError as error:
        raise argparse.ArgumentTypeError(error.message + error.hint) from None


def level(text: str) -> str:
    """国家级, 省级, 市级 or 区级."""
    from assistant.errors import SettingsError
    from assistant.keeping.settings import parse_level

    try:
        return parse_level(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(error.message + error.hint) from None


def utf8(value: str) -> str:
    """A text that is written down: bytes that are no UTF-8 can't be."""
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise argparse.ArgumentTypeError("里面有不是 UTF-8 编码的字节。")
    return value


def add_as_of(parser: Parser) -> None:
    parser.option("--as-of", type=day, metavar="日期", help="以哪一天为准判断是否有效，如 2026-11-22（默认今天）")


def add_client(parser: Parser) -> None:
    parser.option("--client", metavar="名字", help="用哪份客户档案补全没说的事（见 wence client）")


def add_json(parser: Parser, fields: Sequence[str], help: str = "同 --format json") -> None:
    """``--json``, with or without the fields wanted, and ``--template``."""
    parser.fields = tuple(fields)
    parser.option("--json", action=JsonFields, metavar="[字段,…]", help=f"{help}；后面可写要哪几个字段，用逗号隔开")
    parser.option(
        "--template", metavar="模板",
        help="每条按模板写一行，$字段 处填入内容，如 '$headline'（字段名同 JSON，请用单引号）",
    )  # fmt: skip
    parser.set_defaults(fields=())


class JsonFields(argparse.Action):
    """``--json=a,b`` sets the format and the fields; ``*`` is all of them."""

    def __call__(
        self, parser: argparse.ArgumentParser, options: argparse.Namespace, value: Any, name: str | None = None
    ) -> None:
        options.style = "json"
        options.json = True
        wanted = () if value == "*" else tuple(one.strip() for one in str(value).split(","))
        if not all(re.fullmatch(r"[a-z_]+", one, re.ASCII) for one in wanted):
            raise argparse.ArgumentError(self, f"「{value}」不是字段，字段名用英文，以逗号隔开。")
        options.fields = wanted


def add_table_format(parser: Parser, fields: Sequence[str] = ()) -> None:
    parser.option(
        "--format", dest="style", type=one_of(FORMATS), choices=FORMATS, metavar="格式",
        help=f"{'、'.join(FORMATS)}（默认 table；有 -o 时看文件的后缀）",
    )  # fmt: skip
    add_json(parser, fields or ("id",))
    add_output(parser, SUFFIXES)


def add_output(parser: Parser, suffixes: Mapping[str, str]) -> None:
    """``-o``: the suffixes it takes, each with the format that it stands for."""
    parser.outputs = dict(suffixes)
    parser.option(
        "-o", "--output", type=_output_file(tuple(suffixes)), metavar="文件",
        help=f"写入文件，后缀 {' '.join(suffixes)}；写完才替换旧文件，写 - 即标准输出",
    )  # fmt: skip


def named_file(text: str) -> Path:
    """A type for the name of a file to write, which ``Path`` would make of a folder's as well.

    Raises:
        ArgumentTypeError: it names a folder, or nothing.
    """
    if not text or text.endswith(SEPARATORS):
        raise argparse.ArgumentTypeError(f"「{text}」不是文件名，请在文件夹后面写上文件名，例如 {text}表.csv。")
    return Path(text)


SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))


def _output_file(suffixes: Sequence[str]) -> Callable[[str], Path | None]:
    """A type for the file to write: ``-`` is stdout (None), an unknown suffix is refused with the known ones."""

    def convert(text: str) -> Path | None:
        if text == "-":
            return None
        path = named_file(text)
        if path.suffix.lower() not in ("", *suffixes):
            raise argparse.ArgumentTypeError(f"不会写「{text}」这样的文件，后缀可以是 {' '.join(suffixes)}。")
        return path

    return convert


def spelling(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    return f"{names} {action.metavar}" if action.metavar else names


def _translated(message: str) -> str:
    for pattern, chinese in TRANSLATIONS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return chinese.format(*found.groups())
    return f"参数有误：{message}"
