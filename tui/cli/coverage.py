"""``wence coverage``: how far the corpus reaches, per topic."""

from __future__ import annotations

import argparse

from tui.cli.commands import Handler
from tui.cli.parsing import Parser, add_as_of, add_table_format
from tui.cli.session import opened
from tui.cli.tables import names_of, show_rows
from tui.columns import COVERAGE_COLUMNS


def configure(parser: Parser) -> None:
    add_as_of(parser)
    add_table_format(parser, names_of(COVERAGE_COLUMNS))


def run(options: argparse.Namespace) -> int:
    from assistant.advising.coverage import coverage, row_of

    with opened(options) as assistant:
        rows = [row_of(one) for one in coverage(assistant.corpus, assistant.as_of)]
    return show_rows(rows, COVERAGE_COLUMNS, options, note="最后见到的日子之后有没有新文件，请向主管部门核实。")


HANDLERS = {"coverage": Handler(configure, run)}
