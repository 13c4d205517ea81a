"""Finds the command that a line names, runs it, and turns whatever happens into a line and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from assistant.errors import UnknownPlaceError, reason
from corpus.errors import WenceError
from tui.cli import __version__, commands
from tui.cli.commands import COMMANDS
from tui.cli.diagnostics import ANSWERED, DATA, INTERRUPTED, NOT_GROUNDED, USAGE, UsageError, report_error
from tui.cli.main import forget_stdout
from tui.cli.output import emit

if TYPE_CHECKING:
    import argparse

    from tui.cli.parsing import Parser

HELP = ("-h", "--help")
SPOKEN = {"help": "--help", "version": "--version"}
"""options that other programs take as a word in front: wence help batch"""


def dispatched(arguments: list[str]) -> int:
    """Run one command line and return its exit code; no exception leaves."""
    try:
        code = _dispatch([_as_utf8(argument) for argument in arguments])
        sys.stdout.flush()
        return code
    except UnknownPlaceError as error:
        report_error(error.message, error.hint)
        return NOT_GROUNDED
    except UsageError as error:
        report_error(error.message, error.hint)
        return USAGE
    except WenceError as error:
        report_error(error.message, error.hint)
        return DATA
    except KeyboardInterrupt:
        report_error("已中断。")
        return INTERRUPTED
    except BrokenPipeError:
        forget_stdout()
        return ANSWERED
    except Exception as error:
        return unexpected(error)


def _dispatch(arguments: list[str]) -> int:
    if arguments and arguments[0] in SPOKEN:
        arguments = [*arguments[1:], SPOKEN[arguments[0]]]
    name, rest = commands.split(arguments)
    if not name:
        return _without_command(arguments)
    if commands.children(name):
        return _group(name, rest)
    handler = commands.handler_of(name)
    if handler.bare and not any(word.startswith("-") for word in rest):
        return handler.run(cast("argparse.Namespace", SimpleNamespace(**handler.bare, words=rest)))
    parser, run_command = commands.parser_and_run(name)
    before_dashes = rest[: rest.index("--")] if "--" in rest else rest
    if any(help_option in before_dashes for help_option in HELP):
        emit(parser.format_help())
        return ANSWERED
    return run_command(parser.read(rest))


def _without_command(arguments: list[str]) -> int:
    if any(help_option in arguments for help_option in HELP):
        emit(_root_help())
        return ANSWERED
    if "--version" in arguments or "-V" in arguments:
        emit(f"wence {__version__}")
        return ANSWERED
    if arguments and not arguments[0].startswith("-"):
        raise _unknown(arguments)
    return _start_terminal_ui(arguments)


def _group(name: str, rest: list[str]) -> int:
    from tui.cli.parsing import section

    members = commands.children(name)
    if any(help_option in rest for help_option in HELP):
        rows = [(f"wence {COMMANDS[one].usage}", COMMANDS[one].summary) for one in members]
        group = COMMANDS[name]
        examples = "例子：\n" + "\n".join(f"  {example}" for example in group.examples)
        emit("\n\n".join((f"{group.summary}。", f"用法：wence {group.usage}", section("子命令", rows), examples)))
        return ANSWERED
    words = "、".join(one.removeprefix(f"{name} ") for one in members)
    what = f"wence {name} 没有子命令「{rest[0]}」。" if rest else f"wence {name} 后面缺少子命令。"
    raise UsageError(what, f"可用的子命令：{words}（详见 wence {name} --help）")


def _unknown(arguments: list[str]) -> UsageError:
    import difflib

    near = difflib.get_close_matches(arguments[0], [name for name in COMMANDS if " " not in name], n=1)
    if near:
        return UsageError(f"没有「{arguments[0]}」这个命令。", f"是不是想用 wence {near[0]}？全部命令见 wence --help")
    return UsageError(f"没有「{arguments[0]}」这个命令。", "提问请用 wence ask 问题；全部命令见 wence --help")


def _root_parser() -> Parser:
    from tui.cli.parsing import Parser, add_as_of

    parser = Parser("wence", "", "wence [选项] [命令 …]", ())
    add_as_of(parser)
    parser.option("--client", metavar="名字", help="以哪份客户档案开始")
    parser.option("--ascii", action="store_true", help="终端把某些符号画成两格宽时，改用 ASCII 符号")
    return parser


def _root_help() -> str:
    from tui.cli.parsing import section, spelling

    parser = _root_parser()
    rows = [(name, command.summary) for name, command in COMMANDS.items() if " " not in name]
    options = [(spelling(one), one.help or "") for one in parser.shown]
    parts = (
        "问策：绿色工厂政策离线问答助手。只引用已有资料，不联网，不用大模型。",
        "用法：wence [选项]            打开终端界面\n      wence 命令 [选项] …    执行一个命令（见 wence 命令 --help）",
        section("命令", rows),
        section("选项（终端界面）", [*options, ("--version", "显示版本"), ("-h, --help", "显示这份说明")]),
        section(
            "环境变量",
            [
                ("WENCE_HOME", "资料、索引、档案和设置的文件夹"),
                ("WENCE_AS_OF", "提问的日期，--as-of 优先"),
                ("WENCE_WITHOUT", "不用哪些随附资料，写编号，用逗号隔开"),
                ("WENCE_DEBUG", "设为 1 时，程序内部出错会给出完整的调用过程"),
            ],
        ),
        "例子：\n  wence\n  wence ask 义乌的国家级绿色工厂能奖多少钱？\n  wence subsidies 浙江 --min 100",
    )
    return "\n\n".join(parts) + "\n"


def _start_terminal_ui(arguments: list[str]) -> int:
    options = _root_parser().parse_args(arguments)
    hosted = bool(os.environ.get("TEXTUAL_DRIVER"))  # textual serve and its like draw elsewhere and have no terminal
    if not (hosted or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise UsageError("终端界面只能在终端里打开。", "在脚本里提问请用 wence ask 问题；全部命令见 wence --help")
    from assistant.keeping.settings import as_of_today, home_folder, load_client

    home = home_folder()
    client = load_client(home, options.client) if options.client else None
    from tui.app import run_app

    return run_app(home, as_of_today(options.as_of, where="--as-of"), options.ascii, client)


def _as_utf8(argument: str) -> str:
    """An argument that a locale without UTF-8 has cut into bytes, put together again where it was UTF-8."""
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


def unexpected(error: Exception) -> int:
    """Tell of an error that nobody foresaw, and how to see more of it; its exit code."""
    if os.environ.get("WENCE_DEBUG"):
        raise error
    if isinstance(error, OSError):
        hint = "请检查文件夹的权限和磁盘空间，再运行 wence doctor。"
        if error.errno == errno.ENAMETOOLONG:
            hint = "请用短一些的名字；数据文件夹由 WENCE_HOME 指定。"
        report_error(f"读写文件时出错：{reason(error)}", hint)
    else:
        report_error(
            f"程序内部出错（{type(error).__name__}：{error}）。",
            "请运行 wence doctor；设 WENCE_DEBUG=1 重试可看到细节。",
        )
    return DATA
