"""CSV tables in the columns facts are gathered in, to records.

Six tables: national (documents), batches, standards, subsidies, rules, supersedes. Amounts are in 万元, dates
``2018``, ``2018-07`` or ``2018-07-09``. A row that can't be read for certain makes no record, and its problem names
row and column; nothing is guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from typing import Any, Literal

from corpus.patterns import late
from corpus.places import Place, Places
from corpus.tables import parse_date, parse_month_day
from corpus.types import (
    LEVELS,
    Award,
    Batch,
    Change,
    ChangeKind,
    Holding,
    Notice,
    Recurrence,
    Rule,
    Source,
    Standard,
    Subsidy,
)

FactKind = Literal["national", "batches", "standards", "subsidies", "rules", "supersedes"]

COLUMNS: dict[FactKind, frozenset[str]] = {
    "national": frozenset(("id", "title", "issuer", "number", "date_kind", "date", "topic", "effect", "sureness")),
    "batches": frozenset(("id", "batch", "list_year", "title", "number", "date_kind", "date", "factories", "sureness")),
    "standards": frozenset(("id", "relation", "title", "number", "issue_date", "effective_date", "sureness")),
    "subsidies": frozenset(
        ("id", "place", "title", "date_kind", "date", "recognition_level", "amount_kind", "amount_wan", "sureness")
    ),
    "rules": frozenset(("id", "place", "who", "duty", "recurrence", "month_day", "title", "article", "sureness")),
    "supersedes": frozenset(
        ("id", "report_topic", "report_statement", "changed_by_title", "changed_from", "kind", "now", "sureness")
    ),
}
"""columns that a header must have to be one of these tables"""
MAY_LACK = 1 / 3
"""share of them that a header may lack and still be meant as that table: it is refused and not read as text"""

RECURRENCES: dict[str, Recurrence] = {
    "每年": "yearly", "每批": "each_batch", "一次": "once", "三年": "three_years", "": "",
}  # fmt: skip
CHANGE_KINDS: dict[str, ChangeKind] = {
    "明文代替": "explicit",
    "实际取代": "in_practice",
    "接续": "continuation",
    "年度版更替": "yearly_edition",
    "并存": "beside",
    "状态变化": "status_change",
    "新增批次": "new_batch",
}
DATE_KINDS = {
    "印发日期": "印发", "印发月份": "印发", "发布日期": "发布", "成文日期": "成文", "公开日期": "公开",
    "通知日期": "通知", "媒体报道日期": "媒体报道", "兑现公示日期": "兑现公示", "施行日期": "施行",
}  # fmt: skip
"""kinds of day of the gathered tables, by the word that a subsidy row has for them"""
DEADLINE = "申报截止"
FORMS: dict[str, tuple[Literal["fixed", "ceiling"], str]] = {
    "定额": ("fixed", ""),
    "上限": ("ceiling", ""),
    "定额（配套）": ("fixed", "配套"),
    "定额（兑现数）": ("fixed", "兑现数"),
}
UNRECORDED = "金额未收录"
TOPICS = {
    "年度填报": "yearly_table",
    "推荐": "recommend",
    "公示": "publicity",
    "前置条件": "precondition",
    "不得申报情形": "bar",
    "申报材料": "application_material",
    "自评价对标": "benchmark",
    "评价依据": "evaluation_basis",
    "评价方式": "evaluation_way",
    "机构限制": "third_party_limit",
    "自愿申领": "green_code",
    "有效期": "cultivation_term",
    "管理办法": "measures",
    "移出后果": "removal_result",
    "复核": "local_recheck",
    "复审": "local_recheck",
    "目标": "target",
}
"""the topic of a rule by the kind of its duty"""
_YEAR_OF_NUMBER = late(r"〔(\d{4})〕|-((?:19|20)\d{2})$")
_EVALUATION = late(r"(?:绿色工厂)?评价(?:要求|导则|通则|规范|指标体系).*$")
_PREFIXES = (("GB", "国家标准"), ("T/", "团体标准"), ("DB", "地方标准"))


@dataclass(kw_only=True, slots=True)
class _Row:
    """One row: its cells, and what was found wrong with them."""

    cells: Mapping[str, str]
    doc_id: str
    places: Places
    problems: list[tuple[str, str]] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def wrong(self, column: str, why: str) -> None:
        self.problems.append((column, why))

    def needed(self, column: str, why: str) -> str:
        if not self[column]:
            self.wrong(column, why)
        return self[column]

    def date(self, column: str) -> str:
        return self._parsed(column, parse_date) or ""

    def count(self, column: str) -> int | None:
        text = self[column]
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            self.wrong(column, f"“{text[:30]}”不是整数（只写数，不写单位）")
            return None
        return int(text)

    def amount(self, column: str) -> float | None:
        text = self[column]
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,4})?", text):
            self.wrong(column, f"“{text[:30]}”不是以万元为单位的数")
            return None
        return float(text)

    def choice(self, column: str, names: Mapping[str, Any]) -> Any:
        if self[column] not in names:
            self.wrong(column, f"“{self[column][:30]}”不在允许的值之内（{'、'.join(name or '空' for name in names)}）")
            return next(iter(names.values()))
        return names[self[column]]

    def place(self) -> Place | None:
        code, name = self["place_code"], self["place"]
        if code:
            found = self.places.get(code)
            if found is None:
                self.wrong("place_code", f"地名表里没有代码 {code}")
            return found
        named = self.places.by_name(name) or self.places.resolve(self.places.find_all(name))
        if len(named) != 1:
            self.wrong("place", f"地名表里没有“{name[:30]}”，请写明 place_code" if not named else f"“{name}”不止一处")
            return None
        return named[0]

    def _parsed(self, column: str, parse: Callable[[str], str]) -> str | None:
        try:
            return parse(self[column]) if self[column] else None
        except ValueError as error:
            self.wrong(column, str(error))
            return None

    def month_day(self, column: str) -> str:
        return self._parsed(column, parse_month_day) or ""

    def holding(self, **changes: str) -> Holding:
        sure = {"A": "A", "B": "B"}
        more = {"": "", **sure}
        return Holding(
            sureness=self.choice("sureness", sure),
            sureness_number=self.choice("sureness_number", more),
            sureness_amount=self.choice("sureness_amount", more),
            seen_in=self["seen_in"],
            seen_on=self.date("seen_on"),
            standing=self["status_on_2026_11_26"] or self["status"],
            **changes,
        )

    def source(self, locator: str = "") -> Source:
        title, number = self["title"] or self["changed_by_title"], self["number"] or self["changed_by_number"]
        return Source(doc_id=self.doc_id, section=heading(title, number), locator=locator)


def heading(title: str, number: str) -> str:
    """How a document is named where its rows and statements stand: ``标题（文号）``."""
    return f"{title}（{number}）" if number and number not in title else title


def fact_kind(header: Iterable[str]) -> FactKind | None:
    """Which of the six tables a header line is of; None when of none."""
    names = {name.strip().lstrip("\ufeff") for name in header}
    return next((kind for kind, needed in COLUMNS.items() if needed <= names), None)


def nearly_fact_kind(header: Iterable[str]) -> tuple[FactKind, tuple[str, ...]] | None:
    """The table that a header line lacks a few columns of, and which; None where no table is that near."""
    names = {name.strip().lstrip("\ufeff") for name in header}
    kind = max(COLUMNS, key=lambda one: len(COLUMNS[one] & names) / len(COLUMNS[one]))
    missing = COLUMNS[kind] - names
    if len(missing) > len(COLUMNS[kind]) * MAY_LACK:
        return None
    return kind, tuple(sorted(missing))


def header_of(text: str) -> list[str]:
    """The cells of the first line of a CSV text."""
    try:
        return next(csv.reader(StringIO(text.lstrip("\ufeff"), newline="")), [])
    except csv.Error:
        return []


def read_fact_table(
    kind: FactKind, text: str, where: str, doc_id: str, places: Places
) -> tuple[dict[str, tuple[Any, ...]], list[str]]:
    """The records of a table by their kind (as in ``corpus.tables.KINDS``), and a line for every problem."""
    records: list[Any] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    previous: dict[str, str] = {}
    for number, cells in _rows(text):
        shown = {name: previous.get(name, "") if value == "同上" else value for name, value in cells.items()}
        previous = shown
        row = _Row(cells=shown, doc_id=doc_id, places=places)
        _identify(row, seen, number)
        record = _MAKERS[kind](row)
        problems += [f"{where} 第 {number} 行「{column}」列：{why}" for column, why in row.problems]
        if not row.problems:
            records.append(record)
    if kind == "subsidies":
        records = _merged(records)
    return ({_PARTS[kind]: tuple(records)} if records else {}), problems


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff"), newline=""))
    return [
        (reader.line_num, {(name or "").strip(): (value or "").strip() for name, value in row.items() if name})
        for row in reader
    ]


def _identify(row: _Row, seen: dict[str, int], number: int) -> None:
    if not row.needed("id", "不能为空"):
        return
    first = seen.setdefault(row["id"], number)
    if first != number:
        row.wrong("id", f"编号 {row['id']} 与第 {first} 行重复")


def _notice(row: _Row) -> Notice:
    date = row.date("date")
    kind = row.needed("date_kind", "有日期的须写明那天是什么日子") if date else row["date_kind"]
    year = "" if date else year_of_number(row["number"])
    return Notice(
        id=row["id"],
        source=row.source(),
        title=row.needed("title", "不能为空"),
        issuing_body=row["issuer"],
        number=row["number"],
        date=date,
        date_kind=kind,
        public_date=row.date("public_date"),
        topic=row["topic"],
        effect=row["effect"],
        notes=_notes(row["note"]),
        holding=row.holding(holds_from=year, from_kind="文号年份" if year else ""),
    )


def _batch(row: _Row) -> Batch:
    number, year = row.count("batch"), row.count("list_year")
    if not number and not year:
        row.wrong("batch", "批次和年度至少要有一个")
    count = row.count("factories")
    if count is None:
        row.wrong("factories", "没有家数")
    cumulative, parks = row.count("cumulative_factories"), row.count("cumulative_parks")
    kinds = {"公布": "published", "推算": "derived", "": ""}
    kind = row.choice("cumulative_kind", kinds)
    if (cumulative is not None or parks is not None) and not kind:
        row.wrong("cumulative_kind", "有累计数的须写明公布或推算")
    label = f"第 {number} 批" if number else ""
    return Batch(
        id=row["id"],
        source=row.source(" ".join(filter(None, (label, f"{year} 年度" if year else "")))),
        number=number or 0,
        year=year,
        call_title=row["recommend_title"],
        call_date="",
        call_number=row["recommend_number"],
        list_title=row.needed("title", "不能为空"),
        list_date=row.date("date") if row.needed("date", "没有日期") else "",
        list_number=row["number"],
        list_public_date=row.date("public_date"),
        issuing_body=row["issuer"],
        count=count or 0,
        design_products=row.count("design_products"),
        parks=row.count("parks"),
        supply_chains=row.count("supply_chain"),
        removed=row.count("removed_factories"),
        removed_design_products=row.count("removed_products"),
        removed_parks=row.count("removed_parks"),
        removed_supply_chains=row.count("removed_supply_chain"),
        renamed=row.count("renamed_total"),
        renamed_factories=row.count("renamed_factories"),
        renamed_parks=row.count("renamed_parks"),
        cumulative=cumulative,
        cumulative_kind=kind if cumulative is not None else "",
        cumulative_parks=parks,
        cumulative_parks_kind=kind if parks is not None else "",
        notes=_notes(row["note"]),
        holding=row.holding(from_kind=row.needed("date_kind", "有日期的须写明那天是什么日子")),
    )


def _standard(row: _Row) -> Standard:
    number = row["number"]
    issued, effective = row.date("issue_date"), row.date("effective_date")
    start, kind = _standard_start(issued, effective, number)
    title = row.needed("title", "不能为空")
    return Standard(
        id=row["id"],
        source=row.source(row["announcement"]),
        seq="",
        number=number,
        title=title,
        subject=_EVALUATION.sub("", title) or "绿色工厂",
        kind=next((name for prefix, name in _PREFIXES if number.startswith(prefix)), "行业标准"),
        body=row["issuer"],
        status="published",
        date=issued,
        effective_date=effective,
        announcement=row["announcement"],
        replaces=row["replaces"],
        notes=_notes(row["note"]),
        holding=row.holding(holds_from=start, from_kind=kind),
    )


def _standard_start(issued: str, effective: str, number: str) -> tuple[str, str]:
    """From when a standard is said to be published, where the day of issue is not known."""
    if issued:
        return "", "发布日期"
    if effective:
        return effective, "实施日期"
    year = year_of_number(number)
    return (year, "年号") if year else ("", "")


def year_of_number(number: str) -> str:
    """The year that a document number or the number of a standard carries; "" when it has none."""
    found = _YEAR_OF_NUMBER.search(number.strip())
    return (found[1] or found[2]) if found else ""


def _subsidy(row: _Row) -> Subsidy:
    place = row.place()
    date, kind = row.date("date"), row["date_kind"]
    if date and kind not in {*DATE_KINDS, DEADLINE}:
        row.wrong("date_kind", f"“{kind}”不是日期的种类（{'、'.join((*DATE_KINDS, DEADLINE))}）")
    deadline = date if kind == DEADLINE else ""
    year = re.search(r"(20\d{2})\s*年度", row["title"]) if deadline else None
    end = row.date("expiry_date")
    levels = [level for level in LEVELS if level in row["recognition_level"]]
    start, start_kind = ("", "")
    if year:
        start, start_kind = year[1], "年度"
    elif not date and not row["effective_date"] and year_of_number(row["number"]):
        start, start_kind = year_of_number(row["number"]), "文号年份"
    return Subsidy(
        id=row["id"],
        source=row.source(row["place"]),
        seq="",
        place_code=place.code if place else "",
        place=row["place"],
        province=_province(place, row.places),
        policy=row.needed("title", "不能为空"),
        document_number=row["number"],
        issuing_body=row["issuer"],
        awards=_awards(row, levels),
        stacking="top_up" if row["top_up_difference"] == "是" else "",
        stacking_words="晋级只补差额" if row["top_up_difference"] == "是" else "",
        provision=_provision(row),
        date="" if deadline else date,
        date_kind="" if deadline else DATE_KINDS.get(kind, ""),
        effective_date=row.date("effective_date"),
        end_date=end,
        end_basis="stated" if end else "",
        end_words=row["expiry_words"],
        unrecorded=row["amount_kind"] == UNRECORDED,
        apply_until=deadline,
        year=int(year[1]) if year else None,
        notes=(*_notes(row["note"]), *_notes(row["replace_kind"])),
        holding=row.holding(holds_from=start, from_kind=start_kind),
    )


def _awards(row: _Row, levels: Sequence[str]) -> tuple[Award, ...]:
    amount, cap = row.amount("amount_wan"), row.amount("aggregate_cap_wan")
    if row["amount_kind"] == UNRECORDED:
        if amount is not None:
            row.wrong("amount_wan", f"写了金额，就不能是“{UNRECORDED}”")
        return ()
    if row["amount_kind"] not in FORMS:
        row.wrong("amount_kind", f"“{row['amount_kind']}”不在允许的值之内（{'、'.join((*FORMS, UNRECORDED))}）")
        return ()
    if amount is None:
        row.needed("amount_wan", "没有金额（万元）")
        return ()
    form, figure_kind = FORMS[row["amount_kind"]]
    return tuple(
        Award(
            level=level,  # type: ignore[arg-type]
            form=form,
            amount_min=amount if form == "fixed" else None,
            amount_max=amount,
            one_off=True if row["one_off"] == "是" else None,
            words=_sum_words(row),
            figure_kind=figure_kind,
            aggregate_cap=cap,
        )
        for level in levels or ("",)
    )


def _sum_words(row: _Row) -> str:
    front = "最高 " if row["amount_kind"] == "上限" else "每家配套 " if "配套" in row["amount_kind"] else ""
    return f"{front}{row['amount_wan']} 万元"


def _provision(row: _Row) -> str:
    if row["amount_kind"] == UNRECORDED:
        return "；".join(filter(None, ("已有新文件，金额未收录", row["conditions"])))
    level = row["recognition_level"] or "绿色工厂"
    return "；".join(filter(None, (f"{level}：{_sum_words(row)}", row["conditions"])))


def _province(place: Place | None, places: Places) -> str:
    if place is None:
        return ""
    line = (place, *places.ancestors(place.code))
    return next((one.name for one in line if one.rank == "province"), "")


def _merged(rows: Sequence[Subsidy]) -> list[Subsidy]:
    """Rows of one document for several levels as one row with several awards; its id is the first one's."""
    merged: dict[tuple[str, ...], Subsidy] = {}
    for row in rows:
        key = (row.place_code, row.policy, row.document_number, row.date, row.apply_until)
        first = merged.get(key)
        if first is None or row.unrecorded or first.unrecorded:
            merged[key if first is None else (*key, row.id)] = row
            continue
        merged[key] = replace(
            first,
            awards=(*first.awards, *row.awards),
            provision=_joined(first.provision, row.provision),
            notes=tuple(dict.fromkeys((*first.notes, *row.notes))),
        )
    return list(merged.values())


