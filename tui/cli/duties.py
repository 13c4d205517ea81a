"""``wence duties``: what has to be done, by day, also as a calendar."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, reason
from tui.cli.commands import Handler
from tui.cli.diagnostics import NOT_GROUNDED, UsageError, report_error
from tui.cli.output import written
from tui.cli.parsing import Parser, add_as_of, add_client, add_table_format, batch, day, level
from tui.cli.session import opened
from tui.cli.tables import lean_on_profile, names_of, places_of, show_rows
from tui.columns import DUTY_COLUMNS

if TYPE_CHECKING:
    from assistant.advising.duties import Duty


def configure(parser: Parser) -> None:
    parser.details.append("每年都有的日子排进以后各年；只在某一年定过的日子按那一年说，不当作别的年份的期限。")
    parser.option("places", nargs="*", metavar="地区", help="工厂在哪里；国家、省、市的要求都算。不写则列出各地的")
    parser.option("--level", type=level, metavar="级别", help="已获或要申报的级别：国家级、省级、市级、区级")
    parser.option("--batch", type=batch, metavar="批次", help="国家级名单的第几批")
    parser.option("--year", type=_year, metavar="年度", help="国家级名单的年度，如 2023（即第八批）")
    parser.option("--from", dest="start", type=day, metavar="日期", help="从哪天起（默认是提问的那天）")
    parser.option("--to", dest="end", type=day, metavar="日期", help="到哪天止（默认是起始日的一年后）")
    parser.option("--ics", type=Path, metavar="文件", help="另写成日历文件；文件已有时，改期和取消都写进同一个日程")
    add_as_of(parser)
    add_client(parser)
    add_table_format(parser, names_of(DUTY_COLUMNS))


def run(options: argparse.Namespace) -> int:
    from assistant.advising.duties import duties_for, inside, row_of

    if options.batch and options.year:
        raise UsageError("--batch 和 --year 只能写一个。", "第几批用 --batch，按年度用 --year，例如 --year 2023。")
    told = lean_on_profile(options)
    with opened(options) as assistant:
        start, end = _period(options, assistant.as_of)
        codes = places_of(assistant, options, "duties")
        try:
            duties = duties_for(
                assistant.corpus, assistant.places, place=codes, level=options.level or "", batch=options.batch,
                year=options.year, start=start, end=end, as_of=assistant.as_of,
            )  # fmt: skip
        except LookupError as error:
            report_error(str(error), "各批的批次和年度见 wence batches。")
            return NOT_GROUNDED
        if options.ics:
            owner = options.client or "、".join((*codes, options.level or "", str(options.batch or options.year or "")))
            _write_calendar(options.ics, duties, owner, (start, end), assistant.as_of)
    if options.start or options.end:
        known, duties = len(duties), inside(duties, start, end)
        others = known - len(duties)
        told += f"另有 {others} 条的日子不在这段时间里，没有列出。" if others else ""
    hint = "换个地区、级别或时间段再试；各地要求见 wence reviews。"
    return show_rows([row_of(duty) for duty in duties], DUTY_COLUMNS, options, note=told, instead=hint)


def _period(options: argparse.Namespace, as_of: date) -> tuple[date, date]:
    start = date.fromisoformat(options.start) if options.start else as_of
    end = date.fromisoformat(options.end) if options.end else year_later(start)
    if end < start:
        raise UsageError(f"--to {end} 早于起始日 {start}。", "请把两个日子对调，或另写 --from。")
    return start, end


def year_later(day_: date) -> date:
    """The same day of the next year."""
    try:
        return day_.replace(year=day_.year + 1)
    except ValueError:  # 29 February
        return day_.replace(year=day_.year + 1, day=28)


def _write_calendar(file: Path, duties: Sequence[Duty], owner: str, period: tuple[date, date], as_of: date) -> None:
    from assistant.advising.calendar import calendar_of

    try:
        older = file.read_bytes() if file.exists() else None
    except OSError as error:
        raise AssistantError(f"读不了文件 {file}：{reason(error)}", "请换一个可写的文件名。") from None
    start, end = period
    data = calendar_of(duties, owner=owner, start=start, end=end, as_of=as_of, older=older)
    count_ = sum(duty.exportable for duty in duties)
    what = f"{count_} 个日程" if count_ else "没有可以排进日历的日子"
    with written(file, f"已写入日历 {file}：{what}。") as page:
        page.write(data)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100):
        raise argparse.ArgumentTypeError(f"「{text}」不是年度，请写成 2023。")
    return int(text)


HANDLERS = {"duties": Handler(configure, run)}
