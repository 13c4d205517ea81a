"""``wence mcp``: the tools that an AI assistant may use, over stdin and stdout."""

from __future__ import annotations

import argparse

from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED
from tui.cli.parsing import Parser
from tui.cli.session import opened, require

EXTRA = ("mcp", ("mcp",))


def configure(parser: Parser) -> None:
    parser.details.append(
        "由 AI 助手启动，不是给人直接用的：在它的设置里加一个 MCP 服务器，命令写 wence，参数写 mcp。\n"
        "工具：wence_ask、wence_search、wence_table、wence_duties、wence_assess。\n"
        "全部只读，结果与命令的 JSON 相同。客户端退出时自己结束。"
    )


def run(options: argparse.Namespace) -> int:
    require(*EXTRA)
    from tui.tools.server import serve

    with opened(options) as assistant:
        serve(assistant)
    return ANSWERED


HANDLERS = {"mcp": Handler(configure, run)}