def _joined(first: str, second: str) -> str:
    known = first.split("；")
    new = [part for part in second.split("；") if part not in known]
    levels = [part for part in known if "：" in part]
    return "；".join((*levels, *(p for p in new if "：" in p), *(p for p in (*known, *new) if "：" not in p)))


def _rule(row: _Row) -> Rule:
    national = row["place"] in ("全国", "")
    place = None if national else row.place()
    recurrence = row.choice("recurrence", RECURRENCES)
    month_day, year = row.month_day("month_day"), row.count("period_year")
    if recurrence == "once" and year is None:
        row.wrong("period_year", "只有一次的须写明年份")
    if month_day and not recurrence:
        row.wrong("recurrence", "有月日的须写明每年还是一次")
    start, until = row.date("in_force_from"), row.date("in_force_until")
    only = str(year) if recurrence == "once" and year and not until else ""
    return Rule(
        id=row["id"],
        source=row.source(row["article"]),
        topic=TOPICS.get(row["duty_kind"], "duty"),
        place_code="000000" if national else place.code if place else "",
        place="全国" if national else row["place"],
        subject=f"{row['recognition_level']}绿色工厂" if row["recognition_level"] in LEVELS else "绿色工厂",
        text=_rule_text(row, month_day, year),
        basis=row.needed("title", "不能为空"),
        date=start,
        number=row["number"],
        issuing_body=row["issuer"],
        article=row["article"],
        levels=tuple(level for level in LEVELS if level in row["recognition_level"]),
        who=row["who"],
        duty=row.needed("duty", "不能为空"),
        duty_kind=row["duty_kind"],
        recurrence=recurrence,
        month_day=month_day,
        year=year,
        consequence=row["consequence"],
        notes=_notes(row["note"]),
        holding=row.holding(
            holds_from=start,
            from_kind="起始" if start else "",
            holds_until=until or only,
            until_words="只管该年度" if only else "",
        ),
    )


