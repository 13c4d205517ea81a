"""``wence corpus off`` and ``on``: leave a shipped document out, and take it in again."""

from __future__ import annotations

import argparse

from assistant.keeping.settings import home_folder
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, DATA, Progress, notice, report_error
from tui.cli.output import emit, safe
from tui.cli.parsing import Parser


def configure(parser: Parser) -> None:
    parser.option("id", metavar="编号", help="随程序附带的资料：gfr2020（报告）、changes2026（2021—2026 年的变化）")


def run_off(options: argparse.Namespace) -> int:
    return _switch(options.id, on=False)


def run_on(options: argparse.Namespace) -> int:
    return _switch(options.id, on=True)


def _switch(doc_id: str, *, on: bool) -> int:
    from assistant.keeping.shipped import switch

    with Progress() as progress:
        report = switch(home_folder(), doc_id, on=on, progress=progress, notice=notice)
    emit(safe("\n".join(report.done())))
    if report.failure[0]:
        report_error(*report.failure)
    return ANSWERED if report.ok else DATA


HANDLERS = {"corpus off": Handler(configure, run_off), "corpus on": Handler(configure, run_on)}
