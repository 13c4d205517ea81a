"""The table of commands: what each is for, how it is called, and the module that runs it.

Modules are named, not imported: help and completion of one command must not pay for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import argparse

    from tui.cli.parsing import Parser


class Command(NamedTuple):
    """One command; ``usage`` is what follows ``wence``."""

    module: str
    summary: str
    usage: str
    examples: tuple[str, ...]


class Handler(NamedTuple):
    """What a module gives for a command: its arguments, and the run that returns an exit code."""

    configure: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], int]
    bare: Mapping[str, Any] = {}
    """what the parser makes of a call of nothing but words, beside ``words``: such a call needs no parser"""


COMMANDS = {
    "ask": Command(
        "ask",
        "问一个问题，得到注明出处的回答",
        "ask [选项] 问题…",
        (
            "wence ask 义乌的国家级绿色工厂能奖多少钱？",
            "wence ask --as-of 2019-06-30 永康的奖励还有效吗",
            "echo 第三批什么时候复核 | wence ask -",
            "wence ask --template '$headline（$citations）' 义乌国家级奖多少",
        ),
    ),
    "batch": Command(
        "batch",
        "一次回答许多问题（JSON Lines，或一行一问的文本）",
        "batch [选项] 文件|-",
        (
            "wence batch 问题.txt > 回答.jsonl",
            "wence batch 问题.txt --client 甲厂 -o 回答.xlsx",
            "wence batch --as-of 2026-11-22 questions.jsonl -o answers.jsonl",
            "wence batch 清单.txt --clients all -o 对照.xlsx",
            "cat questions.jsonl | wence batch -",
        ),
    ),
    "search": Command(
        "search",
        "全文检索，按相关程度列出条目",
        "search [选项] 检索词…",
        ("wence search 错峰生产", "wence search 锂电池 --kind standard -n 5", "wence search 星级 --json"),
    ),
    "subsidies": Command(
        "tables",
        "补贴表：哪里、哪一级、奖多少、是否有效",
        "subsidies [选项] [地区…]",
        (
            "wence subsidies 浙江 --min 100",
            "wence subsidies 苏州 惠州 --level 国家级 --sort amount",
            "wence subsidies --client 甲厂",
            "wence subsidies --status expired -o 补贴.xlsx",
        ),
    ),
    "standards": Command(
        "tables",
        "绿色工厂评价标准表",
        "standards [选项] [文字…]",
        ("wence standards LED", "wence standards --status comment_draft", "wence standards 水泥 --format json"),
    ),
    "policies": Command(
        "tables",
        "各地绿色制造政策表",
        "policies [选项] [地区…]",
        (
            "wence policies 云南",
            "wence policies 江苏 浙江 --since 2016-01 --until 2020-12",
            "wence policies -o 政策.md",
        ),
    ),
    "batches": Command(
        "tables",
        "国家级绿色工厂的各批名单",
        "batches [选项]",
        ("wence batches", "wence batches --format json"),
    ),
    "reviews": Command(
        "tables",
        "复核要求和各批次的复核到期时间",
        "reviews [选项]",
        ("wence reviews --batch 3", "wence reviews", "wence reviews -o 复核.md"),
    ),
    "duties": Command(
        "duties",
        "待办：一家工厂按日子要做什么，可写成日历",
        "duties [选项] [地区…]",
        (
            "wence duties 广东 --level 国家级",
            "wence duties 义乌 --batch 5 --ics 待办.ics",
            "wence duties --client 甲厂 --from 2027-01-01 --to 2027-12-31 --json",
        ),
    ),
    "assess": Command(
        "assess",
        "自查：档案里的事和申报条件逐项对照，看有没有不得申报的情形",
        "assess --client 名字 [选项]",
        ("wence assess --client 甲厂", "wence assess --client 甲厂 --level 国家级 --as-of 2020-12-01 --json"),
    ),
    "coverage": Command(
        "coverage",
        "各主题的资料到哪一天：最新的文件、最后见到的日子、条目数",
        "coverage [选项]",
        ("wence coverage", "wence coverage --as-of 2024-06-01 --json"),
    ),
    "client": Command(
        "clients",
        "客户档案：记住一家工厂的地区、级别、批次，提问时自动补全",
        "client 子命令 …",
        ("wence client set 甲厂 --place 义乌 --level 国家级 --batch 3", "wence ask --client 甲厂 我们能拿多少补贴"),
    ),
    "client list": Command("clients", "列出客户档案", "client list [选项]", ("wence client list",)),
    "client show": Command("clients", "看一份客户档案", "client show [选项] 名字", ("wence client show 甲厂",)),
    "client set": Command(
        "clients",
        "新建或修改客户档案（只改写出的项目，值写成空文字即清除）",
        "client set 名字 [选项]",
        (
            "wence client set 甲厂 --place 义乌 --level 国家级 --batch 3",
            'wence client set 甲厂 --investment 2000 --notes "2025 年扩建"',
        ),
    ),
    "client rename": Command(
        "clients", "给客户档案改名", "client rename 名字 新名字", ("wence client rename 甲厂 甲公司一厂",)
    ),
    "client remove": Command("clients", "删除客户档案", "client remove 名字", ("wence client remove 甲厂",)),
    "client export": Command(
        "clients",
        "导出客户档案（JSON、CSV 或 XLSX）",
        "client export [名字…] [-o 文件]",
        ("wence client export -o 客户.csv", "wence client export 甲厂"),
    ),
    "client import": Command(
        "clients",
        "从 JSON 或 CSV 文件导入客户档案，全部检查通过才写入",
        "client import [选项] 文件",
        ("wence client import 客户.csv", "wence client import 客户.json --overwrite"),
    ),
    "corpus": Command(
        "library",
        "资料库：查看、检查、加入、移除文件",
        "corpus 子命令 …",
        ("wence corpus list", "wence corpus add 通知.pdf --place 义乌市"),
    ),
    "corpus list": Command(
        "library", "列出全部文件", "corpus list [选项]", ("wence corpus list", "wence corpus list --json")
    ),
    "corpus show": Command(
        "reading",
        "看一份文件读出了什么：标题、日期和它的原文、每一条目出自哪一句、没有读成条目的",
        "corpus show [选项] 编号",
        ("wence corpus show gfr2020", "wence corpus show gfr2020 --json"),
    ),
    "corpus check": Command(
        "reading",
        "检查资料库；或看一个文件会读出什么、哪些没读成条目；不改动任何东西",
        "corpus check [选项] [路径…]",
        ("wence corpus check", "wence corpus check 通知.pdf 附件/"),
    ),
    "corpus add": Command(
        "library",
        "加入文件（PDF、DOCX、XLSX、HTML、Markdown、CSV、TXT）或整个文件夹，然后重建索引",
        "corpus add [选项] 文件…",
        (
            "wence corpus add 通知.pdf",
            "wence corpus add 办法.docx --place 义乌市 --issued 2026-03-01 --replaces 义政发〔2018〕35号",
            "wence corpus add 通知.pdf --dry-run",
            "wence corpus add 新政策/ --no-rebuild",
        ),
    ),
    "corpus remove": Command(
        "library",
        "移除一份加入的文件，然后重建索引",
        "corpus remove [选项] 编号",
        ("wence corpus remove 义乌办法-2026",),
    ),
    "corpus off": Command(
        "shipped",
        "停用一份随程序附带的资料，然后重建索引",
        "corpus off 编号",
        ("wence corpus off changes2026",),
    ),
    "corpus on": Command(
        "shipped", "恢复使用停用的资料，然后重建索引", "corpus on 编号", ("wence corpus on changes2026",)
    ),
    "corpus set": Command(
        "library",
        "改正一份文件的标题、日期、地区等，不重新读文件，然后重建索引",
        "corpus set 编号 [选项]",
        ("wence corpus set 义乌办法-2026 --place 义乌市 --expires 2027-12-31",),
    ),
    "corpus restore": Command(
        "library",
        "取回移除了的文件，或换回被替换前的样子，然后重建索引",
        "corpus restore [选项] [编号]",
        ("wence corpus restore", "wence corpus restore 义乌办法-2026"),
    ),
    "corpus watch": Command(
        "library",
        "盯着一个文件夹，有新文件就加入并重建索引",
        "corpus watch 文件夹",
        ("wence corpus watch 收到的通知/",),
    ),
    "export": Command(
        "export",
        "把回答带走：Word、Markdown 或可打印的网页",
        "export 子命令 …",
        ("wence export memo 义乌的国家级绿色工厂能奖多少钱？ -o 备忘录.docx",),
    ),
    "export memo": Command(
        "export",
        "把若干问题的回答写成一份备忘录，带尾注，最后一页是未收录与待核实",
        "export memo [选项] 问题… -o 文件",
        (
            "wence export memo 义乌国家级奖多少 惠州奖多少 -o 备忘录.docx",
            "wence export memo -f 问题.txt --client 甲厂 -o 备忘录.docx --template 公司模板.docx",
            "wence export memo --talk last -o 备忘录.html",
        ),
    ),
    "verify": Command(
        "verify",
        "核对导出的回答现在是否还成立，逐个数字说有没有变化",
        "verify [选项] [文件|编号…]",
        ("wence verify 备忘录.docx", "wence verify --client 甲厂", "wence verify b6d91279840b --json"),
    ),
    "serve": Command(
        "serve",
        "在浏览器里看：提问、来源、表格（只读，默认只有本机能打开）",
        "serve [选项]",
        ("wence serve", "wence serve --port 9000", "wence serve --host 0.0.0.0 --allow-host 192.168.1.20"),
    ),
    "mcp": Command(
        "mcp",
        "给 AI 助手用的工具（Model Context Protocol，只读）",
        "mcp",
        ("wence mcp",),
    ),
    "rebuild": Command(
        "library",
        "重建索引，核对后切换，并列出有什么变化",
        "rebuild [选项]",
        ("wence rebuild", "wence rebuild --check", "wence rebuild --full"),
    ),
    "history": Command(
        "library", "列出保留的各代索引，最新的在前", "history [选项]", ("wence history", "wence history --json")
    ),
    "rollback": Command(
        "library", "退回到上一代或指定的一代索引", "rollback [代号]", ("wence rollback", "wence rollback 1")
    ),
    "log": Command(
        "library",
        "谁在什么时候加入、修改、移除了哪份文件，重建或退回了哪一代索引",
        "log [选项]",
        ("wence log", "wence log -n 50 --json"),
    ),
    "doctor": Command(
        "doctor",
        "检查运行环境、资料和索引，说明问题和解决办法",
        "doctor [选项]",
        ("wence doctor", "wence doctor --json"),
    ),
    "completion": Command(
        "completion",
        "输出命令行补全脚本",
        "completion bash|zsh|fish",
        (
            'eval "$(wence completion bash)"',
            "mkdir -p ~/.config/fish/completions && wence completion fish > ~/.config/fish/completions/wence.fish",
        ),
    ),
}


def children(name: str) -> list[str]:
    """Names of the commands under a group, ``corpus list`` for ``corpus``."""
    return [other for other in COMMANDS if other.startswith(name + " ")]


def split(arguments: list[str]) -> tuple[str, list[str]]:
    """The longest command that the arguments begin with, and what follows; "" when they begin with none."""
    for size in (2, 1):
        name = " ".join(arguments[:size])
        if len(arguments) >= size and name in COMMANDS:
            return name, arguments[size:]
    return "", arguments


def handler_of(name: str) -> Handler:
    """What the module of a command that runs gives for it."""
    handler: Handler = import_module(f"tui.cli.{COMMANDS[name].module}").HANDLERS[name]
    return handler


def parser_and_run(name: str) -> tuple[Parser, Callable[[argparse.Namespace], int]]:
    """The parser of a command that runs, and its run."""
    from tui.cli.parsing import Parser

    command, handler = COMMANDS[name], handler_of(name)
    parser = Parser(f"wence {name}", command.summary + "。", f"wence {command.usage}", command.examples)
    handler.configure(parser)
    return parser, handler.run