def _rule_text(row: _Row, month_day: str, year: int | None) -> str:
    who, duty = row["who"], row["duty"]
    day = f"{int(month_day[:2])}月{int(month_day[3:])}日前" if month_day else ""
    if day and row["recurrence"] == "每年":
        text = f"{who}每年{day}{duty}"
    else:
        said = f"{who}：{duty}" if who else duty
        text = f"{said}（{day}）" if day and day.removesuffix("前") not in duty else said
    text = f"{year} 年，{text}" if year and str(year) not in text else text
    return f"{text}；{row['consequence']}" if row["consequence"] else text


def _change(row: _Row) -> Change:
    since = row.date("changed_from")
    year = "" if since else year_of_number(row["changed_by_number"])
    return Change(
        id=row["id"],
        source=row.source(row["report_locator"]),
        topic=row.needed("report_topic", "不能为空"),
        kind=row.choice("kind", CHANGE_KINDS),
        older_words=row.needed("report_statement", "不能为空"),
        now=row.needed("now", "不能为空"),
        newer=tuple(filter(None, (part.strip() for part in row["facts_rows"].split(";")))),
        title=row.needed("changed_by_title", "不能为空"),
        number=row["changed_by_number"],
        since=since,
        scope=row["scope"],
        words=row["words_seen"],
        holding=row.holding(holds_from=year, from_kind="文号年份" if year else ""),
    )


def _notes(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


_PARTS: dict[FactKind, str] = {
    "national": "notices",
    "batches": "batches",
    "standards": "standards",
    "subsidies": "subsidies",
    "rules": "rules",
    "supersedes": "changes",
}
_MAKERS: dict[FactKind, Callable[[_Row], Any]] = {
    "national": _notice,
    "batches": _batch,
    "standards": _standard,
    "subsidies": _subsidy,
    "rules": _rule,
    "supersedes": _change,
}
