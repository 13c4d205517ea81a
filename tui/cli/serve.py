"""``wence serve``: read-only pages in the browser."""

from __future__ import annotations

import argparse
import socket
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, reason
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, notice
from tui.cli.parsing import Parser
from tui.cli.session import opened, require

if TYPE_CHECKING:
    import uvicorn

    from tui.serve.guard import App

DEFAULT_PORT = 8420
EXTRA = ("serve", ("starlette", "uvicorn", "jinja2"))


def configure(parser: Parser) -> None:
    parser.details.append(
        "默认只有本机能打开。页面没有脚本，不写任何东西，不联网；资料重建后自动换成新的。按 Ctrl+C 结束。\n"
        "GET /api/ask?q=问题&as_of=日期 得到与 wence ask --json 相同的 JSON。"
    )
    parser.option("--host", default="127.0.0.1", metavar="地址", help="在哪个地址上等（默认 127.0.0.1，只有本机）")
    parser.option(
        "--port", type=port, default=DEFAULT_PORT, metavar="端口", help=f"端口（默认 {DEFAULT_PORT}，0 为任意空闲端口）"
    )
    parser.option(
        "--allow-host", action="append", default=[], metavar="名字",
        help="除本机外还允许用哪个名字或地址打开，可重复；不在其中的一律拒绝",
    )  # fmt: skip


def port(text: str) -> int:
    """A port number; 0 is any that is free."""
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError(f"「{text}」不是 0 到 65535 的端口号。")
    return int(text)


def run(options: argparse.Namespace) -> int:
    require(*EXTRA)
    from tui.serve.app import application
    from tui.serve.guard import LOOPBACK

    with _listening(options.host, options.port) as listener, opened(options) as assistant:
        allowed = {*LOOPBACK, *options.allow_host, options.host} - {"0.0.0.0", "::", ""}
        server = server_of(application(assistant, allowed))
        notice(f"已启动：{_address(listener)}（按 Ctrl+C 结束）")
        server.run(sockets=[listener])
    return ANSWERED


def _listening(host: str, number: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: what can be no name of a machine
        raise _cannot_listen(host, number, error) from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, number))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _cannot_listen(host, number, error) from None
    return listener


def _cannot_listen(host: str, number: int, error: OSError | UnicodeError) -> AssistantError:
    if isinstance(error, socket.gaierror | UnicodeError):
        return AssistantError(f"没有「{host}」这个名字或地址。", "请写这台机器的地址，例如 127.0.0.1（--host）。")
    return AssistantError(
        f"不能在 {host} 的 {number} 端口上启动：{reason(error)}。", "请换一个端口（--port），或关掉占用它的程序。"
    )


def _address(listener: socket.socket) -> str:
    host, number = listener.getsockname()[:2]
    return f"http://[{host}]:{number}/" if ":" in host else f"http://{host}:{number}/"


def server_of(app: App) -> uvicorn.Server:
    """A server that says nothing of itself, to readers or on the screen."""
    import uvicorn

    asgi: Any = app
    config = uvicorn.Config(
        asgi, log_level="critical", access_log=False, server_header=False, ws="none", lifespan="off", http="h11",
        proxy_headers=False, timeout_keep_alive=5, timeout_graceful_shutdown=3,
    )  # fmt: skip
    return uvicorn.Server(config)


HANDLERS = {"serve": Handler(configure, run)}
